"""Formulas taken apart: KPI names replaced, each leaf with its filter, totals joined into one fraction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal

from jalon.catalogue import kpis, measures
from jalon.catalogue.formula import Expression, Minus, Name, Number, Operation, RefusedFormula, nodes, parse
from jalon.plan.model import Kpi
from jalon.quantities import Refusal
from jalon.quantities.refusals import NoDenominator

# Sums and products of totals keep every digit; only the last division rounds.
EXACT = Context(prec=20_000)
ROUNDED = Context(prec=28)
_MOST_NODES = 5_000

FrozenFilter = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One measure of a formula with the values each dimension may take."""

    measure: str
    filter: FrozenFilter = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """An expanded expression whose names are leaves; `unknown` are names that nothing defines."""

    expression: Expression
    leaves: Mapping[str, Leaf]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scope:
    filter: FrozenFilter
    params: Mapping[str, Decimal]
    inside: tuple[str, ...] = ()
    tag: str = ""


@dataclass(slots=True)
class _Taking:
    kpis: Mapping[str, Kpi]
    leaves: dict[str, Leaf] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    seen: int = 0

    def walk(self, node: Expression, scope: _Scope) -> Expression:
        self.seen += 1
        if self.seen > _MOST_NODES:
            raise RefusedFormula("too_long", 0)
        if isinstance(node, Name):
            return self.name(node.id, scope)
        if isinstance(node, Minus):
            return Minus(self.walk(node.of, scope))
        if isinstance(node, Operation):
            return Operation(node.sign, self.walk(node.left, scope), self.walk(node.right, scope))
        return node

    def name(self, name: str, scope: _Scope) -> Expression:
        if name in measures():
            return self.leaf(name, scope)
        if name in scope.inside:
            raise RefusedFormula("cycle", 0, " > ".join((*scope.inside, name)))
        inside = (*scope.inside, name)
        kpi = self.kpis.get(name)
        if kpi is not None and kpi.measured.formula:
            own = kpi.measured
            tag = name if own.filter or own.params else scope.tag
            both = narrowed(scope.filter, frozen(own.filter))
            inner = _Scope(both, {**scope.params, **own.params}, inside, tag)
            return self.walk(parse(kpi.measured.formula), inner)
        if name in kpis():
            return self.walk(parse(kpis()[name].formula), _Scope(scope.filter, scope.params, inside, scope.tag))
        if name not in self.unknown:
            self.unknown.append(name)
        return Name(name)

    def leaf(self, measure: str, scope: _Scope) -> Expression:
        name = f"{measure}@{scope.tag}" if scope.tag else measure
        wanted = scope.filter
        if measures()[measure].cohort and "age_months" in scope.params:
            wanted = narrowed(
                wanted, (("cohort_age", frozenset({format(scope.params["age_months"].normalize(), "f")})),)
            )
        self.leaves[name] = Leaf(measure, wanted)
        return Name(name)


def frozen(wanted: Mapping[str, Iterable[str]]) -> FrozenFilter:
    """A filter as a value that can be compared and hashed."""
    return tuple(sorted((name, frozenset(values)) for name, values in wanted.items()))


def narrowed(first: FrozenFilter, second: FrozenFilter) -> FrozenFilter:
    """Both filters at once: values of a common dimension are those that both allow."""
    both = dict(first)
    for name, values in second:
        both[name] = both[name] & values if name in both else values
    return tuple(sorted(both.items()))


def taken_apart(
    expression: Expression,
    wanted: Mapping[str, Iterable[str]],
    params: Mapping[str, Decimal],
    plan_kpis: Mapping[str, Kpi],
) -> Formula:
    """The formula down to its measures. A KPI of the plan brings its own filter with it.

    A name is a measure, else a KPI of the plan, else a KPI of the catalogue. Raises `RefusedFormula` on a cycle.
    """
    taking = _Taking(plan_kpis)
    whole = taking.walk(expression, _Scope(frozen(wanted), params))
    return Formula(whole, taking.leaves, tuple(taking.unknown))


def fraction(expression: Expression, totals: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    """Numerator and denominator of the expression on totals, exactly; a division by zero leaves denominator 0."""
    if isinstance(expression, Number):
        return expression.value, Decimal(1)
    if isinstance(expression, Name):
        return totals[expression.id], Decimal(1)
    if isinstance(expression, Minus):
        top, bottom = fraction(expression.of, totals)
        return EXACT.minus(top), bottom
    left, over_left = fraction(expression.left, totals)
    right, over_right = fraction(expression.right, totals)
    if expression.sign == "*":
        return EXACT.multiply(left, right), EXACT.multiply(over_left, over_right)
    if expression.sign == "/":
        if over_right == 0:
            return left, Decimal(0)
        return EXACT.multiply(left, over_right), EXACT.multiply(over_left, right)
    join = EXACT.add if expression.sign == "+" else EXACT.subtract
    if over_left == over_right:
        return join(left, right), over_left
    crossed = join(EXACT.multiply(left, over_right), EXACT.multiply(right, over_left))
    return crossed, EXACT.multiply(over_left, over_right)


def joined(expression: Expression, totals: Mapping[str, Decimal]) -> Decimal | Refusal:
    """The one division, after every total."""
    top, bottom = fraction(expression, totals)
    if bottom == 0:
        return NoDenominator()
    return plain(top if bottom == 1 else ROUNDED.divide(top, bottom))


def plain(value: Decimal) -> Decimal:
    """The same number without the zeros that only tell how it was stored."""
    short = EXACT.normalize(value)
    # `normalize` writes 1200 as 1.2E+3.
    return EXACT.quantize(short, Decimal(1)) if short == short.to_integral_value() else short


def kind_of(expression: Expression, kinds: Mapping[str, str]) -> str:
    """What joins like the whole: a ratio, else the least joinable kind among its measures."""
    for node in nodes(expression):
        if isinstance(node, Operation) and node.sign == "/" and _names_in(node.right):
            return "ratio"
        if isinstance(node, Operation) and node.sign == "*" and _names_in(node.left) and _names_in(node.right):
            return "ratio"
    found = {kinds[name] for name in _names_in(expression)}
    return next((kind for kind in ("distinct", "percentile", "index", "stock") if kind in found), "flow")


def money_degree(expression: Expression, is_money: Callable[[str], bool]) -> int:
    """How many times an amount is left in the result: 1 for a cost per lead, 0 for a return on ad spend."""
    if isinstance(expression, Name):
        return int(is_money(expression.id))
    if isinstance(expression, Minus):
        return money_degree(expression.of, is_money)
    if isinstance(expression, Operation):
        left, right = money_degree(expression.left, is_money), money_degree(expression.right, is_money)
        if expression.sign in "+-":
            return max(left, right)
        return left + right if expression.sign == "*" else left - right
    return 0


def _names_in(expression: Expression) -> list[str]:
    return [node.id for node in nodes(expression) if isinstance(node, Name)]

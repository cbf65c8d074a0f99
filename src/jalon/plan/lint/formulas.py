"""Formulas as rules see them: taken down to measures, with units, sides of a ratio, and what does not add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jalon import catalogue
from jalon.catalogue.formula import Expression, Minus, Name, Number, Operation, RefusedFormula, expanded, names, parse
from jalon.plan.model import Kpi, Kra, Measurement, Plan

NOT_ADDITIVE = ("distinct", "percentile", "index")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of the plan with the object that holds it."""

    subject: str
    path: str
    text: str
    measured: Measurement | None


def formulas(plan: Plan) -> Iterator[Formula]:
    """Own formulas: of KPIs, of results, of KRIs (the catalogue's are checked by its own test)."""
    for _, kpi in plan.kpis():
        if kpi.measured.formula and kpi.measured.use is None:
            yield Formula(f"kpi:{kpi.id}", f"{kpi.path}.formula", kpi.measured.formula, kpi.measured)
    for objective in plan.objectives:
        if objective.result.formula and objective.result.use is None:
            path = f"{objective.path}.result.formula"
            yield Formula(f"objective:{objective.id}", path, objective.result.formula, objective.result)
    for _, kri in plan.kris():
        if kri.formula:
            yield Formula(f"kri:{kri.id}", f"{kri.path}.formula", kri.formula, None)


def parsed(text: str | None) -> Expression | None:
    """An expression, or None for what the grammar refuses (M012 says it)."""
    try:
        return parse(text) if text else None
    except RefusedFormula:
        return None


def look_up(plan: Plan) -> dict[str, Expression]:
    """Formula of every KPI by id: the plan's first, then the catalogue's; a measure is never a KPI."""
    found: dict[str, Expression] = {}
    for kpi_id, row in catalogue.kpis().items():
        if kpi_id not in catalogue.measures():
            found[kpi_id] = parse(row.formula)
    for _, kpi in plan.kpis():
        own = parsed(kpi.measured.formula)
        if own is not None and kpi.id not in catalogue.measures():
            found[kpi.id] = own
    return found


def down_to_measures(text: str | None, plan: Plan) -> Expression | None:
    """KPI names replaced by their formulas; None when refused or going round in circles."""
    expression = parsed(text)
    if expression is None:
        return None
    known = look_up(plan)
    try:
        return expanded(expression, lambda name: None if name in catalogue.measures() else known.get(name))
    except RefusedFormula:
        return None


def is_ratio(expression: Expression) -> bool:
    """Whether it divides by something that is not a plain number."""
    if isinstance(expression, Operation):
        if expression.sign == "/" and names(expression.right):
            return True
        return is_ratio(expression.left) or is_ratio(expression.right)
    return isinstance(expression, Minus) and is_ratio(expression.of)


def denominator(expression: Expression) -> tuple[str, ...]:
    """Names below the line, sorted."""
    if isinstance(expression, Minus):
        return denominator(expression.of)
    if not isinstance(expression, Operation):
        return ()
    own = tuple(names(expression.right)) if expression.sign == "/" else denominator(expression.right)
    return tuple(sorted({*denominator(expression.left), *own}))


def additions(expression: Expression) -> Iterator[Operation]:
    """Every + and - inside."""
    if isinstance(expression, Minus):
        yield from additions(expression.of)
    if isinstance(expression, Operation):
        if expression.sign in "+-":
            yield expression
        yield from additions(expression.left)
        yield from additions(expression.right)


def not_additive(expression: Expression) -> list[str]:
    """Measures that do not add, where they stand alone as a term (not inside a ratio)."""
    if isinstance(expression, Name):
        measure = catalogue.measures().get(expression.id)
        return [expression.id] if measure and measure.kind in NOT_ADDITIVE else []
    if isinstance(expression, Minus):
        return not_additive(expression.of)
    if isinstance(expression, Operation) and not is_ratio(expression):
        return [*not_additive(expression.left), *not_additive(expression.right)]
    return []


def unit_of(expression: Expression) -> str | None:
    """Unit of an expression; None for a bare number or where a name is unknown."""
    if isinstance(expression, Number):
        return None
    if isinstance(expression, Name):
        row = catalogue.measures().get(expression.id) or catalogue.kpis().get(expression.id)
        return row.unit if row else None
    if isinstance(expression, Minus):
        return unit_of(expression.of)
    left, right = unit_of(expression.left), unit_of(expression.right)
    if expression.sign in "+-":
        return left or right
    if expression.sign == "*":
        return left if right in (None, "ratio") else right if left in (None, "ratio") else f"{left}*{right}"
    return left if right is None else "ratio" if left == right else f"{left}/{right}"


def sorted_form(expression: Expression) -> str:
    """The expression with the terms of + and * in one order, so that two writings of one formula are equal."""
    if isinstance(expression, Number):
        return format(expression.value.normalize(), "f")
    if isinstance(expression, Name):
        return expression.id
    if isinstance(expression, Minus):
        return f"-({sorted_form(expression.of)})"
    if expression.sign in "+*":
        return f"({expression.sign} {' '.join(sorted(_terms(expression, expression.sign)))})"
    return f"({expression.sign} {sorted_form(expression.left)} {sorted_form(expression.right)})"


def _terms(expression: Expression, sign: str) -> list[str]:
    if isinstance(expression, Operation) and expression.sign == sign:
        return [*_terms(expression.left, sign), *_terms(expression.right, sign)]
    return [sorted_form(expression)]


def filters(measured: Measurement) -> frozenset[tuple[str, frozenset[str]]]:
    """A filter as a set: equal when keys and value sets are."""
    return frozenset((name, frozenset(values)) for name, values in measured.filter.items())


def targeted(kra: Kra) -> list[Kpi]:
    """KPIs that carry a target; context KPIs never count."""
    return [kpi for kpi in kra.kpis if kpi.measured.targets and not is_context(kpi.measured)]


def is_context(measured: Measurement) -> bool:
    """Whether it is shown without a target: by the catalogue, or by its own direction."""
    row = catalogue.kpis().get(measured.use or "")
    return measured.direction == "context" or (row is not None and row.target_kind == "no_target")


def leaves(text: str | None, plan: Plan) -> frozenset[str]:
    """Measures a formula comes down to."""
    expression = down_to_measures(text, plan)
    return frozenset(names(expression)) if expression is not None else frozenset()

"""The arithmetic of a change: sums into contributions, products by LMDI, ratios into mix and within. Plain numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext

from jalon.catalogue.formula import Expression, Minus, Name, Number, Operation
from jalon.metrics.formulas import EXACT
from jalon.quantities import Refusal
from jalon.quantities.refusals import NoDenominator
from jalon.scorecard.cascade import PRECISE, product_split

DIGITS = 12
"""Digits of the larger value to which parts are said; what rounding leaves goes to the largest part."""
Totals = Mapping[str, Decimal]
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """What one thing brings to a change. Of a segment of a ratio, `mix` and `within` add up to the effect."""

    name: str
    effect: Decimal
    before: Decimal | None = None
    after: Decimal | None = None
    mix: Decimal | None = None
    within: Decimal | None = None
    weight_before: Decimal | None = None
    weight_after: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """A change as parts and what none of them explains: `change` is the exact sum of the effects and the rest."""

    change: Decimal
    parts: tuple[Part, ...]
    rest: Decimal

    @property
    def mix(self) -> Decimal | None:
        """Of a ratio over segments: what moved because segments weigh otherwise, whatever each of them did."""
        return _total([part.mix for part in self.parts])

    @property
    def within(self) -> Decimal | None:
        """Of a ratio over segments: what moved inside them."""
        return _total([part.within for part in self.parts])


@dataclass(frozen=True, slots=True)
class Segment:
    """Numerator and denominator of one segment, before and after; a segment without rows counts nothing."""

    top: tuple[Decimal, Decimal]
    bottom: tuple[Decimal, Decimal]


def contributions(before: Decimal, after: Decimal, parts: Mapping[str, tuple[Decimal, Decimal]]) -> Split:
    """A total that is the sum of its parts: each brings its own change."""
    found = [Part(name, EXACT.subtract(new, old), old, new) for name, (old, new) in parts.items()]
    return _settled(before, after, found)


def factors(before: Decimal, after: Decimal, parts: Mapping[str, tuple[Decimal, Decimal]]) -> Split:
    """A product cascade (traffic × conversion × basket) by LMDI; Shapley values where a factor is zero or negative."""
    brought = product_split(list(parts.values()))
    found = [Part(name, effect, *parts[name]) for name, effect in zip(parts, brought, strict=True)]
    return _settled(before, after, found)


def by_formula(before: Decimal, after: Decimal, expression: Expression, was: Totals, now: Totals) -> Split | Refusal:
    """What each measure of a formula brings; refused where some division inside has nothing to divide by."""
    try:
        with localcontext(PRECISE):
            effects = _effects(expression, was, now)
    except (DivisionByZero, InvalidOperation):
        return NoDenominator()
    return _settled(before, after, [Part(name, effect, was[name], now[name]) for name, effect in effects.items()])


def mix_and_within(before: Decimal, after: Decimal, segments: Mapping[str, Segment]) -> Split | Refusal:
    """A ratio over segments: mix Σ (w₁ − w₀)(r₀ − R₀), within the rest of each segment's own contribution.

    w is a segment's share of the denominator, r its ratio, R that of the whole. A segment that was not there before
    comes in by mix; a numerator without denominator (spend without a lead) lies within.
    """
    with localcontext(PRECISE):
        whole = [sum((s.bottom[side] for s in segments.values()), _NOTHING) for side in (0, 1)]
        if not segments or 0 in whole:
            return NoDenominator()
        start = sum((s.top[0] for s in segments.values()), _NOTHING) / whole[0]
        found = [_segment(name, one, whole, start) for name, one in segments.items()]
    return _settled(before, after, found)


def _segment(name: str, one: Segment, whole: Sequence[Decimal], start: Decimal) -> Part:
    old, new = (one.bottom[side] / whole[side] for side in (0, 1))
    brought = [one.top[side] / whole[side] - weight * start for side, weight in ((0, old), (1, new))]
    effect = brought[1] - brought[0]
    was, now = (one.top[side] / one.bottom[side] if one.bottom[side] else None for side in (0, 1))
    known = was if was is not None else now
    mix = (new - old) * (known - start) if known is not None else _NOTHING
    return Part(name, effect, was, now, mix, effect - mix, old, new)


def _effects(node: Expression, was: Totals, now: Totals) -> dict[str, Decimal]:
    """Name → what it brings to the change of an expression; together they are the change."""
    if isinstance(node, Number):
        return {}
    if isinstance(node, Name):
        return {node.id: now[node.id] - was[node.id]}
    if isinstance(node, Minus):
        return {name: -effect for name, effect in _effects(node.of, was, now).items()}
    if node.sign in "+-":
        sign = 1 if node.sign == "+" else -1
        return _added(_effects(node.left, was, now), _effects(node.right, was, now), Decimal(sign))
    return _of_product(_factors_of(node), was, now)


def _of_product(chain: Sequence[tuple[Expression, bool]], was: Totals, now: Totals) -> dict[str, Decimal]:
    """Factors by LMDI; what one brings is shared among its own measures as its own change is."""
    values = [(_value(one, was), _value(one, now)) for one, _ in chain]
    turned = [
        (1 / old, 1 / new) if divided else (old, new) for (old, new), (_, divided) in zip(values, chain, strict=True)
    ]
    found: dict[str, Decimal] = {}
    for (one, _), (old, new), effect in zip(chain, values, product_split(turned), strict=True):
        inside, change = _effects(one, was, now), new - old
        shared = {name: effect * part / change if change else _NOTHING for name, part in inside.items()}
        found = _added(found, shared, Decimal(1))
    return found


def _factors_of(node: Expression, divided: bool = False) -> list[tuple[Expression, bool]]:
    """A chain of products and quotients, flattened: the order of writing changes no share."""
    if isinstance(node, Operation) and node.sign in "*/":
        right = divided if node.sign == "*" else not divided
        return [*_factors_of(node.left, divided), *_factors_of(node.right, right)]
    return [(node, divided)]


def _added(first: Mapping[str, Decimal], second: Mapping[str, Decimal], sign: Decimal) -> dict[str, Decimal]:
    names = dict.fromkeys((*first, *second))
    return {name: first.get(name, _NOTHING) + sign * second.get(name, _NOTHING) for name in names}


def _value(node: Expression, totals: Totals) -> Decimal:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        return totals[node.id]
    if isinstance(node, Minus):
        return -_value(node.of, totals)
    left, right = _value(node.left, totals), _value(node.right, totals)
    if node.sign == "/":
        return left / right
    return left * right if node.sign == "*" else left + right if node.sign == "+" else left - right


def _settled(before: Decimal, after: Decimal, parts: Sequence[Part]) -> Split:
    """Parts to a number of digits that is said, adding up to the change to the last of them.

    What rounding leaves is given to the largest part; what is larger than that no part explains: it is the rest.
    """
    change = EXACT.subtract(after, before)
    scale = max((abs(x) for x in (before, after, *(part.effect for part in parts))), default=_NOTHING)
    if not scale:
        return Split(change, tuple(parts), change)
    step = Decimal(1).scaleb(scale.adjusted() - DIGITS)
    rounded = [_rounded(part, step) for part in parts]
    left = change
    for part in rounded:
        left = EXACT.subtract(left, part.effect)
    if parts and abs(left) <= step * (len(parts) + 1):
        largest = max(range(len(rounded)), key=lambda at: abs(rounded[at].effect))
        rounded[largest] = _given(rounded[largest], left)
        left = _NOTHING
    return Split(change, tuple(rounded), left)


def _rounded(part: Part, step: Decimal) -> Part:
    effect = part.effect.quantize(step, context=EXACT)
    if part.mix is None:
        return replace(part, effect=effect)
    mix = part.mix.quantize(step, context=EXACT)
    return replace(part, effect=effect, mix=mix, within=EXACT.subtract(effect, mix))


def _given(part: Part, more: Decimal) -> Part:
    within = EXACT.add(part.within, more) if part.within is not None else None
    return replace(part, effect=EXACT.add(part.effect, more), within=within)


def _total(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return None
    total = _NOTHING
    for value in known:
        total = EXACT.add(total, value)
    return total

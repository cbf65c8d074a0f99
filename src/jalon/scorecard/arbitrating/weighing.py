"""Each option of a question in figures: who carries it, what it brings to an objective, what it costs, how it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from jalon.plan.model import HELD, Decision, Expect, OptionEffect, Plan
from jalon.plan.model.territory import Claim
from jalon.plan.territory import Territory
from jalon.scorecard.arbitrating.figures import Document, Figure, marginal_cost, number, row_of
from jalon.scorecard.leverage import levers

NOTHING = Decimal(0)
_WRITTEN = Decimal("0.0001")
Amounts = tuple[Decimal, Decimal | None, Decimal | None]
"""An amount with the ends of its interval, where it has them."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What an option is expected to bring to a KPI and to the objective it moves, compared with doing nothing.

    `origin`: `announced` in the plan, or `computed` from the published marginal cost. An interval may not be known.
    """

    kpi: str
    unit: str
    objective: str | None
    objective_unit: str
    on_kpi: Amounts
    on_objective: Amounts | None
    share: Decimal | None
    origin: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """An option as the rules read it. `spends` is money that buys results; `acts` whether it changes anything."""

    option: str
    kras: tuple[str, ...]
    effects: tuple[OptionEffect, ...]
    gains: tuple[Gain, ...]
    costs: tuple[Figure, ...]
    cost: Figure | None
    spends: Decimal
    missing: tuple[Figure, ...]
    undone_days: int | None
    against: tuple[OptionEffect, ...]

    @property
    def acts(self) -> bool:
        """Whether it does anything beyond holding the money."""
        return self.option != HELD and bool(self.effects)


def weighed(plan: Plan, decision: Decision, document: Document) -> tuple[Weighed, ...]:
    """Every option of a decision in figures of a published scorecard."""
    return tuple(_weighed(plan, decision, option, document) for option in decision.options)


def _weighed(plan: Plan, decision: Decision, option: str, document: Document) -> Weighed:
    effects = decision.effects_of(option)
    spending = [one for one in effects if one.amount and one.to and option != HELD]
    costs = tuple(_cost(document, decision.id, one) for one in spending)
    told = [_gain(decision.id, one, document) for one in effects if one.kpi]
    undone = [one.undone_within.whole_days() if one.undone_within else None for one in effects]
    return Weighed(
        option=option,
        kras=_carriers(plan, option, effects),
        effects=effects,
        gains=_added(one for one in told if isinstance(one, Gain)),
        costs=costs,
        cost=_together(option, spending, costs),
        spends=sum((one.amount or NOTHING for one in spending), NOTHING),
        missing=tuple(one for one in told if isinstance(one, Figure)),
        undone_days=None if not undone or None in undone else max(day for day in undone if day is not None),
        against=tuple(one for one in effects if one.against),
    )


def _cost(document: Document, decision: str, effect: OptionEffect) -> Figure:
    if effect.cost_kpi:
        return marginal_cost(document, decision, effect.option, effect.cost_kpi)
    bought = f"kpi:{effect.kpi}" if effect.kpi else f"budget:{effect.to}"
    why = {"refused": "NotAnnounced", "name": "cost_kpi"}
    return Figure(effect.option, "marginal_cost", bought, refused=why)


def _carriers(plan: Plan, option: str, effects: Iterable[OptionEffect]) -> tuple[str, ...]:
    """The areas that carry an option: named, else holding its KPI or the line that receives; or the option itself."""
    found: dict[str, None] = dict.fromkeys([option] if plan.kra(option) else [])
    homes = {kpi.id: kra.id for kra, kpi in plan.kpis()}
    for one in effects:
        line = holder_of(plan, one.to) if one.to and option != HELD else None
        carrier = one.kra or homes.get(one.kpi or "") or line
        if carrier:
            found[carrier] = None
    return tuple(found)


def holder_of(plan: Plan, line: str) -> str | None:
    """The area that claims a budget line; None when nobody does."""
    claim = Claim("budget", (line,))
    day = plan.period.start if plan.period else None
    held = Territory(plan).holders(claim, day) if day else []
    return held[0].id if held else None


def _gain(decision: str, effect: OptionEffect, document: Document) -> Gain | Figure:
    """What one effect brings: as announced, else what its amount buys at the published marginal cost."""
    kpi = str(effect.kpi)
    found = row_of(document, kpi)
    missing = Figure(effect.option, "effect", f"kpi:{kpi}", refused={"refused": "NotAnnounced", "name": kpi})
    if found is None:
        return replace(missing, refused={"refused": "NotComputedYet", "what": kpi})
    row = found[1]
    amounts, origin = _announced(effect, row), "announced"
    if amounts is None and effect.amount and effect.cost_kpi:
        figure = marginal_cost(document, decision, effect.option, effect.cost_kpi)
        if figure.refused is not None:
            return replace(figure, kind="effect")
        amounts, origin = _bought(effect, figure), "computed"
    if amounts is None:
        return missing
    lever = next(iter(levers(document).get(kpi, ())), None)
    aim = row_of(document, lever.objective) if lever else (None if found[0] == "kpi" else found)
    moved = None
    if aim is not None:
        worth = lever.per_unit if lever else Decimal(1)
        value, *ends = amounts
        low, high = (one * worth if one is not None else None for one in ends)
        moved = (value * worth, low, high)
    target = number(aim[1].get("target")) if aim else None
    return Gain(
        kpi, str(row.get("unit", "")), str(aim[1]["id"]) if aim else None, str(aim[1].get("unit", "")) if aim else "",
        amounts, moved, moved[0] / target if moved and target else None, origin,
    )  # fmt: skip


def _announced(effect: OptionEffect, row: Mapping[str, object]) -> Amounts | None:
    expect = effect.expect
    if expect is None:
        return None
    if expect.abs is not None:
        return expect.abs, expect.low, expect.high
    base = number(row.get("target")) or number(row.get("value"))
    if expect.rel is None or base is None:
        return None
    low, high = (one * base if one is not None else None for one in (expect.low, expect.high))
    return expect.rel * base, low, high


def _bought(effect: OptionEffect, cost: Figure) -> Amounts | None:
    """Results that an amount buys at the marginal cost: what a line gives up is lost."""
    if not cost.value or not cost.low or effect.amount is None:
        return None
    sign = Decimal(1) if effect.to else Decimal(-1)
    ends = [sign * effect.amount / cost.low, sign * effect.amount / cost.high if cost.high else NOTHING]
    return sign * effect.amount / cost.value, min(ends), max(ends)


def _added(gains: Iterable[Gain]) -> tuple[Gain, ...]:
    """Gains on one objective added up; those that move no objective stay apart."""
    found: dict[str, Gain] = {}
    for one in gains:
        key = one.objective or f"kpi:{one.kpi}"
        known = found.get(key)
        found[key] = _sum(known, one) if known else one
    return tuple(found.values())


def _sum(first: Gain, second: Gain) -> Gain:
    """Two gains on one objective; of two KPIs the first keeps its name."""
    both, other = first.on_objective, second.on_objective
    kpi = _plus(first.on_kpi, second.on_kpi) if first.unit == second.unit else first.on_kpi
    origin = first.origin if first.origin == second.origin else "computed"
    share = first.share + second.share if first.share is not None and second.share is not None else None
    return replace(
        first, on_kpi=kpi, on_objective=_plus(both, other) if both and other else both, share=share, origin=origin
    )


def _plus(first: Amounts, second: Amounts) -> Amounts:
    """Bounds are added as they are: wider than independent ones, never narrower."""
    low, high = (a + b if a is not None and b is not None else None for a, b in zip(first[1:], second[1:], strict=True))
    return first[0] + second[0], low, high


def _together(option: str, spending: list[OptionEffect], costs: tuple[Figure, ...]) -> Figure | None:
    """The cost of a result over everything an option spends; over its ceiling as soon as one part surely is."""
    if not costs or any(one.refused is not None or not one.value or not one.low for one in costs):
        return None
    if len({one.subject for one in costs}) == 1:
        return costs[0]
    amounts = [one.amount or NOTHING for one in spending]
    total = sum(amounts, NOTHING)

    def over(values: list[Decimal | None]) -> Decimal | None:
        if any(value is None for value in values):
            return None
        return total / sum((a / v for a, v in zip(amounts, values, strict=True) if v), NOTHING)

    return Figure(
        option, "marginal_cost", costs[0].subject, costs[0].unit, over([c.value for c in costs]),
        over([c.low for c in costs]), over([c.high for c in costs]),
    )  # fmt: skip


def expecting(decision: Decision, option: str, document: Document) -> tuple[OptionEffect, ...]:
    """A decision's effects with what its option is expected to bring written out, as it is known on the day."""
    found = []
    for one in decision.effects:
        told = _gain(decision.id, one, document) if one.option == option and one.kpi and not one.expect else None
        if isinstance(told, Gain):
            value, low, high = (end.quantize(_WRITTEN) if end is not None else None for end in told.on_kpi)
            one = replace(one, expect=Expect(value, None, low, high))
        found.append(one)
    return tuple(found)

"""What each line of a report brings: spend, revenue, visits by campaign, by budget line, by what mappings read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalon.facts.engine import UNMAPPED, Aggregate, Engine, Scan
from jalon.facts.load import CutState
from jalon.plan.model import Plan
from jalon.quantities import Grain, Period

WATCHED: Mapping[str, tuple[str, ...]] = {
    "media_cost": ("media_cost", "sea_cost", "sma_cost", "display_cost", "affiliation_cost", "influencer_cost"),
    "revenue": ("revenue", "ga4_purchase_revenue", "ga4_revenue"),
    "orders": ("orders", "orders_ga4"),
    "leads": ("leads", "sma_leads"),
    "sessions": ("sessions", "sessions_campaign"),
}
"""What is looked for, and the columns that say it; the first that a report has counts, never two of them."""
CAMPAIGN, BUDGET = "campaign", "budget"
_WHOLE_ROWS = (Grain.DAY, Grain.WEEK, Grain.MONTH)
"""Overlapping ranges and snapshots never add up to a stretch of days."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value of one dimension of a tool, with what it brought lately and since the period's start."""

    tool: str
    dimension: str
    value: str
    amounts: Mapping[str, Decimal]
    since_start: Mapping[str, Decimal]
    currency: str | None


def active_lines(
    plan: Plan, engine: Engine, states: Sequence[CutState], recent: Period, since: Period
) -> tuple[Line, ...]:
    """Every line with anything in the recent days: one question a report and period, whatever its size.

    Campaigns are told by all that is watched; other dimensions that lead to a channel or a budget line too.
    """
    found: list[Line] = []
    for tool in sorted({state.cut.tool for state in states}):
        mine = [state for state in states if state.cut.tool == tool and _adds(state)]
        for dimension in _dimensions(plan, tool, mine):
            found += _lines(engine, mine, tool, dimension, recent, since)
    return tuple(found)


def _dimensions(plan: Plan, tool: str, states: Iterable[CutState]) -> Iterator[str]:
    """Campaigns, budget lines, and whatever the plan's mappings read a channel or a budget line from."""
    read = {r.dimension for r in plan.mappings if r.tool in (tool, "*") and {"channel", BUDGET} & r.gives.keys()}
    known = {name for state in states for name in state.cut.dimensions}
    yield from sorted((read | {CAMPAIGN, BUDGET}) & known)


def _adds(state: CutState) -> bool:
    return state.cut.grain in _WHOLE_ROWS and not state.capped and not state.cut.filters and bool(state.rows)


def _lines(
    engine: Engine, states: Sequence[CutState], tool: str, dimension: str, recent: Period, since: Period
) -> Iterator[Line]:
    told: dict[str, dict[str, Decimal]] = {}
    before: dict[str, dict[str, Decimal]] = {}
    currency: str | None = None
    for watched, columns in WATCHED.items():
        chosen = _smallest(states, dimension, columns)
        if chosen is None:
            continue
        state, column = chosen
        lately = _by_value(engine, state, column, dimension, recent)
        whole = _by_value(engine, state, column, dimension, since) if any(lately.values()) else {}
        unit = state.measures.get(column, "")
        currency = unit if len(unit) == 3 and unit.isupper() else currency
        for value, amount in lately.items():
            if amount > 0:
                told.setdefault(value, {})[watched] = amount
                before.setdefault(value, {})[watched] = whole.get(value, amount)
    for value, amounts in sorted(told.items()):
        yield Line(tool, dimension, value, amounts, before[value], currency)


def _smallest(states: Iterable[CutState], dimension: str, columns: Sequence[str]) -> tuple[CutState, str] | None:
    """The report of fewest dimensions that tells one of the columns by that dimension; by day rather than by month."""
    fits = [
        (columns.index(column), len(state.cut.dimensions), _WHOLE_ROWS.index(state.cut.grain), state.cut.text, state)
        for state in states
        if dimension in state.cut.dimensions
        for column in columns
        if state.kinds.get(column) == "flow"
    ]
    best = min(fits, key=lambda one: one[:4], default=None)
    return (best[4], columns[best[0]]) if best else None


def _by_value(engine: Engine, state: CutState, column: str, dimension: str, period: Period) -> dict[str, Decimal]:
    asked = Aggregate(column, column)
    scan = Scan(state.cut, (asked,), period=period, grain=None, group_by=dimension, version=state.version)
    found = engine.scan(scan)
    told = zip(found.groups, found.values[column], strict=True)
    return {value or UNMAPPED: amount for value, amount in told if amount is not None}


def recent_days(as_of: date, days: int) -> Period:
    """The last days before a day."""
    return Period(date.fromordinal(as_of.toordinal() - days), date.fromordinal(as_of.toordinal() - 1))

"""R019: spend, visits or revenue on a channel, a campaign or a budget line that nobody answers for, with the amount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches

from jalon.catalogue.formula import Name
from jalon.facts.engine import UNMAPPED
from jalon.findings import Detail, Finding, Place, Severity
from jalon.metrics import MeasuredSeries, Measurements, Wanted
from jalon.metrics.lines import BUDGET, CAMPAIGN, Line
from jalon.plan.model import EVERYTHING, Claim, Plan
from jalon.plan.territory import Territory
from jalon.quantities import Grain, Period

CODE = "R019"
WATCHED = ("media_cost", "sessions", "leads", "orders", "revenue")
MONEY = ("media_cost", "revenue")
DAYS = 28
CHANNEL = "channel"
LIKE = 0.75
"""From this likeness on, an undeclared name may be a declared one written otherwise: it is asked, never taken."""
MOST_NAMED = 5


def wanted_by_channel(plan: Plan) -> list[Wanted]:
    """Activity by channel."""
    if CHANNEL not in plan.grounds:
        return []
    money = plan.company.currency
    units = {"media_cost": money, "revenue": money}
    return [
        Wanted(f"rule:R019:{measure}", Name(measure), unit=units.get(measure, "count"), group_by=CHANNEL)
        for measure in WATCHED
    ]


def unclaimed_channels(plan: Plan, measurements: Measurements, as_of: date) -> Iterator[Finding]:
    """Spend, sessions, leads or orders in 28 days on a value that no active KRA claims, declared or not."""
    claimed = _claimed(plan)
    recent = Period(as_of - timedelta(days=DAYS), as_of - timedelta(days=1))
    period = plan.period or recent
    found: dict[str, dict[str, object]] = {}
    for measure in WATCHED:
        series = measurements.series_for(f"rule:R019:{measure}")
        for value, one in series.groups().items():
            if value == UNMAPPED or value in claimed:
                continue
            lately, whole = one.over(recent), one.over(Period(period.start, max(as_of, period.start)))
            if isinstance(lately, Decimal) and lately > 0:
                found.setdefault(value, {})[measure] = str(lately)
                since = _first_active(one, period)
                if isinstance(whole, Decimal) and since is not None:
                    found[value][f"{measure}_since_start"] = str(whole)
                    found[value]["since"] = min(str(found[value].get("since", since)), since)
    for value, amounts in sorted(found.items()):
        details: dict[str, Detail] = {"ground": CHANNEL, "value": value, "days": DAYS}
        details |= {"currency": plan.company.currency, **amounts, **_remedy(plan, CHANNEL, value)}
        yield Finding("R019", Severity.WARNING, "ground:channel", Place(None, None, "grounds.channel"), details)


def unclaimed_lines(plan: Plan, lines: Iterable[Line], as_of: date, known: Iterable[Finding] = ()) -> Iterator[Finding]:
    """Campaigns, budget lines and unmapped names that lead to nothing anybody holds, with their amounts together.

    One finding for each cell and tool, however many campaigns lie there. Visits alone, under names that no mapping
    reads, are a note. What a channel already said is not said again.
    """
    if CHANNEL not in plan.grounds and plan.budget is None:
        return
    told = {str(one.details["value"]) for one in known if one.code == CODE and one.details.get("ground") == CHANNEL}
    listed = {source.tool for source in plan.sources}
    territory = Territory(plan)
    found: dict[tuple[str, str, tuple[tuple[str, str], ...]], list[Line]] = {}
    for line in lines:
        cell = cell_of(plan, line)
        known_tool = not listed or line.tool in listed
        if known_tool and cell.get(CHANNEL) not in told and not _is_held(territory, cell, as_of):
            places = tuple(sorted(cell.items())) if {CHANNEL, BUDGET} & cell.keys() else ()
            found.setdefault((line.tool, line.dimension, places), []).append(line)
    for (tool, dimension, places), several in sorted(found.items()):
        yield _together(plan, tool, dimension, dict(places), several, as_of)


def cell_of(plan: Plan, line: Line) -> dict[str, str]:
    """Where a line of a report lies: what the plan's mappings give it, and what its dimension says by itself."""
    cell: dict[str, str] = {}
    for rule in plan.mappings:
        if rule.takes(line.tool, line.dimension, line.value):
            for name, value in rule.gives.items():
                cell.setdefault(name, value)
    if line.dimension in (*plan.grounds, BUDGET):
        cell.setdefault(line.dimension, line.value)
    return cell


def _is_held(territory: Territory, cell: Mapping[str, str], as_of: date) -> bool:
    """Whether somebody holds some of the cell on that day, through its channel or its budget line."""
    period = territory.plan.period
    day = min(max(as_of, period.start), period.end) if period else as_of
    known = {name: (value,) for name, value in cell.items() if name in territory.dimensions}
    for ground in (CHANNEL, BUDGET):
        if ground in cell and territory.holders(Claim(ground, (cell[ground],), known), day):
            return True
    return False


def _together(
    plan: Plan, tool: str, dimension: str, cell: Mapping[str, str], lines: list[Line], as_of: date
) -> Finding:
    """Lines of one tool that lie in one cell, or in none: the largest first, their amounts added."""
    ranked = sorted(lines, key=lambda line: tuple(-line.amounts.get(name, Decimal(0)) for name in WATCHED))
    only_budget = BUDGET in cell and CHANNEL not in cell
    ground = BUDGET if only_budget else CAMPAIGN if dimension == CAMPAIGN else dimension
    named = [cell[BUDGET]] if only_budget else [line.value for line in ranked[:MOST_NAMED]]
    money = any(line.amounts.get(name) for line in lines for name in MONEY)
    details: dict[str, Detail] = {"ground": ground, "value": named[0] if len(named) == 1 else named}
    details |= {"count": len(lines), "tool": tool, "dimension": dimension, "days": DAYS}
    details |= {"currency": ranked[0].currency or plan.company.currency, **_amounts(lines)}
    if plan.period is not None and plan.period.start <= as_of:
        details["since"] = plan.period.start.isoformat()
    if only_budget:
        details |= _remedy(plan, BUDGET, cell[BUDGET])
    elif cell:
        qualifiers = {name: [cell[name]] for name in plan.dimensions if name in cell}
        details |= {"reason": "cell", "where": [{"ground": CHANNEL, "value": [cell[CHANNEL]], **qualifiers}]}
    else:
        details["reason"] = "map" if money or dimension == CAMPAIGN else "visits"
    severity = Severity.INFO if details["reason"] == "visits" else Severity.WARNING
    place = Place(None, None, "budget.lines" if only_budget else "mappings")
    return Finding("R019", severity, f"ground:{ground}", place, details)


def _amounts(lines: Iterable[Line]) -> dict[str, Detail]:
    found: dict[str, Decimal] = {}
    for line in lines:
        for name, amount in line.amounts.items():
            found[name] = found.get(name, Decimal(0)) + amount
        for name, amount in line.since_start.items():
            found[f"{name}_since_start"] = found.get(f"{name}_since_start", Decimal(0)) + amount
    return {name: format(amount.normalize(), "f") for name, amount in found.items()}


def _remedy(plan: Plan, ground: str, value: str) -> dict[str, Detail]:
    """The nearest way out: a name that is declared and nearly the same, else to claim it, else to declare it first."""
    declared = _declared(plan, ground)
    if value in declared:
        return {"reason": "claim"}
    folded = {name.casefold().replace("_", " "): name for name in declared}
    near = get_close_matches(value.casefold().replace("_", " "), folded, 1, LIKE)
    return {"reason": "near", "like": folded[near[0]]} if near else {"reason": "declare"}


def _declared(plan: Plan, ground: str) -> tuple[str, ...]:
    if ground == BUDGET:
        return tuple(line.id for line in plan.budget.lines) if plan.budget else ()
    return tuple(plan.grounds.get(ground, {}))


def _first_active(one: MeasuredSeries, period: Period) -> str | None:
    """The first day of the period on which anything was seen."""
    seen = (bucket.start for bucket in one.buckets(Grain.DAY, period) if bucket.value)
    first = next(seen, None)
    return first.isoformat() if first else None


def _claimed(plan: Plan) -> frozenset[str]:
    declared = frozenset(plan.grounds.get(CHANNEL, {}))
    held: set[str] = set()
    for kra in plan.kras:
        for claim in kra.territory if kra.status == "active" else ():
            if claim.ground == CHANNEL:
                held |= declared if claim.values == (EVERYTHING,) else set(claim.values)
    return frozenset(held)

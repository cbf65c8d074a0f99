"""The plan's sources on a day: up to date, late, or never loaded; and what to export again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from jalon.catalogue.restatement import reread_days
from jalon.facts.load import CutState
from jalon.metrics import Binding, Measurements
from jalon.metrics.maturity import LOOKED_BACK, read_days
from jalon.plan.model import Plan, Source
from jalon.quantities import Grain, Period
from jalon.quantities.period import ONE_DAY
from jalon.scorecard.results import SourceRow


def source_rows(plan: Plan, measurements: Measurements, as_of: date) -> tuple[SourceRow, ...]:
    """One row a source, in the plan's order; what formulas read decides how fresh it is."""
    bindings: dict[str, list[Binding]] = {}
    for series in measurements.series.values():
        for binding in series.bindings:
            bindings.setdefault(binding.source or binding.tool, []).append(binding)
    states: dict[str, list[CutState]] = {}
    for state in measurements.states:
        states.setdefault(state.cut.tool, []).append(state)
    return tuple(_row(s, bindings.get(s.id, []), states.get(s.tool or "", []), plan, as_of) for s in plan.sources)


def _row(source: Source, bindings: list[Binding], states: list[CutState], plan: Plan, as_of: date) -> SourceRow:
    expected = source.expected_lag.whole_days() if source.expected_lag else 1
    known = [b for b in bindings if b.last_day is not None and b.age_days is not None]
    oldest = max(known, key=lambda b: (b.age_days or 0) - (b.expected_days or 0), default=None)
    days = [state.last_day for state in states if state.last_day is not None]
    moments = [state.last_extracted_at for state in states if state.last_extracted_at is not None]
    last = oldest.last_day if oldest else min(max(days), as_of) if days else None
    age = oldest.age_days if oldest else (as_of - last).days if last else None
    allowed = oldest.expected_days if oldest and oldest.expected_days is not None else expected
    standing = "never" if last is None else "stale" if age is not None and age > allowed else "fresh"
    mature = [b.source_until for b in bindings if b.source_until is not None]
    moving = _moving_days(source, bindings)
    accounts = frozenset({source.account}) if source.account else None
    return SourceRow(
        id=source.id,
        tool=source.tool or "",
        owner=source.owner,
        last_day=last,
        extracted_at=max(moments, default=None),
        age_days=age,
        expected_days=allowed,
        standing=standing,
        mature_until=min(mature, default=None),
        again=export_again(states, accounts, ZoneInfo(plan.company.timezone), moving, as_of, standing == "stale"),
        next_from=as_of - timedelta(days=moving - 1) if moving > 1 and _is_daily(states) else None,
        reread_days=moving,
    )


def _moving_days(source: Source, bindings: Iterable[Binding]) -> int:
    """How far back an export must reach: as the plan says of the source, else as its tool restates; more if learned."""
    told = source.maturity.whole_days() if source.maturity else reread_days(source.tool or "")
    learned = [b.window_days for b in bindings if b.learned and b.window_days is not None]
    return max(told, *learned, 0)


def export_again(
    states: Iterable[CutState], accounts: frozenset[str] | None, zone: ZoneInfo, moving: int, as_of: date, late: bool
) -> tuple[Period, ...]:
    """The days of a source whose last export is too young or missing, up to yesterday, oldest first.

    A day is due when a report told it before it was `moving` days old, and it has grown older since; when no report
    told it though they told days around it; and after the last one told, once the source is late.
    """
    first, last = as_of - LOOKED_BACK, as_of - ONE_DAY
    told: dict[date, date] = {}
    for state in states:
        for day, on in read_days(state, accounts, zone, first, last).items():
            told[day] = min(on, told.get(day, on))
    if not told:
        return ()
    known = Period(min(told), last if late else max(told))
    due = [day for day in known.days() if _due(day, told.get(day), moving, as_of)]
    return _runs(due)


def _due(day: date, on: date | None, moving: int, as_of: date) -> bool:
    return on is None or ((on - day).days < moving and on < as_of)


def _is_daily(states: Iterable[CutState]) -> bool:
    return any(state.cut.grain is Grain.DAY for state in states)


def _runs(days: Iterable[date]) -> tuple[Period, ...]:
    runs: list[Period] = []
    for day in days:
        if runs and runs[-1].end + ONE_DAY == day:
            runs[-1] = Period(runs[-1].start, day)
        else:
            runs.append(Period(day, day))
    return tuple(runs)

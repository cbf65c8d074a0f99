"""Event windows: a break recorded or announced, and an update that is a band until a drop confirms it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from jalon.catalogue import measures
from jalon.catalogue.events import DatedEvent, google_updates, platform_events
from jalon.catalogue.formula import names
from jalon.metrics import MeasuredSeries, Measurements
from jalon.plan.model import Kpi, Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import TooEarly
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.forecasting import apart_from, foreseen, rounded
from jalon.scorecard.refused import StaleCalendar
from jalon.scorecard.results import KriStanding

ANNOUNCED = timedelta(days=60)
AFTER = timedelta(days=7)
AMBER_BELOW, RED_BELOW = 0.10, 0.025
"""Below the 80 % and the 95 % interval."""
RED_HITS, RED_OF = 3, 5
CHANCE_OVER = timedelta(days=729)
LONGEST_SILENCE = 190
"""Days without any official update after which the list is taken for out of date: the longest gap seen is 189."""

_BREAK = "measurement_break"


def break_recorded(plan: Plan, measurements: Measurements, day: date) -> tuple[KriStanding, dict[str, object]]:
    """An official platform break on a measure in use: amber when announced, red when in force and not recorded.

    Recorded is an own break on the same measure that rebases every KPI whose target rests on it. A break without an
    end is in force from its day; one that began before the plan's period is in its baselines already.
    """
    level, evidence = KriStanding.QUIET, dict[str, object]()
    for event in _breaks(plan):
        touched = _used(measurements) & set(event.measures) - _recorded(plan, measurements)
        start, end = event.period.start, event.period.end
        lasts = start == end and (plan.period is None or start >= plan.period.start)
        if touched and start <= day and (lasts or day <= end):
            return KriStanding.RED, {"event": event.id, "measures": sorted(touched)}
        if touched and start - ANNOUNCED <= day < start and level is KriStanding.QUIET:
            level, evidence = KriStanding.AMBER, {"event": event.id, "measures": sorted(touched)}
    return level, evidence


def _breaks(plan: Plan) -> list[DatedEvent]:
    """Official breaks of platforms on a channel of the plan."""
    if "platform_events" not in plan.event_sources:
        return []
    channels = {"all", *plan.grounds.get("channel", {})}
    return [e for e in platform_events() if e.kind == _BREAK and e.official and channels & set(e.channels)]


def _recorded(plan: Plan, measurements: Measurements) -> frozenset[str]:
    """Measures with an own break in the plan, where each KPI with a target on them is rebased."""
    targeted = {kpi.id: _measures_of(measurements.series_for(f"kpi:{kpi.id}")) for _, kpi in plan.kpis() if _aims(kpi)}
    return frozenset(
        measure
        for event in plan.own_events
        if event.kind == _BREAK
        for measure in event.measures
        if all(kpi in event.rebase for kpi, used in targeted.items() if measure in used)
    )


def _aims(kpi: Kpi) -> bool:
    return kpi.measured.direction != "context" and bool(kpi.measured.targets)


def _used(measurements: Measurements) -> frozenset[str]:
    series = [one for key, one in measurements.series.items() if key.startswith(("kpi:", "objective:"))]
    return frozenset(name for one in series for name in _measures_of(one))


def _measures_of(series: MeasuredSeries) -> frozenset[str]:
    """Measures of a formula and their bases; one read through the filter of a KPI is named `measure@kpi`."""
    found: set[str] = set()
    for name in names(series.expression):
        measure = measures().get(name.partition("@")[0])
        found |= {measure.id, measure.base or measure.id} if measure else set()
    return frozenset(found)


def open_update(day: date) -> DatedEvent | None:
    """The official ranking update whose window (its days and seven after) holds the day."""
    windows = [
        event
        for event in google_updates()
        if event.official and event.kind == "ranking_change" and event.period.start <= day <= event.period.end + AFTER
    ]
    return windows[-1] if windows else None


def drop_in_window(case: Case, day: date) -> tuple[KriStanding, Refusal | Decimal, dict[str, object]]:
    """Outside every window nothing can have happened, as far as the list goes; inside, only a drop below the forecast
    that no control shows. An update alone is a band on the charts, never a signal.
    """
    event = open_update(day)
    if event is None:
        last = max((one.period.end for one in google_updates() if one.official), default=date.min)
        if (day - last).days > LONGEST_SILENCE:
            return KriStanding.UNKNOWN, StaleCalendar((day - last).days), {}
        return KriStanding.QUIET, Decimal(0), {}
    evidence: dict[str, object] = {"event": event.id, "start": event.period.start, "end": event.period.end}
    evidence["stated_chance"] = stated_chance(day)
    last_day = case.last_mature_day(day)
    days = [last_day - ONE_DAY * n for n in range(RED_OF) if last_day - ONE_DAY * n >= event.period.start]
    if not days:
        return KriStanding.UNKNOWN, TooEarly(share=0.0), evidence
    read = [_dropped(case, Period(event.period.start, one)) for one in days]
    if isinstance(read[0], Refusal):
        return KriStanding.UNKNOWN, read[0], evidence
    place, told, controlled = read[0]
    evidence |= told
    reds = sum(not isinstance(one, Refusal) and one[0] < RED_BELOW for one in read)
    if reds >= RED_HITS and controlled:
        return KriStanding.RED, rounded(place), evidence
    return (KriStanding.AMBER if place < AMBER_BELOW else KriStanding.QUIET), rounded(place), evidence


def _dropped(case: Case, window: Period) -> tuple[float, dict[str, object], bool] | Refusal:
    """Place of what came in what was foreseen before the event; a control that fell too makes it the market."""
    found = foreseen(case, case.value(), window)
    if isinstance(found, Refusal):
        return found
    told: dict[str, object] = {"foreseen": rounded(found.median), "came": rounded(found.came)}
    apart = apart_from(case, window)
    if not apart:
        return found.place(), {**told, "controls": "not_measured"}, False
    told["against_controls"] = rounded(float(np.median([one.moved for one in apart])) - 1)
    place = max(one.place() for one in apart)
    shared = place >= AMBER_BELOW > found.place()
    return place, {**told, "controls": "shared" if shared else "apart"}, not shared


def stated_chance(day: date) -> Decimal:
    """Share of the last two years' days that lie in some official window: what a fall on a random day would meet."""
    span = Period(day - CHANCE_OVER, day)
    covered = {
        inside
        for event in google_updates()
        if event.official and event.kind == "ranking_change"
        for inside in Period(event.period.start, event.period.end + AFTER).days()
        if inside in span
    }
    return (Decimal(len(covered)) / len(span)).quantize(Decimal("0.001"))

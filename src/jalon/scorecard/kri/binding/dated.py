"""Inputs of `event_window`: breaks on measures in use and whether the plan records them, updates and what came."""

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
from jalon.quantities.refusals import StaleCalendar, TooEarly
from jalon.scorecard.kri.binding.question import Question, Span, numbers
from jalon.scorecard.kri.binding.shapes import LEAST_DAYS, event_steps, past_by_day
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.windows import days_of, reading_days
from jalon.stats.signals import DOWN, UP, Given, Observed

ANNOUNCED = 60
AFTER = timedelta(days=7)
CHANCE_OVER = timedelta(days=729)
LONGEST_SILENCE = 190
"""Days without any official update after which the list is taken for out of date: the longest gap seen is 189."""
FOR_EVER = 36_500

_BREAK = "measurement_break"


def event_window(case: Case, span: Span) -> list[Question] | Refusal:
    """A break recorded or announced, or a fall inside the window of an update."""
    return _recorded(case, span) if case.params.get("test") == "break_recorded" else _fallen(case, span)


def _recorded(case: Case, span: Span) -> list[Question]:
    """Official platform breaks on measures in use, day by day, and those that the plan records.

    Recorded is an own break on the same measure that rebases every KPI whose target rests on it. A break without an
    end is in force from its day; one that began before the plan's period is in its baselines already.
    """
    plan, used = case.plan, _used(case.measurements)
    told = [event for event in _breaks(plan) if used & set(event.measures)]
    days = tuple(reading_days(span.last, "daily", max(span.readings, 1)))
    recorded = np.zeros((len(days), max(len(told), 1)))
    steps = []
    for column, event in enumerate(told):
        recorded[:, column] = float(not (used & set(event.measures) - _recorded_measures(plan, case.measurements)))
        lasts = event.period.start == event.period.end
        first = (event.period.start - days[0]).days
        since = plan.period is None or event.period.start >= plan.period.start
        last = FOR_EVER if lasts and since else (event.period.end - days[0]).days
        steps.append((first, last))
    given = Given(
        {"recorded": Observed(recorded)}, {"test": "break_recorded", "announced": ANNOUNCED}, UP, tuple(steps)
    )
    cells = tuple(event.id for event in told)
    return [Question(given, days, (len(days) - 1,), cells=cells)]


def unrecorded(case: Case, event_id: str) -> list[str]:
    """Measures in use that a break touches and that no own event records."""
    touched = next((set(event.measures) for event in _breaks(case.plan) if event.id == event_id), set())
    return sorted(_used(case.measurements) & touched - _recorded_measures(case.plan, case.measurements))


def _breaks(plan: Plan) -> list[DatedEvent]:
    """Official breaks of platforms on a channel of the plan."""
    if "platform_events" not in plan.event_sources:
        return []
    channels = {"all", *plan.grounds.get("channel", {})}
    return [e for e in platform_events() if e.kind == _BREAK and e.official and channels & set(e.channels)]


def _recorded_measures(plan: Plan, measurements: Measurements) -> frozenset[str]:
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


def updates() -> list[DatedEvent]:
    """Official ranking updates, oldest first."""
    return [event for event in google_updates() if event.official and event.kind == "ranking_change"]


def open_update(day: date) -> DatedEvent | None:
    """The official ranking update whose window (its days and seven after) holds the day."""
    inside = [event for event in updates() if event.period.start <= day <= event.period.end + AFTER]
    return inside[-1] if inside else None


def _fallen(case: Case, span: Span) -> list[Question] | Refusal:
    """Outside every window nothing can have happened, as far as the list goes; inside, the days since it opened."""
    event = open_update(span.last)
    if event is None:
        last = max((one.period.end for one in google_updates() if one.official), default=date.min)
        silent = (span.last - last).days
        if silent > LONGEST_SILENCE:
            return StaleCalendar(silent)
    else:
        case.evidence.update({"event": event.id, "start": event.period.start, "end": event.period.end})
        case.evidence["stated_chance"] = stated_chance(span.last)
    mature = case.last_mature_day(span.last)
    if event is not None and mature < event.period.start:
        return TooEarly(share=0.0)
    inputs = past_by_day(case, Span(mature, span.readings), LEAST_DAYS)
    if isinstance(inputs, Refusal):
        return inputs if event is not None else _nothing(span)
    days, told = inputs
    events = event_steps(days, {one.id: one.period for one in updates()})
    bad = DOWN if case.params.get("residual_direction", "down") == "down" else UP
    after = float(days_of(case.params.get("after"), 7) or 7)
    params: dict[str, float | str] = {"after": after, **numbers(case, "interval_amber", "interval_red")}
    taken = tuple(at for day in Span(mature, span.readings).days(case) if (at := (day - days[0]).days) >= 0)
    return [Question(Given(told, params, bad, events), days, taken)]


def _nothing(span: Span) -> list[Question]:
    """No window is open, and there is nothing to look at: quiet all the same."""
    given = Given({"recorded": Observed(np.zeros((1, 1)))}, {"test": "break_recorded"}, UP)
    return [Question(given, (span.last,), (0,))]


def stated_chance(day: date) -> Decimal:
    """Share of the last two years' days that lie in some official window: what a fall on a random day would meet."""
    span = Period(day - CHANCE_OVER, day)
    covered = {
        inside
        for event in updates()
        for inside in Period(event.period.start, event.period.end + AFTER).days()
        if inside in span
    }
    return (Decimal(len(covered)) / len(span)).quantize(Decimal("0.001"))

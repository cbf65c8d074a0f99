"""What was dated while a number moved: events that touch it, actions on it, days on which only the measuring moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jalon.catalogue.formula import names
from jalon.metrics import MeasuredSeries, Measurements, masked
from jalon.plan.model import Action, Measurement, Plan
from jalon.quantities import Period
from jalon.scorecard.events import events_in_force
from jalon.scorecard.reading import channels_of
from jalon.scorecard.results import EventRow


@dataclass(frozen=True, slots=True)
class Around:
    """Events, actions and breaks of two periods and of the days between them, oldest first."""

    events: tuple[EventRow, ...] = ()
    actions: tuple[Action, ...] = ()
    breaks: tuple[Period, ...] = ()


def around(
    key: str,
    asked: Measurement,
    series: MeasuredSeries,
    measurements: Measurements,
    plan: Plan,
    periods: Sequence[Period],
) -> Around:
    """What stands beside a change of `kpi:…` or `objective:…`. A cause is not shown by standing there."""
    window = Period(min(p.start for p in periods), max(p.end for p in periods))
    # A year lies between two Octobers: what happened in either of them, and between, when they follow one another.
    near = periods if len(window) > 2 * sum(len(p) for p in periods) else [window]
    events: dict[tuple[str, str], EventRow] = {}
    for period in periods:
        for row in events_in_force(plan, measurements, ((key, asked),), period.end):
            if key in row.touches and any(_days(row).meeting(one) for one in near):
                events[row.origin, row.id] = row
    name = key.partition(":")[2]
    actions = [
        one
        for one in plan.actions
        if name in (one.kpi, one.objective)
        and one.start is not None
        and any(Period(one.start, max(one.start, one.end or one.start)).meeting(part) for part in near)
    ]
    broken = {part for one in near for part in masked(names(series.expression), plan, one, channels_of(asked))}
    return Around(
        tuple(sorted(events.values(), key=lambda row: (row.first_day, row.id))),
        tuple(sorted(actions, key=lambda one: (str(one.start), one.id))),
        tuple(sorted(broken)),
    )


def _days(row: EventRow) -> Period:
    return Period(row.first_day, max(row.first_day, row.last_day))

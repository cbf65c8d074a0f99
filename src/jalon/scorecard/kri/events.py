"""Event windows: a break recorded or announced, and an update that is a band until a drop confirms it."""

from __future__ import annotations

from datetime import date, timedelta

from jalon.catalogue import measures
from jalon.catalogue.events import DatedEvent, google_updates, platform_events
from jalon.catalogue.formula import names
from jalon.metrics import Measurements
from jalon.plan.model import Plan
from jalon.quantities import Refusal
from jalon.quantities.refusals import NotComputedYet
from jalon.scorecard.results import KriStanding

ANNOUNCED = timedelta(days=60)
RECENT = timedelta(days=90)
AFTER = timedelta(days=7)


def break_recorded(plan: Plan, measurements: Measurements, day: date) -> tuple[KriStanding, dict[str, object]]:
    """A platform break on a measure in use: amber when announced, red when in force and not recorded in the plan."""
    used = _used(measurements)
    own = {m for event in plan.own_events if event.kind == "measurement_break" for m in event.measures}
    level, evidence = KriStanding.QUIET, dict[str, object]()
    for event in platform_events():
        touched = used & set(event.measures)
        if event.kind != "measurement_break" or not touched:
            continue
        start = event.period.start
        if start - ANNOUNCED <= day < start and level is KriStanding.QUIET:
            level = KriStanding.AMBER
            evidence = {"event": event.id, "measures": sorted(touched)}
        if start <= day <= start + RECENT and not touched & own:
            return KriStanding.RED, {"event": event.id, "measures": sorted(touched)}
    return level, evidence


def _used(measurements: Measurements) -> frozenset[str]:
    found: set[str] = set()
    for key, series in measurements.series.items():
        if key.startswith(("kpi:", "objective:")):
            for name in names(series.expression):
                measure = measures().get(name)
                found.update({name} | ({measure.base} if measure and measure.base else set()))
    return frozenset(found)


def open_update(day: date) -> DatedEvent | None:
    """The official ranking update whose window (its days and seven after) holds the day."""
    windows = [
        event for event in google_updates() if event.official and event.period.start <= day <= event.period.end + AFTER
    ]
    return windows[-1] if windows else None


def drop_in_window(day: date) -> tuple[KriStanding, Refusal | None, dict[str, object]]:
    """Outside every window nothing can have happened; inside one, a drop needs a forecast that is not computed yet."""
    event = open_update(day)
    if event is None:
        return KriStanding.QUIET, None, {}
    evidence: dict[str, object] = {"event": event.id, "first": event.period.start, "last": event.period.end}
    return KriStanding.UNKNOWN, NotComputedYet("forecast residual"), evidence

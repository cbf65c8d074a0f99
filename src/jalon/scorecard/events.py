"""Dated events in force around a day: what the world did, what only the number did, and who vouches for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from jalon.catalogue import measures
from jalon.catalogue.calendars import known_until
from jalon.catalogue.events import DatedEvent, google_updates, platform_events
from jalon.catalogue.formula import names
from jalon.findings import Detail, Finding, Place, Severity
from jalon.metrics import Measurements
from jalon.plan.model import Measurement, OwnEvent, Plan
from jalon.quantities import Period, Text
from jalon.scorecard.calendar import calendar_in_force, countries_of
from jalon.scorecard.kri.binding.dated import LONGEST_SILENCE
from jalon.scorecard.reading import channels_of
from jalon.scorecard.results import EventList, EventRow

BEHIND, AHEAD = timedelta(days=120), timedelta(days=90)
CALENDAR_AHEAD = 180
"""A calendar that ends sooner cannot say what is to come: trajectories and reviews look half a year ahead."""
OWN, SCHOOL, EVERY_CHANNEL = "own", "vacances_scolaires", "all"
GOOGLE, PLATFORMS = "google_updates", "platform_events"
_MEASURED = ("measurement_break", "ranking_change", "market_change", "incident")
"""Kinds that touch figures: the others annotate."""

Targets = Sequence[tuple[str, Measurement]]


def events_in_force(plan: Plan, measurements: Measurements, targets: Targets, as_of: date) -> tuple[EventRow, ...]:
    """Events of four months behind and three ahead, and every break and own event of the period; oldest first."""
    near = Period(as_of - BEHIND, as_of + AHEAD)
    used = {key: (_measures(measurements, key), channels_of(asked)) for key, asked in targets}
    rows = [_own(event, used, as_of) for event in plan.own_events if event.first_day is not None]
    rows += [_told(e, used, as_of) for e in _told_events(plan) if e.period.meeting(near) or _breaks_period(e, plan)]
    return tuple(sorted(rows, key=lambda row: (row.first_day, row.origin, row.id)))


def _told_events(plan: Plan) -> Iterator[DatedEvent]:
    channels = {EVERY_CHANNEL, *plan.grounds.get("channel", {})}
    if GOOGLE in plan.event_sources:
        yield from google_updates()
    if PLATFORMS in plan.event_sources:
        yield from (event for event in platform_events() if channels & set(event.channels))
    zone = f"{plan.company.country}-{plan.company.school_zone}"
    for event in calendar_in_force(plan):
        if event.kind != SCHOOL or event.scope == zone:
            yield event


def _breaks_period(event: DatedEvent, plan: Plan) -> bool:
    """A break stays in force as long as the period it spoils."""
    return event.kind == "measurement_break" and plan.period is not None and bool(event.period.meeting(plan.period))


def _told(event: DatedEvent, used: dict[str, tuple[frozenset[str], frozenset[str]]], as_of: date) -> EventRow:
    channels = () if EVERY_CHANNEL in event.channels else event.channels
    return EventRow(
        id=event.id,
        origin=event.origin,
        name=event.name,
        first_day=event.period.start,
        last_day=event.period.end,
        kind=event.kind,
        phase=_phase(event.period, as_of),
        age_days=(as_of - event.period.start).days,
        confirmation=event.confirmation,
        to_verify=event.to_verify,
        source=event.source,
        scope=event.scope,
        measures=event.measures,
        channels=event.channels,
        touches=_touched(event.kind, frozenset(event.measures), frozenset(channels), used),
        rebases=(),
    )


def _own(event: OwnEvent, used: dict[str, tuple[frozenset[str], frozenset[str]]], as_of: date) -> EventRow:
    first = event.first_day or as_of
    period = Period(first, max(first, event.last_day or first))
    everything = frozenset(event.measures) or frozenset(name for names_, _ in used.values() for name in names_)
    return EventRow(
        id=event.id,
        origin=OWN,
        name=event.name or Text({"fr": event.id}),
        first_day=period.start,
        last_day=period.end,
        kind=event.kind or OWN,
        phase=_phase(period, as_of),
        age_days=(as_of - period.start).days,
        confirmation=OWN,
        to_verify=False,
        source="plan",
        scope="",
        measures=event.measures,
        channels=event.channels,
        touches=_touched(event.kind or OWN, everything, frozenset(event.channels), used),
        rebases=event.rebase,
    )


def _phase(period: Period, as_of: date) -> str:
    return "ahead" if period.start > as_of else "past" if period.end < as_of else "now"


def _touched(
    kind: str,
    moved: frozenset[str],
    channels: frozenset[str],
    used: dict[str, tuple[frozenset[str], frozenset[str]]],
) -> tuple[str, ...]:
    if kind not in _MEASURED:
        return ()
    return tuple(
        key
        for key, (read, only) in used.items()
        if moved & read and (not channels or not only or bool(channels & only))
    )


def _measures(measurements: Measurements, key: str) -> frozenset[str]:
    """Measures of a formula and their bases; one read through the filter of a KPI is named `measure@kpi`."""
    found: set[str] = set()
    for name in names(measurements.series_for(key).expression):
        measure = measures().get(name.partition("@")[0])
        found |= {measure.id, measure.base or measure.id} if measure else set()
    return frozenset(found)


def event_lists(plan: Plan, as_of: date) -> tuple[EventList, ...]:
    """The lists that the plan includes: how far each reaches, and whether silence in it still means something.

    Updates and platform changes are out of date after the longest silence ever seen; a calendar when it ends soon.
    """
    found = []
    for origin, listed in ((GOOGLE, google_updates()), (PLATFORMS, platform_events())):
        if origin in plan.event_sources:
            last = max(event.period.start for event in listed)
            age = (as_of - last).days
            found.append(EventList(origin, len(listed), last, age, age > LONGEST_SILENCE))
    calendar = calendar_in_force(plan)
    for origin in ("calendar_fr", "calendar_eu"):
        mine = [event for event in calendar if event.origin == origin]
        if mine:
            last = max(event.period.end for event in mine)
            found.append(EventList(origin, len(mine), last, None, (last - as_of).days < CALENDAR_AHEAD))
    return tuple(found)


def stale_lists(lists: Iterable[EventList]) -> Iterator[Finding]:
    """A list of events that is out of date: what it does not say proves nothing any more."""
    for one in lists:
        if one.is_stale:
            details: dict[str, Detail] = {"list": one.origin, "age_days": one.age_days}
            details |= {"last_day": one.last_day.isoformat() if one.last_day else None}
            details |= {"reason": "updates" if one.age_days is not None else "calendar"}
            place = Place(None, None, "events.include")
            yield Finding("data.stale_calendar", Severity.WARNING, f"event:{one.origin}", place, details)


def unknown_countries(plan: Plan) -> Iterator[Finding]:
    """A company whose country has no calendar here: its feasts and sales are not told apart from other days."""
    for country in countries_of(plan):
        if known_until(country) is None:
            details: dict[str, Detail] = {"country": country}
            yield Finding("data.no_calendar", Severity.INFO, "plan", Place(None, None, "company.country"), details)

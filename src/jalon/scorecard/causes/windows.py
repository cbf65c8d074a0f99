"""What may have moved a series: official events and own ones that touch it, and the actions that began on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from jalon.catalogue.events import DatedEvent, google_updates, platform_events
from jalon.plan.model import Plan
from jalon.quantities import Period, Text
from jalon.scorecard.events import GOOGLE, OWN, PLATFORMS

LAG = timedelta(days=7)
"""An effect may begin up to a week after an event's last day."""
BEGINS = timedelta(days=7)
"""Days from its start in which an action's effect is looked for, before the lag: later it meets everything."""
MOVES = ("ranking_change", "market_change", "incident")
"""Kinds that move the world; what moves only the number is masked, never a cause."""
EVENT, ACTION, PLAN = "event", "action", "plan"


@dataclass(frozen=True, slots=True)
class Window:
    """One candidate and the days on which its effect may begin, lag left out. `channels` are those it touches."""

    kind: str
    id: str
    name: Text
    origin: str
    days: Period
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What is compared: its measures with their bases, the channels it is cut to, and the ids that actions name."""

    measures: frozenset[str]
    channels: frozenset[str]
    answers: frozenset[str]


def windows_on(subject: Subject, plan: Plan, span: Period) -> list[Window]:
    """Candidates whose window meets the span, oldest first."""
    reach = Period(span.start - LAG, span.end)
    found = [one for one in (*_events(subject, plan), *_actions(subject, plan)) if one.days.meeting(reach)]
    return sorted(found, key=lambda one: (one.days.start, one.kind, one.id))


def _events(subject: Subject, plan: Plan) -> Iterator[Window]:
    for event in _official(plan):
        if event.kind in MOVES and _touched(event.measures, event.channels, subject):
            yield Window(EVENT, event.id, event.name, event.origin, event.period, event.channels)
    for own in plan.own_events:
        if own.first_day and own.kind in MOVES and _touched(own.measures, own.channels, subject):
            days = Period(own.first_day, max(own.first_day, own.last_day or own.first_day))
            yield Window(EVENT, own.id, own.name or Text({"fr": own.id}), OWN, days, own.channels)


def _official(plan: Plan) -> Iterator[DatedEvent]:
    """Only what the platform says itself: hearsay may annotate a chart, never explain a figure."""
    listed = [google_updates()] if GOOGLE in plan.event_sources else []
    listed += [platform_events()] if PLATFORMS in plan.event_sources else []
    channels = {"all", *plan.grounds.get("channel", {})}
    for events in listed:
        yield from (one for one in events if one.official and channels & set(one.channels))


def _touched(measures: tuple[str, ...], channels: tuple[str, ...], subject: Subject) -> bool:
    """By a measure it reads, or by the channel it is cut to; an event that names nothing touches everything."""
    if not measures and not channels:
        return True
    reached = not channels or "all" in channels or not subject.channels or bool(subject.channels & set(channels))
    by_measure = bool(subject.measures & set(measures)) and reached
    return by_measure or bool(subject.channels & set(channels))


def _actions(subject: Subject, plan: Plan) -> Iterator[Window]:
    for action in plan.actions:
        named = {action.kpi, action.objective, action.answers_kri} & subject.answers
        if named and action.start and action.status in ("running", "done", "stopped"):
            end = min(action.start + BEGINS, max(action.end or action.start + BEGINS, action.start))
            yield Window(ACTION, action.id, action.name or Text({"fr": action.id}), PLAN, Period(action.start, end))

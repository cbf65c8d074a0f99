"""Measurement breaks that a comparison would cross: days to leave out, and days after which nothing compares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from jalon.catalogue import measures
from jalon.metrics import masked
from jalon.plan.model import Plan
from jalon.quantities import Period
from jalon.quantities.period import ONE_DAY

INCIDENT = "incident"


def lasting(
    names: Iterable[str], plan: Plan, period: Period, channels: frozenset[str] = frozenset()
) -> tuple[date, ...]:
    """Days from which the number counts otherwise: a break dated by one day lasts, one with an end only hides days."""
    return tuple(part.start for part in masked(names, plan, period, channels) if len(part) == 1)


def unsettled(
    names: Iterable[str], plan: Plan, kpi: str, window: Period, as_of: date, channels: frozenset[str] = frozenset()
) -> date | None:
    """The first lasting break inside the window on which the plan has not rebased the KPI."""
    if as_of <= window.start:
        return None
    rebased = {event.first_day for event in plan.own_events if kpi in event.rebase}
    inside = Period(window.start + ONE_DAY, min(as_of, window.end))
    return next((day for day in lasting(names, plan, inside, channels) if day not in rebased), None)


def hidden(
    names: Iterable[str], plan: Plan, period: Period, channels: frozenset[str] = frozenset()
) -> tuple[Period, ...]:
    """Stretches with an end that a break hides: what was counted there is neither good nor bad."""
    return tuple(part for part in masked(names, plan, period, channels) if len(part) > 1)


def readable(
    names: Iterable[str], plan: Plan, period: Period, channels: frozenset[str] = frozenset()
) -> tuple[Period, ...]:
    """The days of a level that may be read together: none before the last lasting break, none that a break hides."""
    told = list(names)
    since = max(lasting(told, plan, period, channels), default=None)
    if since is not None and since + ONE_DAY > period.end:
        return ()
    start = period.start if since is None else since + ONE_DAY
    return open_days(told, plan, Period(start, period.end), channels)


def open_days(
    names: Iterable[str], plan: Plan, period: Period, channels: frozenset[str] = frozenset()
) -> tuple[Period, ...]:
    """The stretches of a period that no break hides, oldest first."""
    return around(masked(names, plan, period, channels), period)


def around(hidden: Iterable[Period], period: Period) -> tuple[Period, ...]:
    """What is left of a period between stretches, oldest first, that are hidden."""
    found, start = [], period.start
    for part in (inside for one in hidden if (inside := one.meeting(period)) is not None):
        if part.start > start:
            found.append(Period(start, part.start - ONE_DAY))
        start = part.end + ONE_DAY
    if start <= period.end:
        found.append(Period(start, period.end))
    return tuple(found)


def incidents(
    read: frozenset[str], plan: Plan, period: Period, channels: frozenset[str] = frozenset()
) -> Iterator[Period]:
    """Stretches of the period on which an incident of the company's hit one of these measures."""
    known = [measures()[name] for name in (one.partition("@")[0] for one in read) if name in measures()]
    touched = {name for one in known for name in (one.id, one.base) if name}
    for event in plan.own_events:
        if event.kind != INCIDENT or event.first_day is None:
            continue
        on_measure = not event.measures or bool(touched & set(event.measures))
        on_channel = not event.channels or not channels or bool(channels & set(event.channels))
        part = Period(event.first_day, max(event.first_day, event.last_day or event.first_day)).meeting(period)
        if on_measure and on_channel and part is not None:
            yield part

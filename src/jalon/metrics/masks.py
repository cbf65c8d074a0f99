"""Days on which a number moved though the world did not: measurement breaks on the measures of a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jalon.catalogue import measures
from jalon.catalogue.events import platform_events
from jalon.plan.model import Plan
from jalon.quantities import Period
from jalon.quantities.period import ONE_DAY

_BREAK = "measurement_break"
_PLATFORMS = "platform_events"
_EVERY_CHANNEL = "all"


def masked(
    names: Iterable[str], plan: Plan, period: Period, channels: frozenset[str] = frozenset()
) -> tuple[Period, ...]:
    """Stretches of the period that a measurement break touches, merged, oldest first.

    Own events touch what they name, a measure, a channel or both, and everything when they name nothing; platform
    events a measure on a channel of the plan. `channels` are those a formula is restricted to: a break of another
    channel leaves it alone. A derived measure breaks with its base.
    """
    touched = _with_bases(names)
    found = [part for event in _breaks(touched, plan, channels) if (part := event.meeting(period)) is not None]
    merged: list[Period] = []
    for part in sorted(found):
        if merged and part.start <= merged[-1].end + ONE_DAY:
            merged[-1] = Period(merged[-1].start, max(merged[-1].end, part.end))
        else:
            merged.append(part)
    return tuple(merged)


def _with_bases(names: Iterable[str]) -> frozenset[str]:
    # A measure read through the filter of a KPI of the plan is named `measure@kpi`.
    plain = [name.partition("@")[0] for name in names]
    known = [measures()[name] for name in plain if name in measures()]
    return frozenset(name for measure in known for name in (measure.id, measure.base) if name)


def _breaks(touched: frozenset[str], plan: Plan, channels: frozenset[str]) -> Iterator[Period]:
    for own in plan.own_events:
        if own.kind == _BREAK and own.first_day is not None:
            measured = not own.measures or bool(touched & set(own.measures))
            if measured and _reaches(own.channels, channels):
                yield Period(own.first_day, max(own.first_day, own.last_day or own.first_day))
    if _PLATFORMS in plan.event_sources:
        of_plan = {_EVERY_CHANNEL, *plan.grounds.get("channel", {})}
        for event in platform_events():
            known = touched & set(event.measures) and of_plan & set(event.channels)
            if event.kind == _BREAK and known and _reaches(event.channels, channels):
                yield event.period


def _reaches(broken: Iterable[str], read: frozenset[str]) -> bool:
    """Whether a break of some channels reaches what is read of some; without a channel, either is about all of them."""
    there = set(broken)
    return not there or not read or _EVERY_CHANNEL in there or bool(there & read)

"""Dated events of the world and the French commercial calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from jalon.catalogue.measures import listed, rows
from jalon.quantities import Period, Text


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event outside the company. `kind` parts what the world did from what only the number did.

    `origin` is `google_updates`, `platform_events` or `calendar_fr`; `official` says whether it may drive a KRI.
    """

    id: str
    origin: str
    name: Text
    period: Period
    kind: str
    channels: tuple[str, ...]
    measures: tuple[str, ...]
    official: bool
    source: str
    scope: str = ""
    still_open: bool = False


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell.strip() else None


def _period(start: str, end: str) -> Period:
    first = date.fromisoformat(start)
    return Period(first, max(first, _day(end) or first))


@cache
def google_updates() -> tuple[DatedEvent, ...]:
    """Google's ranking updates, oldest first."""
    found = [
        DatedEvent(
            id=row["event_id"],
            origin="google_updates",
            name=Text.of(row["name"], row["name"]),
            period=_period(row["start_date"], row["end_date"]),
            kind=row["effect_kind"],
            channels=listed(row["affected_channels"]),
            measures=listed(row["measures_affected"]),
            official=row["confirmation"] == "official",
            source=row["source"],
        )
        for row in rows("algorithm_updates")
    ]
    return tuple(sorted(found, key=lambda event: (event.period.start, event.id)))


@cache
def platform_events() -> tuple[DatedEvent, ...]:
    """Changes of platforms, measurement and law, oldest first."""
    found = [
        DatedEvent(
            id=row["event_id"],
            origin="platform_events",
            name=Text.of(row["name_fr"], row["name_en"]),
            period=_period(row["start_date"], row["end_date"]),
            kind=row["effect_kind"],
            channels=listed(row["channels"]),
            measures=listed(row["measures_affected"]),
            official=row["confidence"] == "high",
            source=row["source"],
        )
        for row in rows("platform_events")
    ]
    return tuple(sorted(found, key=lambda event: (event.period.start, event.id)))


@cache
def calendar_fr() -> tuple[DatedEvent, ...]:
    """Public and school holidays, soldes and commercial days in France; `kind` as in the file."""
    found = [
        DatedEvent(
            id=f"cal-{row['start_date']}-{row['kind']}-{row['scope']}-{number}",
            origin="calendar_fr",
            name=Text.of(row["name_fr"], row["name_en"]),
            period=_period(row["start_date"], row["end_date"]),
            kind=row["kind"],
            channels=(),
            measures=(),
            official=True,
            source=row["source"],
            scope=row["scope"],
        )
        for number, row in enumerate(rows("calendar_fr"))
    ]
    return tuple(sorted(found, key=lambda event: (event.period.start, event.id)))


def public_holidays() -> frozenset[date]:
    """Days off in the whole of France."""
    return frozenset(
        event.period.start for event in calendar_fr() if event.kind == "jour_ferie" and event.scope == "FR"
    )

"""Dated events of the world and the French commercial calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from jalon.catalogue.measures import listed, rows
from jalon.quantities import Period, Text

OFFICIAL, PRESS, COMMUNITY, RULE, LIBRARY = "official", "press", "community", "rule", "library"
_DOUBTS = ("unverified", "verify against", "not looked up")


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event outside the company. `kind` parts what the world did from what only the number did.

    `origin` is the list it stands in: `google_updates`, `platform_events`, `calendar_fr` or `calendar_eu`.
    `confirmation` says who vouches for it: `official`, `press`, `community`, a legal or customary `rule`, a `library`.
    `to_verify`: its source asks that it be checked before anybody relies on it.
    """

    id: str
    origin: str
    name: Text
    period: Period
    kind: str
    channels: tuple[str, ...]
    measures: tuple[str, ...]
    confirmation: str
    source: str
    scope: str = ""
    still_open: bool = False
    to_verify: bool = False

    @property
    def official(self) -> bool:
        """Whether it may drive a KRI: the platform or the law says it itself."""
        return self.confirmation == OFFICIAL


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell.strip() else None


@cache
def official_sites() -> tuple[str, ...]:
    """Sites of those who decide: a change that only others tell is press."""
    return tuple(row["site"] for row in rows("official_sites"))


def _in_doubt(source: str) -> bool:
    return any(word in source for word in _DOUBTS)


def _told_by(source: str, sure: bool) -> str:
    """Who vouches for a change: one of those who decide, when nothing is left in doubt; else whoever wrote about it."""
    if any(site in source for site in official_sites()):
        return OFFICIAL if sure and not _in_doubt(source) else COMMUNITY
    return PRESS if "http" in source else COMMUNITY


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
            confirmation=row["confirmation"],
            source=row["source"],
            to_verify=_in_doubt(row["source"]),
        )
        for row in rows("algorithm_updates")
    ]
    return tuple(sorted(found, key=lambda event: (event.period.start, event.id)))


def event_name(event_id: str) -> Text | None:
    """What a dated event of the lists is called; None where no list holds it."""
    return next((one.name for one in (*google_updates(), *platform_events()) if one.id == event_id), None)


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
            confirmation=_told_by(row["source"], sure=row["confidence"] == "high"),
            source=row["source"],
            to_verify=row["confidence"] != "high" or _in_doubt(row["source"]),
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
            confirmation=LIBRARY if row["kind"] in ("jour_ferie", "vacances_scolaires") else RULE,
            source=row["source"],
            scope=row["scope"],
            to_verify=_in_doubt(row["source"]),
        )
        for number, row in enumerate(rows("calendar_fr"))
    ]
    return tuple(sorted(found, key=lambda event: (event.period.start, event.id)))

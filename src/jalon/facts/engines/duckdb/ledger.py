"""What each commit of a cut says of itself: the load it brought, or the load it undid."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jalon.facts.cut import Cut
from jalon.facts.load import Load, Revision
from jalon.facts.table import MeasureColumn
from jalon.quantities import Period

if TYPE_CHECKING:
    from deltalake import DeltaTable

LOAD, TOTALS, UNDO = "jalon.load", "jalon.totals", "jalon.undo"
Totals = Mapping[str, Mapping[str, str | None]]
"""Flow → day → exact total as text; None where the load had rows without any known value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A load as its commit tells it: the version it made, what it wrote of its days, its measures."""

    version: int
    load: Load
    written: tuple[Period, ...]
    measures: tuple[MeasureColumn, ...]


@dataclass(frozen=True, slots=True)
class Undoing:
    """A commit that gave a slice back as it was before a load."""

    version: int
    import_id: str


Said = Entry | Undoing


def said_since(table: DeltaTable, version: int) -> list[Said]:
    """What the commits after `version` say, oldest first; commits that say nothing (a compaction) are left out."""
    newest = int(table.version())
    commits = table.history(newest - version) if newest > version else []
    found = [_said(int(c["version"]), c) for c in commits if int(c["version"]) > version and (LOAD in c or UNDO in c)]
    return sorted(found, key=lambda one: one.version)


def standing(said: Iterable[Said]) -> list[Entry]:
    """The loads that have not been undone, oldest first."""
    kept: list[Entry] = []
    for one in said:
        if isinstance(one, Entry):
            kept.append(one)
        else:
            kept = [k for k in kept if k.load.import_id != one.import_id]
    return kept


def version_as_of(said: list[Said], newest: int, as_of: datetime) -> int | None:
    """The newest version all of whose standing loads were extracted by then; None when there is none."""
    found: int | None = None
    kept: list[Entry] = []
    for number, one in enumerate(said):
        kept = [*kept, one] if isinstance(one, Entry) else [k for k in kept if k.load.import_id != one.import_id]
        if all(entry.load.extracted_at <= as_of for entry in kept):
            found = said[number + 1].version - 1 if number + 1 < len(said) else max(newest, one.version)
    return found


def transaction(said: Iterable[Said], import_id: str) -> str:
    """The id that a load commits under: what was undone, or held back in part, may be loaded again."""
    written = sum(1 for one in said if isinstance(one, Entry) and one.load.import_id == import_id)
    return f"{import_id}#{written}"


def loaded(
    load: Load, written: tuple[Period, ...], measures: tuple[MeasureColumn, ...], totals: Totals
) -> dict[str, str]:
    """A load as the texts that travel with its commit; its daily totals are the revision record."""
    document = {
        "source": load.source,
        "account": load.account,
        "cut": load.cut.text,
        "covers": _days(load.covers),
        "written": _days(written),
        "sha256": load.sha256,
        "file_name": load.file_name,
        "format": load.format,
        "extracted_at": load.extracted_at.astimezone(UTC).isoformat(),
        "author": load.author,
        "timezone": load.timezone,
        "currency": load.currency,
        "about": load.about,
        "measures": [[m.name, m.kind, m.unit, m.header, m.derived] for m in measures],
    }
    return {LOAD: _json(document), TOTALS: _json(totals)}


def revisions(table: DeltaTable, kept: Iterable[Entry]) -> Iterator[Revision]:
    """Daily totals of the loads that stand, oldest load first."""
    told = {int(commit["version"]): commit.get(TOTALS, "{}") for commit in table.history()}
    for entry in kept:
        totals: Totals = json.loads(told.get(entry.version, "{}"))
        for measure, days in totals.items():
            for first_day, total in sorted(days.items()):
                exact = None if total is None else Decimal(total)
                when, load = date.fromisoformat(first_day), entry.load
                yield Revision(load.import_id, load.extracted_at, when, measure, exact)


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _days(periods: tuple[Period, ...]) -> list[list[str]]:
    return [[period.start.isoformat(), period.end.isoformat()] for period in periods]


def _periods(written: list[list[str]]) -> tuple[Period, ...]:
    return tuple(Period(date.fromisoformat(start), date.fromisoformat(end)) for start, end in written)


def _said(version: int, commit: dict[str, Any]) -> Said:
    if LOAD not in commit:
        return Undoing(version, str(commit[UNDO]))
    told = json.loads(commit[LOAD])
    load = Load(
        source=told["source"],
        account=told["account"],
        cut=Cut.parse(told["cut"]),
        covers=_periods(told["covers"]),
        sha256=told["sha256"],
        file_name=told["file_name"],
        format=told["format"],
        extracted_at=datetime.fromisoformat(told["extracted_at"]),
        author=told["author"],
        timezone=told["timezone"],
        currency=told["currency"],
        about=told.get("about"),
    )
    measures = tuple(MeasureColumn(*column) for column in told["measures"])
    return Entry(version, load, _periods(told["written"]), measures)

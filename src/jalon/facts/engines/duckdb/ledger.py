"""What each commit of a cut says of itself: the load it brought, or the load it undid."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from jalon.facts.cut import Cut
from jalon.facts.load import Load
from jalon.facts.table import MeasureColumn
from jalon.quantities import Period

if TYPE_CHECKING:
    from deltalake import DeltaTable

LOAD, UNDO = "jalon.load", "jalon.undo"


@dataclass(frozen=True, slots=True)
class Entry:
    """One commit: the version it made, its load (or the id it undid) and the measures it carried."""

    version: int
    load: Load | None
    undone: str | None
    written: tuple[Period, ...]
    measures: tuple[MeasureColumn, ...]
    totals: dict[str, dict[str, str]]


def entries(table: DeltaTable) -> list[Entry]:
    """Every commit of a cut, oldest first."""
    found = []
    for commit in sorted(table.history(), key=lambda c: int(c["version"])):
        if LOAD in commit:
            found.append(_entry(int(commit["version"]), json.loads(commit[LOAD])))
        elif UNDO in commit:
            found.append(Entry(int(commit["version"]), None, str(commit[UNDO]), (), (), {}))
    return found


def standing(found: list[Entry]) -> list[Entry]:
    """The loads that have not been undone, oldest first."""
    kept: list[Entry] = []
    for entry in found:
        if entry.undone is not None:
            kept = [k for k in kept if k.load is None or k.load.import_id != entry.undone]
        else:
            kept.append(entry)
    return kept


def times_undone(found: list[Entry], import_id: str) -> int:
    """How often a load was undone: it may then be loaded again."""
    return sum(1 for entry in found if entry.undone == import_id)


def as_metadata(
    load: Load, written: tuple[Period, ...], measures: tuple[MeasureColumn, ...], totals: dict[str, dict[str, str]]
) -> str:
    """A load as the text that travels with its commit."""
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
        "measures": [[m.name, m.kind, m.unit] for m in measures],
        "totals": totals,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _days(periods: tuple[Period, ...]) -> list[list[str]]:
    return [[period.start.isoformat(), period.end.isoformat()] for period in periods]


def _periods(written: list[list[str]]) -> tuple[Period, ...]:
    return tuple(Period(date.fromisoformat(start), date.fromisoformat(end)) for start, end in written)


def _entry(version: int, said: dict[str, object]) -> Entry:
    covers, written, measures, totals = (said[name] for name in ("covers", "written", "measures", "totals"))
    assert isinstance(covers, list)  # noqa: S101  # written by `as_metadata` alone
    assert isinstance(written, list)  # noqa: S101
    assert isinstance(measures, list)  # noqa: S101
    assert isinstance(totals, dict)  # noqa: S101
    load = Load(
        source=str(said["source"]),
        account=None if said["account"] is None else str(said["account"]),
        cut=Cut.parse(str(said["cut"])),
        covers=_periods(covers),
        sha256=str(said["sha256"]),
        file_name=str(said["file_name"]),
        format=str(said["format"]),
        extracted_at=datetime.fromisoformat(str(said["extracted_at"])),
        author=str(said["author"]),
        timezone=None if said["timezone"] is None else str(said["timezone"]),
        currency=None if said["currency"] is None else str(said["currency"]),
    )
    columns = tuple(MeasureColumn(name, kind, unit) for name, kind, unit in measures)
    return Entry(version, load, None, _periods(written), columns, totals)


def exact(text: str | None) -> Decimal | None:
    """A total as it was written."""
    return None if text is None else Decimal(text)

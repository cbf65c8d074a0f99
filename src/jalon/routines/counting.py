"""What the arms of a test counted, kept from a form, a file or a program; the scorecard that follows reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jalon.records import arms, jobs
from jalon.records.arms import ARMS, Counted
from jalon.records.workspaces import Workspace

COLUMNS = ("day", "arm", "units", "converted")
GUARDED = "guarded"
MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class Unread:
    """Why counts cannot be kept: `columns`, `line` (with its number), `arm`, `more` (more converted than drawn)."""

    why: str
    line: int = 0


def of_text(action: str, text: str) -> list[Counted] | Unread:
    """Lines of a CSV file: day, arm, units, converted, and guarded where it is counted. Nothing is guessed."""
    text = text.removeprefix("\ufeff")
    mark = ";" if text.split("\n", 1)[0].count(";") >= len(COLUMNS) - 1 else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=mark))
    if not rows or len(rows) > MOST_LINES or not set(COLUMNS) <= set(rows[0]):
        return Unread("columns")
    found = []
    for number, row in enumerate(rows, start=2):
        try:
            day, units, converted = date.fromisoformat(row["day"].strip()), int(row["units"]), int(row["converted"])
            guarded = int(row[GUARDED]) if row.get(GUARDED) else None
        except (ValueError, AttributeError, TypeError):
            return Unread("line", number)
        found.append(Counted(action, row["arm"].strip(), day, units, converted, guarded))
    return checked(found)


def checked(counts: Iterable[Counted]) -> list[Counted] | Unread:
    """Counts that can be true: a known arm, no more converted than drawn."""
    told = list(counts)
    for number, one in enumerate(told, start=2):
        if one.arm not in ARMS:
            return Unread("arm", number)
        if min(one.units, one.converted, one.guarded or 0) < 0:
            return Unread("line", number)
        if max(one.converted, one.guarded or 0) > one.units:
            return Unread("more", number)
    return told


def count(workspace: Workspace, counts: Iterable[Counted], by: tuple[str, str], now: datetime) -> int:
    """Keep them, and have the scorecard read them; `by` is who says it, and for whom the refresh is done."""
    kept = arms.write(workspace, counts, by[0], now)
    jobs.plan(workspace, "refresh", {"actor": by[1]}, now)
    return kept

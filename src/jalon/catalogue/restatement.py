"""How long the figures of each tool go on moving: what to export again, and from when a day may be believed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jalon.catalogue.measures import listed, rows
from jalon.quantities import Text

AT_LEAST = 1
"""The day of the extraction itself is never complete, whatever the tool."""


@dataclass(frozen=True, slots=True)
class Restatement:
    """What a tool does to its past days. `measures` is empty for the whole tool; `source` is where it says so."""

    tool: str
    measures: frozenset[str]
    reread_days: int
    mature_days: int
    why: Text
    source: str


@cache
def restatements() -> tuple[Restatement, ...]:
    """Every tool known to restate its days, and the ones known not to."""
    return tuple(
        Restatement(
            tool=row["tool"],
            measures=frozenset(listed(row["measures"])),
            reread_days=int(row["reread_days"]),
            mature_days=int(row["mature_days"]),
            why=Text.of(row["why_fr"], row["why_en"]),
            source=row["source"],
        )
        for row in rows("restatement")
    )


def restatement_of(tool: str, measure: str) -> Restatement | None:
    """What a tool does to one measure: its own row, else that of the whole tool; None for a tool that says nothing."""
    mine = [row for row in restatements() if row.tool == tool]
    own = next((row for row in mine if measure in row.measures), None)
    return own or next((row for row in mine if not row.measures), None)


def mature_days(tool: str, measure: str) -> int:
    """Days after which a measure of a tool is settled when nothing was learned and the plan says nothing."""
    row = restatement_of(tool, measure)
    return max(AT_LEAST, row.mature_days) if row else AT_LEAST


def reread_days(tool: str) -> int:
    """Days to export again each time, so that everything the tool restates is read once more."""
    return max((row.reread_days for row in restatements() if row.tool == tool), default=AT_LEAST)

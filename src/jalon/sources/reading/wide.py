"""Tables that write a day, or a day and a name, into their column names: turned into rows with a day of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from jalon.quantities import Period
from jalon.sources.reading.format import Outcome
from jalon.sources.reading.noticed import Refused
from jalon.sources.reading.pages import Row
from jalon.sources.reading.report import ReadTable


def even(header: Row, rows: Sequence[Row]) -> list[Row]:
    """Rows as wide as their header, blank ones left out. Raises `Refused` for any other."""
    width = len(header.cells)
    kept = []
    for row in rows:
        if not any(cell.strip() for cell in row.cells):
            continue
        cells = row.cells[:width] if not any(cell.strip() for cell in row.cells[width:]) else row.cells
        if cells == header.cells:
            raise Refused("header.repeated", row.line)
        if len(cells) != width:
            code = "rows.truncated" if row is rows[-1] and len(cells) < width else "table.ragged"
            raise Refused(code, row.line, cells=len(cells), columns=width)
        kept.append(Row(row.line, cells))
    return kept


def lengthened(
    header: Row,
    rows: Sequence[Row],
    kept: Sequence[int],
    groups: Mapping[tuple[str, ...], Mapping[str, int]],
    names: Sequence[str],
) -> tuple[Row, list[Row]]:
    """One row for each row and group of columns: what is kept, the group's names, then its parts.

    `groups` maps the values that a group's column names hold (under the headers `names`) to the column of each part.
    """
    parts = list(dict.fromkeys(part for group in groups.values() for part in group))
    long = [
        Row(
            row.line,
            (
                *(row.cells[i] for i in kept),
                *values,
                *(row.cells[group[part]] if part in group else "" for part in parts),
            ),
        )
        for row in rows
        for values, group in groups.items()
    ]
    return Row(header.line, (*(header.cells[i] for i in kept), *names, *parts)), long


def repeated(header: Row) -> str | None:
    """The first column name that stands twice, case aside; None when every name is of one column."""
    seen: set[str] = set()
    for cell in header.cells:
        name = cell.strip().lower()
        if name and name in seen:
            return cell
        seen.add(name)
    return None


def on_their_own_days(outcome: Outcome) -> Outcome:
    """Tables that stand for the days they have a column for, and for none between: a history may skip weeks."""
    return replace(outcome, tables=tuple(_on_its_own_days(read) for read in outcome.tables))


def _on_its_own_days(read: ReadTable) -> ReadTable:
    days = sorted({day for day in read.table.columns["period_start"] if isinstance(day, date)})
    return replace(read, table=replace(read.table, covers=tuple(Period(day, day) for day in days)))

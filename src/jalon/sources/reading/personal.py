"""Personal data stops at the reader: what looks like an e-mail address is replaced before anything is kept or told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from jalon.facts.table import Cell, Table
from jalon.findings import Detail, Finding
from jalon.sources.reading.noticed import noticed
from jalon.sources.reading.report import ReadTable

MASK = "(e-mail)"
_LETTER = r"[^\s@<>\"'(),;:/?&=]"
# Begun only where a word begins: a long word without an address would otherwise be read once from each letter.
_ADDRESS = re.compile(rf"(?<!{_LETTER}){_LETTER}+@{_LETTER}+\.[a-zA-Z]{{2,}}")


def masked_text(text: str) -> str:
    """A text without its addresses."""
    return _ADDRESS.sub(MASK, text) if "@" in text else text


def masked_finding(finding: Finding) -> Finding:
    """A finding that quotes a cell quotes no address."""
    return replace(finding, details={name: _masked_detail(value) for name, value in finding.details.items()})


def _masked_detail(value: Detail) -> Detail:
    if isinstance(value, str):
        return masked_text(value)
    if isinstance(value, list | tuple):
        return [masked_text(one) if isinstance(one, str) else one for one in value]
    return value


def without_addresses(tables: Sequence[ReadTable]) -> tuple[tuple[ReadTable, ...], list[Finding]]:
    """Tables whose words hold no address, and what was masked; rows that become one are added up."""
    found, findings = [], []
    for read in tables:
        table = read.table
        named = (*table.cut.dimensions, *table.attributes)
        hidden = {name: masked for name in named if (masked := _masked_column(table.columns[name])) is not None}
        if not hidden:
            found.append(read)
            continue
        findings += [noticed("personal.masked", None, name) for name in hidden]
        kept = replace(table, columns={**table.columns, **hidden})
        found.append(replace(read, table=_added_up(kept) if set(hidden) & set(table.cut.dimensions) else kept))
    return tuple(found), findings


def _masked_column(cells: Sequence[Cell]) -> list[Cell] | None:
    """The column with its addresses replaced; None when it holds none."""
    if not any(isinstance(cell, str) and "@" in cell for cell in cells):
        return None
    masked: list[Cell] = [masked_text(cell) if isinstance(cell, str) else cell for cell in cells]
    return masked if masked != list(cells) else None


def _added_up(table: Table) -> Table:
    """Rows of one key as one row: flows are added, what cannot be added is unknown."""
    keys = ("period_start", "period_end", *table.cut.dimensions)
    places: dict[tuple[Cell, ...], list[int]] = {}
    for row in range(table.rows_kept()):
        places.setdefault(tuple(table.columns[name][row] for name in keys), []).append(row)
    if len(places) == table.rows_kept():
        return table
    flows = {measure.name for measure in table.measures if measure.kind == "flow"}
    measured = {measure.name for measure in table.measures}
    columns: Mapping[str, Sequence[Cell]] = {
        name: [
            cells[rows[0]]
            if len(rows) == 1 or (name not in measured and not name.endswith(("_low", "_high")))
            else _sum([cells[row] for row in rows])
            if name in flows
            else None
            for rows in places.values()
        ]
        for name, cells in table.columns.items()
    }
    lines = [table.row_numbers[rows[0]] for rows in places.values()] if table.row_numbers else ()
    return replace(table, columns=columns, rows=len(places), row_numbers=lines)


def _sum(cells: Sequence[Cell]) -> Decimal | None:
    known = [cell for cell in cells if isinstance(cell, Decimal)]
    return sum(known, Decimal(0)) if known else None

"""A table under a header, read by a description of its columns: what the declarative descriptors drive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jalon import catalogue
from jalon.facts.table import Cell, MeasureColumn
from jalon.findings import Finding
from jalon.sources.reading.headers import normal
from jalon.sources.reading.noticed import Refused, noticed
from jalon.sources.reading.numbers import numbers_of
from jalon.sources.reading.pages import Row

OWN_KINDS = {
    "events": "flow", "ga4_revenue": "flow", "sea_interactions": "flow", "users_total": "distinct",
    "purchasers_total": "distinct", "purchasers_first": "flow", "rate": "index", "local_search_mobile_views": "flow",
    "local_search_desktop_views": "flow", "local_maps_mobile_views": "flow", "local_maps_desktop_views": "flow",
    "local_calls": "flow", "local_messages": "flow", "local_bookings": "flow", "local_directions": "flow",
}  # fmt: skip
"""Kinds of measures that a reader names beside the catalogue."""

EXACT = ("flow", "stock", "distinct")
"""Kinds whose values are kept as exact decimals."""


@dataclass(frozen=True, slots=True)
class Body:
    """Rows between header and end, cut into columns by the header's names."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int
    lines: tuple[int, ...]
    """The line of each row."""

    def cells(self, index: int) -> list[str]:
        """One column, as written."""
        return [row.cells[index] for row in self.rows]


def body_under(header: Row, rows: Sequence[Row]) -> Body:
    """The rows under a header, blank ones left out. Raises `Refused` for a repeated column or a ragged row."""
    names = tuple(normal(cell) for cell in header.cells)
    while names and not names[-1]:
        names = names[:-1]
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        if name and name in seen:
            raise Refused("header.duplicate", header.line, header.cells[index])
        seen[name] = index
    kept = []
    for row in rows:
        if not any(cell.strip() for cell in row.cells):
            continue
        cells = row.cells
        if len(cells) > len(names) and not any(cell.strip() for cell in cells[len(names) :]):
            cells = cells[: len(names)]
        if names and normal(cells[0]) == names[0] and tuple(normal(cell) for cell in cells) == names:
            raise Refused("header.repeated", row.line)
        if len(cells) != len(names):
            code = "rows.truncated" if row is rows[-1] and len(cells) < len(names) else "table.ragged"
            raise Refused(code, row.line, cells=len(cells), columns=len(names))
        kept.append(Row(row.line, tuple(cells)))
    return Body(names, tuple(kept), header.line, tuple(row.line for row in kept))


@dataclass(slots=True)
class Columns:
    """Measures of a body read into exact columns, with what was noticed."""

    values: dict[str, list[Cell]] = field(default_factory=dict)
    measures: list[MeasureColumn] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def kind_of(measure: str) -> str:
    """Kind of a measure by the catalogue, or by the reader that names it."""
    row = catalogue.measures().get(measure)
    return row.kind if row else OWN_KINDS.get(measure, "flow")


def unit_of(measure: str, currency: str | None) -> str:
    """Unit of a measure: an ISO currency for money, `currency` when the file does not tell."""
    row = catalogue.measures().get(measure)
    money = row.is_money if row else measure in ("ga4_revenue",)
    if money:
        return currency or "currency"
    return row.unit if row else "count"


def measures_of(
    body: Body,
    chosen: Mapping[int, str],
    headers: Sequence[str],
    currency: str | None,
    form: str | None,
    signed: frozenset[str] = frozenset(),
) -> Columns:
    """Read the measure columns: `chosen` maps a column to its measure; money takes the currency of the table.

    A count in `signed` may go below zero: a tool that reports by day takes back what was withdrawn.
    """
    found = Columns()
    for index, measure in chosen.items():
        share = unit_of(measure, None) == "percent"
        read = numbers_of(body.cells(index), body.lines, headers[index].strip(), form, share)
        found.findings += read.findings
        kind = kind_of(measure)
        if measure not in signed:
            found.findings += _negatives(read.values, body, headers[index], kind, measure)
        found.values[measure] = [_cell(value, kind) for value in read.values]
        if read.low:
            found.values[f"{measure}_low"] = [_bound(i, v, read.low) for i, v in enumerate(read.values)]
            found.values[f"{measure}_high"] = [_bound(i, v, read.high) for i, v in enumerate(read.values)]
        unit = unit_of(measure, currency)
        found.measures.append(MeasureColumn(measure, kind, unit, headers[index].strip()))
        if body.rows and all(value is None for value in read.values) and not read.low and not read.findings:
            found.findings.append(noticed("measure.all_null", None, headers[index].strip(), measure=measure))
    return found


def _negatives(values: Sequence[Decimal | None], body: Body, header: str, kind: str, measure: str) -> Iterator[Finding]:
    row = catalogue.measures().get(measure)
    if kind != "flow" or measure.startswith("followers_net") or (row is not None and row.is_money):
        return
    for value, line in zip(values, body.lines, strict=True):
        if value is not None and value < 0:
            yield noticed("number.negative", line, header, value=str(value))
            return


def _cell(value: Decimal | None, kind: str) -> Cell:
    if value is None or kind in EXACT:
        return value
    return float(value)


def _bound(index: int, value: Decimal | None, bounds: Mapping[int, Decimal]) -> Cell:
    chosen = bounds.get(index, value)
    return None if chosen is None else float(chosen)


def duplicate_keys(keys: Sequence[tuple[object, ...]], lines: Sequence[int]) -> tuple[int, tuple[object, ...]] | None:
    """Line and key of the first row whose key was met before."""
    seen: set[tuple[object, ...]] = set()
    for key, line in zip(keys, lines, strict=True):
        if key in seen:
            return line, key
        seen.add(key)
    return None


def words(cells: Sequence[str]) -> list[str | None]:
    """Values of a dimension as written, an anti-formula apostrophe stripped; blank is unknown."""
    return [_guarded(cell.strip()) or None for cell in cells]


def _guarded(cell: str) -> str:
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "@=+-" else cell


def spread(day: date, rows: int) -> list[Cell]:
    """One day repeated for every row."""
    return [day] * rows

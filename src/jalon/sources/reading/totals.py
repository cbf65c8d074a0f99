"""Total rows of a report: told apart from rows, then used to check them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from jalon.findings import Finding
from jalon.sources.reading.descriptor import Descriptor, Totals
from jalon.sources.reading.grid import Body, Columns, kind_of
from jalon.sources.reading.headers import normal
from jalon.sources.reading.noticed import noticed
from jalon.sources.reading.numbers import NULLS, numbers_of, plain
from jalon.sources.reading.pages import Row
from jalon.sources.reading.report import Check

FIRST_COLUMNS = 4
"""A total's words stand in any of the first columns."""


def parted(said: Descriptor, header: Row, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Rows, then total rows. A row that fills every column of a key of several is none, whatever its words."""
    ordinary: list[Row] = []
    totals: list[Row] = []
    key = [i for i, cell in enumerate(header.cells) if normal(cell) in said.dimensions]
    for row in rows:
        worded = _worded(row, said.totals)
        (totals if worded and (len(key) < 2 or not _filled(row, key, said)) else ordinary).append(row)
    if said.totals.first_row and len(ordinary) > 1:
        place = next((at for at in (0, -1) if _nameless(said, header, ordinary[at])), None)
        totals += [] if place is None else [ordinary.pop(place)]
    return ordinary, totals


def _worded(row: Row, totals: Totals) -> bool:
    """Whether one of the first cells begins with a total's words, or is the whole name of one."""
    if not totals.words and not totals.checked:
        return False
    return any(is_worded(cell, totals) for cell in row.cells[:FIRST_COLUMNS])


def is_worded(cell: str, totals: Totals) -> bool:
    """Whether a cell begins with a total's words, or is the whole name of one."""
    name = normal(cell)
    return bool(totals.words and name.startswith(totals.words)) or name in totals.checked


def _filled(row: Row, columns: Sequence[int], said: Descriptor) -> bool:
    cells = [row.cells[i].strip().lower() if i < len(row.cells) else "" for i in columns]
    return not any(cell in NULLS or cell in said.nulls for cell in cells)


def _nameless(said: Descriptor, header: Row, row: Row) -> bool:
    """Whether every name of a row is empty, while it counts something."""
    names = [normal(cell) for cell in header.cells]
    dating = said.times.day | said.times.week | said.times.month
    naming = [i for i, name in enumerate(names) if name in said.dimensions or name in said.account | dating]
    counting = [i for i, name in enumerate(names) if said.measure(name)]
    if not naming or max(naming + counting) >= len(row.cells):
        return False
    return not any(row.cells[i].strip() for i in naming) and any(row.cells[i].strip() for i in counting)


def checks_of(
    said: Descriptor,
    body: Body,
    read: Columns,
    chosen: Mapping[int, str],
    totals: Sequence[Row],
    form: str | None,
) -> tuple[tuple[Check, ...], list[Finding]]:
    """Flows compared with the total of the report's own kind, and that total with the account's."""
    own = _of_kind(totals, said.totals.checked) or (totals[0] if said.totals.first_row and totals else None)
    account = _of_kind(totals, said.totals.account)
    checks: list[Check] = []
    findings: list[Finding] = []
    for index, measure in chosen.items():
        if kind_of(measure) != "flow":
            continue
        stated, whole = _stated(own, index, form), _stated(account, index, form)
        values = [value for value in read.values[measure] if isinstance(value, Decimal)]
        if stated is not None and not values:
            line, header = (own.line if own else None), body.header[index]
            findings.append(noticed("measure.all_null", line, header, measure=measure, stated=plain(stated)))
        if stated is not None and values:
            check = _check(measure, values, stated)
            checks.append(check)
            if not check.within:
                line = own.line if own else None
                findings.append(noticed("total.mismatch", line, measure, **_facts(check)))
        if whole is not None and stated is not None and whole != stated:
            findings.append(noticed("total.account_differs", None, measure, account=plain(whole), stated=plain(stated)))
    return tuple(checks), findings


def _check(measure: str, values: Sequence[Decimal], stated: Decimal) -> Check:
    exponents = [value.as_tuple().exponent for value in [*values, stated]]
    places = max((-e for e in exponents if isinstance(e, int)), default=0)
    return compared(measure, sum(values, Decimal(0)), len(values), stated, places)


def compared(measure: str, rows: Decimal, count: int, stated: Decimal, places: int) -> Check:
    """A sum of so many rows beside the total stated: half a unit of the last printed digit may be lost on each row."""
    within = abs(rows - stated) <= Decimal(5).scaleb(-(places + 1)) * count
    return Check("rows_vs_total", measure, within, {"rows": plain(rows), "stated": plain(stated)}, places)


def _facts(check: Check) -> dict[str, str]:
    return {name: str(value) for name, value in check.facts.items()}


def _of_kind(totals: Sequence[Row], words: frozenset[str]) -> Row | None:
    return next((row for row in totals if any(normal(cell) in words for cell in row.cells[:FIRST_COLUMNS])), None)


def _stated(row: Row | None, index: int, form: str | None) -> Decimal | None:
    if row is None or index >= len(row.cells):
        return None
    return numbers_of([row.cells[index]], [row.line], "", form).values[0]

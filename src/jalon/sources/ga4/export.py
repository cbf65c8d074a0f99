"""Reading a GA4 download: every table whose dimensions the house knows, read by one descriptor."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from jalon.facts.table import Table
from jalon.findings import Finding
from jalon.sources.ga4.blocks import RULE, Block, download, names
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.described import Described, Section
from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.format import NO_FIT, Fit, Layout, Outcome
from jalon.sources.reading.headers import normal
from jalon.sources.reading.laying import laid
from jalon.sources.reading.noticed import noticed
from jalon.sources.reading.numbers import NULLS
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.report import Dropped, ReadTable


class Interface(Described):
    """Any report of the GA4 interface."""

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """The preamble between two rules, with an account or a property."""
        if not rows or not RULE.match(rows[0].cells[0] if rows[0].cells else ""):
            return NO_FIT
        said = [normal(row.cells[0]).lstrip("# ").partition(":")[0].strip() for row in rows[:8] if row.cells]
        if {"account", "property"} & {names()["stated"].get(text) for text in said}:
            return Fit(1.0, 0, (), "fr" if {"compte", "propriété"} & set(said) else "en")
        return Fit(0.5, 0, ("property",))

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read every table of the file; one by a dimension without a name here is left out and told."""
        told = download(rows)
        kept = [block for block in told.blocks if not _strange(self.said, block) and _measured(self.said, block)]
        left = [block for block in told.blocks if block not in kept]
        said = replace(self.said, report=told.report)
        sections = [_section(said, block) for block in kept]
        outcome = Described(said, lambda *_: sections).read(page, rows, fit, answers, delimiter)
        tables, clashes = _once_each(outcome.tables)
        unnamed = [noticed("column.unmapped", b.header.line, name) for b in left for name in _strange(self.said, b)]
        return replace(
            outcome,
            tables=tables,
            findings=(*outcome.findings, *clashes, *unnamed),
            dropped=_with(outcome.dropped, self.said, left),
            report=told.report,
            account=outcome.account or told.account,
            property_name=told.property_name,
        )

    def long(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers) -> Layout | None:
        """A file of one table, of columns that are all known."""
        blocks = download(rows).blocks
        if len(blocks) != 1 or not all(self.said.knows(normal(cell)) for cell in blocks[0].header.cells):
            return None
        return laid(self.said, rows, rows.index(blocks[0].header), frozenset({"platform"}))


def _measured(said: Descriptor, block: Block) -> bool:
    return any(said.measure(normal(cell)) for cell in block.header.cells)


def _strange(said: Descriptor, block: Block) -> list[str]:
    """Columns that split the rows and have no name in the house: without them the rows are not what they seem to be.

    The first column of a table is one, and so is any other that holds words.
    """
    headers = [normal(cell) for cell in block.header.cells]
    unknown = [i for i, header in enumerate(headers) if header and not said.knows(header)]
    return [block.header.cells[i].strip() for i in unknown if i == 0 or _worded(block.rows, i)]


def _worded(rows: Sequence[Row], index: int) -> bool:
    cells = (row.cells[index].strip() for row in rows if index < len(row.cells))
    return any(cell.lower() not in NULLS and not cell.lstrip("-").replace(".", "", 1).isdigit() for cell in cells)


def _section(said: Descriptor, block: Block) -> Section:
    """The table with its offsets as days, and its platforms as words."""
    rows: Sequence[Row] = block.rows
    for index, cell in enumerate(block.header.cells):
        name = normal(cell)
        if name in names()["offset"] and block.start is not None:
            rows = [_dated(row, index, block) for row in rows]
        elif said.dimensions.get(name) == "platform":
            rows = [_unlisted(row, index) for row in rows]
    constants = {"segment": block.segment} if block.segment else {}
    return Section(block.header, rows, (), constants, block.period)


def _dated(row: Row, index: int, block: Block) -> Row:
    """The row with its day: `0003` is the fourth day of this table."""
    offset = row.cells[index].strip() if index < len(row.cells) else ""
    if not offset.isdigit() or len(offset) > 5 or block.start is None:
        return row
    return _changed(row, index, (block.start + timedelta(days=int(offset))).isoformat())


def _unlisted(row: Row, index: int) -> Row:
    """A platform may be written as a list of one: `["iOS"]`."""
    cell = row.cells[index].strip() if index < len(row.cells) else ""
    if not cell.startswith("["):
        return row
    try:
        listed = json.loads(cell)
    except ValueError:
        return row
    named = isinstance(listed, list) and all(isinstance(one, str) for one in listed)
    return _changed(row, index, "+".join(listed)) if named else row


def _changed(row: Row, index: int, cell: str) -> Row:
    return Row(row.line, (*row.cells[:index], cell, *row.cells[index + 1 :]))


def _once_each(tables: Sequence[ReadTable]) -> tuple[tuple[ReadTable, ...], list[Finding]]:
    """Tables without those that repeat another; two that tell one key's measure differently stop the import."""
    kept: list[ReadTable] = []
    clashes: list[Finding] = []
    for read in tables:
        same = [other for other in kept if other.table.cut == read.table.cut and other.table.rows and read.table.rows]
        told = [_compared(other.table, read.table) for other in same]
        if any(word == "other" for word in told):
            clashes.append(noticed("rows.duplicate_key", read.line, None, key=[read.table.cut.text]))
        if "same" not in told:
            kept.append(read)
    return tuple(kept), clashes


def _compared(first: Table, second: Table) -> str:
    """`same` when the second only repeats the first, `other` when they disagree, `apart` when they share nothing."""
    measures = [measure.name for measure in second.measures]
    shared = [name for name in measures if name in first.columns]
    found, other = _by_key(first, shared), _by_key(second, shared)
    if not shared or not found.keys() & other.keys():
        return "apart"
    if any(found[key] != other[key] for key in found.keys() & other.keys()):
        return "other"
    return "same" if len(shared) == len(measures) and other.keys() <= found.keys() else "apart"


def _by_key(table: Table, measures: Sequence[str]) -> dict[tuple[object, ...], tuple[object, ...]]:
    keys = [table.columns[name] for name in ("period_start", "period_end", *table.cut.dimensions)]
    values = [table.columns[name] for name in measures]
    return {
        tuple(column[i] for column in keys): tuple(column[i] for column in values) for i in range(table.rows_kept())
    }


def _with(dropped: Dropped, said: Descriptor, left: Sequence[Block]) -> Dropped:
    """What was left at the door, the columns of tables left out among it."""
    headers = [cell.strip() for block in left for cell in block.header.cells if cell.strip()]
    ratios = [header for header in headers if said.is_ratio(normal(header))]
    other = [(header, "no_canonical_name") for header in headers if not said.knows(normal(header))]
    return replace(
        dropped,
        ratio_columns=tuple(dict.fromkeys((*dropped.ratio_columns, *ratios))),
        other=tuple(dict.fromkeys((*dropped.other, *other))),
    )

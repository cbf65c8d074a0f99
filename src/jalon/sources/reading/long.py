"""A long file read by its different cells: the plain way reads one row of each form, a caster does all the others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from jalon.facts.casting import Cast, Caster, Column, Form, LongText, NotCast, Role
from jalon.facts.sheet import Kind, Sheet, Taken, Value
from jalon.facts.table import Table
from jalon.findings import Severity
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.container import Container, as_text
from jalon.sources.reading.format import Fit, Format, Layout, Part
from jalon.sources.reading.noticed import Refused
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.recognising import report_of, the_format
from jalon.sources.reading.refusing import refused_file
from jalon.sources.reading.report import FileReport, ReadTable
from jalon.sources.reading.survey import Survey, surveyed
from jalon.sources.reading.totals import compared

ROW_BY_ROW = frozenset({"personal.masked", "number.censored", "snapshot.date_unknown"})
"""Findings of files that only the plain way reads: rows become one, cells become bounds, rows are counted."""
_WHOLE, _DECIMAL = re.compile(r"0|[1-9]\d{0,8}"), re.compile(r"(?:0|[1-9]\d{0,8})(?:\.\d{1,9})?")
_COMMA = re.compile(r"\d+,(?:\d{1,2}|\d{4,})")
PLACES, LARGEST = 9, Decimal(10) ** 20
"""Digits after the mark, and a size, that a column of exact numbers holds with room for its sum."""
SHEET = "rows.parquet"


@dataclass(frozen=True, slots=True)
class LongWay:
    """Reads files above a size when every row stands for itself; its columns are written into a folder of ours."""

    caster: Caster
    folder: Path
    longer_than: int

    def read(self, path: Path, formats: Sequence[Format], answers: Answers) -> FileReport | None:
        """The report that the plain way would give, its rows in a sheet; None when the plain way must read the file."""
        survey = surveyed(path, self.longer_than)
        container = as_text(path, survey.head, survey.sha256, survey.size) if survey else None
        if survey is None or container is None or container.kind != "text":
            return None
        text = survey.head.decode("utf-8", "ignore").replace("\r\n", "\n")
        page = Page(path.name, None, "utf-8-sig" if survey.marked else "utf-8", text)
        chosen = the_format(page, formats, answers)
        laying = getattr(chosen[0], "long", None) if chosen else None
        if chosen is None or laying is None or chosen[2] is None:
            return None
        head = page.head(chosen[2])
        layout: Layout | None = laying(page, head, chosen[1], answers)
        if layout is None or not _stands_alone(head, layout):
            return None
        asked = _Asked(container, page, chosen, head, layout, answers, survey)
        try:
            telling = self._cast(asked)
            report = None if telling is None else _read(asked, telling)
        except NotCast:
            return None
        return report if survey.still_of(path) else None

    def _cast(self, asked: _Asked) -> _Telling | None:
        """The text cast, and the rows that tell its forms. Numbers thought whole are cast again when they are not."""
        columns = _columns(asked)
        for _ in range(2):
            cast = self.caster.cast(asked.text, columns, self.folder / SHEET)
            if cast is None or cast.rows != asked.survey.lines - asked.text.above:
                return None
            rows = cast.telling()
            if rows is not None:
                return _Telling(cast, dict(rows), {one.index: one for one in columns}, self.folder / SHEET)
            columns = [one.with_decimals() if one.role == "number" else one for one in columns]
        return None


@dataclass(slots=True)
class _Telling:
    """A text once cast, its rows that are read plainly, how its columns were looked at."""

    cast: Cast
    rows: dict[int, Sequence[str]]
    columns: Mapping[int, Column]
    path: Path


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is read: the file, its format, its first rows."""

    container: Container
    page: Page
    chosen: tuple[Format, Fit, str | None]
    head: Sequence[Row]
    layout: Layout
    answers: Answers
    survey: Survey

    @property
    def header(self) -> Row:
        return self.head[self.layout.header]

    @property
    def text(self) -> LongText:
        told, delimiter = self.survey, self.chosen[2] or ","
        return LongText(
            self.container.path, self.header.line, len(self.header.cells), delimiter, told.quoted, told.ascii,
            told.addressed,
        )  # fmt: skip

    def read(self, telling: Mapping[int, Sequence[str]]) -> FileReport:
        """What the plain way says of the rows that tell. Raises `Refused`."""
        first = self.header.line + 1
        rows = [Row(first + row, tuple(cells)) for row, cells in sorted(telling.items())]
        chosen, fit, delimiter = self.chosen
        outcome = chosen.read(self.page, (*self.head[: self.layout.header + 1], *rows), fit, self.answers, delimiter)
        return report_of(self.container, self.page, self.chosen, outcome, self.answers)


def _stands_alone(head: Sequence[Row], layout: Layout) -> bool:
    """Whether the header is one line, with rows of its own width under it and no name left empty."""
    if len(head) < layout.header + 2:
        return False
    header, first = head[layout.header], head[layout.header + 1]
    named = all(cell.strip() for cell in header.cells) and len(header.cells) > 1
    return named and first.line == header.line + 1 and len(first.cells) == len(header.cells)


def _columns(asked: _Asked) -> list[Column]:
    """What is kept of the text. A number column has decimals when one of the first rows has."""
    roles: dict[int, Role] = {}
    for part in asked.layout.parts.values():
        roles[part.index] = "every" if "every" in (part.role, roles.get(part.index)) else part.role
    roles |= dict.fromkeys(asked.layout.looked, "every")
    for index in asked.layout.worded_in:
        roles.setdefault(index, "words")
    under = asked.head[asked.layout.header + 1 :]
    found = []
    for index, role in sorted(roles.items()):
        cells = [row.cells[index] for row in under if index < len(row.cells)]
        form = _form(cells) if role == "number" else "bare"
        mark = "," if form == "comma" else "."
        found.append(Column(index, role, asked.layout.begins, any(mark in cell for cell in cells), form))
    return found


def _form(cells: Sequence[str]) -> Form:
    """How the numbers of a column seem to be written, by its first cells. A wrong guess costs time, never a figure."""
    if any(_COMMA.fullmatch(cell) for cell in cells):
        return "comma"
    return "grouped" if any("," in cell for cell in cells) else "bare"


def _read(asked: _Asked, telling: _Telling) -> FileReport | None:
    """The rows that tell read plainly, then what they mean said of all rows."""
    for index in asked.layout.worded_in:
        worded = {cells[index] for cells in telling.rows.values() if asked.layout.worded(cells[index])}
        held = telling.cast.holding(index, worded) if worded else {}
        if held is None:
            return None
        telling.rows |= held
    try:
        report = asked.read(telling.rows)
        made = _sheet(asked, report, telling)
        if made is None:
            return None
        key = ("period_start", "period_end", *report.tables[0].table.cut.dimensions)
        twice = telling.cast.twice(made, key)
        if twice:
            telling.rows |= twice
            report = asked.read(telling.rows)
            made = _sheet(asked, report, telling)
    except Refused as refused:
        return refused_file(asked.container.path, refused.finding)
    return None if made is None else _whole(report, made, telling.cast)


def _sheet(asked: _Asked, report: FileReport, telling: _Telling) -> Sheet | None:
    """How the table's columns are made of the text's; None when the plain way must read the file whole."""
    wrong = [f for f in report.findings if f.severity is Severity.ERROR and f.code != "total.mismatch"]
    if wrong or len(report.tables) != 1 or any(f.code in ROW_BY_ROW for f in report.findings):
        return None
    table, first = report.tables[0].table, asked.header.line + 1
    kept = [line - first for line in table.row_numbers]
    if len(kept) != table.rows or table.rows_kept() != table.rows or not set(kept) <= set(telling.rows):
        return None
    columns, rows = {}, [telling.rows[row] for row in kept]
    for name, values in table.columns.items():
        part = asked.layout.parts.get(name)
        cells = [] if part is None else [row[part.index] for row in rows]
        taken = _constant(values) if part is None else _taken(part, cells, values, telling.columns[part.index])
        if taken is None:
            return None
        columns[name] = taken
    return Sheet(telling.path, columns, first, tuple(sorted(set(telling.rows) - set(kept))))


def _constant(values: Sequence[Value]) -> Taken | None:
    """A column that says the same on every row."""
    said = set(values)
    if len(said) != 1:
        return None
    (value,) = said
    if value is not None and not isinstance(value, str | date):
        return None
    return Taken("word" if isinstance(value, str) else "day", known={} if value is None else {"": value})


def _taken(part: Part, cells: Sequence[str], values: Sequence[Value], column: Column) -> Taken | None:
    """What each cell that was read means. None when it hangs on more than the cell itself."""
    known: dict[str, Value] = {}
    kind: Kind = part.kind
    for cell, value in zip(cells, values, strict=True):
        if known.setdefault(cell, value) != value:
            return None
    if part.role != "number":
        if kind == "day":
            return Taken(kind, None, f"c{part.index}", known)
        changed = {cell: value for cell, value in known.items() if (cell or None) != value}
        return Taken(kind, f"c{part.index}", f"c{part.index}", changed)
    numbers = {cell: _number(cell, column) for cell in known if cell}
    read = {cell: value for cell, value in known.items() if cell and numbers[cell] is None}
    same = all(known[cell] == (float(n) if kind == "float" else n) for cell, n in numbers.items() if n is not None)
    same = same and known.get("") is None and all(_fits(value) for value in read.values())
    return Taken(kind, f"n{part.index}", f"x{part.index}", read) if same else None


def _fits(value: Value) -> bool:
    """Whether a value is kept to its last digit where facts are kept."""
    if not isinstance(value, Decimal):
        return True
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -PLACES and abs(value) < LARGEST


def _number(cell: str, column: Column) -> Decimal | None:
    """A cell that a caster takes at once, as the number it takes it for; digits of other scripts are none."""
    bare = cell
    if column.form == "grouped":
        bare = cell.replace(",", "")
    elif column.form == "comma":
        bare = cell.replace(",", ".") if "." not in cell else ""
    if not bare.isascii() or not (_DECIMAL if column.decimals else _WHOLE).fullmatch(bare):
        return None
    if column.form == "grouped" and cell not in (
        bare,
        f"{int(bare.partition('.')[0]):,}{''.join(bare.partition('.')[1:])}",
    ):
        return None
    return Decimal(bare)


def _whole(report: FileReport, made: Sheet, cast: Cast) -> FileReport | None:
    """The report of all rows: their count, sums, and totals compared anew."""
    read, table = report.tables[0], report.tables[0].table
    sums = cast.sums(made, [measure.name for measure in table.measures])
    rows = cast.rows - len(made.left_out)
    checks = []
    for check in read.checks:
        told = sums[check.measure]
        stated = Decimal(str(check.facts["stated"]))
        places = max(told.places, check.places)
        checks.append(compared(check.measure, told.total or Decimal(0), rows - told.nulls, stated, places))
    if not all(check.within for check in checks):
        return None
    sheet = replace(
        made, totals={m: one.total for m, one in sums.items()}, nulls={m: one.nulls for m, one in sums.items()}
    )
    whole: Table = replace(table, columns={}, rows=rows, row_numbers=(), sheet=sheet)
    tables: tuple[ReadTable, ...] = (replace(read, table=whole, checks=tuple(checks)),)
    return replace(report, tables=tables, findings=tuple(f for f in report.findings if f.code != "total.mismatch"))

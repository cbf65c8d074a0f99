"""The plan as a workbook, or as one CSV file a sheet in an archive."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jalon.plan.sheets import Table
from jalon.plan.sheets.fields import One
from jalon.plan.sheets.forms import Cell, worded
from jalon.plan.sheets.guarding import guarded, guarded_in_csv
from jalon.wording import day, known, phrase

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ABOUT = "Jalon"
MARK = "jalon-plan/1"
"""First cell of the page that says which plan the sheets were made from."""
WIDEST, SPARE = 48, 40
"""Letters of a column's width; rows below the last one that have drop-downs too."""
STAMP = (1980, 1, 1, 0, 0, 0)
"""Date of every file inside an archive: the same plan is the same bytes."""


@dataclass(frozen=True, slots=True)
class About:
    """Where sheets come from: the company, the revision of the plan (0 when it is none), the day."""

    company: str
    revision: int
    day: date
    moment: datetime


def sheet_title(name: str, language: str) -> str:
    """What people call a sheet."""
    return phrase(f"sheet.name.{name}", language)


def column_title(header: str, language: str) -> str:
    """What people call a column; a dimension of the company's own is called as the plan does."""
    name, _, spoken = header.partition(".")
    key = f"sheet.column.{name}"
    said = phrase(key, language) if known(key, language) else name.replace("_", " ").capitalize()
    return f"{said} ({phrase(f'sheet.language.{spoken}', language)})" if spoken else said


def plan_workbook(tables: Sequence[Table], about: About, language: str) -> bytes:
    """A workbook with one sheet a kind of object: ids and choices as lists, days as days, shares as percentages."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(made, safe) as book:
        book.set_properties({"title": about.company, "created": about.moment})
        styles = _Styles(book)
        _about_page(book.add_worksheet(ABOUT), about, language, styles)
        titles = {table.sheet.name: sheet_title(table.sheet.name, language) for table in tables}
        for table in tables:
            _page(book.add_worksheet(titles[table.sheet.name]), table, tables, titles, language, styles)
    return made.getvalue()


class _Styles:
    """Formats of cells, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book, self._made = book, dict[str, Any]()
        self.header = book.add_format({"font_color": "#5b6770", "font_size": 9, "bg_color": "#eef1f0"})
        self.title = book.add_format({"bold": True, "bg_color": "#eef1f0", "bottom": 1, "text_wrap": True})
        self.text = book.add_format({"valign": "top", "text_wrap": True, "quote_prefix": True})
        self.plain = book.add_format({"valign": "top", "text_wrap": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})

    def number(self, value: Decimal, share: bool) -> Any:
        """As many digits as the number has; a share as a percentage."""
        shown = value * 100 if share else value
        places = min(max(-int(shown.normalize().as_tuple().exponent), 0), 6)
        form = ("0" if share else "#,##0") + ("." + "0" * places if places else "") + ("%" if share else "")
        if form not in self._made:
            self._made[form] = self._book.add_format({"num_format": form, "valign": "top"})
        return self._made[form]


def _about_page(sheet: Worksheet, about: About, language: str, styles: _Styles) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    rows: list[tuple[str, Cell]] = [
        (MARK, phrase("sheet.about", language, {"company": about.company, "day": day(about.day, language)})),
        ("revision", Decimal(about.revision)),
        *(("", phrase(f"sheet.about.{line}", language)) for line in ("first", "rows", "several", "kept", "back")),
    ]
    for number, (name, said) in enumerate(rows):
        sheet.write_string(number, 0, name, styles.header)
        _cell(sheet, number, 1, said, False, styles)


def _page(
    sheet: Worksheet,
    table: Table,
    tables: Sequence[Table],
    titles: Mapping[str, str],
    language: str,
    styles: _Styles,
) -> None:
    wide = dict.fromkeys(table.headers, 8)
    for at, header in enumerate(table.headers):
        sheet.write_string(0, at, header, styles.header)
        sheet.write_string(1, at, column_title(header, language), styles.title)
    for number, row in enumerate(table.rows, 2):
        for at, header in enumerate(table.headers):
            cell = row.cells.get(header)
            _cell(sheet, number, at, cell, header in row.shares, styles)
            wide[header] = max(wide[header], min(len(worded(cell)), WIDEST))
    for at, header in enumerate(table.headers):
        sheet.set_column(at, at, max(wide[header], min(len(column_title(header, language)), 18)) + 2)
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, max(len(table.rows) + 1, 2), len(table.headers) - 1)
    last = len(table.rows) + 1 + SPARE
    for at, source in _lists(table, tables, titles):
        # A word that is not in the list is allowed: what is wrong with it is said when the sheet is read.
        told = {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True}
        sheet.data_validation(2, at, last, at, told)


def _cell(sheet: Worksheet, row: int, at: int, cell: Cell, share: bool, styles: _Styles) -> None:
    """One cell; a text is never a formula, and a number that a workbook cannot hold exactly stays a text."""
    if isinstance(cell, bool):
        sheet.write_boolean(row, at, cell, styles.plain)
    elif isinstance(cell, Decimal) and Decimal(repr(float(cell))) == cell:
        sheet.write_number(row, at, float(cell), styles.number(cell, share))
    elif isinstance(cell, date):
        sheet.write_datetime(row, at, datetime(cell.year, cell.month, cell.day), styles.day)  # noqa: DTZ001  # a day
    elif cell is not None:
        text = worded(cell)
        sheet.write_string(row, at, text, styles.plain if guarded(text) == text else styles.text)


_HELD_BY = {
    "person": "people", "kra": "kras", "kpi": "kpis", "objective": "objectives", "budget_line": "budget",
    "kri": "kris", "milestone": "milestones", "action": "actions", "decision": "decisions",
}  # fmt: skip
"""Kind of object → the sheet whose first column lists its ids."""


def _lists(table: Table, tables: Sequence[Table], titles: Mapping[str, str]) -> Iterator[tuple[int, str | list[str]]]:
    """The columns that take one word of a list: choices of the format, ids of another sheet."""
    rows = {one.sheet.name: len(one.rows) for one in tables}
    columns = [one for one in table.sheet.fields if isinstance(one, One)]
    told = {one.header: one for one in columns}
    for at, header in enumerate(table.headers):
        field = told.get(header)
        kinds = ("kra",) if header == "kra" else field.refers if field else ()
        if field is not None and field.choices:
            yield at, list(field.choices)
        elif len(kinds) == 1 and _HELD_BY.get(kinds[0]) in rows:
            name = _HELD_BY[kinds[0]]
            title = titles[name].replace("'", "''")
            yield at, f"='{title}'!$A$3:$A${rows[name] + 2 + SPARE}"


def plan_csv(table: Table, language: str) -> bytes:
    """One sheet as CSV that a spreadsheet of that language opens: `;` and decimal commas in French."""
    mark, delimiter = (",", ";") if language == "fr" else (".", ",")
    made = io.StringIO(newline="")
    written = csv.writer(made, delimiter=delimiter, lineterminator="\r\n")
    written.writerow(table.headers)
    for row in table.rows:
        written.writerow([_text(row.cells.get(header), mark) for header in table.headers])
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def _text(cell: Cell, mark: str) -> str:
    if isinstance(cell, Decimal):
        return worded(cell).replace(".", mark)
    return guarded_in_csv(worded(cell)) if isinstance(cell, str) else worded(cell)


def plan_archive(tables: Sequence[Table], about: About, language: str) -> bytes:
    """Every sheet as CSV, in one archive, with the file that says which plan they were made from."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        head = f"{MARK}\r\nrevision,{about.revision}\r\n".encode()
        pages = [(ABOUT, head), *((sheet_title(one.sheet.name, language), plan_csv(one, language)) for one in tables)]
        for name, content in pages:
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", STAMP), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()

"""The plan as sheets: written for people who think in one, read back as changes of the plan in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from jalon.findings import Finding, Place, Severity
from jalon.plan.difference import PlanDifference, difference
from jalon.plan.document import Reading, read_plan
from jalon.plan.document.changing import inside, with_changes
from jalon.plan.document.writing import Data, content_of
from jalon.plan.lint import LintReport, lint
from jalon.plan.sheets import SHEETS, Decided, Filled, Sheet, laid, taken
from jalon.plan.sheets.filled import Page, called, filled
from jalon.plan.sheets.forms import Cell, Hand, worded
from jalon.plan.sheets.guarding import unguarded_in_csv
from jalon.plan.sheets.laying import languages_of, sheets_of
from jalon.plan.sheets.placing import Places
from jalon.records import plans
from jalon.records.workspaces import Workspace
from jalon.reports import plan_sheets
from jalon.reports.plan_sheets import About
from jalon.sources.reading.door import Door
from jalon.sources.reading.shape import CellPage
from jalon.wording import LANGUAGES

ENDINGS = ("xlsx", "zip", "csv")


def is_sheet(path: Path) -> bool:
    """Whether a file is the plan as a spreadsheet rather than as a document, by the end of its name."""
    return path.suffix.lower().removeprefix(".") in ENDINGS


def written(document: str, ending: str, revision: int, day: date, now: datetime, language: str, sheet: str) -> bytes:
    """A plan's document as a workbook (`xlsx`), an archive of CSV files (`zip`), or one sheet (`csv`)."""
    content = content_of(document)
    tables = laid(content)
    if ending == "csv":
        return plan_sheets.plan_csv(next(one for one in tables if one.sheet.name == sheet), language)
    about = About(_company(content, language), revision, day, now)
    make = plan_sheets.plan_archive if ending == "zip" else plan_sheets.plan_workbook
    return make(tables, about, language)


def _company(content: Data, language: str) -> str:
    name = inside(content, "company.name")
    said = name.get(language) or next(iter(name.values()), "") if isinstance(name, dict) else name
    return said if isinstance(said, str) else ""


@dataclass(frozen=True, slots=True)
class Merged:
    """A plan in force with what sheets say. `document` is None while a cell is not understood.

    `report` is the lint of the new document, its places told as cells where a cell says what is judged.
    """

    document: str | None
    findings: tuple[Finding, ...]
    reading: Reading | None = None
    report: LintReport | None = None
    changed: PlanDifference | None = None
    after: int = 0
    """The revision it was made of."""

    @property
    def sound(self) -> bool:
        """Whether the new document may be applied."""
        return self.document is not None and all(one.severity is not Severity.ERROR for one in self.every())

    def every(self) -> tuple[Finding, ...]:
        """What was noticed in the sheets, then what the lint says of the plan they make."""
        return (*self.findings, *(self.report.findings if self.report else ()))


def merged(path: Path, workspace: Workspace, door: Door, decided: Decided) -> Merged:
    """What a file of sheets makes of the plan in force. The file tells from which revision it was made."""
    last = plans.latest(workspace)
    if last is None:
        return Merged(None, (Finding("sheet.no_plan", Severity.ERROR, "plan", Place(path.name)),))
    pages = door.cells(path)
    if isinstance(pages, Finding):
        return Merged(None, (replace(pages, place=replace(pages.place, file=path.name)),))
    number = _revision(pages)
    made_from = plans.numbered(workspace, number) if number else last
    if made_from is None:
        return Merged(None, (Finding("sheet.revision", Severity.ERROR, "plan", Place(path.name), {"number": number}),))
    return replace(_merged(path.name, pages, last.document, made_from.document, decided), after=last.number)


def merged_into(document: str, path: Path, door: Door, decided: Decided) -> Merged:
    """What a file of sheets makes of a document that nobody has applied."""
    pages = door.cells(path)
    if isinstance(pages, Finding):
        return Merged(None, (replace(pages, place=replace(pages.place, file=path.name)),))
    return _merged(path.name, pages, document, document, decided)


def _merged(file: str, pages: Sequence[CellPage], now: str, base: str, decided: Decided) -> Merged:
    current = content_of(now)
    was = current if base == now else content_of(base)
    own, noticed = filled(
        [_page(page) for page in pages if page.name.removesuffix(".csv") != plan_sheets.ABOUT],
        sheets_of(was),
        languages_of(was),
        _names(),
        _titles(sheets_of(was), languages_of(was)),
        file,
    )
    found = taken(current, was, own, decided)
    findings = (*noticed, *found.findings)
    if any(one.severity is Severity.ERROR for one in findings):
        return Merged(None, findings)
    document = with_changes(now, found.changes) if found.changes else now
    reading = read_plan(document.encode(), file)
    before = read_plan(now.encode(), file).plan
    report = lint(reading, decided.day)
    places = Places(content_of(document), own)
    report = replace(report, findings=tuple(replace(one, place=places.of(one.place)) for one in report.findings))
    changed = difference(before, reading.plan) if before is not None and reading.plan is not None else None
    return Merged(document, findings, reading, report, changed)


def _revision(pages: Sequence[CellPage]) -> int:
    """The revision that the first page tells; 0 when there is none."""
    for page in pages:
        rows = [cells for _, cells in page.rows if cells]
        if rows and worded(rows[0][0]) == plan_sheets.MARK:
            told = next((cells[1] for cells in rows if worded(cells[0]) == "revision" and len(cells) > 1), "")
            return int(worded(told)) if worded(told).isdecimal() else 0
    return 0


def _page(page: CellPage) -> Page:
    """A page of cells as the plan reads it: texts without their guard, numbers by the mark of the file's language."""
    typed = page.delimiter is None
    hand = Hand(None if typed else "," if page.delimiter == ";" else ".")
    rows = [(n, [_cell(cell, typed) for cell in cells]) for n, cells in page.rows]
    name = page.name if typed else Path(page.name).name.removesuffix(".csv")
    return Page(name, rows, hand, page.merged)


def _cell(cell: str | Decimal, typed: bool) -> Cell:
    return cell if typed or isinstance(cell, Decimal) else unguarded_in_csv(cell)


def _names() -> dict[str, str]:
    """What people call each sheet, in every language → the sheet."""
    found = {called(name): name for name in SHEETS}
    return found | {called(plan_sheets.sheet_title(name, one)): name for name in SHEETS for one in LANGUAGES}


def _titles(every: Sequence[Sheet], languages: Sequence[str]) -> dict[str, frozenset[str]]:
    """What people call each column, in every language."""
    headers = {header for sheet in every for header in sheet.headers(languages)}
    return {
        header: frozenset(called(plan_sheets.column_title(header, language)) for language in LANGUAGES)
        for header in headers
    }


__all__ = ["Decided", "Filled", "Merged", "is_sheet", "merged", "merged_into", "written"]

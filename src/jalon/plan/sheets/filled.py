"""A sheet as somebody filled it: which one it is, its columns, its rows, where each cell stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from jalon.findings import Finding, Place, Severity
from jalon.plan.sheets.columns import Sheet
from jalon.plan.sheets.forms import Cell, Hand, worded

TYPED = Hand()
ENOUGH = 0.6
"""Share of a page's columns by which a sheet without a known name is recognised."""


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of a workbook, or a file: rows of cells with their numbers, as they were read."""

    name: str
    rows: Sequence[tuple[int, Sequence[Cell]]]
    hand: Hand = TYPED
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row and its number in the file."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Filled:
    """A page that is one of the sheets of the plan."""

    sheet: Sheet
    file: str
    columns: Mapping[str, int]
    rows: tuple[FilledRow, ...]
    hand: Hand

    @property
    def headers(self) -> frozenset[str]:
        """The columns that are there."""
        return frozenset(self.columns)

    def place(self, row: int | None, header: str | None, path: str | None = None) -> Place:
        """A cell, or the row or the sheet when there is none: `target (H12)`."""
        at = self.columns.get(header) if header else None
        column = header if at is None else f"{header} ({letters(at)}{row or 1})"
        return Place(self.file, row or 1, path, column)


def letters(column: int) -> str:
    """`0` is A, `26` is AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def filled(
    pages: Sequence[Page],
    sheets: Sequence[Sheet],
    languages: Sequence[str],
    names: Mapping[str, str],
    titles: Mapping[str, frozenset[str]],
    file: str,
) -> tuple[list[Filled], list[Finding]]:
    """The pages that are sheets of the plan. `names` tells a sheet by what people call it, `titles` a column."""
    found: dict[str, Filled] = {}
    findings: list[Finding] = []
    for page in pages:
        rows = [(number, cells) for number, cells in page.rows if any(worded(cell) for cell in cells)]
        place = Place(f"{file} [{page.name}]", rows[0][0] if rows else 1)
        sheet = _recognised(page, rows, sheets, languages, names)
        if sheet is None:
            continue
        if sheet.name in found:
            findings.append(Finding("sheet.same_sheet", Severity.ERROR, "plan", place, {"name": page.name}))
            continue
        if page.merged:
            findings.append(Finding("sheet.merged", Severity.ERROR, "plan", place, {"cells": ", ".join(page.merged)}))
            continue
        columns, wrong = _columns(rows[0][1], sheet, languages, place)
        findings += wrong
        under = rows[1:]
        if under and _is_titles(under[0][1], columns, titles):
            under = under[1:]
        found[sheet.name] = Filled(sheet, str(place.file), columns, tuple(_rows(under, columns)), page.hand)
    if not found:
        findings.append(Finding("sheet.none", Severity.ERROR, "plan", Place(file, None)))
    return list(found.values()), findings


def _recognised(
    page: Page,
    rows: Sequence[tuple[int, Sequence[Cell]]],
    sheets: Sequence[Sheet],
    languages: Sequence[str],
    names: Mapping[str, str],
) -> Sheet | None:
    """By the name of the page, else by its columns."""
    if not rows:
        return None
    told = names.get(called(page.name))
    headers = {called(worded(cell)) for cell in rows[0][1]} - {""}
    by_name = next((one for one in sheets if one.name == told), None)
    if by_name is not None:
        return by_name
    fits = [(len(headers & {called(one) for one in sheet.headers(languages)}), sheet) for sheet in sheets]
    most, best = max(fits, key=lambda pair: pair[0])
    close = [sheet for shared, sheet in fits if shared == most]
    return best if len(close) == 1 and most > 1 and most >= ENOUGH * len(headers) else None


def called(name: str) -> str:
    """A name as people may write it: case and blanks aside."""
    return " ".join(name.casefold().split())


def _columns(
    header: Sequence[Cell], sheet: Sheet, languages: Sequence[str], place: Place
) -> tuple[dict[str, int], list[Finding]]:
    """The known columns; one of another name is told, and not read."""
    known = {called(one): one for one in sheet.headers(languages)}
    columns: dict[str, int] = {}
    findings = []
    for at, cell in enumerate(header):
        name = called(worded(cell))
        if not name:
            continue
        where = Place(place.file, place.line, None, f"{worded(cell)} ({letters(at)}{place.line})")
        if name not in known:
            near = get_close_matches(name, list(known), n=1, cutoff=0.7)
            details = {"column": worded(cell), "near": known[near[0]] if near else None}
            findings.append(Finding("sheet.unknown_column", Severity.WARNING, "plan", where, details))
        elif known[name] in columns:
            findings.append(Finding("sheet.same_column", Severity.ERROR, "plan", where, {"column": worded(cell)}))
        else:
            columns[known[name]] = at
    return columns, findings


def _is_titles(cells: Sequence[Cell], columns: Mapping[str, int], titles: Mapping[str, frozenset[str]]) -> bool:
    """The row of titles for people: every cell of it says what its column is called."""
    told = [(header, worded(cells[at]) if at < len(cells) else "") for header, at in columns.items()]
    return all(called(text) in titles.get(header, ()) for header, text in told if text) and any(t for _, t in told)


def _rows(rows: Sequence[tuple[int, Sequence[Cell]]], columns: Mapping[str, int]) -> list[FilledRow]:
    found = []
    for number, cells in rows:
        named = {header: cells[at] if at < len(cells) else None for header, at in columns.items()}
        if any(worded(cell) for cell in named.values()):
            found.append(FilledRow(number, named))
    return found

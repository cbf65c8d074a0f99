"""Laws of the plan as tables: laid out and taken back it is the same, and what a cell says is what the plan says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.test_plan_laws import NAMES, TRICKY, WORDS

from jalon.plan.document.changing import applied, with_changes
from jalon.plan.document.writing import Data, content_of
from jalon.plan.sheets import Decided, Table, Taken, laid, taken
from jalon.plan.sheets.fields import cells_of
from jalon.plan.sheets.filled import Filled, FilledRow, Page, filled
from jalon.plan.sheets.forms import Cell, Day, Form, Hand, Named, Number, NumberOrPair, Things, Truth, Word, Words, same
from jalon.plan.sheets.laying import languages_of, sheets_of

DECIDED = Decided("claire", "Revue de rentrée", date(2026, 10, 15))


@cache
def sample() -> str:
    return files("jalon.demo").joinpath("plan.yaml").read_text("utf-8")


@cache
def said() -> Data:
    return content_of(sample())


def pages(tables: Sequence[Table]) -> list[Page]:
    """Tables as a file would hold them."""
    return [
        Page(
            one.sheet.name,
            [(1, one.headers), *((n, [row.cells.get(h) for h in one.headers]) for n, row in enumerate(one.rows, 2))],
        )
        for one in tables
    ]


def read(content: Data, found: list[Page]) -> list[Filled]:
    names = {one.name: one.name for one in sheets_of(content)}
    known, findings = filled(found, sheets_of(content), languages_of(content), names, {}, "plan.xlsx")
    assert findings == []
    return known


def back(content: Data, sheets: list[Filled]) -> Taken:
    return taken(content, content, sheets, DECIDED)


def test_a_plan_laid_out_and_taken_back_changes_nothing() -> None:
    found = back(said(), read(said(), pages(laid(said()))))
    assert (found.findings, bool(found.changes)) == ((), False)


def test_every_value_of_the_sample_that_a_sheet_is_made_for_is_shown() -> None:
    """An empty cell stands for a field that is not written, and for nothing else."""
    for table in laid(said()):
        for field in table.sheet.fields:
            shown = [
                row for row in table.rows if any(row.cells.get(h) is not None for h in field.headers(("fr", "en")))
            ]
            written = [one for one in _fields(table, field.at) if one is not None]
            assert len(shown) == len(written), (table.sheet.name, field.at)


def _fields(table: Table, at: str) -> list[Data]:
    from jalon.plan.document.changing import inside
    from jalon.plan.sheets.laying import aimed, standing

    if at.startswith("#"):
        months = inside(said(), f"budget.seasonality.{at[1:]}")
        return [months]
    found = []
    for one in standing(said(), table.sheet):
        shown = one.said if table.sheet.aims is None else aimed(one.said, table.sheet.aims)
        found.append(inside(shown, at) if at else shown)
    total = [inside(said(), "budget.total")] if (table.sheet.name, at) == ("budget", "amount") else []
    return [*found, *total]


FORMS: list[tuple[Form, st.SearchStrategy[object]]] = [
    (Word(), WORDS | TRICKY),
    (Number(), st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6)),
    (Day(), st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(date.isoformat)),
    (Truth(), st.booleans()),
    (Words(), st.lists(WORDS | TRICKY, min_size=1, max_size=4)),
    (Named(), st.dictionaries(NAMES, WORDS | TRICKY | st.lists(WORDS, min_size=1, max_size=3), max_size=3)),
    (Named(word=True), NAMES | st.dictionaries(NAMES, NAMES, min_size=1, max_size=2)),
    (Things(word=True), st.lists(NAMES | st.dictionaries(NAMES, WORDS | TRICKY, min_size=1), min_size=1, max_size=3)),
    (NumberOrPair(), st.lists(st.decimals(-99, 99, places=4), min_size=2, max_size=2)),
]


@pytest.mark.parametrize(("form", "values"), FORMS, ids=[type(form).__name__ for form, _ in FORMS])
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_cell_says_what_was_put_into_it(form: Form, values: st.SearchStrategy[Data], data: st.DataObject) -> None:
    from jalon.plan.sheets.fields import One

    value = data.draw(values)
    cell = cells_of(One("it", "it", form), value, ("fr",))["it"]
    if cell is not None:
        assert same(form.meant(cell, Hand()), value)
        typed = isinstance(cell, str)
        assert typed or same(form.meant(_by_hand(cell, ","), Hand(",")), value)
        assert typed or same(form.meant(_by_hand(cell, "."), Hand(".")), value)


def _by_hand(cell: Cell, mark: str) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", mark)
    return cell.isoformat() if isinstance(cell, date) else str(cell).lower()


NEW: dict[str, st.SearchStrategy[Cell]] = {
    "name": WORDS,
    "mission": WORDS,
    "baseline": st.decimals(-(10**6), 10**6, places=2),
    "target": st.decimals(-(10**6), 10**6, places=2),
    "due": st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    "start": st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    "owner": st.sampled_from(["claire", "theo", "nora", None]),
    "kra": st.sampled_from(["K_seo", "K_sea", "K_crm"]),
    "serves": st.sampled_from(["O1; O2", "O3", None]),
    "filter": st.sampled_from(["business: b2b", "channel: [sea, sma], business: b2c", None]),
    "params": st.sampled_from(["age_months: 6", None]),
    "limits": st.sampled_from(["Pas la marque; Pas le prix [K_crm]", None]),
    "guardrail": st.sampled_from(["cpl", "kpi: csat, not_below: 0.9", None]),
    "touches": st.sampled_from(["channel: seo; asset: [blog, video], business: b2b", None]),
    "ground": st.just("channel"),
    "values": st.sampled_from(["seo", "seo; sea", "*"]),
    "goal": st.sampled_from(["leads", "leads; sales", None]),
    "appetite": st.sampled_from([Decimal("0.2"), "0.1; 0.3", None]),
    "target_low": st.just(None),
    "response_amber": WORDS,
    "amount": st.decimals(0, 10**6, places=0),
    "jan": st.decimals(0, 1, places=2),
}


SHEETS = tuple(one.name for one in sheets_of(said()))
FIXED = frozenset(("kras", "territories", "budget"))
"""Sheets whose rows the law leaves: areas hold what other sheets show, claims and months have no id of their own."""


@st.composite
def edited(draw: st.DrawFn) -> dict[str, list[tuple[str, int, str, Cell]]]:
    """What somebody does in the sample's sheets: a sheet with no work is still there, one not named is not."""
    found: dict[str, list[tuple[str, int, str, Cell]]] = {}
    for name in draw(st.lists(st.sampled_from(SHEETS), min_size=1, max_size=4, unique=True)):
        headers = [one for one in tables()[name].headers if one in NEW]
        work = found.setdefault(name, [])
        for _ in range(draw(st.integers(0, 3)) if headers else 0):
            header = draw(st.sampled_from(headers))
            work.append(("put", draw(st.integers(1, 60)), header, draw(NEW[header])))
        if name not in FIXED and draw(st.booleans()):
            work.append(("gone", draw(st.integers(1, 60)), "", None))
        if name not in FIXED and draw(st.booleans()):
            work += [("new", 0, header, draw(NEW[header])) for header in headers]
    return found


@cache
def tables() -> dict[str, Table]:
    return {one.sheet.name: one for one in laid(said())}


def worked(work: dict[str, list[tuple[str, int, str, Cell]]]) -> list[Page]:
    """The sheets as they are after that work."""
    found = []
    for page in pages([tables()[name] for name in work]):
        headers = [str(cell) for cell in page.rows[0][1]]
        rows = [list(cells) for _, cells in page.rows[1:]]
        fresh: list[Cell] = ["fresh_one", *[None] * (len(headers) - 1)]
        for what, at, header, cell in work[page.name]:
            row = rows[at % len(rows)]
            if what == "put" and (header == "jan") == (row[0] == "*"):
                row[headers.index(header)] = cell
                if header == "limits":
                    row[headers.index("limits.en")] = None
            elif what == "gone":
                rows.remove(row)
            elif what == "new":
                fresh[headers.index(header)] = cell
        rows += [fresh] if any(one for one in fresh[1:]) else []
        found.append(Page(page.name, [(1, headers), *enumerate(map(tuple, rows), 2)]))
    return found


@settings(max_examples=25, deadline=None)
@given(edited())
def test_what_a_sheet_says_is_what_the_plan_says_then(work: dict[str, list[tuple[str, int, str, Cell]]]) -> None:
    """Sheet → plan → sheet: each cell comes back; whatever no sheet shows is as it was."""
    sheets = read(said(), worked(work))
    found = back(said(), sheets)
    assert [one.code for one in found.findings] == []
    after = applied(said(), found.changes)
    again = {table.sheet.name: table for table in laid(after)}
    for sheet in sheets:
        table = again[sheet.sheet.name]
        for row, shown in zip(_ordered(sheet), _ordered_rows(table), strict=True):
            for field in sheet.sheet.fields:
                wanted = {h: row.cells.get(h) for h in field.headers(("fr", "en"))}
                got = {h: shown.get(h) for h in field.headers(("fr", "en"))}
                meant = [field.meant(cells, None, ("fr", "en"), Hand()) for cells in (wanted, got)]
                assert same(meant[0], meant[1]), (sheet.sheet.name, field.at, wanted, got)
    assert _hidden(after) == _hidden(said())


def _ordered(sheet: Filled) -> list[FilledRow]:
    key = "id" if "id" in sheet.headers else "kra"
    return sorted(sheet.rows, key=lambda row: str(row.cells.get(key)))


def _ordered_rows(table: Table) -> list[dict[str, Cell]]:
    key = "id" if "id" in table.headers else "kra"
    return sorted((dict(row.cells) for row in table.rows), key=lambda cells: str(cells.get(key)))


def _hidden(content: Data) -> dict[str, Data]:
    assert isinstance(content, dict)
    shown = {"people", "objectives", "kras", "overlap_rules", "actions", "milestones", "decisions", "budget", "sources"}
    return {name: inner for name, inner in content.items() if name not in shown}


@settings(max_examples=3, deadline=None)
@given(edited())
def test_the_document_keeps_every_comment_that_a_sheet_does_not_show(
    work: dict[str, list[tuple[str, int, str, Cell]]],
) -> None:
    found = back(said(), read(said(), worked(work)))
    after = with_changes(sample(), found.changes)
    assert content_of(after) == applied(said(), found.changes)
    before = {line.strip() for line in sample().splitlines() if line.lstrip().startswith("#")}
    assert before <= {line.strip() for line in after.splitlines()}

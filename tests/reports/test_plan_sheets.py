"""The plan as files: a workbook and CSV files that give back what was put into them, and run nothing."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.plan.document.writing import content_of
from jalon.plan.sheets import Table, laid
from jalon.plan.sheets.forms import Cell, Hand, Number, plain, worded
from jalon.plan.sheets.guarding import guarded, guarded_in_csv, unguarded, unguarded_in_csv
from jalon.plan.sheets.laying import Row
from jalon.reports.plan_sheets import About, plan_archive, plan_csv, plan_workbook
from jalon.sources.reading.container import opened
from jalon.sources.reading.pages import cell_pages
from jalon.sources.reading.shape import CellPage

SOUND = (Path(__file__).parents[1] / "plan" / "sound.yaml").read_text("utf-8")
ABOUT = About("Savonnerie du Port", 7, date(2027, 6, 15), datetime(2027, 6, 15, 8, tzinfo=UTC))
TABLES = laid(content_of(SOUND))


def pages(folder: Path, content: bytes, ending: str) -> dict[str, CellPage]:
    path = folder / f"plan.{ending}"
    path.write_bytes(content)
    return {page.name.removesuffix(".csv"): page for page in cell_pages(opened(path))}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_same_plan_is_the_same_file(language: str) -> None:
    assert plan_archive(TABLES, ABOUT, language) == plan_archive(TABLES, ABOUT, language)
    assert plan_csv(TABLES[0], language) == plan_csv(TABLES[0], language)


def test_a_workbook_has_a_page_that_says_what_it_is_and_a_sheet_a_kind_of_object(tmp_path: Path) -> None:
    found = pages(tmp_path, plan_workbook(TABLES, ABOUT, "fr"), "xlsx")
    assert list(found) == [
        "Jalon", "Personnes", "Objectifs", "KRA", "Périmètres", "Règles de partage", "KPI", "KRI", "Actions", "Jalons",
        "Décisions", "Budget", "Sources",
    ]  # fmt: skip
    assert found["Jalon"].rows[1][1][:2] == ["revision", Decimal(7)]
    assert found["KPI"].rows[0][1][:3] == ["id", "kra", "use"]
    assert found["KPI"].rows[1][1][:3] == ["Identifiant", "KRA", "Du catalogue"]


def test_choices_and_ids_are_lists_and_days_and_shares_look_as_such() -> None:
    with zipfile.ZipFile(io.BytesIO(plan_workbook(TABLES, ABOUT, "fr"))) as book:
        kpis, styles = book.read("xl/worksheets/sheet7.xml").decode(), book.read("xl/styles.xml").decode()
    assert "<formula1>'KRA'!$A$3:$A$45</formula1>" in kpis
    assert '"linear,seasonal,s_curve,step,flat"' in kpis
    assert "<f>" not in kpis, "no cell is a formula"
    assert all(form in styles for form in ('formatCode="yyyy-mm-dd"', 'formatCode="0.0%"'))


HOSTILE = ["=1+1", "+33", "-x", "@a", "\t=1", "'=1", "''-1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_looks_like_a_formula_is_text_everywhere_and_comes_back(tmp_path: Path, text: str) -> None:
    table = one_table([text])
    csv_text = plan_csv(table, "fr").decode("utf-8-sig").splitlines()[1].split(";")[1]
    assert csv_text.strip('"')[0] == "'"
    (page,) = pages(tmp_path, plan_csv(table, "fr"), "csv").values()
    assert unguarded_in_csv(str(page.rows[1][1][1])) == plain(text)
    book = plan_workbook([table], ABOUT, "fr")
    assert pages(tmp_path, book, "xlsx")["Personnes"].rows[2][1][1] == plain(text)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet2.xml")


def one_table(cells: list[Cell]) -> Table:
    """The sheet of people with these names."""
    people = next(one for one in TABLES if one.sheet.name == "people")
    rows = tuple(Row(f"p{n}", {"id": f"p{n}", "name": cell}) for n, cell in enumerate(cells))
    return Table(people.sheet, ("id", "name"), rows)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\ufeff"), max_size=30)
NUMBERS = st.decimals(-(10**20), 10**20, allow_nan=False, places=6) | st.decimals(-1, 1, places=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS | st.sampled_from(["_x0041_", "a\nb", "1e5", "TRUE", "2027-01-01", "0123"]), max_size=6))
def test_every_text_comes_back_from_every_kind_of_file(texts: list[str]) -> None:
    from tempfile import TemporaryDirectory

    wanted = [plain(text) for text in texts]
    table = one_table(list(wanted))
    with TemporaryDirectory() as folder:
        book = pages(Path(folder), plan_workbook([table], ABOUT, "en"), "xlsx")["People"].rows[2:]
        (file,) = pages(Path(folder), plan_csv(table, "fr"), "csv").values()
    assert [worded(cells[1]) for _, cells in book] == wanted
    assert [worded(unguarded_in_csv(str(cells[1]))) for _, cells in file.rows[1:]] == wanted


@settings(max_examples=40, deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_every_number_comes_back_exactly_from_every_kind_of_file(numbers: list[Decimal]) -> None:
    from tempfile import TemporaryDirectory

    table = one_table(list(numbers))
    with TemporaryDirectory() as folder:
        book = pages(Path(folder), plan_workbook([table], ABOUT, "fr"), "xlsx")["Personnes"].rows[2:]
        (french,) = pages(Path(folder), plan_csv(table, "fr"), "csv").values()
        (english,) = pages(Path(folder), plan_csv(table, "en"), "csv").values()
    assert [Number().meant(cells[1], Hand()) for _, cells in book] == numbers
    for file, mark in ((french, ","), (english, ".")):
        assert [Number().meant(str(cells[1]), Hand(mark)) for _, cells in file.rows[1:]] == numbers


@given(st.text(max_size=20) | st.text("'=+-@;,\t\n \"\ufeff＝ax1", max_size=12))
def test_what_is_guarded_is_given_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unguarded_in_csv(guarded_in_csv(text)) == text
    assert guarded(text)[:1] not in tuple("=+-@\t\r\n\0")

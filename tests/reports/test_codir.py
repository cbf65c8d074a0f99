"""The board page: one object, five forms, and no number that travels alone."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from tests.reports.conftest import GOAL
from tests.web.steered import steered

from jalon.reports.codir.drawn import alone
from jalon.reports.codir.forms import FORMS
from jalon.reports.codir.page import Page
from jalon.routines import reporting

needs_reports = pytest.mark.skipif(find_spec("pptx") is None, reason="no python-pptx: `pip install jalon[reports]`")


def has_pango() -> bool:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def test_no_number_travels_without_owner_target_odds_risk_action_and_link(page: Page) -> None:
    assert [one.id for one in page.goals] == ["O1", "O2", "O3"]
    for one in page.goals:
        assert one.owner == "Dan"
        assert "–" not in (one.target, one.odds)
        assert one.risk
        assert one.action
        assert one.link == f"https://jalon.example/objective/{one.id}"
    assert "80%: 120 to 140" in page.goals[1].between


def test_the_page_opens_with_what_is_the_matter(page: Page) -> None:
    assert page.title.startswith("2 objectives of 3 are at risk of missing")


def test_a_page_is_frozen_and_comes_back_as_it_was(page: Page) -> None:
    assert Page.of(page.as_document()) == page


def test_what_people_wrote_is_never_markup(page: Page) -> None:
    hostile = replace(page, company="<script>alert(1)</script>", goals=(replace(page.goals[0], name="<b>x</b>"),))
    shown = alone(hostile)
    assert "<script" not in shown
    assert "<b>x" not in shown


def test_a_file_asks_nothing_outside(page: Page) -> None:
    shown = alone(page)
    assert "src=" not in shown
    assert "url(" not in shown
    assert "<link" not in shown


def test_odds_are_numbers_of_the_workbook(page: Page) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(FORMS["xlsx"].make(page)))
    odds = [row[7].value for row in book["Objectives"].iter_rows(min_row=2)]
    assert odds == [0.2, 0.2, 0.8]


@needs_reports
def test_the_slide_is_one_with_native_tables_a_native_chart_and_its_links(page: Page) -> None:
    from pptx import Presentation

    content = FORMS["pptx"].make(page)
    (slide,) = Presentation(io.BytesIO(content)).slides
    assert sum(shape.has_table for shape in slide.shapes) >= 1
    (chart,) = [shape for shape in slide.shapes if shape.has_chart]
    assert list(chart.chart.plots[0].series[0].values) == [0.8, 0.2, 0.2]
    inside = zipfile.ZipFile(io.BytesIO(content))
    links = inside.read("ppt/slides/_rels/slide1.xml.rels").decode()
    assert all(one.link in links for one in page.goals)
    right = [shape.left + shape.width for shape in slide.shapes]
    assert max(right) <= Presentation(io.BytesIO(content)).slide_width


@pytest.mark.skipif(not has_pango(), reason="no WeasyPrint or no Pango: `scripts/ensure_pango`")
def test_the_pdf_is_one_tagged_sheet_in_its_language_with_a_picture_of_it(
    page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    import pypdfium2

    caplog.set_level(logging.WARNING)
    content = FORMS["pdf"].make(page)
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 1
    width, height = document[0].get_size()
    assert width > height
    text = document[0].get_textpage().get_text_range()
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
    assert document.get_metadata_value("Title")
    document.close()
    assert "Dan" in text
    assert [one.message for one in caplog.records if one.name == "weasyprint"] == []
    assert FORMS["png"].make(page).startswith(b"\x89PNG")


@pytest.mark.skipif(not has_pango(), reason="no WeasyPrint or no Pango: `scripts/ensure_pango`")
def test_the_pdf_is_read_aloud_in_order_with_every_sign_in_words(page: Page) -> None:
    """What PDF/UA asks that a machine can tell: title shown, language, one first heading, cells headed, signs said."""
    import re

    import pypdfium2

    content = FORMS["pdf"].make(replace(page, language="fr"))
    assert any(b"pdfuaid" in one for one in _streams(content)), "it says which standard it keeps"
    document = pypdfium2.PdfDocument(content)
    found = list(_elements(document))
    kinds = [kind for kind, _ in found]
    assert kinds.count("H1") == 1
    assert kinds.index("H1") < kinds.index("H2") < kinds.index("Table")
    assert kinds.count("Table") == 1 + bool(page.asks)
    assert kinds.count("TH") >= 7 + len(page.goals), "the columns and each objective head their cells"
    signs = [said for kind, said in found if kind == "Figure"]
    assert len(signs) >= len(page.goals)
    assert [said for said in signs if not re.search(r"\w", said)] == []
    assert any("20\u00a0%" in said for said in signs), "ten pickets are said as a share"
    document.close()


def _streams(content: bytes) -> Iterator[bytes]:
    import re
    import zlib

    for one in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            yield zlib.decompress(one)
        except zlib.error:
            yield one


def _elements(document: Any) -> Iterator[tuple[str, str]]:
    """Kind and words of each element of the first page, in the order in which it is read."""
    import ctypes

    from pypdfium2 import raw

    def told(ask: Callable[..., int], element: object) -> str:
        room = ctypes.create_string_buffer(512)
        size = ask(element, room, 512)
        return room.raw[: max(size - 2, 0)].decode("utf-16-le")

    def walk(element: object) -> Iterator[tuple[str, str]]:
        yield told(raw.FPDF_StructElement_GetType, element), told(raw.FPDF_StructElement_GetAltText, element)
        for at in range(raw.FPDF_StructElement_CountChildren(element)):
            inner = raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if inner:
                yield from walk(inner)

    first = document[0]
    tree = raw.FPDF_StructTree_GetForPage(first.raw)
    for at in range(raw.FPDF_StructTree_CountChildren(tree)):
        yield from walk(raw.FPDF_StructTree_GetChildAtIndex(tree, at))
    raw.FPDF_StructTree_Close(tree)
    first.close()


@needs_reports
def test_each_shape_of_the_slide_has_a_name_its_data_a_description_its_texts_a_language(page: Page) -> None:
    from pptx import Presentation

    (slide,) = Presentation(io.BytesIO(FORMS["pptx"].make(page))).slides
    assert slide.shapes[0] == slide.shapes.title, "the title is read first"
    data = [shape for shape in slide.shapes if shape.has_table or shape.has_chart]
    told = [shape._element.nvGraphicFramePr.cNvPr for shape in data]
    assert all(one.get("descr") and one.get("title") for one in told)
    assert all(shape.table.first_row for shape in data if shape.has_table)
    xml = slide._element.xml
    assert xml.count("<a:r>") == xml.count('lang="en-GB"')


def test_an_objective_without_owner_or_target_keeps_the_page_in(tmp_path: Path) -> None:
    made = steered(tmp_path, {"O1": {**GOAL, "owner": None}, "O2": {**GOAL, "target": None}})
    with pytest.raises(reporting.Incomplete) as fault:
        reporting.codir_page(made, "", "fr")
    assert fault.value.lacking == [("O1", "owner"), ("O2", "target")]

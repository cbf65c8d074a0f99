"""A workbook is an archive from outside: what it claims is checked before anything lays it out in memory."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.sources.files import TABLE, codes, read, totals


def workbook(*rows: tuple[object, ...]) -> bytes:
    made = io.BytesIO()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(made)
    return made.getvalue()


def rewritten(content: bytes, member: str, text: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            after.writestr(info.filename, text if info.filename == member else before.read(info.filename))
    return made.getvalue()


HEAD = ("day", "currency", "channel", "orders", "revenue")


def test_a_number_of_a_workbook_keeps_its_point_beside_cells_written_with_a_comma(tmp_path: Path) -> None:
    rows = (("2026-10-01", "EUR", "seo", 41, 12480.5), ("2026-10-01", "EUR", "sea", 27, "7310,25"))
    report = read(tmp_path, "csv_orders.xlsx", workbook(HEAD, *rows))
    assert totals(report)["csv_orders/table/day/channel"]["revenue"] == Decimal("19790.75")


def test_a_sheet_that_spans_more_than_a_memory_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "day")
        sheet.write(1_048_575, 1_900, 1)
    report = read(tmp_path, "far.xlsx", path.read_bytes())
    assert (report.status, codes(report)) == ("refused", ["archive.bomb"])


def test_a_sheet_of_too_many_columns_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 16_383, "day")
    assert codes(read(tmp_path, "wide.xlsx", path.read_bytes())) == ["file.too_wide"]


def test_a_document_type_in_any_part_of_a_workbook_is_refused(tmp_path: Path) -> None:
    evil = b'<?xml version="1.0"?>' + b" " * 9000 + b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    content = rewritten(workbook(HEAD), "xl/workbook.xml", evil)
    assert codes(read(tmp_path, "dtd.xlsx", content)) == ["xml.forbidden"]


def test_a_csv_named_xlsx_is_read_and_said(tmp_path: Path) -> None:
    report = read(tmp_path, "csv_orders.xlsx", TABLE)
    assert report.importable
    assert "container.mismatch" in codes(report)


def test_words_named_xlsx_are_refused_for_what_they_are(tmp_path: Path) -> None:
    report = read(tmp_path, "notes.xlsx", "just some words\nand others\n")
    assert (report.status, codes(report)) == ("refused", ["container.mismatch"])


def test_a_refused_file_still_says_which_bytes_it_was(tmp_path: Path) -> None:
    report = read(tmp_path, "x.csv", b"%PDF-1.7\n")
    assert report.sha256 is not None
    assert len(report.sha256) == 64


def test_a_line_of_a_million_separators_is_refused_before_it_is_cut(tmp_path: Path) -> None:
    assert codes(read(tmp_path, "wide.csv", b"day" + b"," * 3_000_000 + b"\n")) == ["file.too_wide"]

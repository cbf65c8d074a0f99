"""Workbooks that mean harm: document types, sheets without end, parts that are missing or too many, broken cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from random import Random

import xlsxwriter

from tests.sources.hostile.made import Made, archive

HEAD = ("day", "currency", "channel", "orders", "revenue")
ROWS: list[tuple[object, ...]] = [
    ("2026-10-01", "EUR", "seo", 41, 12480.5),
    ("2026-10-01", "EUR", "sea", 27, 7310),
    ("2026-10-02", "EUR", "seo", 39, 11902.25),
]
NAME = "csv_orders-october.xlsx"
SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook of one sheet."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(2026, 10, 1, tzinfo=UTC)})
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, list(row))
    return made.getvalue()


@cache
def parts() -> dict[str, bytes]:
    """The parts of a good house table as a workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook([HEAD, *ROWS]))) as book:
        return {name: book.read(name) for name in book.namelist()}


def packed(changed: dict[str, bytes | None], level: int = 6) -> bytes:
    """The good workbook with some parts replaced, added or (None) left out."""
    kept = {**parts(), **changed}
    return archive([(name, content) for name, content in kept.items() if content is not None], level)


def sheet(data: str, before: str = "", after: str = "") -> bytes:
    """A sheet of that data."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    inside = f"<sheetData>{data}</sheetData>{after}"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}">{inside}</worksheet>'.encode()


def document_type(rng: Random) -> Made:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, rng.randrange(4, 12)))
    evil = rng.choice(
        [
            f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{laughs}]>',
            '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/evil.dtd">',
            '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///dev/random"> %p;]>',
            "<!DOCTYPE a [<!ENTITY b '" + "x" * 100_000 + "'>]>",
        ]
    )
    part = rng.choice(
        [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels"]
    )
    whole = parts()[part]
    end = whole.index(b"?>") + 2
    text = whole[:end] + b" " * rng.randrange(0, 9000) + evil.encode() + whole[end:]
    if rng.random() < 0.3:
        text = b"\xff\xfe" + text.decode().encode("utf-16-le")
    return Made(NAME, packed({part: text}), ("xml.forbidden",))


def sheet_without_end(rng: Random) -> Made:
    row, column = rng.choice([(1_048_576, "XFD"), (1_048_576, "BZZ"), (900_000, "ZZ"), (1, "XFD"), (999_999_999, "AA")])
    cell = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>'
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return Made(NAME, packed({SHEET: sheet(first + cell)}), ("archive.bomb", "file.too_wide", "container.damaged"))


def number_of_a_row_beyond_any_machine(rng: Random) -> Made:
    row = rng.choice(["4294967296", "18446744073709551616", "9" * 400, "0", "-1", "1e9", "٣"])
    data = f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>'
    codes = ("archive.bomb", "container.damaged", "format.unknown", "container.mismatch")
    return Made(NAME, packed({SHEET: sheet(data)}), codes)


def sheet_that_unpacks_without_end(rng: Random) -> Made:
    row = '<row><c t="inlineStr"><is><t>a</t></is></c></row>'
    data = row * rng.randrange(300_000, 500_000)
    return Made(NAME, packed({SHEET: sheet(data)}, 9), ("archive.bomb", "format.unknown"))


def one_sheet_a_thousand_times(rng: Random) -> Made:
    many = rng.randrange(1000, 20_000)
    listed = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, many))
    book = parts()["xl/workbook.xml"].decode()
    start, end = book.index("<sheets>") + 8, book.index("</sheets>")
    row = '<row r="1">' + "".join(f'<c r="A{n}"><v>{n}</v></c>' for n in range(1, 2000)) + "</row>"
    return Made(
        NAME,
        packed({"xl/workbook.xml": (book[:start] + listed + book[end:]).encode(), SHEET: sheet(row)}),
        ("archive.bomb", "container.damaged"),
    )


def tags_without_end(rng: Random) -> Made:
    data = rng.choice(["<c ", "<row ", '<c r="', "<c r=A", "<row\tr ="]) * rng.randrange(200_000, 700_000)
    return Made(NAME, packed({SHEET: sheet(data)}, 1), ("container.damaged", "format.unknown", "archive.bomb"))


def tags_in_tags(rng: Random) -> Made:
    deep = rng.randrange(10_000, 400_000)
    data = "<a>" * deep + "</a>" * deep
    return Made(NAME, packed({SHEET: sheet(data)}, 1), ("container.damaged", "format.unknown", "archive.bomb"))


def macros(rng: Random) -> Made:
    name = rng.choice(["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/activeX/activeX1.bin"])
    return Made(rng.choice([NAME, "orders.xlsm"]), packed({name: rng.randbytes(500)}), ("container.unsupported",))


def binary_workbook(rng: Random) -> Made:
    return Made("orders.xlsb", packed({"xl/workbook.bin": rng.randbytes(300)}), ("container.unsupported",))


def part_missing(rng: Random) -> Made:
    part = rng.choice([SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
    return Made(NAME, packed({part: None}), ("container.damaged", "format.unknown", "container.mismatch"))


def part_cut(rng: Random) -> Made:
    part = rng.choice([SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
    whole = parts()[part]
    start = {SHEET: whole.find(b"<sheetData>"), "xl/workbook.xml": 60}.get(part, 40)
    cut = whole[: rng.randrange(start, len(whole) * 2 // 3)]
    return Made(
        NAME, packed({part: cut}), ("container.damaged", "format.unknown", "container.mismatch", "rows.truncated")
    )


def strings_that_are_not_there(rng: Random) -> Made:
    index = rng.choice(["99999999", "-1", "4294967295", "x"])
    data = f'<row r="1"><c r="A1" t="s"><v>{index}</v></c><c r="B1" t="s"><v>0</v></c></row>'
    return Made(NAME, packed({SHEET: sheet(data)}), ("container.damaged", "format.unknown", "container.mismatch"))


def cell_that_no_number_fits(rng: Random) -> Made:
    bad = rng.choice(["1e400", "-1e999", "NaN", "INF", "9" * 99, "0x10", "1e-400x", "1,2,3", "--1"])
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{day}</t></is></c><c r="B{n}"><v>{value}</v></c></row>'
        for n, (day, value) in enumerate((("2026-10-01", "3"), ("2026-10-02", bad)), 2)
    )
    named = "".join(
        f'<c r="{at}" t="inlineStr"><is><t>{word}</t></is></c>' for at, word in (("A1", "day"), ("B1", "orders"))
    )
    head = f'<row r="1">{named}</row>'
    codes = ("number.invalid", "container.damaged", "number.spreadsheet_damaged", "number.negative", "number.ambiguous")
    return Made(NAME, packed({SHEET: sheet(head + rows)}), codes)


def error_cell(rng: Random) -> Made:
    row = [
        *ROWS[0][:3],
        rng.choice(["#REF!", "#DIV/0!", "#N/A!", "=1+1", "=HYPERLINK(1)", "+cmd|' /C calc'!A0", "@SUM(1)"]),
        1,
    ]
    return Made(NAME, workbook([HEAD, row, *ROWS[1:]]), ("number.invalid",))


def boolean_where_a_number_stands(rng: Random) -> Made:
    return Made(NAME, workbook([HEAD, (*ROWS[0][:3], rng.random() < 0.5, 3), *ROWS[1:]]), ("number.invalid",))


def day_as_a_serial(rng: Random) -> Made:
    day = rng.choice(
        [45292, 46000.5, -3, 0, 1e15, "01/02/2026", "2026-02-30", "1899-12-31", "2150-01-01", "", "demain"]
    )
    codes = ("date.invalid", "date.ambiguous", "date.mixed")
    return Made(NAME, workbook([HEAD, (day, *ROWS[0][1:]), *ROWS[1:]]), codes)


def cell_of_a_million_letters(rng: Random) -> Made:
    data = "a" * rng.randrange(1_000_001, 2_000_000)
    row = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{data}</t></is></c></row>'
    return Made(NAME, packed({SHEET: sheet(row)}, 1), ("cell.too_long", "archive.bomb"))


FAMILIES: tuple[Callable[[Random], Made], ...] = (
    document_type, sheet_without_end, number_of_a_row_beyond_any_machine, sheet_that_unpacks_without_end,
    one_sheet_a_thousand_times, tags_without_end, tags_in_tags, macros, binary_workbook, part_missing, part_cut,
    strings_that_are_not_there, cell_that_no_number_fits, error_cell, boolean_where_a_number_stands, day_as_a_serial,
    cell_of_a_million_letters,
)  # fmt: skip

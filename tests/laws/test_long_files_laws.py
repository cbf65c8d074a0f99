"""A long file read by its different cells says what reading it row by row says: same report, findings, facts, lines.

Any size counts as long here. `JALON_FUZZ=2000` asks for as many files a format, new ones each time.
"""

from __future__ import annotations

import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws.drawn import examples
from tests.laws.test_described_export_laws import DESCRIBED, PLAIN
from tests.sources.drawing import exports
from tests.sources.files import ADS, FORMATS, GA4, KEYWORDS, LOOK_ALIKES, TABLE, TERMS
from tests.sources.mutants import mutants
from tests.sources.writing import delimited

from jalon.facts.casting import NotCast
from jalon.facts.engines.duckdb import sheets
from jalon.facts.engines.duckdb.casting import DuckdbCast, DuckdbCaster
from jalon.facts.table import Table
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.long import LongWay
from jalon.sources.reading.recognising import read_files
from jalon.sources.reading.report import FileReport, finding_document

ASKED = os.environ.get("JALON_FUZZ")
FUZZED = settings(
    max_examples=int(ASKED or examples(6)),
    derandomize=ASKED is None,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TEXTS = sorted(one for one, (_, content) in LOOK_ALIKES.items() if not content.startswith(b"PK"))
ANSWERS = Answers(currency="EUR", timezone="Europe/Paris")


def both(name: str, content: bytes | str, answers: Answers = ANSWERS) -> FileReport | None:
    """The report of the long way, where it takes the file, once it was seen to be that of the plain way."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        taken = LongWay(DuckdbCaster(), Path(folder), 0).read(path, FORMATS, answers)
        if taken is not None:
            (plain,) = read_files([path], FORMATS, answers).files
            assert taken.as_document() == plain.as_document()
            assert _found(taken) == _found(plain)
            for one, other in zip(taken.tables, plain.tables, strict=True):
                assert (one.table.covers, one.table.account) == (other.table.covers, other.table.account)
                assert _rows(one.table) == _rows(other.table)
        return taken


def _found(file: FileReport) -> list[str]:
    return sorted(repr(finding_document(finding)) for finding in file.findings)


def _rows(table: Table) -> dict[str, list[object]]:
    """Every column with the line of each row."""
    if table.sheet is None:
        return {**{name: list(cells) for name, cells in table.columns.items()}, "row_no": list(table.row_numbers)}
    import duckdb

    with duckdb.connect() as connection:
        statement = sheets.relation(connection, table.sheet, table.sheet.path)
        found = connection.execute(f"SELECT * FROM ({statement}) ORDER BY row_no")
        names = [part[0] for part in found.description or ()]
        rows = found.fetchall()
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("csv_orders-october.csv", TABLE),
        ("Campaign report.csv", ADS),
        ("Search keyword report.csv", KEYWORDS),
        ("data-export.csv", GA4),
        ("data-export.csv", GA4.replace("\n", "\r\n")),
        ("data-export.csv", "\ufeff" + GA4),
    ],
)
def test_plain_tables_of_each_kind_take_the_long_way(name: str, content: str) -> None:
    file = both(name, content)
    assert file is not None
    assert file.importable
    assert file.tables[0].table.sheet is not None


@pytest.mark.parametrize(
    "content",
    [
        GA4 + "\n# Another table\nDevice category,Sessions\nMobile,3\n",
        TABLE.encode("utf-16"),
        TABLE.replace("seo", "référencement").encode("cp1252"),
        TABLE.replace("2026-10-02", "2026-02-30"),
        TABLE.replace("39,11902.25", "-39,11902.25"),
        TABLE.replace("seo,39", '"se\no",39'),
        TABLE.replace("seo,39", "seo,39,1"),
        TABLE + "\n2026-10-03,EUR,seo,1,2\n",
        TABLE.replace("2026-10-02,EUR,seo,39,11902.25", ",,,,"),
        TABLE.replace("EUR,sea", "USD,sea"),
    ],
)
def test_what_is_no_plain_table_is_read_row_by_row(content: bytes | str) -> None:
    assert both("csv_orders-october.csv", content) is None


def test_a_text_that_asks_for_too_much_memory_is_read_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise NotCast

    monkeypatch.setattr(DuckdbCast, "telling", refuses)
    assert both("csv_orders-october.csv", TABLE) is None


def test_terms_of_several_accounts_and_totals_of_several_kinds_are_told_apart() -> None:
    assert both("Search terms report.csv", TERMS) is not None
    total = 'Total: Campaigns, --, --,"12,600",981,999.45\n'
    several = ADS.replace(total, total + 'Total: Account, --, --,"99,999",999,1000.00\n')
    file = both("Campaign report.csv", several)
    assert file is not None
    assert file.dropped.total_rows == 2
    assert both("Campaign report.csv", ADS.replace("999.45", "1999.45")) is None


@pytest.mark.parametrize("format_id", sorted(PLAIN))
@FUZZED
@given(data=st.data())
def test_a_random_export_says_the_same_both_ways(format_id: str, data: st.DataObject) -> None:
    drawn = data.draw(exports(DESCRIBED[format_id].said))
    both(drawn.name, drawn.content, data.draw(st.sampled_from([ANSWERS, Answers()])))


@pytest.mark.parametrize("format_id", TEXTS)
@FUZZED
@given(data=st.data())
def test_a_spoilt_export_says_the_same_both_ways(format_id: str, data: st.DataObject) -> None:
    name, content = data.draw(mutants(format_id))
    both(name, content)


STRANGE = (
    "", " ", "-", "--", "n/a", "0", "00", "7", "007", "+7", "-7", " 7", "7 ", "7.", ".5", "0.5", "0.50", "1.234",
    "12.345", "1,234", "1,234.5", "1.234,5", "1,234,567", "12,5", "12,50", "1,23,4", "1,2345", "1234,567.8", "1 234",
    "1\u202f234,5", "\u22127", "1e3", "1E3", "1_0", "0x10", "NaN", "inf", "9" * 18, "9" * 19, "9" * 39,
    "123456789.123456789", "1234567890.5", "1.1234567891", "< 10%", "12%", "12.5%", "'7", "\u0663", "true", "sept-26",
    "Total", "Total: Campaigns", "Total: x", "=1+1", "@here", "'=x", "a@b.cd", "# x", "#", "é", "\u00a0x", "x\u00a0",
    "x ", "x\t", 'x"y', '"x"', 'x""', "x'y", "France", "fr", "Mobile", "mobile", "EUR", "usd", "2026-10-09",
    "2026-10-32", "09/10/2026", "13/10/2026", "20261009", "October 9, 2026", "2026-10-09T10:00",
)  # fmt: skip
"""Cells that mean something else than themselves, in one column or another."""
HOUSE = ("day", "currency", "channel", "country", "orders", "revenue")
GOOGLE = ("Day", "Campaign", "Currency code", "Impr.", "Clicks", "Cost", "CTR")
ANALYTICS = ("Nth day", "Session default channel group", "Device category", "Sessions", "Key events", "Total revenue")


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, str]:
    """A table of some sixty rows with a few strange cells anywhere in it, as one tool or another writes it."""
    header = draw(st.sampled_from([HOUSE, GOOGLE, ANALYTICS]))
    rows = draw(st.integers(28, 70))
    made = [_row(header, number) for number in range(rows)]
    places = st.tuples(st.integers(0, rows - 1), st.integers(0, len(header) - 1), st.sampled_from(STRANGE))
    for row, column, cell in draw(st.lists(places, max_size=4)):
        made[row][column] = cell
    for row, other in draw(st.lists(st.tuples(st.integers(0, rows - 1), st.integers(0, rows - 1)), max_size=1)):
        made[row] = list(made[other])
    delimiter = draw(st.sampled_from([",", ",", ";"]))
    if delimiter == ";" and draw(st.booleans()):
        made = [[cell.replace(".", ",") if cell.replace(".", "").isdigit() else cell for cell in row] for row in made]
    text = delimited([header, *made], delimiter, quoted=draw(st.booleans()))
    if header is HOUSE:
        return "csv_orders-x.csv", text
    if header is GOOGLE:
        return "Campaign report.csv", "Campaign report\nOctober 1, 2026 - October 31, 2026\n" + text
    return "data-export.csv", GA4[: GA4.index("Session default channel group,")] + text


def _row(header: tuple[str, ...], number: int) -> list[str]:
    day = date(2026, 10, 1) + timedelta(days=number % 7)
    words = {
        "Nth day": f"{number % 7:04}", "currency": "EUR", "Currency code": "EUR", "country": ("FR", "DE")[number % 2],
        "Device category": ("mobile", "desktop")[number % 2],
    }  # fmt: skip
    if header is GOOGLE:
        return [
            day.isoformat(),
            f"campaign {number}",
            "EUR",
            f"{number * 97:,}",
            str(number),
            f"{number}.{number:02}",
            "1%",
        ]
    named = [words.get(name, f"name {number}") for name in header[: len(header) - 3]]
    if header is HOUSE:
        return [day.isoformat(), *named[1:], words["country"], str(number), f"{number * 3}.5"]
    return [*named, str(number), str(number % 3), f"{number * 3}.25"]


@settings(FUZZED, max_examples=int(ASKED or examples(80)))
@given(tables())
def test_a_strange_cell_anywhere_says_the_same_both_ways(table: tuple[str, str]) -> None:
    both(*table)

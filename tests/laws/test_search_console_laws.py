"""Any Search Console download is read to its own totals: zip, workbook or loose text, English or French."""

from __future__ import annotations

import io
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.files import codes, read, zipped
from tests.sources.writing import NAMES, delimited, french

from jalon.sources.reading.report import FileReport

FIRST = date(2026, 9, 1)
WORDS = {
    "en": {
        "metrics": ["Clicks", "Impressions", "CTR", "Position"],
        "day": ("Chart", "Date"),
        "query": ("Queries", "Top queries"),
        "page": ("Pages", "Top pages"),
        "filters": ("Filters", [["Filter", "Value"], ["Search type", "Web"], ["Date", "Last 3 months"]]),
    },
    "fr": {
        "metrics": ["Clics", "Impressions", "CTR", "Position"],
        "day": ("Graphique", "Date"),
        "query": ("Requêtes", "Requêtes les plus fréquentes"),
        "page": ("Pages", "Pages les plus populaires"),
        "filters": ("Filtres", [["Filtre", "Valeur"], ["Type de recherche", "Web"], ["Date", "3 derniers mois"]]),
    },
}  # fmt: skip
Counts = dict[str, tuple[int, int, Decimal]]
FIGURES = st.tuples(st.integers(0, 10**6), st.integers(1, 10**7), st.decimals(1, 100, places=2))
FORMS = st.sampled_from(["en.zip", "en.xlsx", "fr.zip", "fr;.zip"])


@st.composite
def downloads(draw: st.DrawFn) -> dict[str, Counts]:
    """Figures by day, and by query and page: those of queries are less than the days', as anonymised ones are left."""
    days = draw(st.lists(FIGURES, min_size=1, max_size=20))
    newest_first = draw(st.booleans())
    named = {(FIRST + timedelta(days=n)).isoformat(): figures for n, figures in enumerate(days)}
    words = {kind: draw(st.dictionaries(NAMES, FIGURES, max_size=8)) for kind in ("query", "page")}
    ordered = dict(reversed(named.items())) if newest_first else named
    return {"day": ordered, **words}


def written(kinds: dict[str, Counts], form: str) -> bytes:
    words = WORDS[form[:2]]
    comma, separator = form.startswith("fr"), ";" if ";" in form else ","
    tables: dict[str, list[list[str]]] = {}
    for kind, counts in kinds.items():
        name, first = words[kind]
        shown = [
            [key, str(clicks), str(seen), "1,94 %" if comma else "1.94%", french(place, 2) if comma else str(place)]
            for key, (clicks, seen, place) in counts.items()
        ]
        tables[str(name)] = [[str(first), *words["metrics"]], *shown]
    name, lines = words["filters"]
    tables[str(name)] = [list(line) for line in lines]
    if form.endswith("xlsx"):
        return workbook(tables)
    return zipped({f"{name}.csv": delimited(lines, separator, last=False) for name, lines in tables.items()})


def workbook(tables: dict[str, list[list[str]]]) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    for name, lines in tables.items():
        sheet = book.add_worksheet(name)
        for at, line in enumerate(lines):
            for column, cell in enumerate(line):
                counted = at and column and name != "Filters" and not cell.endswith("%")
                sheet.write(at, column, float(cell) if counted else cell)
    book.close()
    return made.getvalue()


def reading(content: bytes, form: str) -> FileReport:
    with tempfile.TemporaryDirectory() as folder:
        return read(Path(folder), f"download{form[-5:] if form.endswith('xlsx') else '.zip'}", content)


@settings(deadline=None, max_examples=60)
@given(downloads(), FORMS)
def test_a_download_is_read_to_its_own_totals(kinds: dict[str, Counts], form: str) -> None:
    file = reading(written(kinds, form), form)
    assert file.importable, codes(file)
    assert (file.format, file.language) == ("search_console.performance@1", form[:2])
    read_back = {(read.table.cut.dimensions or ("day",))[0]: read for read in file.tables}
    assert set(read_back) == set(kinds)
    for kind, counts in kinds.items():
        read = read_back[kind]
        assert read.table.rows == len(counts)
        told = [read.total(m) for m in ("organic_clicks", "organic_impressions", "position_impressions")]
        clicks, seen = (sum(one[i] for one in counts.values()) for i in (0, 1))
        weighted = sum((one[1] * one[2] for one in counts.values()), Decimal(0))
        assert told == ([clicks, seen, weighted] if counts else [None, None, None])
        assert read.table.cut.filters == (("search_type", "Web"),)
    days = sorted(kinds["day"])
    assert {(str(r.period.start), str(r.period.end)) for r in file.tables if r.period} == {(days[0], days[-1])}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=20), st.booleans())
def test_pages_in_the_index_and_out_of_it_are_read_day_by_day(counts: list[tuple[int, int]], english: bool) -> None:
    header = ["Date", "Not indexed", "Indexed", "Impressions"] if english else []
    header = header or ["Date", "Non indexées", "Dans l'index", "Impressions"]
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range(len(counts))]
    lines = [[day, str(out), str(inside), "40"] for day, (out, inside) in zip(days, counts, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        file = read(Path(folder), "Chart.csv", delimited([header, *lines]))
    assert file.importable, codes(file)
    (table,) = file.tables
    assert list(table.table.columns["pages_indexed"]) == [inside for _, inside in counts]
    assert list(table.table.columns["pages_not_indexed"]) == [out for out, _ in counts]

"""Any export that a described format could write is read to the figures that were written into it."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.drawn import examples
from tests.sources.drawing import exports
from tests.sources.files import FORMATS, codes, read
from tests.sources.writing import COUNTS, MONEY, NAMES, delimited, encoded, english

from jalon.sources.reading.described import Described, one_table

DESCRIBED = {one.id: one for one in FORMATS if isinstance(one, Described)}
OWN = {"google_business.performance@1"}
PLAIN = {name for name, one in DESCRIBED.items() if one.parting is one_table and type(one).fit is Described.fit} | OWN
"""Formats whose page is a header and rows. Those that are cut or turned by code of their own have laws of their own."""


@pytest.mark.parametrize("format_id", sorted(PLAIN))
@settings(deadline=None, max_examples=examples(20))
@given(st.data())
def test_a_random_export_is_read_to_its_own_totals(format_id: str, data: st.DataObject) -> None:
    drawn = data.draw(exports(DESCRIBED[format_id].said))
    with tempfile.TemporaryDirectory() as folder:
        file = read(Path(folder), drawn.name, drawn.content)
    assert (file.status, file.format) == ("recognised", format_id), (codes(file), drawn.content[:400])
    assert file.importable, [(finding.code, finding.details) for finding in file.findings]
    assert file.currency == ("EUR" if drawn.money else None)
    (table,) = file.tables
    assert (table.table.rows, file.dropped.total_rows) == (drawn.rows, drawn.total_rows)
    assert {name: table.total(name) for name in drawn.totals} == drawn.totals
    for name, nulls in drawn.nulls.items():
        assert list(table.table.columns[name]).count(None) == nulls, name
    assert all(check.within for check in table.checks)
    if drawn.language:
        assert file.language == drawn.language


@settings(deadline=None, max_examples=examples(20))
@given(
    st.dictionaries(st.tuples(st.integers(1, 6), NAMES), st.tuples(MONEY, COUNTS, COUNTS), min_size=1, max_size=8),
    st.booleans(),
    st.sampled_from([(",", "utf-8"), ("\t", "utf-16")]),
)
def test_a_linkedin_report_by_day_is_read_to_its_own_totals(
    rows: dict[tuple[int, str], tuple[Decimal, int, int]], totalled: bool, form: tuple[str, str]
) -> None:
    days = sorted({day for day, _ in rows})
    lines = [
        ["Start Date (in UTC)", "Account Name", "Campaign Name", "Currency", "Total Spent", "Impressions", "Clicks"]
    ]
    for (day, name), (spent, shown, clicked) in rows.items():
        figures = [english(spent, 2), english(shown), english(clicked)]
        lines.append([f"9/{day}/2026", "Kervoal", name, "EUR", *figures])
    spent, shown, clicked = (sum((Decimal(row[i]) for row in rows.values()), Decimal(0)) for i in range(3))
    if totalled:
        lines.append(["Total", "", "", "EUR", english(spent, 2), english(shown), english(clicked)])
    above = f"Campaign Performance Report (in UTC)\nReport Start: 9/{days[0]}/2026, Report End: 9/{days[-1]}/2026\n\n"
    with tempfile.TemporaryDirectory() as folder:
        file = read(Path(folder), "report.csv", encoded(above + delimited(lines, form[0]), form[1]))
    assert file.importable, codes(file)
    (table,) = file.tables
    assert (table.table.rows, file.dropped.total_rows, file.currency) == (len(rows), int(totalled), "EUR")
    stated = {"sma_cost": spent, "sma_impressions": shown, "sma_clicks": clicked}
    assert {name: table.total(name) for name in stated} == stated


@settings(deadline=None, max_examples=examples(20))
@given(
    st.lists(
        st.tuples(st.sampled_from(["Facebook", "Instagram"]), st.dictionaries(st.integers(1, 28), COUNTS, min_size=1)),
        min_size=1,
        max_size=2,
        unique_by=lambda table: table[0],
    ),
    st.sampled_from([("reach", "social_reach"), ("visits", "page_visits"), ("follows", "followers_gained")]),
    st.sampled_from([",", "\t"]),
)
def test_a_file_of_insights_is_read_table_by_table(
    tables: list[tuple[str, dict[int, int]]], figure: tuple[str, str], delimiter: str
) -> None:
    word, measure = figure
    parts = []
    for network, days in tables:
        lines = [[f"{network} {word}", ""], ["Date", "Primary"]]
        lines += [[f"2026-09-{day:02d}T00:00:00", str(count)] for day, count in sorted(days.items())]
        parts.append(delimited(lines, delimiter))
    text = f"sep={delimiter}\n" + f"{delimiter}\n".join(parts)
    with tempfile.TemporaryDirectory() as folder:
        file = read(Path(folder), "Insights.csv", encoded(text, "utf-16"))
    assert file.importable, codes(file)
    assert [table.constants["network"] for table in file.tables] == [network for network, _ in tables]
    for table, (_, days) in zip(file.tables, tables, strict=True):
        assert [int(str(value)) for value in table.table.columns[measure]] == [days[day] for day in sorted(days)]

"""Tables that write days into their column names: what is turned into rows, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from .files import codes, read

ABOVE = f"{'-' * 30}\nID: 1_2\nReport type: position_tracking_rankings\nPeriod: 20260901 - 20260903\n{'-' * 30}\n\n"
TREND = "kervoal.example;Organic Traffic;fr"
SITE = "*.kervoal.example/*"
COLUMNS = f"Keyword,{SITE}_20260901,{SITE}_20260901_type,{SITE}_20260903,{SITE}_20260903_type,{SITE}_difference"


def test_each_day_of_a_keyword_is_a_row_with_its_kind_of_position(tmp_path: Path) -> None:
    text = f"{ABOVE}{COLUMNS}\ndesk,3,organic,1,ai overview,2\nchair,-,,n/a,,0\n"
    (read_table,) = read(tmp_path, "x.csv", text).tables
    columns = read_table.table.columns
    assert list(columns["period_start"]) == [date(2026, 9, 1), date(2026, 9, 3)] * 2
    assert list(columns["keyword_position"]) == [3.0, 1.0, None, None]
    assert list(columns["position_type"]) == ["organic", "ai overview", None, None]
    assert set(columns["domain"]) == {SITE}
    assert list(read_table.table.row_numbers) == [8, 8, 9, 9]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{ABOVE}{COLUMNS}\ndesk,3,organic,1,organic\n", "rows.truncated"),
        (f"{ABOVE}{COLUMNS}\ndesk,3,organic,1,organic,2,9\nchair,1,organic,1,organic,0\n", "table.ragged"),
        (f"{ABOVE}{COLUMNS}\ndesk,3,organic,1,organic,2\n{COLUMNS}\n", "header.repeated"),
        (f"{ABOVE}{COLUMNS},{SITE}_20260901\ndesk,3,organic,1,organic,2,4\n", "header.duplicate"),
        ("Keyword,Search vol.,2026-09-01,Dynamics,2026-09-01,Dynamics\ndesk,90,3,0,4,0\n", "header.duplicate"),
        (f"Target;Metric;Database;2026-09-01\n{TREND};9\n{TREND};8\n", "header.duplicate"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_turned_is_refused_with_its_line(text: str, code: str, tmp_path: Path) -> None:
    report = read(tmp_path, "x.csv", text)
    assert (report.status, codes(report), report.tables) == ("refused", [code], ())
    assert report.findings[0].place.line is not None


def test_two_markets_of_se_ranking_stay_apart(tmp_path: Path) -> None:
    rows = "Keyword,URL,Search vol.,2026-09-01,Dynamics\nGeneral,--,900,50,0\ndesk,https://k.example/,90,4,0\n"
    reports = [read(tmp_path, f"{m}.csv", f'"Google {m}, language: English"\n{rows}') for m in ("USA", "UK")]
    cuts = {table.table.cut.text for report in reports for table in report.tables}
    assert len(cuts) == 2
    assert all(report.dropped.total_rows == 1 for report in reports)
    assert [list(report.tables[0].table.columns["keyword"]) for report in reports] == [["desk"]] * 2


def test_a_keyword_that_has_no_day_of_its_own_takes_the_last_of_the_file_and_that_is_said(tmp_path: Path) -> None:
    text = (
        "Keyword,Country,Volume,KD,Current organic traffic,Current position,Current date\n"
        "desk,France,90,4,12,3,2026-10-04\nchair,France,40,2,,,\n"
    )
    report = read(tmp_path, "x.csv", text)
    assert "snapshot.date_unknown" in codes(report)
    assert list(report.tables[0].table.columns["period_start"]) == [date(2026, 10, 4)] * 2


@pytest.mark.parametrize(("name", "day"), [("kervoal-fr-20261005-short.csv", date(2026, 10, 5)), ("short.csv", None)])
def test_a_list_without_days_is_of_the_day_in_its_name(name: str, day: date | None, tmp_path: Path) -> None:
    text = "Keyword,Position,Search Volume,Traffic,URL\ndesk,3,90,12,https://k.example/\n"
    report = read(tmp_path, name, text)
    assert [cover.start for cover in report.tables[0].table.covers] == ([day] if day else [])
    assert ("snapshot.date_unknown" in codes(report)) == (day is None)


def test_a_history_of_two_far_days_replaces_no_day_between_them(tmp_path: Path) -> None:
    history = "Keyword,Url,Search vol.,2026-09-03,Dynamics,URL,2026-10-03,Dynamics,URL\ndesk,,90,67,-1,,18,49,\n"
    trend = (
        f"Target;Target Type;Metric;Database;Summary;2026-09-01;2026-10-01\n{TREND.replace(';', ';root;', 1)};;9;8\n"
    )
    bare = f"{COLUMNS}\ndesk,3,organic,1,organic,2\n"
    for text, days in (
        (history, [(2026, 9, 3), (2026, 10, 3)]),
        (trend, [(2026, 9, 1), (2026, 10, 1)]),
        (bare, [(2026, 9, 1), (2026, 9, 3)]),
    ):
        (table,) = read(tmp_path, "x.csv", text).tables
        assert [(cover.start, cover.end) for cover in table.table.covers] == [(date(*d), date(*d)) for d in days]

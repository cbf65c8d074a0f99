"""What a connector brings is what the tool's own export of the same days says: same cut, same figures."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from jalon.facts.table import Table
from jalon.quantities import Period
from jalon.sources.reading.recognising import read_files
from tests.promises.connectors.cases import TODAY, playing
from tests.stand_ins import google
from tests.stand_ins.figures import Figures

DAYS = Period(date(2026, 9, 1), date(2026, 9, 9))
EACH = list(DAYS.days())
FORMATS = [one for point in entry_points(group="jalon.sources") for one in point.load().formats()]


def google_ads(tool: google.GoogleAds, folder: Path) -> Path:
    lines = ["Campaign report", '"September 1, 2026 - September 9, 2026"']
    lines.append("Day,Campaign,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value,Interactions")
    for day in EACH:
        for number, name in google.CAMPAIGNS:
            told = {
                one: tool.told(day, number, one) for one in ("cost", "impressions", "clicks", "conversions", "value")
            }
            cost = Decimal(told["cost"]) / 100
            lines.append(
                f"{day},{name},EUR,{cost},{told['impressions']},{told['clicks']},{told['conversions']}.00,"
                f"{told['value']}.00,{told['clicks']}"
            )
    path = folder / "Campaign report.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def search_console(tool: google.SearchConsole, folder: Path) -> Path:
    lines = ["Date,Clicks,Impressions,CTR,Position"]
    for day in reversed(EACH):
        clicks, shown = tool.told(day, "", None, None)
        lines.append(f"{day},{clicks},{shown},{100 * clicks / shown:.2f}%,4.5")
    path = folder / "atelier-kervoal.example-Performance-on-Search-2026-10-15.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Dates.csv", "\n".join(lines) + "\n")
        archive.writestr("Filters.csv", "Filter,Value\nSearch type,Web\nDate,Custom\n")
    return path


def ga4(tool: google.Ga4, folder: Path) -> Path:
    rule = "# ----------------------------------------"
    stated = ["# Start date: 20260901", "# End date: 20260909"]
    lines = [rule, "# Report CSV Export", "# Account: Atelier Kervoal", "# Property: Boutique", rule, "#", *stated]
    lines.append("Nth day,Active users")
    lines += [f"{number:04d},{tool.told(day, 'activeUsers', ())}" for number, day in enumerate(EACH)]
    path = folder / "overview.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


EXPORTS: Mapping[str, tuple[Callable[..., Path], str]] = {
    "google_ads": (google_ads, "campaigns"),
    "search_console": (search_console, "days"),
    "ga4": (ga4, "total"),
}


@pytest.mark.parametrize("tool", EXPORTS)
def test_figures_from_the_api_and_from_the_export_agree(tool: str, tmp_path: Path) -> None:
    written, report = EXPORTS[tool]
    with playing(tool, Figures(TODAY)) as (case, stand_in, line):
        given = case.given()
        known = case.connector.known(line, given)
        asked = case.connector.bring(line, given, known, report, DAYS).tables[0]
        path = written(stand_in.app, tmp_path)
    read = [one.table for file in read_files([path], FORMATS).files for one in file.tables]
    exported = next(table for table in read if table.cut.text == asked.cut.text)
    assert exported.covers == asked.covers
    for measure in exported.measures:
        assert by_row(exported, measure.name) == by_row(asked, measure.name)
        assert (measure.kind, measure.unit) == next(
            (one.kind, one.unit) for one in asked.measures if one.name == measure.name
        )


def by_row(table: Table, measure: str) -> dict[tuple[object, ...], Decimal]:
    keys = zip(table.columns["period_start"], *(table.columns[name] for name in table.cut.dimensions), strict=True)
    return {key: Decimal(str(value)) for key, value in zip(keys, table.columns[measure], strict=True)}


def test_days_that_are_not_final_yet_are_left_for_the_next_time() -> None:
    with playing("search_console", Figures(TODAY)) as (case, _, line):
        given = case.given()
        known = case.connector.known(line, given)
        brought = case.connector.bring(line, given, known, "days", Period(TODAY - timedelta(days=5), TODAY))
    assert brought.through == TODAY - timedelta(days=2)
    assert brought.tables[0].covers == (Period(TODAY - timedelta(days=5), TODAY - timedelta(days=2)),)


def test_what_no_query_was_told_for_stands_in_a_row_of_its_own() -> None:
    with playing("search_console", Figures(TODAY)) as (case, _, line):
        given = case.given()
        known = case.connector.known(line, given)
        queries = case.connector.bring(line, given, known, "queries", DAYS).tables[0]
        whole = case.connector.bring(line, given, known, "days", DAYS).tables[0]
    for measure in ("organic_clicks", "organic_impressions"):
        assert sum(queries.columns[measure]) == sum(whole.columns[measure])  # type: ignore[arg-type]
    assert "(anonymised or cut off)" in queries.columns["query"]

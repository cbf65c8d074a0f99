"""The team's own tables: every tool of the catalogue that has no export of its own, from the example to kept facts."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from jalon.catalogue import Measure, measures
from jalon.facts.engine import Aggregate, Scan
from tests.sources.files import ON_DISK, codes, read

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ON_DISK / "jalon.table").glob("*.csv"))
NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)


def house_tools() -> dict[str, list[Measure]]:
    """Tool → its measures, for those that write a house table."""
    found: dict[str, list[Measure]] = defaultdict(list)
    for measure in measures().values():
        for tool in measure.tools:
            if tool.startswith("csv_") or tool in ("rum", "crux"):
                found[tool].append(measure)
    return found


TOOLS = house_tools()


def test_every_tool_that_writes_its_own_table_has_an_example() -> None:
    assert {path.name.split("-")[0] for path in EXAMPLES} == set(TOOLS)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_shows_each_example_as_it_is_read(language: str) -> None:
    page = (ROOT / "docs" / language / "do" / "your-own-tables.md").read_text("utf-8")
    shown = dict(re.findall(r"`(\w+-\w+\.csv)`\n\n```\n(.*?)```", page, re.S))
    assert shown == {path.name: path.read_text("utf-8") for path in EXAMPLES}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_kept_and_added_up_again_from_the_facts(path: Path, tmp_path: Path) -> None:
    report = read(tmp_path, path.name, path.read_bytes())
    assert report.importable, codes(report)
    assert report.tool == path.name.split("-")[0]
    (read_table,) = report.tables
    engine = entry_points(group="jalon.engines")["duckdb"].load()(tmp_path / "facts")
    table = read_table.table
    engine.replace(report.load_for(table, NOW), table)
    flows = [measure.name for measure in table.measures if measure.kind == "flow"]
    asked = tuple(Aggregate(name, name) for name in flows) or (Aggregate("none", table.measures[0].name, "last"),)
    found = engine.scan(Scan(table.cut, asked, grain=None))
    assert sum(found.rows) == table.rows
    assert {name: sum(found.values[name]) for name in flows} == {name: read_table.total(name) for name in flows}


def written(measure: Measure) -> str:
    return "0.5" if measure.kind in ("index", "percentile") else "12.50" if measure.is_money else "7"


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_each_measure_of_a_tool_may_stand_in_its_table(tool: str, tmp_path: Path) -> None:
    named = TOOLS[tool]
    header = ["day", "currency", "cohort", "cohort_age", *(measure.id for measure in named)]
    cells = ["2026-10-01", "EUR", "2026-04", "6", *(written(measure) for measure in named)]
    report = read(tmp_path, f"{tool}-all.csv", ",".join(header) + "\n" + ",".join(cells) + "\n")
    assert (report.tool, report.importable) == (tool, True), codes(report)
    (table,) = report.tables
    assert {one.name: one.kind for one in table.table.measures} == {measure.id: measure.kind for measure in named}
    for measure in named:
        if measure.kind == "flow":
            assert table.total(measure.id) == Decimal(written(measure))
        else:
            assert float(str(table.table.columns[measure.id][0])) == float(written(measure))
    assert table.table.columns["period_start"] == [date(2026, 10, 1)]


def test_two_files_of_one_shape_replace_one_another_and_other_dimensions_live_beside(tmp_path: Path) -> None:
    leads, pipeline = (read(tmp_path, path.name, path.read_bytes()) for path in EXAMPLES if "csv_crm" in path.name)
    assert leads.tables[0].table.cut != pipeline.tables[0].table.cut
    again = read(tmp_path, "csv_crm-more.csv", "day,channel,leads_stage_up\n2026-10-01,seo,2\n")
    assert again.tables[0].table.cut == leads.tables[0].table.cut

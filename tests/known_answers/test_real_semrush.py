"""A real list of organic positions, read to the figures counted beside it with plain code."""

from __future__ import annotations

from pathlib import Path

import pytest

from jalon.assembly import House
from jalon.sources.reading.recognising import read_files

POSITIONS = Path(__file__).resolve().parents[3] / "shared/sources/exports/semrush/example.com-organic.Positions.csv"
pytestmark = pytest.mark.skipif(not POSITIONS.exists(), reason="the real exports are not beside this folder")


def test_a_keyword_stands_once_for_each_of_its_pages_on_the_day_it_was_crawled() -> None:
    (file,) = read_files([POSITIONS], House(Path()).formats()).files
    assert (file.status, file.format, file.importable) == ("recognised", "semrush.organic_positions@1", True)
    (read,) = file.tables
    assert (read.table.rows, read.total("est_traffic_own")) == (100, 6_939)
    assert len(set(read.table.columns["keyword"])) == 89
    assert read.period is not None
    assert (read.period.start.isoformat(), read.period.end.isoformat()) == ("2023-09-03", "2023-09-10")
    assert read.as_document()["cut"] == "semrush/organic_positions/snapshot/keyword+url+position_type"
    assert {finding.code for finding in file.findings} == {"timezone.unknown"}

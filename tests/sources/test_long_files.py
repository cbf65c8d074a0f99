"""Long files go through the door as columns: nothing is left behind, and the facts are those of the plain way."""

from __future__ import annotations

import gc
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jalon.assembly import House
from jalon.facts.engine import Aggregate, Engine, Scan
from jalon.facts.engines.duckdb import DuckdbEngine
from jalon.facts.load import Commit
from jalon.quantities import Grain
from jalon.routines.importing import tables_of
from jalon.sources.reading import wire
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.recognising import read_files
from jalon.sources.reading.report import ReadReport
from tests.sources.files import ADS, FORMATS, codes

DOOR = replace(House(Path()).door(), longer_than=0)
ANSWERS = Answers(currency="EUR", timezone="Europe/Paris")
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def analytics(folder: Path, days: int, more: int = 0, name: str = "data-export.csv") -> Path:
    """A GA4 download by day, channel and page; `more` sessions on each row than the plainest one."""
    lines = [
        "# ----------------------------------------", "# Landing page: Landing page", "# Account: Kervoal",
        "# Property: Kervoal", "# ----------------------------------------", "#", "# All Users",
        "# Start date: 20261001", "# End date: 20261130",
        "Nth day,Session default channel group,Landing page,Sessions,Key events,Total revenue",
    ]  # fmt: skip
    for number in range(days * 40):
        page = f"/page-{number % 20}" if number != 77 else " /page é"
        revenue = f"{number % 7}.{number % 100:02}" if number % 3 else "-12.5"
        lines.append(f"{number // 40:04},{('Direct', 'Email')[number % 40 // 20]},{page},{number + more},-1,{revenue}")
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def kept(engine: Engine, report: ReadReport, hour: int = 0) -> Commit:
    ((_, table, load),) = tables_of(report, NOW + timedelta(hours=hour), "someone")
    shown, done = engine.preview(load, table), engine.replace(load, table)
    assert done.difference == shown
    return done


def facts(engine: Engine) -> object:
    """Every figure, by day and by page."""
    (state,) = engine.cuts()
    sums = tuple(Aggregate(m, m) for m in ("sessions", "key_events", "ga4_revenue"))
    by_page = Scan(state.cut, sums, grain=Grain.DAY, group_by=None)
    found = engine.scan(by_page)
    told = [[r.day, r.measure, r.total] for r in engine.revisions(state.cut)]
    return state.measures, state.rows, (state.first_day, state.last_day), list(found.starts), dict(found.values), told


def test_a_long_file_is_kept_as_its_rows_would_be_even_restated_repeated_and_undone(tmp_path: Path) -> None:
    first, second = analytics(tmp_path, 9), analytics(tmp_path, 11, more=3, name="data-export-2.csv")
    long, plain = DuckdbEngine(tmp_path / "long"), DuckdbEngine(tmp_path / "plain")
    changes = []
    for hour, path in enumerate((first, second)):
        one, other = DOOR.read([path], ANSWERS), read_files([path], FORMATS, ANSWERS)
        assert one.as_document() == other.as_document()
        assert one.files[0].tables[0].table.sheet is not None
        done, same = kept(long, one, hour), kept(plain, other, hour)
        assert done.difference == same.difference
        changes.append(done)
        assert facts(long) == facts(plain)
        assert not kept(long, one, hour).written
    for engine in (long, plain):
        assert engine.undo(changes[1].import_id, changes[1].cut) is not None
    assert facts(long) == facts(plain)


def test_the_columns_of_a_long_file_go_with_the_report_that_speaks_of_them(tmp_path: Path) -> None:
    report = DOOR.read([analytics(tmp_path, 3)], ANSWERS)
    sheet = report.files[0].tables[0].table.sheet
    assert sheet is not None
    assert sheet.path.stat().st_size
    engine = DuckdbEngine(tmp_path / "facts")
    kept(engine, report)
    assert not list(engine.folder.glob(".sheet-*"))
    path = sheet.path
    del report, sheet
    gc.collect()
    assert not path.parent.exists()


@pytest.mark.parametrize("spoil", ["0004,Email,/page-1,x,-1,2", "0004,Email,/page-1", '0004,"Email,/page-1,3,-1,2'])
def test_a_long_file_with_a_wrong_row_says_where_as_a_short_one_does(spoil: str, tmp_path: Path) -> None:
    path = analytics(tmp_path, 9)
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[:200], spoil, *lines[200:]]) + "\n", "utf-8")
    said, plain = DOOR.read([path], ANSWERS), read_files([path], FORMATS, ANSWERS)
    assert said.as_document() == plain.as_document()
    assert 201 in {finding.place.line for finding in said.files[0].findings}, codes(said.files[0])
    assert not any(read.table.sheet for read in said.files[0].tables)


def test_the_totals_of_a_long_report_are_left_out_and_compared(tmp_path: Path) -> None:
    path = tmp_path / "Campaign report.csv"
    path.write_text(ADS, "utf-8")
    (file,) = DOOR.read([path], ANSWERS).files
    assert file.dropped.total_rows == 1
    assert [check.within for check in file.tables[0].checks] == [True, True, True]
    assert file.tables[0].total("sea_cost") == Decimal("999.45")


def test_a_child_tells_no_place_for_its_columns(tmp_path: Path) -> None:
    (said,) = json.loads(json.dumps(wire.report_said(DOOR.read([analytics(tmp_path, 3)], ANSWERS))))
    with pytest.raises(ValueError, match="nobody asked"):
        wire.report_of([said])
    said["tables"][0]["sheet"]["columns"]["sessions"][1] = "n3) OR (1"
    with pytest.raises(ValueError, match=r"n3\) OR"):
        wire.report_of([said], tmp_path / "rows.parquet")

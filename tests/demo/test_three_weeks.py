"""Three weeks in which every source of the demo restates its past days: what is kept is what the sources last said.

Files come late, twice, out of order; some are taken back and brought again; a wrong file is kept and taken back.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from jalon.demo.company import Company, simulate
from jalon.demo.exports import Delivery, write_drop
from jalon.demo.exports.google_ads import LATE_AFTER
from jalon.demo.restating import SETTLED_AFTER, as_known
from jalon.facts.cut import Cut
from jalon.facts.engine import Aggregate, Scan
from jalon.facts.engines.duckdb import DuckdbEngine
from jalon.facts.load import Load
from jalon.facts.table import Table
from jalon.quantities import Grain, Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.recognising import read_files
from jalon.sources.reading.report import dated, joined_tables

FIRST_NIGHT, NIGHTS = date(2026, 9, 24), 21
LAST_NIGHT = FIRST_NIGHT + timedelta(days=NIGHTS - 1)
FORMATS = [one for point in entry_points(group="jalon.sources") for one in point.load().formats()]
SETTLED = max(SETTLED_AFTER, LATE_AFTER.days)
"""Days to export again: conversions of the demo's ads come for two weeks, all else moves for one."""
JOINING = {"flow": "sum", "stock": "last"}

KINDS = frozenset(
    {
        "Campaign report.csv",
        "kervoal.example-Performances-kervoal-2026.zip",
        "ga4-acquisition-2026-09.csv",
        "ga4-acquisition-2026-10.csv",
        "ga4-canaux.csv",
        "csv_crm-leads.csv",
        "csv_orders-boutique.csv",
        "hootsuite-publications.csv",
    }
)
"""Reports by campaign, a zip of tables, whole periods, and house tables of several dimensions, money and levels."""

Days = Mapping[Period, tuple[int, tuple[tuple[str, Decimal | None], ...]]]
"""Day (or the very pair) → rows, and each measure: its sum where rows add, the one there is elsewhere."""


@dataclass
class Nights:
    """The facts of three weeks, with what each file said and the files that stand."""

    engine: DuckdbEngine
    company: Company
    folder: Path
    chance: random.Random
    only: frozenset[str] = frozenset()
    said: dict[str, tuple[Load, Table]] = field(default_factory=dict)

    def tables(self, delivery: Delivery) -> Iterator[tuple[Load, Table]]:
        answers = Answers(
            tool=delivery.tool, timezone=delivery.timezone, filters=delivery.filters, extracted_at=delivery.extracted_at
        )
        report = read_files([delivery.path], FORMATS, answers)
        assert report.exit_status == 0, delivery.path.name
        (file,) = report.files
        for known in joined_tables(file.tables):
            table = dated(known, delivery.extracted_at.date())
            if table.covers:
                yield file.load_for(table, delivery.extracted_at), table

    def keep(self, delivery: Delivery) -> list[Load]:
        told = list(self.tables(delivery))
        for load, table in told:
            self.engine.replace(load, table)
            self.said[load.import_id] = (load, table)
        return [load for load, _ in told]

    def undo(self, loads: list[Load]) -> None:
        for load in loads:
            stood = load.import_id in self.engine.imports(load.cut)
            taken_back = self.engine.undo(load.import_id, load.cut)
            assert (taken_back is not None) == stood, "only what a newer file held back whole leaves nothing to undo"
            del self.said[load.import_id]

    def exported(self, night: date, reach: int) -> list[Delivery]:
        """What every tool exports on a night: its last days as it knows them then."""
        at = datetime.combine(night, time(5, 10), UTC)
        known = as_known(self.company, night)
        made = write_drop(known, self.folder, at, night - timedelta(days=reach), night - timedelta(days=1))
        return [one for one in made if not self.only or one.path.name in self.only]


def days_of(table: Table) -> Days:
    rows: dict[Period, list[int]] = {}
    for at in range(table.rows_kept()):
        start, end = table.columns["period_start"][at], table.columns["period_end"][at]
        assert isinstance(start, date)
        assert isinstance(end, date)
        rows.setdefault(Period(start, end), []).append(at)
    return {
        day: (
            len(lines),
            tuple((m.name, _joined(m.kind, [table.columns[m.name][i] for i in lines])) for m in table.measures),
        )
        for day, lines in rows.items()
    }


def _joined(kind: str, cells: list[object]) -> Decimal | None:
    known = [Decimal(str(cell)) for cell in cells if cell is not None]
    if kind in JOINING:
        return sum(known, Decimal(0)) if known else None
    return known[0] if len(cells) == 1 and known else None


def days_kept(engine: DuckdbEngine, cut: Cut, kinds: Mapping[str, str]) -> Days:
    """The same as the engine tells it."""
    asked = tuple(Aggregate(name, name, JOINING.get(kind, "single")) for name, kind in kinds.items())  # type: ignore[arg-type]
    grain = Grain.RANGE if cut.grain is Grain.RANGE else Grain.DAY
    found = engine.scan(Scan(cut, asked, grain=grain))
    return {
        Period(start, end): (found.rows[at], tuple((name, found.values[name][at]) for name in kinds))
        for at, (start, end) in enumerate(zip(found.starts, found.ends, strict=True))
    }


def last_said(nights: Nights) -> dict[str, dict[Period, tuple[datetime, Load, Table]]]:
    """Cut → day → the file of the newest extraction that covers it, of all that stand."""
    found: dict[str, dict[Period, tuple[datetime, Load, Table]]] = {}
    for load, table in sorted(nights.said.values(), key=lambda one: one[0].extracted_at):
        mine = found.setdefault(load.cut.text, {})
        if load.cut.grain is Grain.RANGE:
            mine |= dict.fromkeys(load.covers, (load.extracted_at, load, table))
        else:
            days = [Period(day, day) for covered in load.covers for day in covered.days()]
            mine |= dict.fromkeys(days, (load.extracted_at, load, table))
    return found


def expected_of(told: Mapping[Period, tuple[datetime, Load, Table]], grain: Grain) -> dict[Period, object]:
    read: dict[str, Days] = {}
    found: dict[Period, object] = {}
    for day, (_, load, table) in told.items():
        said = read.setdefault(load.import_id, days_of(table))
        for period, values in said.items():
            if period == day if grain is Grain.RANGE else period.start == day.start:
                found[period] = values
    return found


def three_weeks(nights: Nights, every: int, reach: int) -> None:
    """Each tool exports every so many nights, not all on the same; a third of the files come late or twice."""
    late: list[Delivery] = []
    for number in range(NIGHTS):
        night = FIRST_NIGHT + timedelta(days=number)
        due = [
            d for at, d in enumerate(nights.exported(night, reach)) if (number + at) % every == 0 or night == LAST_NIGHT
        ]
        arriving = [*due, *late]
        late = []
        nights.chance.shuffle(arriving)
        for delivery in arriving:
            fate = nights.chance.random()
            if fate < 0.15 and night != LAST_NIGHT:
                late.append(delivery)
                continue
            loads = nights.keep(delivery)
            if fate < 0.30:
                nights.keep(delivery)
            elif fate < 0.38:
                nights.undo(loads)
                nights.keep(delivery)
            elif fate < 0.42:
                newer = replace(delivery, extracted_at=delivery.extracted_at + timedelta(hours=3))
                nights.undo(nights.keep(newer))
                nights.keep(delivery)


def check(nights: Nights) -> tuple[int, int]:
    """Every cut, day by day, measure by measure, to the unit; how many cuts and days."""
    told, days = last_said(nights), 0
    states = nights.engine.cuts()
    assert {state.cut.text for state in states} == set(told)
    for state in states:
        kept = days_kept(nights.engine, state.cut, state.kinds)
        wanted = {
            period: (rows, {name: value for name, value in values if value is not None})  # type: ignore[misc]
            for period, (rows, values) in expected_of(told[state.cut.text], state.cut.grain).items()  # type: ignore[misc]
        }
        found = {
            period: (rows, {name: value for name, value in values if value is not None})
            for period, (rows, values) in kept.items()
        }
        if state.cut.grain is not Grain.RANGE:
            wanted = {Period(period.start, period.start): values for period, values in wanted.items()}
            found = {Period(period.start, period.start): values for period, values in found.items()}
        assert found == wanted, state.cut.text
        days += len(found)
    return len(states), days


def check_against_the_sources(nights: Nights) -> int:
    """Every day kept is what its source says of it on the last night, read from one export of the whole stretch."""
    reach = NIGHTS + 2 * SETTLED
    days = 0
    for delivery in replace(nights, folder=nights.folder / "whole").exported(LAST_NIGHT, reach):
        for load, table in nights.tables(delivery):
            if load.cut.grain is not Grain.RANGE:
                kinds = {measure.name: measure.kind for measure in table.measures}
                covered = {day for period in load.covers for day in period.days()}
                kept = {p.start: v for p, v in days_kept(nights.engine, load.cut, kinds).items() if p.start in covered}
                said = {period.start: values for period, values in days_of(table).items()}
                assert kept == {day: said[day] for day in kept}, load.cut.text
                days += len(kept)
    return days


def restated(nights: Nights) -> int:
    """Days that a later file told otherwise."""
    told: dict[tuple[str, date, str], set[Decimal]] = {}
    for state in nights.engine.cuts():
        for one in nights.engine.revisions(state.cut):
            if one.total is not None:
                told.setdefault((state.cut.text, one.day, one.measure), set()).add(one.total)
    return sum(1 for totals in told.values() if len(totals) > 1)


def nights_in(folder: Path, only: frozenset[str] = frozenset()) -> Nights:
    return Nights(DuckdbEngine(folder / "facts"), simulate(), folder / "exports", random.Random(20261015), only)


@pytest.mark.slow
def test_three_weeks_of_restatement_end_with_what_each_kind_of_source_last_said(tmp_path: Path) -> None:
    """One file of each format; every one of them is exported each third night."""
    nights = nights_in(tmp_path, KINDS)
    three_weeks(nights, every=3, reach=SETTLED + 3)
    cuts, days = check(nights)
    assert cuts >= 10
    assert days >= 200
    assert check_against_the_sources(nights) >= 150
    assert restated(nights) >= 500, "nearly every figure was told otherwise before it settled"


@pytest.mark.slow
def test_three_weeks_of_nightly_restatement_end_with_what_every_source_last_said(tmp_path: Path) -> None:
    nights = nights_in(tmp_path)
    three_weeks(nights, every=1, reach=SETTLED)
    cuts, days = check(nights)
    assert cuts >= 50
    assert days >= 1200
    assert check_against_the_sources(nights) >= 1000
    assert restated(nights) >= 1500

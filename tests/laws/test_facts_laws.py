"""Laws of the facts: cutting a delivery, repeating it or shuffling it changes no answer."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.drawn import examples

from jalon.facts.cut import Cut
from jalon.facts.engine import Aggregate, Case, MappedDimension, Scan, ScanResult
from jalon.facts.engines.duckdb import DuckdbEngine
from jalon.facts.load import Load
from jalon.facts.table import Cell, MeasureColumn, Table
from jalon.quantities import Grain, Period

CUT = Cut("csv_media", "table", Grain.DAY, ("channel", "market"))
FIRST = date(2025, 12, 20)
CHANNELS, MARKETS = ("seo", "sea", "Été", None), ("fr", "de")
Row = tuple[int, str | None, str, Decimal | None]

amounts = st.none() | st.decimals(-(10**9), 10**9, places=4, allow_nan=False)
rows_strategy = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from(CHANNELS), st.sampled_from(MARKETS), amounts),
    max_size=30,
    unique_by=lambda row: row[:3],
)
PACE = settings(max_examples=examples(15), deadline=None)


def delivered(engine: DuckdbEngine, rows: Sequence[Row], covers: Period, extracted: int = 0) -> bool:
    """A load of those rows, extracted that many hours after the first."""
    days = [FIRST + timedelta(row[0]) for row in rows]
    columns: dict[str, Sequence[Cell]] = {
        "period_start": days,
        "period_end": days,
        "channel": [row[1] for row in rows],
        "market": [row[2] for row in rows],
        "media_cost": [row[3] for row in rows],
    }
    table = Table(CUT, (covers,), columns, (MeasureColumn("media_cost", "flow", "EUR"),), len(rows))
    when = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=extracted)
    load = Load("csv_media", None, CUT, (covers,), f"{sorted(map(str, rows))}{extracted}", "f.csv", "t@1", when)
    return engine.replace(load, table).written


def days(first: int, last: int) -> Period:
    return Period(FIRST + timedelta(first), FIRST + timedelta(last))


def asked(engine: DuckdbEngine, grain: Grain | None = Grain.DAY, group_by: str | None = None) -> ScanResult:
    goal = MappedDimension(
        "goal", (Case("channel", "contains", "ÉT", "season"), Case("channel", "prefix", "se", "search"))
    )
    filters = [{}, {"channel": frozenset({"seo", "sea"})}, {"market": frozenset({"fr"}), "goal": frozenset({"season"})}]
    components = tuple(Aggregate(f"{number}", "media_cost", "sum", f) for number, f in enumerate(filters))
    return engine.scan(Scan(CUT, components, {"goal": goal}, None, grain, group_by))


def fresh() -> DuckdbEngine:
    return DuckdbEngine(Path(tempfile.mkdtemp(dir=HOME.name)))


HOME = tempfile.TemporaryDirectory(prefix="jalon-laws-")


@PACE
@given(rows=rows_strategy, middle=st.integers(0, 19))
def test_cutting_an_export_in_two_changes_no_answer(rows: list[Row], middle: int) -> None:
    whole, parts = fresh(), fresh()
    delivered(whole, rows, days(0, 20))
    delivered(parts, [row for row in rows if row[0] > middle], days(middle + 1, 20))
    delivered(parts, [row for row in rows if row[0] <= middle], days(0, middle))
    for grain, group_by in product((Grain.DAY, Grain.WEEK, None), (None, "market")):
        assert asked(whole, grain, group_by) == asked(parts, grain, group_by)


@PACE
@given(rows=rows_strategy, times=st.integers(1, 3))
def test_delivering_again_changes_nothing(rows: list[Row], times: int) -> None:
    engine = fresh()
    delivered(engine, rows, days(0, 20))
    before, version = asked(engine), engine.cuts()[0].version
    assert not any(delivered(engine, rows, days(0, 20)) for _ in range(times))
    assert (asked(engine), engine.cuts()[0].version) == (before, version)


@PACE
@given(rows=rows_strategy, grain=st.sampled_from([Grain.DAY, Grain.WEEK, Grain.MONTH, None]))
def test_groups_add_up_to_the_whole(rows: list[Row], grain: Grain | None) -> None:
    engine = fresh()
    delivered(engine, rows, days(0, 20))
    whole = asked(engine, grain)
    for group_by in ("channel", "market", "goal"):
        parts = asked(engine, grain, group_by)
        for number, start in enumerate(whole.starts):
            known = [v for s, v in zip(parts.starts, parts.values["0"], strict=True) if s == start and v is not None]
            assert whole.values["0"][number] == (sum(known) if known else None)


@PACE
@given(rows=rows_strategy)
def test_a_filter_answers_what_one_would_add_by_hand(rows: list[Row]) -> None:
    engine = fresh()
    delivered(engine, rows, days(0, 20))
    found = asked(engine, None)
    searched = [v for _, channel, _, v in rows if channel in ("seo", "sea") and v is not None]
    season = [v for _, channel, market, v in rows if channel == "Été" and market == "fr" and v is not None]
    if rows:
        assert found.values["1"][0] == (sum(searched) if searched else None)
        assert found.values["2"][0] == (sum(season) if season else None)


@PACE
@given(
    loads=st.lists(st.tuples(st.integers(0, 15), st.integers(0, 5), st.integers(0, 50)), min_size=1, max_size=6),
    shuffled=st.randoms(use_true_random=False),
)
def test_the_order_of_delivery_changes_nothing(loads: list[tuple[int, int, int]], shuffled: object) -> None:
    """Each day is told by the newest extraction that covers it, whichever came in first."""
    numbered = [(first, first + length, extracted * 10 + at) for at, (first, length, extracted) in enumerate(loads)]
    engine, expected = fresh(), dict[int, int]()
    for first, last, extracted in sorted(numbered, key=lambda load: load[2]):
        expected |= dict.fromkeys(range(first, last + 1), extracted)
    order = list(numbered)
    shuffled.shuffle(order)  # type: ignore[attr-defined]
    for first, last, extracted in order:
        rows: list[Row] = [(day, "seo", "fr", Decimal(extracted)) for day in range(first, last + 1)]
        delivered(engine, rows, days(first, last), extracted)
    found = asked(engine)
    assert {
        (start - FIRST).days: value for start, value in zip(found.starts, found.values["0"], strict=True)
    } == expected


@PACE
@given(rows=rows_strategy, other=rows_strategy)
def test_undoing_is_as_if_it_had_never_come(rows: list[Row], other: list[Row]) -> None:
    engine = fresh()
    delivered(engine, rows, days(0, 20))
    before = asked(engine, group_by="channel")
    delivered(engine, [row for row in other if row[0] < 10], days(0, 9), extracted=1)
    (last,) = (i for i, load in engine.imports(CUT).items() if load.covers == (days(0, 9),))
    assert engine.undo(last, CUT) is not None
    assert asked(engine, group_by="channel") == before


@PACE
@given(
    loads=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5), st.integers(0, 50)), min_size=1, max_size=5),
    acts=st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=8),
)
def test_whatever_was_delivered_and_undone_the_newest_that_stands_tells_each_day(
    loads: list[tuple[int, int, int]], acts: list[tuple[int, bool]]
) -> None:
    """Deliveries in any order, again, and undone; whoever delivers the rest once more has what one would expect."""
    files = [(first, first + length, hour * 10 + at) for at, (first, length, hour) in enumerate(loads)]
    engine, undone = fresh(), set[int]()

    def deliver(number: int) -> None:
        first, last, extracted = files[number]
        rows: list[Row] = [(day, "seo", "fr", Decimal(extracted)) for day in range(first, last + 1)]
        delivered(engine, rows, days(first, last), extracted)

    for at, gives_back in acts:
        number = at % len(files)
        if gives_back:
            _, _, extracted = files[number]
            when = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=extracted)
            for name in [i for i, load in engine.imports(CUT).items() if load.extracted_at == when]:
                assert engine.undo(name, CUT) is not None
            undone.add(number)
        else:
            deliver(number)
            undone.discard(number)
    kept = [number for number in range(len(files)) if number not in undone]
    for number in kept:
        deliver(number)
    expected: dict[int, int] = {}
    for first, last, extracted in sorted((files[number] for number in kept), key=lambda file: file[2]):
        expected |= dict.fromkeys(range(first, last + 1), extracted)
    found = asked(engine)
    told = {(start - FIRST).days: value for start, value in zip(found.starts, found.values["0"], strict=True)}
    assert told == expected
    assert all(rows == 1 for rows in found.rows)

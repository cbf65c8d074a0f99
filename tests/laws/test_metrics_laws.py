"""Laws of totals: whatever the rows, the cuts of the files and the segments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws.drawn import examples

from jalon.catalogue.formula import parse
from jalon.facts.cut import Cut
from jalon.facts.engines.duckdb import DuckdbEngine
from jalon.facts.load import Load
from jalon.facts.table import MeasureColumn, Table
from jalon.metrics import MeasuredSeries, Wanted, measure
from jalon.plan.model import Company, Plan
from jalon.quantities import Grain, Period, Refusal, Text

FIRST, LAST = date(2026, 1, 5), date(2026, 2, 8)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
WHOLE = Period(FIRST, LAST)
CUT = Cut.parse("csv_media/table/day/channel")
PLAN = Plan(("fr",), "in_force", None, Company("c", Text.of("c", "c")), WHOLE)

Row = tuple[date, str, Decimal | None, Decimal | None]

amounts = st.none() | st.decimals(min_value=0, max_value=10**9, places=6)
rows = st.dictionaries(
    st.tuples(st.sampled_from(DAYS), st.sampled_from(["seo", "sea", "sma"])), st.tuples(amounts, amounts), min_size=1
).map(lambda told: [(day, channel, *values) for (day, channel), values in sorted(told.items())])
quick = settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def loaded(folder: Path, *files: tuple[Period, Sequence[Row]]) -> DuckdbEngine:
    """Files imported one after the other, each for the days it covers."""
    engine = DuckdbEngine(folder)
    columns = (MeasureColumn("media_cost", "flow", "EUR"), MeasureColumn("affiliation_cost", "flow", "EUR"))
    for number, (covers, told) in enumerate(files):
        days = [row[0] for row in told]
        table = Table(
            CUT,
            (covers,),
            {
                "period_start": days,
                "period_end": days,
                "channel": [row[1] for row in told],
                "media_cost": [row[2] for row in told],
                "affiliation_cost": [row[3] for row in told],
            },
            columns,
            len(told),
        )
        when = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=number)
        engine.replace(Load("csv_media", None, CUT, (covers,), str(number), "f.csv", "jalon.table@1", when), table)
    return engine


def series(engine: DuckdbEngine, formula: str, group_by: str | None = None) -> MeasuredSeries:
    return measure([Wanted("kpi:x", parse(formula), group_by=group_by)], PLAN, engine, LAST).series["kpi:x"]


@quick
@given(rows)
def test_the_parts_of_a_whole_add_up_to_it_exactly(told: list[Row]) -> None:
    with TemporaryDirectory() as folder:
        cost = series(loaded(Path(folder), (WHOLE, told)), "media_cost", group_by="channel")
        known = [value for _, _, value, _ in told if value is not None]
        whole = cost.over(WHOLE)
        if not known:
            assert isinstance(whole, Refusal)
            return
        assert whole == sum(known, Decimal(0))
        assert sum(part for s in cost.groups().values() if isinstance(part := s.over(WHOLE), Decimal)) == whole
        for grain in (Grain.DAY, Grain.WEEK, Grain.MONTH):
            assert sum(bucket.value or 0 for bucket in cost.buckets(grain, WHOLE)) == whole


@quick
@given(rows)
def test_a_ratio_is_that_of_totals_for_every_segment_and_bucket(told: list[Row]) -> None:
    with TemporaryDirectory() as folder:
        ratio = series(loaded(Path(folder), (WHOLE, told)), "media_cost / affiliation_cost", group_by="channel")
        for channel, part in ratio.groups().items():
            mine = [row for row in told if row[1] == channel]
            assert_is_ratio_of_totals(part, WHOLE, mine)
        for bucket in ratio.buckets(Grain.WEEK, WHOLE):
            span = Period(bucket.start, bucket.end)
            if bucket.value is not None and ratio.covered(span) is not None:
                assert_is_ratio_of_totals(ratio, span, [row for row in told if row[0] in span])


def assert_is_ratio_of_totals(ratio: MeasuredSeries, span: Period, told: Sequence[Row]) -> None:
    covered = ratio.covered(span)
    if covered is None:
        assert isinstance(ratio.over(span), Refusal)
        return
    top = sum((row[2] for row in told if row[2] is not None and row[0] in covered), Decimal(0))
    bottom = sum((row[3] for row in told if row[3] is not None and row[0] in covered), Decimal(0))
    value = ratio.over(span)
    if bottom == 0:
        assert isinstance(value, Refusal)
    elif not isinstance(value, Refusal):
        assert abs(Fraction(value) - Fraction(top) / Fraction(bottom)) <= Fraction(abs(value)) / 10**26


@quick
@given(rows, st.sampled_from(DAYS[:-1]))
def test_cutting_an_export_in_two_changes_no_number(told: list[Row], at: date) -> None:
    first, second = Period(FIRST, at), Period(at + timedelta(days=1), LAST)
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        whole = loaded(Path(one), (WHOLE, told))
        halves = loaded(
            Path(two),
            (second, [row for row in told if row[0] in second]),
            (first, [row for row in told if row[0] in first]),
        )
        for formula in ("media_cost", "media_cost / affiliation_cost", "affiliation_cost - media_cost"):
            once, twice = series(whole, formula), series(halves, formula)
            assert once.over(WHOLE) == twice.over(WHOLE)
            assert once.buckets(Grain.WEEK, WHOLE) == twice.buckets(Grain.WEEK, WHOLE)


@quick
@given(rows, st.sampled_from(DAYS))
def test_what_comes_after_as_of_changes_nothing(told: list[Row], as_of: date) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        known = [row for row in told if row[0] <= as_of]
        wanted = [Wanted("kpi:x", parse("media_cost"))]
        later = measure(wanted, PLAN, loaded(Path(one), (WHOLE, told)), as_of).series["kpi:x"]
        before = measure(wanted, PLAN, loaded(Path(two), (Period(FIRST, as_of), known)), as_of).series["kpi:x"]
        assert_same(later.over(WHOLE), before.over(WHOLE))


def assert_same(first: Decimal | Refusal, second: Decimal | Refusal) -> None:
    assert first == second or (isinstance(first, Refusal) and isinstance(second, Refusal))

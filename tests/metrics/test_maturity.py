"""Which days of a series still move, and how complete they are, when the same days are exported night after night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from jalon.metrics import Estimate, MeasuredSeries, measure
from jalon.quantities import Period
from jalon.quantities.refusals import NotSettled
from jalon.stats.completeness import WHOLE, TooFewRereads
from tests.metrics.conftest import CountingEngine, Loader, days, plan_of, source, wants

FIRST, NIGHTS, REACH = date(2026, 8, 1), 40, 10
SHARES = {1: Decimal("0.5"), 2: Decimal("0.8"), 3: Decimal("0.9")}
"""What a conversion is at each age, as a share of what it becomes; the spend is right on the next morning."""
CUT = "google_ads/campaigns/day/campaign"
LAST = FIRST + timedelta(days=NIGHTS + REACH)
FIVE = source("google_ads", maturity="P5D")


def settled(day: date) -> Decimal:
    """What a day becomes: never the same two days running."""
    return Decimal(100 + 10 * (day.toordinal() % 7))


def exported_nightly(load: Loader, nights: int = NIGHTS) -> None:
    for night in range(nights):
        on = FIRST + timedelta(days=REACH + night + 1)
        rows: list[tuple[object, ...]] = []
        for back in range(1, REACH + 1):
            day = on - timedelta(days=back)
            rows.append((day.isoformat(), "brand", settled(day) * SHARES.get(back, Decimal(1)), settled(day) * 2))
        moment = datetime(on.year, on.month, on.day, 5, tzinfo=UTC)
        load(CUT, rows, "sea_conversions", "sea_cost", unit={"sea_cost": "EUR"}, extracted=moment)


def series(engine: CountingEngine, text: str, as_of: date = LAST) -> MeasuredSeries:
    return measure([wants(text)], plan_of(sources=(FIVE,)), engine, as_of).series["kpi:x"]


def test_a_curve_is_learned_from_the_revision_record_and_shortens_what_was_stated(
    engine: CountingEngine, load: Loader
) -> None:
    exported_nightly(load)
    found = series(engine, "sea_conversions")
    maturity = found.maturity
    assert (maturity.is_learned, maturity.window_days) == (True, 4)
    assert found.mature_until == LAST - timedelta(days=4)
    young = {(LAST - day).days: share for day, share in maturity.young.items()}
    assert sorted(young) == [1, 2, 3]
    assert {age: share.value for age, share in young.items() if share} == pytest.approx({1: 0.5, 2: 0.8, 3: 0.9})
    assert maturity.share(LAST - timedelta(days=9)) == WHOLE
    assert maturity.unknown == ()


def test_each_measure_settles_in_its_own_time(engine: CountingEngine, load: Loader) -> None:
    exported_nightly(load)
    spend = series(engine, "sea_cost")
    assert (spend.maturity.window_days, spend.mature_until) == (1, LAST - timedelta(days=1))
    assert spend.maturity.young == {}


def test_a_ratio_is_as_complete_as_its_parts_make_it(engine: CountingEngine, load: Loader) -> None:
    exported_nightly(load)
    cpa = series(engine, "sea_cost / sea_conversions")
    yesterday = cpa.maturity.share(LAST - timedelta(days=1))
    assert yesterday is not None
    assert yesterday.value == pytest.approx(2.0), "half of the conversions: each seems to cost twice as much"
    assert cpa.mature_until == LAST - timedelta(days=4)


def test_a_total_is_brought_to_what_it_will_be(engine: CountingEngine, load: Loader) -> None:
    exported_nightly(load)
    week = Period(LAST - timedelta(days=7), LAST - timedelta(days=1))
    expected = sum((settled(day) for day in week.days()), Decimal(0))
    found = series(engine, "sea_conversions").settled_over(week)
    assert isinstance(found, Estimate)
    assert float(found.value) == pytest.approx(float(expected))
    assert (found.moving_days, found.spread) == (3, pytest.approx(0, abs=1e-9))
    over = series(engine, "sea_conversions").over(week)
    assert isinstance(over, Decimal)
    assert over < expected, "as exported, the last days drop"
    ratio = series(engine, "sea_cost / sea_conversions").settled_over(week)
    assert isinstance(ratio, Estimate)
    assert float(ratio.value) == pytest.approx(2.0)


def test_without_enough_re_readings_the_stated_window_stands(engine: CountingEngine, load: Loader) -> None:
    exported_nightly(load, nights=1)
    as_of = FIRST + timedelta(days=REACH + 1)
    found = series(engine, "sea_conversions", as_of)
    assert (found.maturity.is_learned, found.maturity.window_days) == (False, 5)
    curve = found.settlings["sea_conversions"].curve
    assert curve == TooFewRereads(14, 0)
    assert found.maturity.unknown == tuple(as_of - timedelta(days=back) for back in (4, 3, 2, 1))
    week = Period(as_of - timedelta(days=7), as_of - timedelta(days=1))
    assert found.settled_over(week) == NotSettled(as_of - timedelta(days=4) + timedelta(days=5))


def test_the_readings_of_an_undone_import_teach_nothing(engine: CountingEngine, load: Loader) -> None:
    exported_nightly(load)
    (state,) = engine.cuts()
    for import_id in list(engine.imports(state.cut))[:-2]:
        engine.undo(import_id, state.cut)
    assert series(engine, "sea_conversions").maturity.is_learned is False


def test_what_was_known_earlier_is_read_with_what_had_been_learned_earlier(
    engine: CountingEngine, load: Loader
) -> None:
    exported_nightly(load)
    then = FIRST + timedelta(days=REACH + 3)
    end = datetime(then.year, then.month, then.day, 22, tzinfo=UTC)
    found = measure([wants("sea_conversions")], plan_of(sources=(FIVE,)), engine, then, end).series["kpi:x"]
    assert found.maturity.is_learned is False
    assert list(found.maturity.young) == [then - timedelta(days=back) for back in (4, 3, 2, 1)]


def test_a_day_read_too_young_and_never_again_still_moves(engine: CountingEngine, load: Loader) -> None:
    for day in range(1, 15):
        moment = datetime(2026, 10, day + 1, 5, tzinfo=UTC)
        load(CUT, [(f"2026-10-{day:02}", "brand", 5)], "sea_conversions", extracted=moment)
    found = measure([wants("sea_conversions")], plan_of(sources=(FIVE,)), engine, date(2026, 10, 15)).series["kpi:x"]
    assert found.mature_until == date(2026, 10, 10)
    assert list(found.maturity.young) == list(days("2026-10-01", "2026-10-14").days())


def test_the_source_itself_may_settle_before_the_indicator(engine: CountingEngine, load: Loader) -> None:
    load("csv_crm/table/day/total", [("2026-10-01", 5), ("2026-10-14", 5)], "leads")
    wanted = wants("leads")
    slow = type(wanted)(wanted.key, wanted.formula, maturity_days=60)
    found = measure([slow], plan_of(sources=(source("csv_crm"),)), engine, date(2026, 10, 15))
    (binding,) = found.series["kpi:x"].bindings
    assert (binding.mature_until, binding.source_until) == (date(2026, 8, 16), date(2026, 10, 14))
    assert [finding for finding in found.findings if finding.code == "D004"] == []

"""Odds come first: what the past of a KPI says of its target, and what it refuses to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.scorecard.conftest import asked, kpi, kra, measured, plan, series, stock, target

from jalon.metrics import Daily, MeasuredSeries, daily
from jalon.metrics.readings import DailyFlow
from jalon.plan.model import Action, Expect, Outcome
from jalon.quantities import Period
from jalon.quantities.refusals import NotAdditive
from jalon.scorecard.odds import record_of
from jalon.scorecard.publishing import scorecard
from jalon.scorecard.results import Forecast, KpiStanding, Measured

DEMO = date(2026, 10, 15)
START = date(2025, 1, 1)
WEEK = (30, 34, 33, 31, 29, 12, 10)
PER_WEEK = sum(WEEK)


def leads(until: date = DEMO) -> MeasuredSeries:
    """Leads with a weekday shape and a small wave, until a day."""
    days = [START + timedelta(days=n) for n in range((until - START).days + 1)]
    values = [Decimal(WEEK[day.weekday()] + (n * 7) % 5) for n, day in enumerate(days)]
    return series("kpi:leads", "leads", {"leads": DailyFlow("leads", days, days, values)})


def judged(goal: int, told: MeasuredSeries, direction: str = "up") -> Measured:
    of = plan(kra("sales", kpi("leads", asked("8000", target(str(goal)), direction=direction))))
    card = scorecard(of, measured(told), DEMO, workspace="w", edition=1, plan_revision=1, code_version="1")
    return card.kpis[0].measured


def action(status: str = "running", **told: object) -> Action:
    base = Action(
        "A1", None, "sales", None, None, "ana", date(2026, 10, 20), date(2026, 10, 25), Decimal(0), None, None, None,
        None,
        None, None, None, (), (), None, None, status, None,
    )  # fmt: skip
    return replace(base, **told)  # type: ignore[arg-type]


def test_the_further_the_target_the_lower_the_odds_and_the_standing_follows() -> None:
    found = [judged(goal, leads()) for goal in (9_000, 10_500, 13_000)]
    odds = [one.odds for one in found]
    assert all(isinstance(one, Decimal) for one in odds)
    assert odds == sorted(odds, reverse=True)  # type: ignore[type-var]
    assert (found[0].standing, found[0].decided_by) == (KpiStanding.ON_COURSE, "odds")
    assert (found[2].standing, found[2].decided_by) == (KpiStanding.OFF_COURSE, "odds")


def test_less_is_better_turns_the_odds_around() -> None:
    up, down = judged(10_500, leads()), judged(10_500, leads(), "down")
    assert isinstance(up.odds, Decimal)
    assert isinstance(down.odds, Decimal)
    assert abs(up.odds + down.odds - 1) <= Decimal("0.03")


def test_the_forecast_counts_what_is_known_and_says_what_it_takes() -> None:
    found = judged(10_500, leads())
    assert isinstance(found.forecast, Forecast)
    assert isinstance(found.value, Decimal)
    ahead = found.forecast
    weeks_left = Decimal((date(2026, 12, 31) - DEMO).days) / 7
    assert ahead.settled == DEMO
    assert ahead.needed_pace == pytest.approx((10_500 - found.value) / weeks_left, rel=Decimal("1e-4"))
    assert ahead.recent_pace == pytest.approx(Decimal(PER_WEEK + 14), rel=Decimal("0.05"))
    assert ahead.band95[0] <= ahead.band80[0] <= ahead.band50[0] <= ahead.median <= ahead.band50[1] <= ahead.band80[1]
    assert [point.day.weekday() for point in ahead.fan[:-1]] == [6] * (len(ahead.fan) - 1)
    assert ahead.fan[-1].day == date(2026, 12, 31)
    assert all(point.to_date[0] >= found.value for point in ahead.fan)


def test_a_short_past_is_refused_and_the_pace_decides() -> None:
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(15)]
    told = series("kpi:leads", "leads", {"leads": DailyFlow("leads", days, days, [Decimal(20)] * 15)})
    found = judged(10_500, told)
    assert not isinstance(found.odds, Decimal)
    assert found.odds.code == "TooLittleHistory"
    assert found.decided_by == "pace"


def test_a_covered_day_without_a_row_is_a_zero_and_an_uncovered_one_is_unknown() -> None:
    days = [START, START + timedelta(days=3)]
    part = DailyFlow("leads", days, days, [Decimal(2), Decimal(5)], covers=(Period(START, START + timedelta(days=1)),))
    found = daily(series("kpi:leads", "leads", {"leads": part}), Period(START, days[-1]))
    assert isinstance(found, Daily)
    assert [None if value != value else value for value in found.top.tolist()] == [2.0, 0.0, None, 5.0]


def test_a_ratio_has_both_sides_and_a_product_of_measures_is_no_sum_of_days() -> None:
    days = [START]
    parts = {name: DailyFlow(name, days, days, [Decimal(n)]) for name, n in (("leads", 2), ("sessions", 8))}
    found = daily(series("kpi:r", "leads / sessions", parts), Period(START, START))
    assert isinstance(found, Daily)
    assert found.bottom is not None
    assert (found.top[0], found.bottom[0]) == (2.0, 8.0)
    assert isinstance(daily(series("kpi:p", "leads * sessions", parts), Period(START, START)), NotAdditive)


def test_an_action_under_way_raises_the_odds_by_what_can_be_believed_of_it() -> None:
    aimed = kpi("leads", asked("8000", target("10150")))
    alone = plan(kra("sales", aimed))
    helped = plan(kra("sales", aimed), actions=(action(kpi="leads", expect=Expect(None, Decimal("0.2"))),))
    found = [
        scorecard(of, measured(leads()), DEMO, workspace="w", edition=1, plan_revision=1, code_version="1").kpis[0]
        for of in (alone, helped)
    ]
    without, with_it = (one.measured.forecast for one in found)
    assert isinstance(without, Forecast)
    assert isinstance(with_it, Forecast)
    assert (without.odds_with_actions, with_it.actions) == (None, ("A1",))
    assert isinstance(found[1].measured.odds, Decimal)
    assert with_it.odds_with_actions is not None
    assert with_it.odds_with_actions > found[1].measured.odds
    assert (with_it.believed, with_it.measured_actions) == (Decimal("0.5"), 0), "no finished action was measured yet"
    assert without.believed is None
    assert found[0].measured.odds == found[1].measured.odds


def test_what_was_expected_and_what_came_is_the_record() -> None:
    done = [
        action(status="done", expect=Expect(None, Decimal("0.10")), outcome=Outcome("positive", rel=Decimal("0.04"))),
        action(status="done", expect=Expect(Decimal(40), None), outcome=Outcome("no_effect")),
        action(status="done", expect=Expect(Decimal(40), None), outcome=Outcome("inconclusive")),
        action(status="running", expect=Expect(Decimal(40), None)),
    ]
    assert [ratio for _, ratio in record_of(plan(actions=tuple(done))).kept] == [0.4, 0.0]


def test_a_rate_is_read_over_its_last_weeks_and_a_stock_where_it_stands() -> None:
    days = [START + timedelta(days=n) for n in range((DEMO - START).days + 1)]
    wave = [(n * 7) % 5 for n in range(len(days))]
    orders = DailyFlow("orders", days, days, [Decimal(20 + w) for w in wave])
    visits = DailyFlow("sessions", days, days, [Decimal(1000 + 3 * w) for w in wave])
    rate = series("kpi:rate", "orders / sessions", {"orders": orders, "sessions": visits})
    base = series(
        "kpi:base",
        "followers",
        {"followers": stock("followers", dict(zip(days, map(Decimal, range(5000, 5000 + len(days))), strict=True)))},
        kind="stock",
    )
    of = plan(
        kra("sales", kpi("rate", asked("0.02", target("0.022"))), kpi("base", asked("5000", target("5700")))),
    )
    card = scorecard(of, measured(rate, base), DEMO, workspace="w", edition=1, plan_revision=1, code_version="1")
    rated, based = (row.measured for row in card.kpis)
    assert isinstance(rated.forecast, Forecast)
    assert isinstance(based.forecast, Forecast)
    assert rated.forecast.median == pytest.approx(Decimal("0.0219"), rel=Decimal("0.02"))
    assert (rated.forecast.pace_form, based.forecast.pace_form) == ("change", "change")
    assert based.forecast.median == pytest.approx(Decimal(5000 + len(days) - 1 + 77), rel=Decimal("0.01"))
    assert based.odds is not None
    assert based.standing is KpiStanding.ON_COURSE


def test_each_week_to_come_has_a_band_of_its_own_and_what_it_must_bring() -> None:
    found = judged(11_000, leads()).forecast
    assert isinstance(found, Forecast)
    weeks = [point for point in found.fan if point.week is not None]
    assert len(weeks) >= 10
    for point in weeks:
        assert point.week is not None
        assert list(point.week) == sorted(point.week)
        assert point.week[3] == pytest.approx(Decimal(PER_WEEK + 14), rel=Decimal("0.1"))
        assert point.needed is not None
        assert point.needed > point.week[3], "the target is out of reach at this pace"

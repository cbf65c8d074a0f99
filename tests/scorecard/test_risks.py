"""Risks judged: each served method by hand, and never quiet by silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.scorecard.conftest import asked, kpi, kra, kri, measured, plan, series, steadily, target

from jalon.metrics import MeasuredSeries
from jalon.plan.model import Action, Kri, Milestone, OwnEvent, Persistence, Plan
from jalon.quantities.refusals import NeverLoaded
from jalon.scorecard.kri.judging import kri_row
from jalon.scorecard.results import KriRow, KriStanding

DEMO = date(2026, 10, 15)
QUIET, AMBER, RED, UNKNOWN = KriStanding.QUIET, KriStanding.AMBER, KriStanding.RED, KriStanding.UNKNOWN


def judged(risk: Kri, *told: MeasuredSeries, on: date = DEMO, **plan_told: object) -> KriRow:
    area = kra("K", kris=(risk,))
    return kri_row(area, risk, plan(area, **plan_told), measured(*told), on)


def share(key: str, of_100: str | int, **told: object) -> MeasuredSeries:
    """So many of 100 a day."""
    parts = {"leads_invalid": steadily(of_100), "leads": steadily(100)}
    return series(key, "leads_invalid / leads", parts, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(("of_100", "said"), [(20, QUIET), (21, AMBER), (39, AMBER), (40, RED)])
def test_a_level_against_its_bounds(of_100: int, said: KriStanding) -> None:
    found = judged(kri(), share("kri:risk:value", of_100))
    assert (found.standing, found.reading) == (said, Decimal(of_100) / 100)
    assert found.reading_day == date(2026, 10, 14)


def test_a_late_source_leaves_the_risk_unknown() -> None:
    found = judged(kri(), share("kri:risk:value", 1, age=9, expected=1))
    assert (found.standing, getattr(found.reading, "code", None)) == (UNKNOWN, "StaleSource")


def test_a_method_without_its_statistics_is_refused_by_name() -> None:
    found = judged(kri(method="tea_leaves"))
    assert found.standing is UNKNOWN
    assert getattr(found.reading, "what", None) == "tea_leaves"


def test_conditions_on_rows_that_no_source_gives_are_refused() -> None:
    found = judged(kri(use="churn_warning", method="count_rule"))
    assert (found.standing, getattr(found.reading, "code", None)) == (UNKNOWN, "NoItems")


def test_two_bad_days_of_three_are_needed_and_as_many_good_ones_to_come_back() -> None:
    persistent = kri(persistence=Persistence(2, 3))

    def after(*last_days: int) -> KriStanding:
        bad = {date(2026, 10, 14) - timedelta(days=n): value for n, value in enumerate(reversed(last_days))}
        parts = {"leads_invalid": {**steadily(0), **{d: Decimal(v) for d, v in bad.items()}}, "leads": steadily(100)}
        one = series("kri:risk:value", "leads_invalid / leads", parts)
        return judged(replace(persistent, use="merchant_feed_rejected"), one).standing

    assert after(90) is QUIET
    assert after(90, 90) is RED
    assert after(90, 90, 0) is RED
    assert after(90, 90, 0, 0) is QUIET


def test_the_worst_channel_decides_and_is_named() -> None:
    groups = {name: {"leads_invalid": steadily(bad), "leads": steadily(100)} for name, bad in (("seo", 5), ("sma", 15))}
    risk = kri(use="lead_quality_drop", method="threshold", appetite=Decimal("0.10"), limit=Decimal("0.30"))
    one = series("kri:risk:value", "leads_invalid / leads", groups["seo"], groups)
    found = judged(risk, one)
    assert (found.standing, found.evidence["worst"], found.reading) == (AMBER, "sma", Decimal("0.15"))
    assert found.reading_day == date(2026, 10, 13), "younger than two days, a lead is not judged yet"


def test_a_band_is_entered_only_with_the_certainty_asked() -> None:
    """11 of 100 is beyond 10 %, but the truth is not so with nine chances of ten; 11 of 100 every day of a week is."""
    risk = kri(use="payment_failure", appetite=Decimal("0.10"), limit=Decimal("0.30"))
    unsure = judged(risk, share("kri:risk:value", 11))
    assert (unsure.standing, unsure.reading) == (QUIET, Decimal("0.11"))
    parts = {"leads_invalid": steadily(1100), "leads": steadily(10_000)}
    assert judged(risk, series("kri:risk:value", "leads_invalid / leads", parts)).standing is AMBER


def test_an_hourly_window_is_read_on_its_day_and_says_so() -> None:
    found = judged(kri(use="payment_failure"), share("kri:risk:value", 50))
    assert found.standing is RED
    assert (found.evidence["read_over"], found.evidence["not_split_by"]) == ("1d", "payment_method")


def test_too_little_volume_is_no_reading() -> None:
    few = series("kri:risk:value", "leads_invalid / leads", {"leads_invalid": steadily(1), "leads": steadily(2)})
    found = judged(kri(use="payment_failure"), few)
    assert (found.standing, getattr(found.reading, "needed", None)) == (UNKNOWN, 20.0)


def test_nothing_due_is_good_news_where_the_catalogue_says_so() -> None:
    parts = {"influencer_posts_unchecked": steadily(0), "influencer_posts_due": steadily(0)}
    one = series("kri:risk:value", "influencer_posts_unchecked / influencer_posts_due", parts)
    assert judged(kri(use="influencer_compliance"), one).standing is QUIET
    assert judged(kri(), one).standing is UNKNOWN


def test_soldes_leave_the_window_of_promotions() -> None:
    """Promotions weigh 90 % during the winter soldes (7 January to 3 February), 10 % else."""
    in_soldes = {
        day: Decimal(900 if date(2026, 1, 7) <= day <= date(2026, 2, 3) else 100)
        for day in steadily(1, last=date(2026, 2, 10))
    }
    parts = {"revenue_promo": in_soldes, "revenue": steadily(1000, last=date(2026, 2, 10))}
    one = series("kri:risk:value", "revenue_promo / revenue", parts)
    risk = replace(kri(use="promo_dependence"), appetite=Decimal("0.25"), cadence="monthly")
    found = judged(risk, one, on=date(2026, 2, 11))
    assert found.reading == Decimal("0.1")
    assert found.evidence["days_left_out"] == 24, "11 January to 10 February, less the days to 3 February"


def test_a_fall_against_last_year_is_read_on_the_days_that_trade_alike() -> None:
    falling = {day: Decimal(90 if day.year == 2026 else 100) for day in steadily(1)}
    one = series("kri:risk:value", "category_brand_searches", {"category_brand_searches": falling})
    risk = kri(use="demand_decline", method="against_reference", bad_direction="down", cadence="monthly",
               appetite=Decimal("0.95"), limit=Decimal("0.85"))  # fmt: skip
    found = judged(risk, one)
    assert (found.reading, found.standing) == (Decimal("0.9"), AMBER)
    assert (found.evidence["now"], found.evidence["before"]) == ("2700", "3000")


def test_a_comparison_across_a_break_is_refused_with_its_day() -> None:
    event = OwnEvent("new", date(2026, 5, 4), None, "measurement_break", None, ("category_brand_searches",), (), ())
    one = series("kri:risk:value", "category_brand_searches", {"category_brand_searches": steadily(100)})
    risk = kri(use="demand_decline", method="against_reference", cadence="monthly")
    found = judged(risk, one, own_events=(event,))
    assert (found.standing, getattr(found.reading, "day", None)) == (UNKNOWN, date(2026, 5, 4))


def test_half_of_a_window_under_a_break_says_nothing() -> None:
    event = OwnEvent("gap", date(2026, 10, 9), date(2026, 10, 14), "measurement_break", None, ("tickets_open",), (), ())
    parts = {"tickets_open": steadily(10), "tickets_solved": steadily(10)}
    one = series("kri:risk:value", "tickets_open / (tickets_solved / 7)", parts)
    found = judged(kri(use="service_backlog"), one, own_events=(event,))
    assert (found.standing, getattr(found.reading, "code", None)) == (UNKNOWN, "BreakInWindow")


def by_channel(*shares: int, **told: object) -> MeasuredSeries:
    groups = {f"channel_{n}": {"leads": steadily(one)} for n, one in enumerate(shares)}
    return series("kri:risk:value", "leads", {"leads": steadily(sum(shares))}, groups, **told)  # type: ignore[arg-type]


CONCENTRATION = kri(
    use="channel_concentration", method="concentration", cadence="monthly", appetite=Decimal(3000), limit=Decimal(4500)
)


@pytest.mark.parametrize(
    ("shares", "index", "said"),
    [((20, 20, 20, 20, 20), 2000, QUIET), ((34, 33, 33), 3334, AMBER), ((60, 15, 15, 10), 4150, AMBER)],
)
def test_concentration_is_the_sum_of_squared_shares(shares: tuple[int, ...], index: int, said: KriStanding) -> None:
    found = judged(CONCENTRATION, by_channel(*shares))
    assert (found.reading, found.standing) == (index, said)


def test_one_channel_above_three_fifths_is_an_alert_whatever_the_index() -> None:
    """61 % and three of 13 % make 4,228, under the limit of 4,500."""
    also = replace(by_channel(61, 13, 13, 13), key="kri:risk:also")
    found = judged(CONCENTRATION, by_channel(61, 13, 13, 13), also)
    assert (found.reading, found.standing, found.evidence["also"]) == (4228, RED, "0.6100")


def test_a_day_without_one_payment_is_an_alert_though_few_failures_were_told() -> None:
    """Attempts go on and nothing comes through: the failures that a broken tool no longer counts do not hide it."""
    tried = series("kri:risk:open_hours", "leads", {"leads": steadily(100)})
    for came, said in ((0, RED), (1, QUIET)):
        through = series("kri:risk:also", "leads", {"leads": steadily(came)})
        found = judged(kri(use="payment_failure"), share("kri:risk:value", 1), through, tried)
        assert (found.standing, found.evidence["also"]) == (said, 1 - came)
    closed = series("kri:risk:open_hours", "leads", {"leads": steadily(3)})
    found = judged(kri(use="payment_failure"), share("kri:risk:value", 1), through, closed)
    assert (found.standing, found.evidence["also"]) == (QUIET, "not_measured"), "too few were tried to say"


def test_one_of_the_products_that_weigh_most_out_of_stock_is_an_alert() -> None:
    """Ten products take nearly all the money: the eleventh may run out, the third may not."""
    weights = {f"p{n:02}": {"leads": steadily(100 - n)} for n in range(12)}
    rank = series("kri:risk:rank", "leads", {"leads": steadily(1134)}, weights)
    for out, said in (("p02", RED), ("p11", QUIET)):
        empty = {name: {"leads": steadily(5 if name == out else 0)} for name in weights}
        also = series("kri:risk:also", "leads", {"leads": steadily(5)}, empty)
        found = judged(kri(use="stock_out_ads"), share("kri:risk:value", 1), also, rank)
        assert (found.standing, found.evidence["also"]) == (said, int(out == "p02"))


def test_what_is_mapped_to_nothing_may_not_hide_a_concentration() -> None:
    groups = {"seo": {"leads": steadily(70)}, "(unmapped)": {"leads": steadily(30)}}
    found = judged(CONCENTRATION, series("kri:risk:value", "leads", {"leads": steadily(100)}, groups))
    assert (found.standing, getattr(found.reading, "share", None)) == (UNKNOWN, 0.3)


def test_the_alternative_speaks_when_what_is_threatened_is_computed_from_it_only() -> None:
    even = replace(by_channel(25, 25, 25, 25), key="kri:risk:value")
    alone = series("kri:risk:alternative", "revenue", {"revenue": steadily(10)}, {"shop": {"revenue": steadily(10)}})
    threatened = series("objective:O1", "revenue", {"revenue": steadily(10)})
    risk = replace(CONCENTRATION, threatens=("O1",))
    assert judged(risk, even, alone, threatened).reading == 10_000
    assert judged(risk, even, alone, replace(threatened, expression=even.expression)).reading == 2500


def test_a_drift_is_told_a_month_and_only_when_it_is_sure() -> None:
    """A share that loses one point every 30.44 days: quiet at −1 point, amber beyond."""
    first = date(2024, 1, 1)
    active = {day: Decimal(600) - Decimal((day - first).days) * Decimal(12) / Decimal("30.44") for day in steadily(1)}
    one = series("kri:risk:value", "list_active / list_size", {"list_active": active, "list_size": steadily(1000)})
    risk = kri(use="list_decay", method="slope", bad_direction="down", cadence="monthly",
               appetite=Decimal("-0.01"), limit=Decimal("-0.02"))  # fmt: skip
    found = judged(risk, one)
    assert found.standing is AMBER
    assert isinstance(found.reading, Decimal)
    assert round(found.reading, 6) == Decimal("-0.012")


def test_data_are_as_old_as_the_latest_source_that_a_kpi_needs() -> None:
    risk = kri(use="data_stale", method="freshness", appetite=Decimal("1.5"), limit=Decimal(3))
    fresh = series("kpi:a", "leads", {"leads": steadily(1)}, age=1, expected=1)
    old = series("kpi:b", "orders", {"orders": steadily(1)}, age=5, expected=2)
    other = series("rule:R019:orders", "orders", {"orders": steadily(1)}, age=90, expected=1)
    assert (judged(risk, fresh).reading, judged(risk, fresh).standing) == (1, QUIET)
    replaced = replace(old, bindings=tuple(replace(b, source="shop") for b in old.bindings))
    found = judged(risk, fresh, replaced, other)
    assert (found.reading, found.standing, found.evidence["worst"]) == (Decimal("2.5"), AMBER, "shop")


def test_a_tool_never_loaded_leaves_nothing_quiet() -> None:
    risk = kri(use="data_stale", method="freshness", appetite=Decimal("1.5"), limit=Decimal(3))
    never = series("kpi:b", "orders", {"orders": {}}, refusal=NeverLoaded("csv_orders"))
    found = judged(risk, series("kpi:a", "leads", {"leads": steadily(1)}), never)
    assert (found.standing, getattr(found.reading, "tool", None)) == (UNKNOWN, "csv_orders")


def action(name: str, end: date, *needs: str) -> Action:
    return Action(name, None, "K", None, None, "ana", None, end, Decimal(0), None, None, None, None, None, None, None,
                  (), needs, None, None, "running", None)  # fmt: skip


def milestone(name: str, day: date, *needs: str) -> Milestone:
    return Milestone(name, None, day, "ana", (), needs, "open", None)


SLACK = kri(use="milestone_slip", method="slack", bad_direction="down", appetite=Decimal(10), limit=Decimal(0))


def test_slack_follows_the_whole_graph_and_late_work_ends_today() -> None:
    work = (action("a", date(2026, 11, 10)), action("b", date(2026, 9, 1), "a"))
    dates = (milestone("M1", date(2026, 11, 12), "b"), milestone("M2", date(2026, 12, 20), "M1"))
    found = judged(SLACK, actions=work, milestones=dates)
    assert (found.reading, found.standing, found.evidence["milestone"]) == (2, AMBER, "M1")
    late = judged(SLACK, actions=(action("b", date(2026, 9, 1)),), milestones=(milestone("M", DEMO, "b"),))
    assert (late.reading, late.standing) == (0, RED)


def test_without_an_open_milestone_nobody_waits() -> None:
    assert getattr(judged(SLACK).reading, "code", None) == "NoMilestone"


def update(on: date) -> KriRow:
    return judged(kri(use="algo_event_window", method="event_window"), on=on)


def test_an_update_alone_is_no_signal_and_a_list_out_of_date_no_silence() -> None:
    assert update(date(2026, 8, 1)).standing is QUIET
    inside = update(date(2026, 10, 15))
    assert (inside.standing, inside.evidence["event"]) == (UNKNOWN, "google-september-2026-spam-update")
    assert update(date(2026, 10, 16)).standing is QUIET
    assert getattr(update(date(2027, 6, 1)).reading, "code", None) == "StaleCalendar"


def redefined(own: tuple[OwnEvent, ...] = (), on: date = DEMO) -> KriRow:
    """The end of two windows of Meta on 12 January 2026 moves the conversions of paid social."""
    ground = {"channel": {"sma": None}}
    target_on_it = kpi("sma_results", asked("1", target("2")))
    risk = kri(use="definition_change", method="event_window")
    area = kra("K", target_on_it, kris=(risk,))
    of: Plan = plan(area, own_events=own, grounds=ground)
    used = series("kpi:sma_results", "sma_conversions", {"sma_conversions": steadily(1)})
    return kri_row(area, risk, of, measured(used), on)


def test_a_metric_redefined_is_announced_then_an_alert_until_the_plan_records_and_rebases_it() -> None:
    assert redefined(on=date(2025, 11, 1)).standing is QUIET
    assert redefined(on=date(2025, 12, 15)).standing is AMBER
    assert (redefined().standing, redefined().evidence["measures"]) == (RED, ["sma_conversions"])
    told = OwnEvent("meta", date(2026, 1, 12), None, "measurement_break", None, ("sma_conversions",), (), ())
    assert redefined((told,)).standing is RED, "recorded, but the KPI that rests on it is not rebased"
    assert redefined((replace(told, rebase=("sma_results",)),)).standing is QUIET

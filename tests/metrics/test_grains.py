"""Rows of weeks, months and ranges, levels, cohorts, distinct counts: each joins over time in its own way."""

from __future__ import annotations

from decimal import Decimal

from jalon.metrics import measure
from jalon.metrics.refused import NoFacts, NotCovered
from jalon.quantities import Grain
from jalon.quantities.refusals import NotAdditive, NotBound
from tests.metrics.conftest import Asking, CountingEngine, Loader, days, plan_of, wants

MONTHS = [("2026-01-01..2026-01-31", 100), ("2026-02-01..2026-02-28", 200), ("2026-03-01..2026-03-31", 400)]


def test_months_answer_for_the_whole_months_of_a_period_and_say_which(load: Loader, asked: Asking) -> None:
    load("csv_finance/table/month/total", MONTHS, "marketing_cost", unit={"marketing_cost": "EUR"})
    cost = asked("marketing_cost")
    assert cost.over(days("2026-01-01", "2026-03-15")) == 300
    assert cost.covered(days("2026-01-01", "2026-03-15")) == days("2026-01-01", "2026-02-28")
    assert cost.covered(days("2026-03-02", "2026-03-30")) is None
    assert [bucket.value for bucket in cost.buckets(Grain.MONTH, days("2026-01-01", "2026-03-15"))] == [100, 200, None]


def test_monthly_pairs_of_a_house_table_are_months(load: Loader, asked: Asking) -> None:
    load("csv_finance/table/range/total", MONTHS, "acquisition_cost", unit={"acquisition_cost": "EUR"})
    load(
        "csv_crm/table/day/total",
        [(f"2026-{m:02}-{d:02}", 1) for m in (1, 2, 3) for d in range(1, 29)],
        "new_customers",
    )
    cac = asked("acquisition_cost / new_customers")
    assert cac.over(days("2026-01-01", "2026-03-10")) == Decimal(300) / Decimal(56)
    assert cac.covered(days("2026-01-01", "2026-03-10")) == days("2026-01-01", "2026-02-28")
    assert cac.grain is Grain.RANGE


def test_a_range_answers_for_its_own_dates_and_for_nothing_shorter(load: Loader, engine: CountingEngine) -> None:
    load("meta_ads/performance/range/total", [("2026-01-01..2026-01-20", 60)], "sma_clicks")
    found = measure([wants("sma_clicks")], plan_of(), engine, days("2026-10-15").end)
    clicks = found.series["kpi:x"]
    assert clicks.over(days("2026-01-01", "2026-01-20")) == 60
    assert clicks.over(days("2026-01-01", "2026-01-10")) == NotCovered(
        "sma_clicks", days("2026-01-01").start, days("2026-01-10").end
    )
    assert [bucket.value for bucket in clicks.buckets(Grain.DAY, days("2026-01-01", "2026-01-02"))] == [None, None]
    assert [(f.code, f.details["missing"]) for f in found.findings if f.code == "D001"] == [("D001", ["day"])]


def test_ranges_are_added_when_they_tile_the_period_and_overlaps_never_are(load: Loader, asked: Asking) -> None:
    load(
        "meta_ads/performance/range/total",
        [("2026-01-01..2026-01-10", 10), ("2026-01-11..2026-01-20", 20), ("2026-01-05..2026-01-20", 99)],
        "sma_clicks",
    )
    assert asked("sma_clicks").over(days("2026-01-01", "2026-01-20")) == 30


def test_the_fewest_pairs_that_tile_a_period_are_taken(load: Loader, asked: Asking) -> None:
    load(
        "meta_ads/performance/range/total",
        [("2026-01-01..2026-01-10", 10), ("2026-01-11..2026-01-20", 20), ("2026-01-01..2026-01-20", 33)],
        "sma_clicks",
    )
    assert asked("sma_clicks").over(days("2026-01-01", "2026-01-20")) == 33


def test_a_range_of_one_account_says_nothing_of_the_other(load: Loader, asked: Asking) -> None:
    cut = "meta_ads/performance/range/total"
    load(cut, [("2026-01-01..2026-01-31", 10)], "sma_clicks", account="a")
    load(cut, [("2026-01-01..2026-01-31", 5), ("2026-02-01..2026-02-28", 7)], "sma_clicks", account="b")
    assert asked("sma_clicks").over(days("2026-01-01", "2026-01-31")) == 15
    assert isinstance(asked("sma_clicks").over(days("2026-02-01", "2026-02-28")), NotCovered)


def test_a_level_is_its_last_reading_and_an_opening_value_its_first(load: Loader, asked: Asking) -> None:
    load(
        "csv_email/table/day/total",
        [("2026-01-01", 100), ("2026-01-15", 110), ("2026-02-01", 130)],
        "list_size",
        kind="stock",
    )
    year = days("2026-01-01", "2026-12-31")
    assert asked("list_size").over(year) == 130
    assert asked("list_size_start").over(year) == 100
    assert asked("list_size").over(days("2026-01-01", "2026-01-31")) == 110
    assert asked("list_size").kind == "stock"
    assert isinstance(asked("list_size").over(days("2026-03-01", "2026-03-31")), NoFacts)


def test_networks_read_on_different_days_each_count_with_their_last_reading(load: Loader, asked: Asking) -> None:
    load(
        "hootsuite/table/day/network",
        [("2026-01-05", "linkedin", 1000), ("2026-01-06", "instagram", 500), ("2026-01-13", "instagram", 520)],
        "followers",
        kind="stock",
    )
    followers = asked("followers")
    assert followers.over(days("2026-01-05", "2026-01-13")) == 1520
    assert [b.value for b in followers.buckets(Grain.WEEK, days("2026-01-05", "2026-01-18"))] == [1500, 520]
    assert asked("followers", network="linkedin").over(days("2026-01-01", "2026-01-31")) == 1000
    groups = asked("followers", group_by="network").groups()
    assert {name: series.over(days("2026-01-01", "2026-01-31")) for name, series in groups.items()} == {
        "instagram": 520,
        "linkedin": 1000,
    }


def test_a_flow_over_a_level_takes_the_sum_and_the_last_reading(load: Loader, asked: Asking) -> None:
    load("csv_crm/table/day/total", [("2026-01-01", 3), ("2026-01-02", 5)], "leads_stage_up")
    load("csv_email/table/day/total", [("2026-01-01", 40), ("2026-01-02", 80)], "leads_nurtured", kind="stock")
    assert asked("leads_stage_up / leads_nurtured").over(days("2026-01-01", "2026-01-02")) == Decimal("0.1")


def test_a_cohort_is_read_at_the_age_asked_then_added_to_the_others(load: Loader, engine: CountingEngine) -> None:
    rows = [
        ("2026-01-31", "2025-01", 12, 10, 100),
        ("2026-01-31", "2025-02", 11, 9, 300),
        ("2026-02-28", "2025-02", 12, 45, 300),
    ]
    load("csv_crm/table/day/cohort+cohort_age", rows, "cohort_repeat", "cohort_size")
    wanted = [wants("cohort_repeat / cohort_size", params={"age_months": "12"})]
    repeat = measure(wanted, plan_of(), engine, days("2026-10-15").end).series["kpi:x"]
    assert repeat.over(days("2026-01-01", "2026-12-31")) == Decimal(55) / Decimal(400)
    assert repeat.over(days("2026-01-01", "2026-01-31")) == Decimal("0.1")
    any_age = measure([wants("cohort_repeat / cohort_size")], plan_of(), engine, days("2026-10-15").end)
    assert any_age.series["kpi:x"].refusal == NotBound("cohort_repeat", "cohort_age")


def test_cohorts_given_by_month_are_dated_by_the_end_of_the_month(load: Loader, asked: Asking) -> None:
    rows = [("2026-01-01..2026-01-31", "2025-01", 12, 10, 100), ("2026-02-01..2026-02-28", "2025-02", 12, 45, 300)]
    load("csv_crm/table/range/cohort+cohort_age", rows, "cohort_repeat", "cohort_size")
    repeat = asked("cohort_repeat / cohort_size", params={"age_months": "12"})
    assert repeat.over(days("2026-01-01", "2026-02-10")) == Decimal("0.1")
    assert repeat.over(days("2026-01-01", "2026-03-10")) == Decimal("0.1375")


def test_people_are_not_added_over_days(load: Loader, asked: Asking) -> None:
    load(
        "meta_ads/performance/day/total",
        [("2026-01-01", 50, 100), ("2026-01-02", 60, 90)],
        "sma_reach",
        "sma_impressions",
    )
    frequency = asked("sma_impressions / sma_reach")
    assert frequency.over(days("2026-01-01")) == 2
    assert frequency.over(days("2026-01-01", "2026-01-02")) == NotAdditive("distinct")
    assert asked("sma_reach").kind == "distinct"


def test_people_of_a_month_are_read_in_the_monthly_report(load: Loader, asked: Asking) -> None:
    load("meta_ads/performance/day/total", [("2026-01-01", 50), ("2026-01-02", 60)], "sma_reach")
    load("meta_ads/performance/month/total", [("2026-01-01..2026-01-31", 80)], "sma_reach")
    reach = asked("sma_reach")
    assert (reach.over(days("2026-01-01", "2026-01-31")), reach.over(days("2026-01-02"))) == (80, 60)


def test_a_published_share_is_read_as_last_published(load: Loader, asked: Asking) -> None:
    load("crux/table/day/total", [("2026-01-01", "0.6"), ("2026-01-08", "0.7")], "crux_good_lcp", kind="index")
    assert asked("crux_good_lcp").over(days("2026-01-01", "2026-01-31")) == Decimal("0.7")


def test_lifetime_counters_are_no_days(load: Loader, asked: Asking) -> None:
    load("sprout/posts/snapshot/post", [("2026-01-01", "p1", 50), ("2026-02-01", "p1", 70)], "social_impressions")
    assert asked("social_impressions").refusal == NotBound("social_impressions", "day")


def test_a_snapshot_is_read_one_day_at_a_time(load: Loader, asked: Asking) -> None:
    rows = [("2026-01-01", "a", 5), ("2026-01-01", "b", 6), ("2026-01-08", "a", 4)]
    load("semrush/organic_positions/snapshot/keyword", rows, "est_traffic_own", kind="stock")
    assert asked("est_traffic_own").over(days("2026-01-01", "2026-01-31")) == 4

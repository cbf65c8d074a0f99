"""A measure is read in the smallest cut that covers its filter, at the grain asked, from the tools of the plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jalon.metrics import measure
from jalon.plan.model import Mapping
from jalon.quantities.refusals import NotBound, NotComputedYet
from tests.metrics.conftest import Asking, CountingEngine, Loader, days, plan_of, source, wants

DAY = days("2026-01-01")
CHANNELS = {"channel": dict.fromkeys(("seo", "sea", "sma"))}
GA4 = (
    Mapping("ga4", "session_channel", "equals", "Organic Search", {"channel": "seo"}),
    Mapping("ga4", "session_channel", "contains", "paid", {"channel": "sea"}),
    Mapping("ga4", "landing_page", "prefix", "/pro/", {"business": "b2b"}),
    Mapping("ga4", "landing_page", "any", None, {"business": "b2c"}),
)


def test_the_smallest_cut_wins_and_a_filter_asks_for_a_larger_one(load: Loader, asked: Asking) -> None:
    load("csv_crm/table/day/total", [("2026-01-01", 20)], "leads")
    load("csv_crm/table/day/channel", [("2026-01-01", "seo", 7), ("2026-01-01", "sea", 12)], "leads")
    assert asked("leads").over(DAY) == 20
    filtered = asked("leads", channel="seo")
    assert filtered.over(DAY) == 7
    assert filtered.bindings[0].cut == "csv_crm/table/day/channel"


def test_an_uncapped_cut_comes_before_a_capped_one(load: Loader, asked: Asking) -> None:
    load("search_console/performance/day/page", [("2026-01-01", "/a", 5)], "organic_clicks")
    load("search_console/performance/day/search_appearance", [("2026-01-01", "video", 9)], "organic_clicks")
    assert asked("organic_clicks").over(DAY) == 9


def test_equal_cuts_are_told_apart_by_name(load: Loader, asked: Asking) -> None:
    load("google_ads/table/day/campaign", [("2026-01-01", "a", 5)], "sea_clicks")
    load("google_ads/campaigns/day/campaign", [("2026-01-01", "a", 6)], "sea_clicks")
    assert asked("sea_clicks").bindings[0].cut == "google_ads/campaigns/day/campaign"


def test_a_cut_left_behind_does_not_stand_for_the_year(load: Loader, asked: Asking) -> None:
    load("ga4/overview/day/total", [("2026-01-01", 50)], "sessions")
    load("ga4/table/day/device", [(f"2026-0{m}-01", "mobile", 40) for m in range(1, 10)], "sessions")
    assert asked("sessions").bindings[0].cut == "ga4/table/day/device"


def test_values_of_a_tool_reach_the_plan_by_its_mappings_and_the_rest_is_counted(
    load: Loader, engine: CountingEngine
) -> None:
    load(
        "ga4/table/day/session_channel+landing_page",
        [
            ("2026-01-01", "Organic Search", "/pro/bureaux", 10),
            ("2026-01-01", "ORGANIC SEARCH", "/", 30),
            ("2026-01-01", "Paid Search", "/", 40),
            ("2026-01-01", "Referral", "/", 20),
        ],
        "sessions",
    )
    plan = plan_of(grounds=CHANNELS, mappings=GA4)
    wanted = [wants("sessions", group_by="channel"), wants("sessions", channel="seo", business="b2c")]
    found = measure([wanted[0]], plan, engine, days("2026-10-15").end)
    groups = {name: series.over(DAY) for name, series in found.series["kpi:x"].groups().items()}
    assert groups == {"seo": 40, "sea": 40, "(unmapped)": 20}
    filtered = measure([wanted[1]], plan, engine, days("2026-10-15").end)
    assert filtered.series["kpi:x"].over(DAY) == 30
    unmapped = [f for f in filtered.findings if f.code == "data.unmapped"]
    assert [(f.details["dimension"], f.details["unmapped"], f.details["share"]) for f in unmapped] == [
        ("channel", "20", "0.2000")
    ]


def test_a_channel_of_the_shop_that_the_plan_never_declared_keeps_its_own_name(load: Loader, asked: Asking) -> None:
    load("csv_orders/table/day/channel", [("2026-01-01", "marketplace", 3), ("2026-01-01", "sea", 2)], "orders")
    groups = asked("orders", plan_of(grounds=CHANNELS), group_by="channel").groups()
    assert {name: series.over(DAY) for name, series in groups.items()} == {"marketplace": 3, "sea": 2}


def test_a_tool_whose_every_row_is_one_channel_needs_no_column_for_it(load: Loader, asked: Asking) -> None:
    rules = (Mapping("google_ads", "campaign", "any", None, {"channel": "sea"}),)
    load("google_ads/campaigns/day/total", [("2026-01-01", 12)], "sea_clicks")
    plan = plan_of(grounds=CHANNELS, mappings=rules)
    assert asked("sea_clicks", plan, channel="sea").over(DAY) == 12
    assert asked("sea_clicks", plan, channel="sma").refusal == NotBound("sea_clicks", "channel")


def test_a_filtered_export_never_stands_for_the_whole(load: Loader, engine: CountingEngine) -> None:
    load(
        "search_console/performance/day/total?page=contains:/blog/&search_type=Web",
        [("2026-01-01", 5)],
        "organic_clicks",
    )
    found = measure([wants("organic_clicks")], plan_of(), engine, days("2026-10-15").end)
    assert found.series["kpi:x"].refusal == NotBound("organic_clicks", "page")
    assert found.findings[0].details["why"] == "filtered"


def test_a_constant_of_the_table_answers_its_own_filter(load: Loader, asked: Asking) -> None:
    load("meta_business/metric/day/total?network=Facebook", [("2026-01-01", 5)], "page_visits")
    assert asked("page_visits", network="Facebook").over(DAY) == 5


@pytest.mark.parametrize(
    ("term", "brand", "rest"),
    [
        ("contains:kervoal", 30, None),
        ("not_contains:kervoal", None, 30),
        ("including_regex:kervoal|kerval", 30, None),
        ("excluding_regex:(kervoal|kerval)", None, 30),
        ("contains:bureau debout", None, None),
        ("not_contains:chaise", None, None),
    ],
)
def test_brand_and_other_clicks_come_from_downloads_filtered_on_a_brand_term(
    load: Loader, asked: Asking, term: str, brand: int | None, rest: int | None
) -> None:
    load(f"search_console/performance/day/total?query={term}&search_type=Web", [("2026-01-01", 30)], "organic_clicks")
    load("search_console/performance/day/total?search_type=Web", [("2026-01-01", 90)], "organic_clicks")
    plan = plan_of(brand_terms=("kervoal", "kerval"))
    brand_clicks, other = asked("organic_clicks_brand", plan), asked("organic_clicks_nonbrand", plan)
    assert brand_clicks.over(DAY) == (brand or NotBound("organic_clicks_brand", "brand"))
    assert other.over(DAY) == (rest or NotBound("organic_clicks_nonbrand", "brand"))
    assert asked("organic_clicks", plan).over(DAY) == 90


def test_the_capped_query_table_never_answers_for_the_brand(load: Loader, asked: Asking) -> None:
    load("search_console/performance/day/query?search_type=Web", [("2026-01-01", "kervoal", 30)], "organic_clicks")
    plan = plan_of(brand_terms=("kervoal",))
    assert asked("organic_clicks_brand", plan).refusal == NotBound("organic_clicks_brand", "brand")


def test_a_derived_measure_is_its_base_through_its_filter(load: Loader, asked: Asking) -> None:
    load("ga4/table/day/session_channel", [("2026-01-01", "Organic Search", 8), ("2026-01-01", "x", 2)], "sessions")
    assert asked("organic_sessions", plan_of(grounds=CHANNELS, mappings=GA4)).over(DAY) == 8


def test_a_derived_measure_needs_no_mapping_for_the_tool_s_own_channel_group(load: Loader, asked: Asking) -> None:
    load("ga4/table/day/session_channel", [("2026-01-01", "Direct", 8), ("2026-01-01", "Email", 2)], "sessions")
    assert asked("direct_sessions", plan_of(grounds=CHANNELS, mappings=GA4)).over(DAY) == 8


def test_facts_of_a_tool_that_the_plan_does_not_name_are_pointed_at(load: Loader, engine: CountingEngine) -> None:
    load("csv_trends/table/day/total", [("2026-01-01", 8)], "brand_searches")
    found = measure([wants("brand_searches")], plan_of(sources=(source("semrush"),)), engine, days("2026-10-15").end)
    assert (found.findings[0].details["why"], found.findings[0].details["missing"]) == ("not_a_source", ["csv_trends"])


def test_only_tools_of_the_plan_are_read_in_its_order(load: Loader, engine: CountingEngine) -> None:
    load("csv_orders/table/day/total", [("2026-01-01", 100)], "new_customers")
    load("csv_crm/table/day/total", [("2026-01-01", 130)], "new_customers")
    wanted, as_of = [wants("new_customers")], days("2026-10-15").end
    first = measure(wanted, plan_of(sources=(source("csv_crm"), source("csv_orders"))), engine, as_of)
    assert first.series["kpi:x"].over(DAY) == 130
    gap = next(finding for finding in first.findings if finding.code == "D005")
    assert (gap.details["total"], gap.details["other_total"]) == ("130", "100")
    alone = measure(wanted, plan_of(sources=(source("csv_orders"),)), engine, as_of)
    assert alone.series["kpi:x"].over(DAY) == 100
    assert "D005" not in {finding.code for finding in alone.findings}


def test_another_account_is_another_company(load: Loader, asked: Asking) -> None:
    load("google_ads/campaigns/day/total", [("2026-01-01", 5)], "sea_clicks", account="kervoal-fr")
    load("google_ads/campaigns/day/total", [("2026-01-01", 50)], "sea_clicks", account="client-b")
    plan = plan_of(sources=(source("google_ads", account="kervoal-fr"),))
    assert asked("sea_clicks", plan).over(DAY) == 5
    assert asked("sea_clicks").over(DAY) == 55


def test_a_missing_dimension_is_named(load: Loader, engine: CountingEngine) -> None:
    load("csv_crm/table/day/total", [("2026-01-01", 20)], "leads")
    found = measure([wants("leads", business="b2b")], plan_of(), engine, days("2026-10-15").end)
    assert found.series["kpi:x"].over(DAY) == NotBound("leads", "business")
    details = found.findings[0].details
    assert (details["why"], details["missing"], details["tools"]) == ("dimension", ["business"], ["csv_crm"])


def test_a_drill_down_nobody_tells_leaves_the_total(load: Loader, asked: Asking) -> None:
    load("csv_crm/table/day/total", [("2026-01-01", 20)], "leads")
    series = asked("leads", group_by="channel")
    assert (series.over(DAY), series.groups(), series.drill_down) == (20, {}, NotBound("leads", "channel"))


def test_what_only_jalon_could_compute_is_refused_by_name(asked: Asking) -> None:
    assert asked("feeds_on_time / feeds_expected").over(DAY) == NotComputedYet("feeds_on_time")


def test_a_gap_in_days_between_two_tools_is_no_disagreement(load: Loader, engine: CountingEngine) -> None:
    load("csv_orders/table/day/total", [("2026-01-01", 100), ("2026-01-02", 900)], "new_customers")
    load("csv_crm/table/day/total", [("2026-01-01", 101)], "new_customers")
    found = measure([wants("new_customers")], plan_of(), engine, days("2026-10-15").end)
    assert "D005" not in {finding.code for finding in found.findings}
    assert found.series["kpi:x"].over(days("2026-01-01", "2026-01-02")) == Decimal(1000)


def test_a_rule_that_looks_around_complains_of_nothing(engine: CountingEngine) -> None:
    asked_by_rule = replace(wants("leads", group_by="channel"), key="rule:R019:leads")
    assert measure([asked_by_rule], plan_of(), engine, days("2026-10-15").end).findings == ()

"""What every engine answers: the same keys, the same unknowns, exact sums."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from jalon.facts.engine import ACROSS, BETWEEN, UNMAPPED, Aggregate, Case, MappedDimension
from jalon.quantities import Grain, Period

if TYPE_CHECKING:
    from conftest import Facts

LEADS = "csv_crm/table/day/channel"
CAMPAIGNS = "google_ads/campaigns/day/campaign"


def test_days_come_in_order_with_their_sums(facts: Facts) -> None:
    facts.load(LEADS, [("2026-01-02", "seo", 3), ("2026-01-01", "seo", 1), ("2026-01-01", "sea", 2)], "leads")
    assert facts.lines(LEADS) == [("2026-01-01", 3), ("2026-01-02", 3)]


def test_what_was_never_loaded_has_no_line(facts: Facts) -> None:
    found = facts.scan(LEADS, Aggregate("x", "leads"))
    assert (list(found.starts), list(found.values["x"]), list(found.rows)) == ([], [], [])


def test_unknown_is_not_zero(facts: Facts) -> None:
    rows = [("2026-01-01", "seo", None), ("2026-01-02", "seo", None), ("2026-01-02", "sea", 0)]
    facts.load(LEADS, rows, "leads")
    assert facts.lines(LEADS) == [("2026-01-01", None), ("2026-01-02", 0)]


def test_a_measure_that_no_file_holds_is_unknown_on_every_line(facts: Facts) -> None:
    facts.load(LEADS, [("2026-01-01", "seo", 1)], "leads")
    found = facts.scan(LEADS, Aggregate("leads", "leads"), Aggregate("sales", "sales"))
    assert (list(found.values["leads"]), list(found.values["sales"])) == ([1], [None])


def test_a_line_counts_the_rows_behind_it(facts: Facts) -> None:
    facts.load(LEADS, [("2026-01-01", "seo", 1), ("2026-01-01", "sea", None), ("2026-01-02", "sea", 1)], "leads")
    assert list(facts.scan(LEADS, Aggregate("x", "leads")).rows) == [2, 1]


def test_an_iso_week_runs_over_the_end_of_a_year(facts: Facts) -> None:
    days = ["2025-12-28", "2025-12-29", "2025-12-31", "2026-01-01", "2026-01-04", "2026-01-05"]
    facts.load(LEADS, [(day, "seo", 1) for day in days], "leads")
    found = facts.scan(LEADS, Aggregate("x", "leads"), grain=Grain.WEEK)
    assert list(zip(found.starts, found.ends, found.values["x"], strict=True)) == [
        (date(2025, 12, 22), date(2025, 12, 28), 1),
        (date(2025, 12, 29), date(2026, 1, 4), 4),
        (date(2026, 1, 5), date(2026, 1, 11), 1),
    ]


def test_months_end_where_they_end(facts: Facts) -> None:
    facts.load(LEADS, [("2028-02-29", "seo", 1), ("2028-02-01", "seo", 1), ("2028-03-01", "seo", 5)], "leads")
    found = facts.scan(LEADS, Aggregate("x", "leads"), grain=Grain.MONTH)
    assert list(zip(found.ends, found.values["x"], strict=True)) == [(date(2028, 2, 29), 2), (date(2028, 3, 31), 5)]


def test_ranges_stay_side_by_side(facts: Facts) -> None:
    cut = "meta_ads/performance/range/total"
    facts.load(cut, [("2026-01-01..2026-01-31", 9)], "leads")
    facts.load(cut, [("2026-01-01..2026-03-31", 20)], "leads")
    found = facts.scan(cut, Aggregate("x", "leads"), grain=Grain.RANGE)
    assert list(zip(found.ends, found.values["x"], strict=True)) == [(date(2026, 1, 31), 9), (date(2026, 3, 31), 20)]


def test_a_whole_period_is_one_line_with_its_own_days(facts: Facts) -> None:
    facts.load(LEADS, [(f"2026-01-0{day}", "seo", day) for day in range(1, 8)], "leads")
    asked = Period(date(2026, 1, 2), date(2026, 1, 4))
    found = facts.scan(LEADS, Aggregate("x", "leads"), grain=None, period=asked)
    assert (found.starts[0], found.ends[0], found.values["x"][0]) == (asked.start, asked.end, 9)
    whole = facts.scan(LEADS, Aggregate("x", "leads"), grain=None)
    assert (whole.starts[0], whole.ends[0], whole.values["x"][0]) == (date(2026, 1, 1), date(2026, 1, 7), 28)


def test_groups_are_values_of_a_dimension(facts: Facts) -> None:
    facts.load(LEADS, [("2026-01-01", "seo", 1), ("2026-01-01", None, 4), ("2026-01-02", "sea", 2)], "leads")
    assert facts.lines(LEADS, group_by="channel", grain=None) == [
        ("2026-01-01", UNMAPPED, 4),
        ("2026-01-01", "sea", 2),
        ("2026-01-01", "seo", 1),
    ]


def test_a_group_keeps_its_line_when_the_filter_leaves_it_nothing(facts: Facts) -> None:
    cut = "csv_crm/table/day/channel+market"
    facts.load(cut, [("2026-01-01", "seo", "fr", 1), ("2026-01-01", "sea", "de", 2)], "leads")
    assert facts.lines(cut, filters={"market": "fr"}, group_by="channel") == [
        ("2026-01-01", "sea", None),
        ("2026-01-01", "seo", 1),
    ]


def test_filters_are_ors_within_a_dimension_and_ands_across(facts: Facts) -> None:
    cut = "csv_crm/table/day/channel+market"
    rows = [("seo", "fr", 1), ("seo", "de", 10), ("sea", "fr", 100), ("sma", "fr", 1000), (None, "fr", 10000)]
    facts.load(cut, [("2026-01-01", *row) for row in rows], "leads")
    assert facts.total(cut, filters={"channel": "seo|sea"}) == 111
    assert facts.total(cut, filters={"channel": "seo|sea", "market": "fr"}) == 101
    assert facts.total(cut, filters={"channel": UNMAPPED}) == 10000
    assert facts.total(cut, filters={"channel": "nobody"}) is None


def test_a_filter_that_allows_nothing_finds_nothing(facts: Facts) -> None:
    facts.load(LEADS, [("2026-01-01", "seo", 1)], "leads")
    found = facts.scan(LEADS, Aggregate("x", "leads", "sum", {"channel": frozenset()}), Aggregate("all", "leads"))
    assert (list(found.values["x"]), list(found.values["all"])) == ([None], [1])


def test_the_first_matching_case_decides_whatever_the_capitals_but_not_the_accents(facts: Facts) -> None:
    names = ["Été SOLDES", "ete soldes", "BRAND été", "Shopping|fr", "Marque", None, "autre"]
    facts.load(CAMPAIGNS, [("2026-01-01", name, 10**at) for at, name in enumerate(names)], "leads")
    goal = MappedDimension(
        "goal",
        (
            Case("campaign", "prefix", "ÉTÉ", "season"),
            Case("campaign", "suffix", "Été", "summer"),
            Case("campaign", "contains", "PPING|", "sales"),
            Case("campaign", "equals", "marque", "brand"),
        ),
    )
    found = facts.lines(CAMPAIGNS, group_by="goal", dimensions={"goal": goal})
    assert {group: value for _, group, value in found} == {
        "season": 1,
        "summer": 100,
        "sales": 1000,
        "brand": 10000,
        UNMAPPED: 1100010,
    }


def test_values_with_wildcards_and_quotes_mean_themselves(facts: Facts) -> None:
    names = ["50%_off", "500 off", "l'été", "x' OR '1'='1"]
    facts.load(CAMPAIGNS, [("2026-01-01", name, 10**at) for at, name in enumerate(names)], "leads")
    goal = MappedDimension(
        "goal", (Case("campaign", "contains", "%_", "sale"), Case("campaign", "equals", "L'ÉTÉ", "summer"))
    )
    found = facts.lines(CAMPAIGNS, group_by="goal", dimensions={"goal": goal})
    assert {group: value for _, group, value in found} == {"sale": 1, "summer": 100, UNMAPPED: 1010}
    assert facts.total(CAMPAIGNS, filters={"campaign": "x' OR '1'='1"}) == 1000


def test_any_value_and_the_rest_as_it_is(facts: Facts) -> None:
    facts.load(CAMPAIGNS, [("2026-01-01", "brand", 1), ("2026-01-01", "other", 10), ("2026-01-01", None, 100)], "leads")
    every = {"channel": MappedDimension("channel", (Case("campaign", "any", "", "sea"),))}
    assert facts.lines(CAMPAIGNS, group_by="channel", dimensions=every) == [("2026-01-01", "sea", 111)]
    rest = {"goal": MappedDimension("goal", (Case("campaign", "equals", "brand", "awareness"),), otherwise="campaign")}
    assert facts.lines(CAMPAIGNS, group_by="goal", dimensions=rest) == [
        ("2026-01-01", UNMAPPED, 100),
        ("2026-01-01", "awareness", 1),
        ("2026-01-01", "other", 10),
    ]
    none = {"goal": MappedDimension("goal")}
    assert facts.total(CAMPAIGNS, filters={"goal": UNMAPPED}, dimensions=none) == 111


def test_a_ground_may_be_read_from_several_columns(facts: Facts) -> None:
    cut = "google_ads/keywords/day/campaign+keyword"
    rows = [("brand fr", "savon", 1), ("generic", "kervoal savon", 10), ("generic", "savon", 100)]
    facts.load(cut, [("2026-01-01", *row) for row in rows], "leads")
    cases = (Case("campaign", "prefix", "brand", "brand"), Case("keyword", "contains", "kervoal", "brand"))
    mapped = {
        "goal": MappedDimension("goal", cases),
        "market": MappedDimension("market", (Case("campaign", "suffix", "fr", "fr"),)),
    }
    assert facts.total(cut, filters={"goal": "brand"}, dimensions=mapped) == 11
    assert facts.total(cut, filters={"goal": "brand", "market": "fr"}, dimensions=mapped) == 1


def test_money_is_exact(facts: Facts) -> None:
    rows = [("2026-01-01", f"c{number}", "0.1") for number in range(1000)]
    facts.load(CAMPAIGNS, [*rows, ("2026-01-02", "c", "12345678901234567890.123456789")], "media_cost")
    (_, first), (_, second) = facts.lines(CAMPAIGNS, "media_cost")
    assert (first, second) == (Decimal(100), Decimal("12345678901234567890.123456789"))


def test_accounts_are_asked_apart_or_together(facts: Facts) -> None:
    for account, leads in (("a", 1), ("b", 10), (None, 100)):
        facts.load(LEADS, [("2026-01-01", "seo", leads)], "leads", account=account)
    assert facts.total(LEADS) == 111
    assert facts.total(LEADS, accounts=frozenset({"a"})) == 1
    assert facts.total(LEADS, accounts=frozenset({"a", "b"})) == 11
    assert facts.total(LEADS, accounts=frozenset()) is None


def test_a_report_may_have_an_account_column_of_its_own(facts: Facts) -> None:
    cut = "google_ads/search_terms/day/search_term+account"
    facts.load(
        cut, [("2026-01-01", "savon", "Client A", 1), ("2026-01-01", "savon", "Client B", 10)], "leads", account="mcc"
    )
    assert facts.total(cut, filters={"account": "Client B"}) == 10
    assert facts.total(cut, accounts=frozenset({"mcc"})) == 11


def test_the_last_reading_of_each_is_added_over_all(facts: Facts) -> None:
    cut = "sprout/profiles/day/network"
    rows = [("2026-01-05", "x", 10), ("2026-01-06", "x", 12), ("2026-01-07", "x", None), ("2026-01-05", "y", 100)]
    facts.load(cut, rows, "followers", kind="stock", account="fr")
    facts.load(cut, [("2026-01-05", "x", 1000)], "followers", kind="stock", account="de")
    assert facts.lines(cut, "followers", "last", grain=Grain.WEEK) == [("2026-01-05", 1112)]
    assert facts.lines(cut, "followers", "first", grain=Grain.WEEK) == [("2026-01-05", 1110)]
    assert facts.lines(cut, "followers", "last", {"network": "x"}, grain=Grain.WEEK) == [("2026-01-05", 1012)]
    by_network = facts.lines(cut, "followers", "last", grain=Grain.WEEK, group_by="network")
    assert by_network == [("2026-01-05", "x", 1012), ("2026-01-05", "y", 100)]
    assert facts.lines(cut, "followers", "last")[2] == ("2026-01-07", None)


def test_what_does_not_join_is_told_only_when_it_is_alone(facts: Facts) -> None:
    cut = "ga4/overview/day/device"
    rows = [("2026-01-01", "mobile", 7), ("2026-01-02", "mobile", 5), ("2026-01-02", "desktop", 4)]
    facts.load(cut, rows, "users_active", kind="distinct")
    assert facts.lines(cut, "users_active", "single") == [("2026-01-01", 7), ("2026-01-02", None)]
    assert facts.lines(cut, "users_active", "single", {"device": "mobile"}) == [("2026-01-01", 7), ("2026-01-02", 5)]
    assert facts.lines(cut, "users_active", "single", grain=Grain.MONTH) == [("2026-01-01", None)]


def test_a_known_reading_beside_an_unknown_one_is_not_the_whole(facts: Facts) -> None:
    cut = "ga4/overview/day/device"
    facts.load(cut, [("2026-01-01", "mobile", 7), ("2026-01-01", "desktop", None)], "users_active", kind="distinct")
    assert facts.lines(cut, "users_active", "single") == [("2026-01-01", None)]


def test_an_index_is_told_as_it_came(facts: Facts) -> None:
    cut = "semrush/organic_positions/day/keyword"
    facts.load(cut, [("2026-01-01", "savon", 3.7)], "keyword_position", kind="index")
    assert facts.lines(cut, "keyword_position", "single") == [("2026-01-01", Decimal("3.7"))]


@pytest.mark.parametrize("grain", [Grain.DAY, Grain.WEEK, None])
def test_many_components_in_one_question_answer_as_each_alone(facts: Facts, grain: Grain | None) -> None:
    cut = "csv_media/table/day/channel+market"
    rows = [
        (f"2026-01-{day:02d}", f"c{(day * at) % 4}", f"m{at}", None if (day + at) % 5 == 0 else day * at, at)
        for day in range(1, 20)
        for at in range(1, 4)
    ]
    facts.load(cut, rows, "leads", "clicks")
    filters = [
        {},
        *({"channel": f"c{at}"} for at in range(4)),
        *({"market": f"m{at}|m1", "channel": "c0|c1"} for at in range(1, 4)),
    ]
    components = [
        Aggregate(f"{measure} {joining} {at}", measure, joining, {k: frozenset(v.split("|")) for k, v in asked.items()})
        for at, asked in enumerate(filters)
        for measure in ("leads", "clicks")
        for joining in ("sum", "last", "first", "single")
    ]
    together = facts.scan(cut, *components, grain=grain, group_by="market")
    for one in components:
        alone = facts.scan(cut, one, grain=grain, group_by="market")
        assert list(alone.values[one.name]) == list(together.values[one.name]), one.name
        assert list(alone.starts) == list(together.starts)


def test_two_dimensions_together_make_groups_of_both_values(facts: Facts) -> None:
    cut = "csv_crm/table/day/business+channel"
    rows = [("2026-01-01", "b2b", "seo", 1), ("2026-01-01", "b2b", "sea", 2), ("2026-01-01", None, "seo", 4)]
    facts.load(cut, rows, "leads")
    paid = MappedDimension("paid", (Case("channel", "equals", "sea", "yes"), Case("channel", "any", "", "no")))
    told = {"business": MappedDimension("business", (), "business"), "paid": paid}
    found = facts.scan(cut, Aggregate("x", "leads"), dimensions=told, group_by=f"business{ACROSS}paid")
    named = [BETWEEN.join(pair) for pair in ((UNMAPPED, "no"), ("b2b", "no"), ("b2b", "yes"))]
    assert dict(zip(found.groups, found.values["x"], strict=True)) == dict(zip(named, (4, 1, 2), strict=True))

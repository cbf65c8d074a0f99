"""Amounts keep their currency until a dated rate converts them; planned money comes from the plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from jalon.findings import Severity
from jalon.metrics import measure
from jalon.metrics.refused import MixedCurrencies
from jalon.plan.model import Budget, BudgetLine, Claim, Mapping
from jalon.quantities.refusals import NoDenominator, NoRate, NotBound
from tests.metrics.conftest import Asking, CountingEngine, Loader, days, plan_of, wants

ADS = "google_ads/campaigns/day/total"
USD = {"sea_cost": "USD", "sea_conversion_value": "USD"}
DAY = days("2026-01-08")


def rates(load: Loader, *rows: tuple[str, str, str, str]) -> None:
    load("rates/rates/day/from+to", list(rows), "rate", kind="index")


def test_an_amount_is_converted_at_the_rate_of_its_day(load: Loader, asked: Asking) -> None:
    load(ADS, [("2026-01-07", 100), ("2026-01-08", 100)], "sea_cost", unit=USD)
    rates(load, ("2026-01-07", "USD", "EUR", "0.9"), ("2026-01-08", "USD", "EUR", "0.8"))
    assert asked("sea_cost").over(days("2026-01-07", "2026-01-08")) == 170


def test_an_inverse_rate_serves_and_so_does_one_step_through_a_third_currency(load: Loader, asked: Asking) -> None:
    load(ADS, [("2026-01-08", 100)], "sea_cost", unit=USD)
    rates(load, ("2026-01-08", "EUR", "USD", "1.25"))
    assert asked("sea_cost").over(DAY) == 80


def test_one_step_through_a_currency_that_both_know(load: Loader, asked: Asking) -> None:
    load(ADS, [("2026-01-08", 100)], "sea_cost", unit={"sea_cost": "INR"})
    rates(load, ("2026-01-08", "USD", "INR", "80"), ("2026-01-08", "EUR", "USD", "1.25"))
    assert asked("sea_cost").over(DAY) == 1


def test_a_rate_serves_seven_days_and_no_longer(load: Loader, engine: CountingEngine) -> None:
    load(ADS, [("2026-01-08", 100), ("2026-01-09", 100)], "sea_cost", unit=USD)
    rates(load, ("2026-01-01", "USD", "EUR", "0.9"))
    found = measure([wants("sea_cost")], plan_of(), engine, days("2026-10-15").end)
    assert found.series["kpi:x"].over(DAY) == 90
    assert found.series["kpi:x"].over(days("2026-01-08", "2026-01-09")) == NoRate("USD", "EUR")
    noticed = next(finding for finding in found.findings if finding.code == "data.no_rate")
    assert (noticed.severity, noticed.details["first_day"]) == (Severity.WARNING, "2026-01-09")


def test_without_any_rate_there_is_no_amount(load: Loader, engine: CountingEngine) -> None:
    load(ADS, [("2026-01-08", 100)], "sea_cost", unit=USD)
    found = measure([wants("sea_cost")], plan_of(), engine, days("2026-10-15").end)
    assert found.series["kpi:x"].over(DAY) == NoRate("USD", "EUR")
    assert ("data.no_rate", Severity.ERROR) in {(finding.code, finding.severity) for finding in found.findings}


def test_in_a_ratio_of_amounts_of_one_currency_it_cancels_out(load: Loader, asked: Asking) -> None:
    load(ADS, [("2026-01-08", 400, 100)], "sea_conversion_value", "sea_cost", unit=USD)
    assert asked("sea_conversion_value / sea_cost").over(DAY) == 4
    assert asked("sea_cost / sea_conversion_value / 2").over(DAY) == Decimal("0.125")


def test_a_ratio_of_two_currencies_needs_a_rate(load: Loader, asked: Asking) -> None:
    load(ADS, [("2026-01-08", 100)], "sea_cost", unit=USD)
    load("csv_orders/table/day/total", [("2026-01-08", 400)], "revenue", unit={"revenue": "EUR"})
    assert asked("revenue / sea_cost").over(DAY) == NoRate("USD", "EUR")


def test_accounts_of_two_currencies_are_converted_apart_then_added(load: Loader, asked: Asking) -> None:
    load(ADS, [("2026-01-08", 100)], "sea_cost", unit=USD, account="us")
    load(ADS, [("2026-01-08", 20)], "sea_cost", unit={"sea_cost": "EUR"}, account="fr")
    rates(load, ("2026-01-08", "USD", "EUR", "0.5"))
    assert asked("sea_cost").over(DAY) == 70


def test_two_currencies_in_unnamed_accounts_are_refused(load: Loader, asked: Asking) -> None:
    load(ADS, [("2026-01-08", 100)], "sea_cost", unit=USD, account="us")
    load(ADS, [("2026-01-08", 20)], "sea_cost", unit={"sea_cost": "EUR"})
    assert asked("sea_cost").over(DAY) == MixedCurrencies("sea_cost", "EUR, USD")


LINES = (
    BudgetLine("sea", Decimal(3650), media=True),
    BudgetLine("sma_leads", Decimal(1200), media=True),
    BudgetLine("tools", Decimal(9999)),
)
SEASONS = dict(
    zip(
        ("jan", "feb", "mar", "apr", "may", "jun"),
        map(Decimal, ("0.31", "0.28", "0.11", "0.1", "0.1", "0.1")),
        strict=True,
    )
)


def test_planned_spend_is_the_bought_space_of_the_plan_day_by_day(asked: Asking) -> None:
    plan = plan_of(budget=Budget(Decimal(14849), LINES[:1]))
    assert asked("budget_planned", plan).over(days("2026-01-01", "2026-01-31")) == 310
    with_tools = plan_of(budget=Budget(Decimal(14849), (LINES[0], LINES[2])))
    assert asked("budget_planned", with_tools).over(days("2026-01-01", "2026-01-31")) == 310
    assert asked("budget_planned", with_tools, budget="tools").over(days("2026-01-01")) == Decimal("27.394521")


def test_the_seasons_of_the_budget_are_followed_and_nothing_is_lost_to_rounding(asked: Asking) -> None:
    plan = plan_of(budget=Budget(Decimal(4850), LINES[:2], SEASONS))
    planned = asked("budget_planned", plan, as_of="2026-12-31")
    assert planned.over(days("2026-01-01", "2026-01-31")) == Decimal("1503.5")
    assert planned.over(days("2026-02-03")) == Decimal("48.5")
    assert planned.over(days("2026-01-01", "2026-12-31")) == 4850


def test_pacing_compares_money_spent_with_money_planned_to_the_last_day_known(load: Loader, asked: Asking) -> None:
    rows = [(f"2026-01-{d:02}", "sea", 12) for d in range(1, 11)]
    load("csv_media/table/day/channel", rows, "media_cost", unit={"media_cost": "EUR"})
    plan = plan_of(budget=Budget(Decimal(3650), LINES[:1]))
    pacing = asked("media_cost / budget_planned", plan, as_of="2026-01-14")
    assert pacing.over(days("2026-01-01", "2026-12-31")) == Decimal("1.2")


def test_a_line_goes_to_its_channel_by_mapping_by_name_or_by_the_area_that_holds_it(
    load: Loader, engine: CountingEngine
) -> None:
    from tests.metrics.conftest import kpi_of

    area = replace(
        kpi_of("x", "leads"),
        territory=(Claim("budget", ("sma_leads",)), Claim("channel", ("sma", "smo"))),
    )
    plan = plan_of(
        grounds={"channel": dict.fromkeys(("sea", "sma", "smo"))}, budget=Budget(None, LINES[:2]), kras=(area,)
    )
    as_of = days("2026-12-31").end
    found = measure([wants("budget_planned", channel="sma")], plan, engine, as_of)
    assert found.series["kpi:x"].over(days("2026-01-01", "2026-12-31")) == 1200
    assert [(f.code, f.subject) for f in found.findings] == [("data.shared_budget_line", "budget_line:sma_leads")]
    rule = Mapping("plan", "budget", "prefix", "sma", {"channel": "sma"})
    mapped = measure([wants("budget_planned", channel="sma")], replace(plan, mappings=(rule,)), engine, as_of)
    assert (mapped.series["kpi:x"].over(days("2026-01-01", "2026-12-31")), mapped.findings) == (1200, ())
    groups = measure([wants("budget_planned", group_by="channel")], plan, engine, as_of).series["kpi:x"].groups()
    year = days("2026-01-01", "2026-12-31")
    assert {name: series.over(year) for name, series in groups.items()} == {"sea": 3650, "(unmapped)": 1200}


def test_a_dimension_that_no_budget_line_has_is_refused(asked: Asking) -> None:
    plan = plan_of(budget=Budget(None, LINES))
    assert asked("budget_planned", plan, business="b2b").over(DAY) == NotBound("budget_planned", "business")
    assert asked("budget_planned").over(DAY) == NotBound("budget_planned", "budget")


def test_money_spent_where_nothing_was_planned_has_no_pace(load: Loader, asked: Asking) -> None:
    load("csv_media/table/day/channel", [("2026-01-08", "sma", 5)], "media_cost", unit={"media_cost": "EUR"})
    plan = plan_of(grounds={"channel": dict.fromkeys(("sea", "sma"))}, budget=Budget(None, LINES[:1]))
    assert asked("media_cost / budget_planned", plan, channel="sma").over(DAY) == NoDenominator()

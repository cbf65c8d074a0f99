"""How old facts are, how old they may be, and from which day they still move."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from jalon.findings import Severity
from jalon.metrics import Binding, measure
from jalon.plan.model import Source
from tests.metrics.conftest import CountingEngine, Loader, days, plan_of, source, wants

AS_OF = date(2026, 10, 15)


def binding(engine: CountingEngine, told: Source, text: str, maturity_days: int = 0) -> Binding:
    wanted = wants(text)
    wanted = type(wanted)(wanted.key, wanted.formula, maturity_days=maturity_days)
    return measure([wanted], plan_of(sources=(told,)), engine, AS_OF).series["kpi:x"].bindings[0]


@pytest.mark.parametrize(("last", "stale"), [("2026-10-13", False), ("2026-10-12", True)])
def test_a_source_older_than_expected_is_late(engine: CountingEngine, load: Loader, last: str, stale: bool) -> None:
    load("ga4/table/day/total", [("2026-09-01", 5), (last, 5)], "sessions")
    found = measure([wants("sessions")], plan_of(sources=(source("ga4", "P2D"),)), engine, AS_OF)
    told = found.series["kpi:x"].bindings[0]
    assert (told.stale, told.expected_days, told.age_days) == (stale, 2, (AS_OF - date.fromisoformat(last)).days)
    late = [(f.subject, f.details["age_days"], f.others) for f in found.findings if f.code == "D002"]
    assert late == ([("source:ga4", 3, ("kpi:x",))] if stale else [])


@pytest.mark.parametrize(("as_of", "stale"), [(date(2026, 10, 15), False), (date(2026, 10, 16), True)])
def test_a_month_is_awaited_until_its_end_and_its_lag(
    engine: CountingEngine, load: Loader, as_of: date, stale: bool
) -> None:
    load(
        "csv_finance/table/range/total",
        [("2026-08-01..2026-08-31", 5)],
        "marketing_cost",
        unit={"marketing_cost": "EUR"},
    )
    plan = plan_of(sources=(source("csv_finance", "P15D", grain="month"),))
    assert measure([wants("marketing_cost")], plan, engine, as_of).series["kpi:x"].bindings[0].stale is stale


@pytest.mark.parametrize(("last", "stale"), [("2026-10-07", False), ("2026-10-06", True)])
def test_a_weekly_source_is_awaited_a_week_later(engine: CountingEngine, load: Loader, last: str, stale: bool) -> None:
    load("semrush/table/day/total", [(last, 5)], "keywords_top3", kind="stock")
    assert binding(engine, source("semrush", "P1D", grain="week"), "keywords_top3").stale is stale


def test_cohorts_ripen_by_the_month_even_in_a_daily_source(engine: CountingEngine, load: Loader) -> None:
    load("csv_orders/table/day/cohort", [("2026-10-01", "2025-10", 5)], "cohort_size")
    assert not binding(engine, source("csv_orders"), "cohort_size").stale


def test_a_campaign_tool_is_late_when_it_was_not_loaded_not_when_nothing_was_sent(
    engine: CountingEngine, load: Loader
) -> None:
    load(
        "csv_email/table/day/total", [("2026-09-01", 5)], "emails_sent", extracted=datetime(2026, 10, 14, 8, tzinfo=UTC)
    )
    assert not binding(engine, source("csv_email", "P1D", grain="campaign"), "emails_sent").stale
    assert binding(engine, source("csv_email", "P1D"), "emails_sent").stale


def test_figures_settle_after_the_longest_of_what_source_and_indicator_say(
    engine: CountingEngine, load: Loader
) -> None:
    load("google_ads/table/day/total", [(f"2026-10-{d:02}", 5) for d in range(1, 15)], "sea_conversions")
    fourteen = source("google_ads", maturity="P14D")
    assert binding(engine, fourteen, "sea_conversions").mature_until == date(2026, 10, 1)
    assert binding(engine, fourteen, "sea_conversions", maturity_days=30).mature_until == date(2026, 9, 15)
    assert binding(engine, source("google_ads"), "sea_conversions").mature_until == date(2026, 9, 15), "its own window"
    at_once = source("google_ads", maturity="P0D")
    assert binding(engine, at_once, "sea_conversions").mature_until == date(2026, 10, 14)
    found = measure([wants("sea_conversions")], plan_of(sources=(fourteen,)), engine, AS_OF)
    young = next(finding for finding in found.findings if finding.code == "D004")
    assert (young.severity, young.details["first_day"]) == (Severity.INFO, "2026-10-02")


def test_the_day_of_the_extraction_is_never_complete(engine: CountingEngine, load: Loader) -> None:
    load("csv_orders/table/day/total", [("2026-10-14", 5), ("2026-10-15", 1)], "orders")
    assert binding(engine, source("csv_orders"), "orders").mature_until == date(2026, 10, 14)
    load("ga4/table/day/total", [("2026-10-14", 5), ("2026-10-15", 1)], "sessions")
    assert binding(engine, source("ga4"), "sessions").mature_until == date(2026, 10, 12), "Google works on for days"


def test_the_way_back_names_cut_version_account_and_import(engine: CountingEngine, load: Loader) -> None:
    load("ga4/table/day/total", [("2026-10-14", 5)], "sessions", account="G-1")
    told = binding(engine, source("ga4", account="G-1"), "sessions")
    (state,) = engine.cuts()
    (import_id,) = engine.imports(state.cut)
    assert (told.cut, told.version) == ("ga4/table/day/total", state.version)
    assert (told.accounts, told.import_id) == (("G-1",), import_id)
    assert (told.source, told.owner, told.last_day) == ("ga4", "ana", days("2026-10-14").end)


def test_a_column_that_stopped_is_late_though_the_file_goes_on(engine: CountingEngine, load: Loader) -> None:
    load("csv_orders/table/day/total", [("2026-08-01", 5, 1), ("2026-10-14", 5, None)], "orders", "refunded_orders")
    assert not binding(engine, source("csv_orders"), "orders").stale
    assert binding(engine, source("csv_orders"), "refunded_orders").stale


def test_one_finding_a_source_tells_its_worst_report(engine: CountingEngine, load: Loader) -> None:
    load("ga4/table/day/total", [("2026-10-01", 5)], "sessions")
    load("ga4/pages/day/total", [("2026-10-05", 5)], "pageviews")
    wanted = [replace(wants("sessions"), key="kpi:x"), replace(wants("pageviews"), key="kpi:y")]
    found = measure(wanted, plan_of(sources=(source("ga4", "P2D"),)), engine, AS_OF).findings
    (late,) = [finding for finding in found if finding.code == "D002"]
    assert (late.subject, late.details["last_day"], late.details["owner"]) == ("source:ga4", "2026-10-01", "ana")
    assert late.others == ("kpi:x", "kpi:y")


def test_a_tool_that_the_plan_does_not_name_is_late_after_a_week(load: Loader, engine: CountingEngine) -> None:
    """Silence is never green, even where the plan says nothing of its sources."""
    load("csv_orders/table/day/total", [("2026-10-01", 4)], "orders")
    for as_of, late in (("2026-10-08", False), ("2026-10-09", True)):
        series = measure([wants("orders")], plan_of(), engine, days(as_of).end).series["kpi:x"]
        assert bool(series.stale) is late

"""What a plan asks to be measured, and the days on which only the number moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from jalon.catalogue.formula import written
from jalon.metrics import guardrail_key, masked, wanted_by
from jalon.plan.model import Guardrail, Kri, Measurement, Objective, OwnEvent, Response
from tests.metrics.conftest import days, kpi_of, plan_of


def kri_of(name: str, use: str | None, method: str, formula: str | None = None) -> Kri:
    response, filters = Response(None, None, None, None), {"business": ("b2b",)}
    nothing = (None,) * 8
    return Kri(name, use, formula, None, None, method, filters, (), *nothing, None, False, response, None)


def test_kpis_results_guardrails_and_inputs_of_served_risks_are_asked() -> None:
    area = kpi_of("influence_er", "influencer_engagements / influencer_reach", business=("b2c",))
    kpi = replace(area.kpis[0], guardrail=Guardrail(None, "influence_disclosure", Decimal(1)))
    kris = (
        kri_of("spam", "spam_complaints", "threshold"),
        kri_of("bots", "cvr_slide", "residual_shift"),
        kri_of("hours", "tracking_break", "zero_run"),
        kri_of("idle", None, "threshold", "pipeline_idle / pipeline_open"),
    )
    result = Measurement("leads", "leads", None, "count", "up", {"business": ("b2b",)}, {}, None, None, ())
    objective = Objective("O2", None, None, None, result, (Guardrail(None, "cpl", None, Decimal(60)),), None, None)
    asked = {
        w.key: w for w in wanted_by(plan_of(kras=(replace(area, kpis=(kpi,), kris=kris),), objectives=(objective,)))
    }
    assert set(asked) == {
        "objective:O2",
        guardrail_key("objective:O2", "cpl"),
        "kpi:influence_er",
        guardrail_key("kpi:influence_er", "influence_disclosure"),
        "kri:spam:value",
        "kri:spam:alternative",
        "kri:bots:value",
        "kri:hours:value",
        "kri:hours:value_2",
        "kri:hours:witness",
        "kri:hours:witness_2",
        "kri:idle:value",
    }
    assert asked[guardrail_key("objective:O2", "cpl")].filter == {"business": ("b2b",)}
    assert written(asked["kri:idle:value"].formula) == "pipeline_idle / pipeline_open"
    assert asked["kri:spam:value"].group_by == "sending_domain"


def test_the_age_of_cohorts_that_a_risk_watches_is_asked() -> None:
    area = replace(kpi_of("x", "leads"), kris=(kri_of("margin", "cac_margin_squeeze", "threshold"),))
    asked = {wanted.key: wanted for wanted in wanted_by(plan_of(kras=(area,)))}
    assert asked["kri:margin:value"].params == {"age_months": Decimal(12)}


def test_a_draft_without_formula_asks_for_nothing() -> None:
    area = kpi_of("x", "leads")
    empty = replace(area.kpis[0], measured=replace(area.kpis[0].measured, formula=None))
    assert wanted_by(plan_of(kras=(replace(area, kpis=(empty,)),))) == []


def own(kind: str, *measures: str) -> OwnEvent:
    return OwnEvent("e", date(2026, 2, 20), date(2026, 2, 22), kind, None, measures, (), ())


YEAR = days("2026-01-01", "2026-12-31")


def test_a_new_tracking_plan_masks_its_days_for_its_measures_only() -> None:
    plan = plan_of(own_events=(own("measurement_break", "key_events"),), event_sources=())
    assert masked(["key_events", "sessions"], plan, YEAR) == (days("2026-02-20", "2026-02-22"),)
    assert masked(["orders"], plan, YEAR) == ()
    assert masked(["key_events"], plan, days("2026-02-22", "2026-03-01")) == (days("2026-02-22"),)


def test_an_incident_is_no_measurement_break() -> None:
    assert masked(["orders"], plan_of(own_events=(own("incident", "orders"),), event_sources=()), YEAR) == ()


def test_platform_breaks_touch_the_channels_of_the_plan_and_derived_measures_too() -> None:
    plan = plan_of(grounds={"channel": {"seo": None}})
    clicks = masked(["organic_clicks_nonbrand"], plan, YEAR)
    assert days("2026-02-28", "2026-03-01") in clicks
    assert not any(days("2026-05-07").start in stretch for stretch in clicks)
    impressions = masked(["organic_impressions"], plan, YEAR)
    assert impressions[0] == days("2026-01-01", "2026-04-27")
    assert masked(["organic_impressions"], replace(plan, event_sources=()), YEAR) == ()

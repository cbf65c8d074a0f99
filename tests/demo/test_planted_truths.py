"""What was planted in the demo is seen in the scorecard that Jalon publishes from its exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from jalon.demo.company import TRUTH, simulate
from jalon.demo.exports import Delivery, write_exports
from jalon.facts.engines.duckdb import DuckdbEngine
from jalon.facts.load import Difference
from jalon.metrics import MeasuredSeries, Measurements, measure, wanted_by
from jalon.plan.document import read_plan
from jalon.plan.model import Plan
from jalon.quantities import Period
from jalon.scorecard.acted import ActionEffect
from jalon.scorecard.causes.witnesses import wanted_for_causes
from jalon.scorecard.lint import unclaimed_channels, wanted_for_rules
from jalon.scorecard.publishing import scorecard
from jalon.scorecard.results import KpiStanding, KriStanding, Measured, Scorecard
from jalon.scorecard.shifted import Shift
from jalon.sources import ga4, google_ads, rates, search_console, table
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.recognising import read_files
from jalon.sources.reading.report import joined_tables

DEMO = TRUTH.demo_day
FORMATS = [one for module in (search_console, google_ads, ga4, table, rates) for one in module.formats()]


@pytest.fixture(scope="module")
def plan() -> Plan:
    found = read_plan(files("jalon.demo").joinpath("plan.yaml").read_bytes(), "plan.yaml").plan
    assert found is not None
    return found


@pytest.fixture(scope="module")
def engine(built_demo: Path) -> DuckdbEngine:
    """The facts of the demo after both drops, as the demo itself imported them."""
    (folder,) = (built_demo / "facts").iterdir()
    return DuckdbEngine(folder)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Difference]:
    """What the second drop of the advertising reports changed, by file name and cut: the last one counts."""
    told: dict[str, Difference] = {}
    engine = DuckdbEngine(tmp_path_factory.mktemp("twice") / "facts")
    for delivery in write_exports(simulate(), tmp_path_factory.mktemp("exports")):
        if delivery.path.name in ("Rapport sur les campagnes.csv", "Campaign report.csv"):
            told |= {f"{delivery.path.name} {cut}": difference for cut, difference in _import(engine, delivery)}
    return told


def _import(engine: DuckdbEngine, delivery: Delivery) -> list[tuple[str, Difference]]:
    answers = Answers(
        tool=delivery.tool,
        currency=delivery.currency,
        timezone=delivery.timezone,
        filters=delivery.filters,
        extracted_at=delivery.extracted_at,
    )
    report = read_files([delivery.path], FORMATS, answers)
    assert report.exit_status == 0, delivery.path.name
    file = report.files[0]
    told = []
    for one in joined_tables(file.tables):
        commit = engine.replace(file.load_for(one, delivery.extracted_at), one)
        told.append((commit.cut.text, commit.difference))
    return told


def _measured(plan: Plan, engine: DuckdbEngine, day: date) -> Measurements:
    return measure([*wanted_by(plan), *wanted_for_rules(plan), *wanted_for_causes(plan)], plan, engine, day)


def _with_one_risk(plan: Plan, name: str) -> Plan:
    """The plan of one area and one risk: a second whole scorecard would tell nothing more of it."""
    areas = [area for area in plan.kras if name in {risk.id for risk in area.kris}]
    kept = [replace(area, kris=tuple(risk for risk in area.kris if risk.id == name)) for area in areas]
    return replace(plan, objectives=(), actions=(), kras=tuple(kept))


def _published(plan: Plan, measurements: Measurements, day: date) -> Scorecard:
    return scorecard(plan, measurements, day, workspace="w", edition=1, plan_revision=1, code_version="1")


@pytest.fixture(scope="module")
def measurements(plan: Plan, engine: DuckdbEngine) -> Measurements:
    return _measured(plan, engine, DEMO)


@pytest.fixture(scope="module")
def card(plan: Plan, measurements: Measurements) -> Scorecard:
    return _published(plan, measurements, DEMO)


def kpi(card: Scorecard, name: str) -> Measured:
    return next(row.measured for row in card.kpis if row.measured.id == name)


def over(series: MeasuredSeries, first: date, last: date) -> Decimal:
    value = series.over(Period(first, last))
    assert isinstance(value, Decimal)
    return value


def test_the_director_finds_a_believable_morning(card: Scorecard) -> None:
    standings = [row.measured.standing for row in card.kpis]
    assert len(standings) == 46
    assert 5 <= standings.count(KpiStanding.OFF_COURSE) <= 9
    assert standings.count(KpiStanding.ON_COURSE) >= 26
    assert 1 <= standings.count(KpiStanding.STALE) + standings.count(KpiStanding.NO_DATA) <= 3
    revenue = next(row.measured for row in card.objectives if row.measured.id == "O1")
    assert revenue.standing in (KpiStanding.WATCH, KpiStanding.OFF_COURSE)


def test_the_september_update_hurts_what_the_controls_do_not_show(card: Scorecard) -> None:
    (risk,) = (row for row in card.kris if row.id == "algo_event_window")
    assert risk.standing in (KriStanding.AMBER, KriStanding.RED)
    assert risk.evidence["controls"] == "apart"
    assert float(str(risk.evidence["against_controls"])) == pytest.approx(-0.10, abs=0.04)


def test_the_september_update_is_named_with_its_chance(card: Scorecard) -> None:
    """The indicator and its risk say the same."""
    (risk,) = (row.shift for row in card.kris if row.id == "algo_event_window")
    (clicks,) = (row.shift for row in card.kpis if row.measured.id == "organic_clicks_nonbrand")
    for found in (risk, clicks):
        assert isinstance(found, Shift)
        assert (found.link, found.cause) == ("goes_with", "google-september-2026-spam-update")
        assert found.size is not None
        assert float(found.size) == pytest.approx(TRUTH.spam_effect_on_nonbrand, abs=0.04)
        assert Decimal("0.3") < found.chance < Decimal("0.5"), "some update is under way four days in ten"
        assert {one.id for one in found.witnesses} == {"organic_clicks_brand", "direct_sessions"}


def test_a_number_that_moved_without_the_world_is_charged_to_nothing(card: Scorecard) -> None:
    named = {row.measured.id for row in card.kpis if isinstance(row.shift, Shift) and row.shift.cause}
    assert named <= {"organic_clicks_nonbrand"}
    for name in ("lp_cvr_devis", "order_match_rate"):
        found = next(row.shift for row in card.kpis if row.measured.id == name)
        assert not isinstance(found, Shift) or found.link == "no_shift"


def test_the_saturated_channel_costs_more_for_each_lead(card: Scorecard, measurements: Measurements) -> None:
    (risk,) = (row for row in card.kris if row.id == "channel_saturation")
    assert risk.standing is KriStanding.RED
    (response,) = risk.responses
    assert response.kpi == "sma_cpl"
    assert response.marginal_cost80[0] > response.ceiling, "the next lead costs more than the plan admits"
    assert response.over > Decimal("0.8")
    cost = kpi(card, "sma_cpl")
    assert cost.standing is KpiStanding.OFF_COURSE
    assert isinstance(cost.value, Decimal)
    assert cost.value > Decimal(140), "104 were aimed at, from 120"
    costs = measurements.series["kpi:sma_cpl"]
    last, this = (costs.parts_over(Period(date(year, 1, 1), date(year, 9, 30))) for year in (2025, 2026))
    assert (this[0] or 0) > (last[0] or 0), "more money"
    assert (this[1] or 0) < (last[1] or 0), "fewer leads"


def test_the_shorter_form_lifts_the_quote_page_by_twelve_per_cent(measurements: Measurements) -> None:
    """Between the new tagging of 20 February and the start of A01, and once A01 is everywhere."""
    series = measurements.series["kpi:lp_cvr_devis"]
    before, after = over(series, date(2026, 2, 21), date(2026, 3, 8)), over(series, date(2026, 4, 6), date(2026, 9, 30))
    assert after / before - 1 == pytest.approx(Decimal("0.12"), abs=Decimal("0.03"))


def test_the_form_s_kpi_is_closed_and_reached(card: Scorecard) -> None:
    assert (kpi(card, "lp_cvr_devis").closed, kpi(card, "lp_cvr_devis").due) == ("reached", date(2026, 9, 30))


def test_the_video_series_changes_nothing_that_was_not_already_moving(measurements: Measurements) -> None:
    """A05, 4 May to 31 July: the rate goes on as it went, before and after."""
    series = measurements.series["kpi:er_reach"]
    before = over(series, date(2026, 2, 2), date(2026, 5, 3))
    during = over(series, date(2026, 5, 4), date(2026, 7, 31))
    after = over(series, date(2026, 8, 1), date(2026, 10, 14))
    assert abs((during - before) - (after - during)) < Decimal("0.0008")
    assert during / before - 1 < Decimal("0.08"), "12 % were expected of it"


def test_a_new_tagging_moves_the_number_and_not_the_world(card: Scorecard, measurements: Measurements) -> None:
    seen, page = measurements.series["kpi:order_match_rate"], measurements.series["kpi:lp_cvr_devis"]
    spans = (date(2026, 1, 12), date(2026, 2, 19)), (date(2026, 2, 20), date(2026, 3, 8))
    matched = [over(seen, *span) for span in spans]
    converted = [over(page, *span) for span in spans]
    assert matched[1] - matched[0] > Decimal("0.02")
    assert converted[1] / converted[0] > Decimal("1.05")
    orders = measurements.series["kpi:cvr_order"]
    assert abs(over(orders, *spans[1]) / over(orders, *spans[0]) - 1) < Decimal("0.12")
    assert kpi(card, "lp_cvr_devis").masked == (Period(TRUTH.tracking_break, TRUTH.tracking_break),)


def test_the_september_update_hurts_searches_without_the_brand_only(
    card: Scorecard, measurements: Measurements
) -> None:
    assert kpi(card, "organic_clicks_nonbrand").standing in (KpiStanding.WATCH, KpiStanding.OFF_COURSE)
    clicks, sea = measurements.series["kpi:organic_clicks_nonbrand"], measurements.series["kpi:sea_sessions"]
    after, before = (date(2026, 9, 29), date(2026, 10, 12)), (date(2026, 9, 7), date(2026, 9, 20))

    def moved(series: MeasuredSeries) -> Decimal:
        year = timedelta(days=364)
        now = over(series, *after) / over(series, *before)
        return now / (over(series, *(d - year for d in after)) / over(series, *(d - year for d in before)))

    assert moved(clicks) < Decimal("0.94")
    assert moved(sea) > Decimal("0.95")


def test_money_goes_to_a_marketplace_that_nobody_answers_for(plan: Plan, measurements: Measurements) -> None:
    found = list(unclaimed_channels(plan, measurements, DEMO))
    assert [(one.code, one.subject, one.details["value"]) for one in found] == [
        ("R019", "ground:channel", "marketplace")
    ]
    details = found[0].details
    assert details["since"] == "2026-07-01"
    assert float(str(details["media_cost_since_start"])) == pytest.approx(41_200, rel=0.001)
    assert 100 < int(str(details["orders"])) < 260
    assert float(str(details["revenue"])) > 20_000


def test_the_payment_outage_is_an_alert_on_its_days_and_over_on_the_demo_day(
    plan: Plan, card: Scorecard, engine: DuckdbEngine
) -> None:
    during, watching = date(2026, 7, 15), _with_one_risk(plan, "payment_failure")
    risks = {row.id: row for row in _published(watching, _measured(watching, engine, during), during).kris}
    assert risks["payment_failure"].standing is KriStanding.RED
    assert risks["payment_failure"].evidence["read_over"] == "1d"
    assert next(row for row in card.kris if row.id == "payment_failure").standing is KriStanding.QUIET


def test_a_source_that_stopped_is_named_and_its_kpi_is_not_up_to_date(card: Scorecard) -> None:
    keywords = kpi(card, "keywords_top3_share")
    assert keywords.standing is KpiStanding.STALE
    assert keywords.reasons[0].details["tool"] == TRUTH.stale_source[0]
    source = next(row for row in card.sources if row.id == "semrush")
    assert (source.standing, source.last_day) == ("stale", TRUTH.stale_source[1])


def test_the_second_drop_says_which_days_it_restates(changed: Mapping[str, Difference]) -> None:
    ads = next(one for name, one in changed.items() if name.startswith("Campaign report.csv"))
    assert (ads.replaced_days, ads.new_days) == (21, 7)
    late = next(one for one in ads.changes if one.measure == "sea_conversions")
    assert late.before is not None
    assert late.after is not None
    assert late.after > late.before, "conversions reach the account up to two weeks after the click"


def test_every_risk_says_what_it_sees_or_why_it_does_not(card: Scorecard) -> None:
    assert len(card.kris) == 34
    unknown = [row for row in card.kris if row.standing is KriStanding.UNKNOWN]
    assert all(not isinstance(row.reading, Decimal) for row in unknown)
    assert len(card.kris) - len(unknown) >= 12
    assert {row.id for row in card.kris if row.standing is KriStanding.AMBER} >= {"pipeline_asleep"}


def test_objectives_share_out_their_whole_gap(card: Scorecard) -> None:
    for row in card.objectives:
        if row.mode not in ("sum", "product"):
            continue
        value, due = row.measured.value, row.measured.expected
        assert isinstance(value, Decimal)
        assert isinstance(due, Decimal)
        told = sum((p.contribution for p in row.parts if isinstance(p.contribution, Decimal)), Decimal(0))
        assert abs(told - (value - due)) < Decimal("0.001"), row.measured.id


def test_the_working_action_has_a_measured_effect_and_the_idle_one_has_not(card: Scorecard) -> None:
    rows = {row.id: row for row in card.actions}
    name, started, lift = TRUTH.working_action
    works, idle = rows[name].effect, rows[TRUTH.idle_action[0]].effect
    assert isinstance(works, ActionEffect)
    assert isinstance(idle, ActionEffect)
    assert works.window.start == started
    assert works.verdict == "effect"
    assert works.relative is not None
    assert works.relative95 is not None
    # It grows over four weeks to all of it: over its window a little less than all is there.
    assert works.relative95[0] < Decimal(str(lift)) * Decimal("0.88") < works.relative95[1]
    assert idle.verdict in ("no_effect", "cannot_tell")

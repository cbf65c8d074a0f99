"""Methods of the catalogue read through their own door: what facts and plan can tell is bound, the rest is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from tests.scorecard.conftest import asked, kpi, kra, kri, measured, plan, series, steadily, stock, target

from jalon import catalogue
from jalon.metrics import MeasuredSeries
from jalon.plan.model import Guardrail, Kri, Persistence
from jalon.plan.model.company import Person
from jalon.scorecard.kri.binding import BINDERS
from jalon.scorecard.kri.judging import kri_row, kri_rows
from jalon.scorecard.results import KriRow, KriStanding
from jalon.stats.signals import signals

DAY = date(2026, 10, 15)
LAST = date(2026, 10, 14)
QUIET, AMBER, RED, UNKNOWN = KriStanding.QUIET, KriStanding.AMBER, KriStanding.RED, KriStanding.UNKNOWN


def read(risk: Kri, *told: MeasuredSeries, **of_plan: object) -> KriRow:
    area = kra("K", kris=(risk,))
    return kri_row(area, risk, plan(area, **of_plan), measured(*told), DAY)


def since(before: int, after: int, first: date) -> dict[date, Decimal]:
    return {day: Decimal(after if day >= first else before) for day in steadily(1)}


def test_every_bound_method_is_one_that_the_door_knows() -> None:
    assert set(BINDERS) <= set(signals())
    assert {row.method for row in catalogue.kris().values()} <= set(BINDERS)


def test_many_risks_read_together_read_as_each_alone() -> None:
    risks = (kri("risk"), kri("other", appetite=Decimal("0.05")))
    area = kra("K", kris=risks)
    parts = {"leads_invalid": steadily(15), "leads": steadily(100)}
    told = [series(f"kri:{one.id}:value", "leads_invalid / leads", parts) for one in risks]
    of = plan(area)
    together = kri_rows(of, measured(*told), DAY)
    assert together == tuple(kri_row(area, one, of, measured(*told), DAY) for one in risks)
    assert [row.standing for row in together] == [QUIET, AMBER]


BLOCKED = kri(use="ad_account_suspended", method="count_rule", scale="rule", appetite=None, limit=None)


def test_one_account_blocked_is_an_alert_and_none_is_quiet() -> None:
    def accounts(count: int) -> MeasuredSeries:
        told = {"ad_accounts_blocked": stock("ad_accounts_blocked", steadily(count))}
        return series("kri:risk:count", "ad_accounts_blocked", told, kind="stock")

    assert read(BLOCKED, accounts(0)).standing is QUIET
    found = read(BLOCKED, accounts(1))
    assert (found.standing, found.reading) == (RED, 1)


def test_an_area_without_a_deputy_is_amber_and_red_once_its_holder_leaves() -> None:
    risk = replace(BLOCKED, use="key_person")
    people = (Person("ana", "Ana"),)
    assert read(risk, people=people).standing is AMBER
    assert read(risk, people=(replace(people[0], last_day=date(2026, 12, 1)),)).standing is RED
    assert read(risk, people=(replace(people[0], deputy="bob"),)).standing is QUIET


def test_an_advert_seen_too_often_that_is_clicked_less_is_tired() -> None:
    """Seen 4 times and clicked a quarter less than in its best week; the other advert is fresh."""
    risk = replace(BLOCKED, use="audience_fatigue", method="joint_rule", persistence=Persistence(3, 3))
    ago = LAST - timedelta(days=20)
    seen = {
        "tired": {"sma_impressions": since(2000, 4000, ago), "sma_reach": steadily(1000)},
        "fresh": {"sma_impressions": steadily(2000), "sma_reach": steadily(1000)},
    }
    clicked = {
        "tired": {"sma_clicks": since(40, 60, ago), "sma_impressions": since(2000, 4000, ago)},
        "fresh": {"sma_clicks": steadily(40), "sma_impressions": steadily(2000)},
    }
    told = (
        series("kri:risk:frequency", "sma_impressions / sma_reach", seen["tired"], seen),
        series("kri:risk:ctr", "sma_clicks / sma_impressions", clicked["tired"], clicked),
    )
    found = read(risk, *told)
    assert (found.standing, found.evidence["worst"]) == (RED, "tired")
    whole = tuple(replace(one, _groups={}) for one in told)
    assert getattr(read(risk, *whole).reading, "code", None) == "NotBound", "adverts that the cut does not part"


def test_a_day_without_any_event_while_the_shop_sells_is_a_break_of_measure() -> None:
    risk = replace(BLOCKED, use="tracking_break", method="zero_run")
    noise = np.random.default_rng(4).poisson(900, 2000)

    def told(name: str, measure: str, silent: bool) -> MeasuredSeries:
        days = {day: Decimal(int(noise[at % 2000])) for at, day in enumerate(steadily(1))}
        return series(f"kri:risk:{name}", measure, {measure: days | ({LAST: Decimal(0)} if silent else {})})

    orders = told("witness", "orders", silent=False)
    assert read(risk, told("value", "events", silent=False), orders).standing is QUIET
    found = read(risk, told("value", "events", silent=True), orders)
    assert (found.standing, found.evidence["read_over"]) == (RED, "1d")
    assert getattr(read(risk, told("value", "events", silent=True)).reading, "code", None) == "NoWitness"


def test_a_kpi_that_rises_while_its_result_falls_is_gamed() -> None:
    risk = replace(BLOCKED, use="gaming", method="trend_conflict", threatens=("leads",), cadence="weekly")
    leads = {day: Decimal(100 + (day - date(2026, 1, 1)).days) for day in steadily(1)}
    fewer = {day: Decimal(1000 - (day - date(2026, 1, 1)).days) for day in steadily(1)}
    guarded = replace(kpi("leads", asked("1", target("2"), use="leads")), guardrail=Guardrail(None, "lead_to_mql"))
    area = kra("K", guarded, kris=(risk,))
    pair = (
        series("kpi:leads", "leads", {"leads": leads}),
        series("guardrail:kpi:leads:lead_to_mql", "leads_mql", {"leads_mql": fewer}),
    )
    found = kri_row(area, risk, plan(area), measured(*pair), DAY)
    assert (found.standing, found.evidence["worst"]) == (RED, "leads")
    alone = replace(area, kpis=(replace(guarded, guardrail=None),))
    assert getattr(kri_row(alone, risk, plan(alone), measured(*pair), DAY).reading, "code", None) == "NoGuardrail"


def test_what_a_control_did_too_is_taken_out() -> None:
    """Engagement falls by a third, and so do the searches of the brand."""
    risk = kri(use="engagement_loss", method="against_reference", bad_direction="down",
               appetite=Decimal("0.8"), limit=Decimal("0.7"))  # fmt: skip
    ago = LAST - timedelta(days=27)
    whole = {"social_engagements": since(900, 600, ago)}
    control = series("kri:risk:control", "brand_searches", {"brand_searches": since(900, 600, ago)})
    one = series("kri:risk:value", "social_engagements", whole)
    plainly = replace(risk, use="demand_decline", cadence="monthly")
    assert read(plainly, one).standing is RED
    found = read(plainly, one, control)
    assert (found.standing, found.reading) == (QUIET, 1)


def test_cells_are_compared_one_by_one_so_that_a_mix_is_no_rise() -> None:
    """Each keyword costs what it did; the dear one weighs more than a year ago."""
    risk = kri(use="cpc_inflation", method="against_reference", cadence="weekly",
               appetite=Decimal("0.10"), limit=Decimal("0.25"))  # fmt: skip
    ago = date(2026, 6, 1)
    groups = {
        "dear": {"sea_cost": since(1000, 3000, ago), "sea_clicks": since(100, 300, ago)},
        "cheap": {"sea_cost": steadily(300), "sea_clicks": steadily(300)},
    }
    whole = {"sea_cost": since(1300, 3300, ago), "sea_clicks": since(400, 600, ago)}
    found = read(risk, series("kri:risk:value", "sea_cost / sea_clicks", whole, groups))
    assert (found.standing, found.reading) == (QUIET, 0)


def test_places_lost_are_counted_and_places_won_are_not() -> None:
    """Twelve keywords wander by a place; in the last week one of them falls by twelve, or rises by as many."""
    risk = kri(use="seo_position_shock", method="spike", scale="zscore", appetite=Decimal(2), limit=Decimal("3.5"))

    def ranked(seed: int, shift: int) -> dict[str, dict[date, Decimal]]:
        noise = np.random.default_rng(seed).integers(0, 3, 1100)
        moved = {
            day: Decimal(20 + int(noise[at]) + (shift if day > LAST - timedelta(days=7) else 0))
            for at, day in enumerate(steadily(1))
        }
        return {"keyword_position": moved}

    def told(shift: int) -> MeasuredSeries:
        groups = {f"keyword {n}": ranked(n, shift if n == 0 else 0) for n in range(12)}
        return series("kri:risk:value", "keyword_position", groups["keyword 0"], groups)

    assert read(risk, told(12)).standing is RED
    assert read(risk, told(-12)).standing is QUIET

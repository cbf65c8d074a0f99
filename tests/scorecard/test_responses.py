"""What the next result of a channel costs: flagged where a curve flattens, refused where spend says nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import numpy as np
from tests.scorecard.conftest import asked, flow, kpi, kra, kri, measured, plan, series, target

from jalon.metrics import MeasuredSeries
from jalon.metrics.readings import Singles
from jalon.plan.model import Kri, Persistence, Plan
from jalon.quantities import Grain, Period
from jalon.quantities.refusals import NotAdditive, NoTarget, NoVariation
from jalon.scorecard.kri.judging import kri_row
from jalon.scorecard.kri.saturating import responses_of
from jalon.scorecard.results import KriRow, KriStanding

DAY = date(2026, 10, 14)
FIRST = DAY - timedelta(days=104 * 7 - 1)


@cache
def cost_per_lead(most: float, half: float, spread: float = 0.4, seed: int = 1) -> MeasuredSeries:
    """Two years of days: spend that moves from week to week, leads that flatten above `half` euros a week."""
    random = np.random.default_rng(seed)
    spends = 2000 * np.exp(random.standard_normal(104) * spread)
    spends[-4:] = 2600
    cost, leads = dict[date, Decimal](), dict[date, Decimal]()
    for week, spent in enumerate(spends):
        came = random.poisson(20 + most * spent / (spent + half))
        for day in range(7):
            at = FIRST + timedelta(days=7 * week + day)
            cost[at] = Decimal(round(spent / 7, 2)).quantize(Decimal("0.01"))
            leads[at] = Decimal(int(came // 7 + (day < came % 7)))
    parts = {"sma_cost": flow("sma_cost", cost), "sma_leads": flow("sma_leads", leads)}
    return series("kpi:cpl", "sma_cost / sma_leads", parts)


RISK = kri(
    use="channel_saturation", method="marginal_response", threatens=("cpl",), cadence="weekly", bad_direction="up",
    appetite=Decimal("0.8"), limit=Decimal(1), persistence=Persistence(2, 2),
)  # fmt: skip


def planned(ceiling: str | None = "40") -> Plan:
    return plan(kra("K", kpi("cpl", asked("40", target(ceiling), direction="down"))))


def read(told: MeasuredSeries, risk: Kri = RISK, ceiling: str | None = "40") -> KriRow:
    return kri_row(kra("K"), risk, planned(ceiling), measured(told), DAY)


def test_a_channel_near_its_ceiling_is_an_alert_though_its_average_cost_looks_well() -> None:
    told = cost_per_lead(120, 400)
    found = read(told)
    assert found.standing is KriStanding.RED
    assert found.unit == "ratio"
    (one,) = responses_of(RISK, planned(), measured(told), DAY)
    assert one.average_cost is not None
    assert one.average_cost < one.ceiling < one.marginal_cost80[0] <= one.marginal_cost
    assert one.over > Decimal("0.8")


def test_a_channel_with_room_is_quiet_and_its_curve_still_climbs() -> None:
    told = cost_per_lead(600, 6000)
    assert read(told).standing is KriStanding.QUIET
    (one,) = responses_of(RISK, planned(), measured(told), DAY)
    results = [point.results for point in one.curve]
    assert results == sorted(results), "more spend never brings less"
    assert all(p.results80[0] <= p.results <= p.results80[1] for p in one.curve)
    assert one.weeks[-1].last_day == DAY
    assert len(one.weeks) == 104


def test_spend_that_hardly_moved_tells_nothing() -> None:
    told = cost_per_lead(120, 400, 0.0)
    assert isinstance(read(told).reading, NoVariation)
    assert read(told).standing is KriStanding.UNKNOWN
    assert responses_of(RISK, planned(), measured(told), DAY) == ()


def test_without_an_admitted_cost_there_is_nothing_to_compare_with() -> None:
    assert isinstance(read(cost_per_lead(120, 400), ceiling=None).reading, NoTarget)


REACH = kri(
    use="incremental_reach_fall", method="marginal_response", threatens=("cpl",), cadence="weekly",
    bad_direction="down", appetite=Decimal("0.6"), limit=Decimal("0.3"), persistence=Persistence(2, 2),
)  # fmt: skip


def reached(most: float, half: float, weekly: bool = True) -> list[MeasuredSeries]:
    """Spend by day, and the people reached in each of its weeks as the tool counted them."""
    spent = cost_per_lead(most, half).components["sma_cost"]
    weeks = [Period(FIRST + timedelta(days=7 * at), FIRST + timedelta(days=7 * at + 6)) for at in range(104)]
    rows = {}
    for week in weeks:
        cost = spent.over(week)
        assert isinstance(cost, Decimal)
        people = round(most * float(cost) / (float(cost) + half))
        rows |= {week: Decimal(people)} if weekly else {Period(day, day): Decimal(people) for day in week.days()}
    told = Singles("sma_reach", "distinct", Grain.WEEK if weekly else Grain.DAY, rows)
    return [
        series("kri:risk:response", "sma_reach", {"sma_reach": told}, kind="distinct"),
        series("kri:risk:cost", "sma_cost", {"sma_cost": spent}),
    ]


def test_an_audience_used_up_is_an_alert_and_one_with_room_is_quiet() -> None:
    """Ten percent more spend brings two percent more people, then nearly nine."""
    for half, standing in ((500, KriStanding.RED), (20_000, KriStanding.QUIET)):
        found = kri_row(kra("K"), REACH, planned(), measured(*reached(50_000, half)), DAY)
        assert found.standing is standing, found.reading


def test_reach_does_not_add_over_weeks() -> None:
    found = kri_row(kra("K"), REACH, planned(), measured(*reached(50_000, 500, weekly=False)), DAY)
    assert isinstance(found.reading, NotAdditive)

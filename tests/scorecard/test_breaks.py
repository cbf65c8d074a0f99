"""A measurement break hides days or starts a level anew; it never raises an alarm about performance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tests.scorecard.conftest import asked, kpi, kra, measured, plan, series, steadily, target

from jalon.metrics import MeasuredSeries
from jalon.plan.model import Measurement, OwnEvent, Plan
from jalon.quantities import Period
from jalon.scorecard.publishing import scorecard
from jalon.scorecard.results import KpiStanding, Measured

DEMO = date(2026, 10, 15)
YEARLY = asked("3000", target("3650"))
LEVEL = asked("0.40", target("0.50"))


def broken(first: str, last: str | None = None, **told: object) -> OwnEvent:
    start, end = date.fromisoformat(first), date.fromisoformat(last) if last else None
    event = OwnEvent("e", start, end, "measurement_break", None, ("leads", "leads_qualified"), (), ())
    return replace(event, **told)  # type: ignore[arg-type]


def judged(one: MeasuredSeries, asks: Measurement, *events: OwnEvent) -> Measured:
    of: Plan = plan(kra("K", kpi("x", asks)), own_events=events, event_sources=())
    card = scorecard(of, measured(one), DEMO, workspace="w", edition=1, plan_revision=1, code_version="1")
    return card.kpis[0].measured


def leads(lost: Period | None = None) -> MeasuredSeries:
    by_day = {day: Decimal(0 if lost and day in lost else 10) for day in steadily(1)}
    return series("kpi:x", "leads", {"leads": by_day})


def rate(**by_day: object) -> MeasuredSeries:
    return series("kpi:x", "leads_qualified / leads", by_day)  # type: ignore[arg-type]


SPRING = Period(date(2026, 4, 1), date(2026, 5, 20))


def test_days_that_a_break_hides_are_left_out_of_both_sides_of_a_flow() -> None:
    lost = leads(SPRING)
    alarmed, masked = judged(lost, YEARLY), judged(lost, YEARLY, broken("2026-04-01", "2026-05-20"))
    assert alarmed.standing is not KpiStanding.ON_COURSE
    assert masked.standing is KpiStanding.ON_COURSE
    assert (masked.decided_by, masked.pace) == ("pace", 1)
    assert masked.value == alarmed.value == 2870 - 500, "what was counted stays what the tool says"
    assert [reason.code for reason in masked.reasons] == ["pace", "beside_break"]
    assert masked.reasons[1].details == {"days": 50}
    assert masked.masked == (SPRING,)


def test_a_flow_that_was_counted_too_much_is_no_better_for_it() -> None:
    doubled = {day: Decimal(40 if day in SPRING else 8) for day in steadily(1)}
    found = judged(series("kpi:x", "leads", {"leads": doubled}), YEARLY, broken("2026-04-01", "2026-05-20"))
    assert found.pace == Decimal("0.8")
    assert found.standing is KpiStanding.OFF_COURSE


def test_a_few_hidden_days_are_read_as_they_were_counted() -> None:
    found = judged(leads(), YEARLY, broken("2026-04-01", "2026-04-03"))
    assert [reason.code for reason in found.reasons] == ["pace"]


def test_a_flow_that_is_hidden_most_of_the_time_says_nothing() -> None:
    found = judged(leads(), YEARLY, broken("2026-01-10", "2026-08-31"))
    assert (found.standing, found.reasons[0].code) == (KpiStanding.NO_DATA, "refused.BreakInWindow")


def test_a_closed_target_is_judged_beside_the_hidden_days() -> None:
    until_june = asked("1500", target("1810", due=date(2026, 6, 30)))
    assert judged(leads(SPRING), until_june).closed == "missed"
    assert judged(leads(SPRING), until_june, broken("2026-04-01", "2026-05-20")).closed == "reached"


def test_a_level_is_read_without_the_days_that_a_break_hides() -> None:
    lately = Period(date(2026, 10, 5), date(2026, 10, 9))
    qualified = {day: Decimal(0 if day in lately else 48) for day in steadily(1)}
    found = judged(rate(leads_qualified=qualified, leads=steadily(100)), LEVEL, broken("2026-10-05", "2026-10-09"))
    assert (found.value, found.numerator, found.denominator) == (Decimal("0.48"), 23 * 48, 23 * 100)
    assert found.period == Period(date(2026, 9, 17), date(2026, 10, 14))


def test_a_level_begins_anew_after_a_break_that_lasts_and_the_plan_rebased() -> None:
    new = date(2026, 9, 25)
    qualified = {day: Decimal(60 if day > new else 20) for day in steadily(1)}
    one = rate(leads_qualified=qualified, leads=steadily(100))
    rebased = judged(one, LEVEL, broken("2026-09-25", rebase=("x",)))
    assert rebased.value == Decimal("0.60"), "not a mean of what was counted two ways"
    assert rebased.period == Period(new + timedelta(days=1), date(2026, 10, 14))
    assert rebased.standing is KpiStanding.ON_COURSE
    low = {day: Decimal(20 if day > new else 60) for day in steadily(1)}
    dropped = rate(leads_qualified=low, leads=steadily(100))
    assert judged(dropped, LEVEL, broken("2026-09-25")).standing is KpiStanding.NO_DATA, "masked: it is not rebased"
    assert judged(dropped, LEVEL, broken("2026-09-25", rebase=("x",))).standing is KpiStanding.OFF_COURSE


def test_a_level_that_began_anew_last_week_waits_for_half_of_its_window() -> None:
    found = judged(rate(leads_qualified=steadily(45), leads=steadily(100)), LEVEL, broken("2026-10-07", rebase=("x",)))
    assert (found.standing, found.reasons[0].code) == (KpiStanding.NO_DATA, "refused.BreakInWindow")


def test_a_break_of_another_channel_leaves_a_kpi_alone() -> None:
    of_sea = replace(YEARLY, filter={"channel": ("sea",)})
    lost = leads(SPRING)
    on_seo = broken("2026-04-01", "2026-05-20", channels=("seo",))
    assert judged(lost, of_sea, on_seo).standing is not KpiStanding.ON_COURSE
    assert judged(lost, of_sea, on_seo).masked == ()
    on_sea = replace(on_seo, channels=("sea",), measures=())
    assert judged(lost, of_sea, on_sea).standing is KpiStanding.ON_COURSE


def test_an_incident_hides_nothing_of_a_kpi() -> None:
    happened = replace(broken("2026-04-01", "2026-05-20"), kind="incident")
    assert judged(leads(SPRING), YEARLY, happened).standing is not KpiStanding.ON_COURSE

"""A KPI judged on a day: what it covers, what outranks its pace, what closes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tests.scorecard.conftest import (
    PAST,
    YEAR,
    asked,
    kpi,
    kra,
    measured,
    plan,
    series,
    steadily,
    stock,
    target,
)

from jalon.metrics import MeasuredSeries
from jalon.plan.model import Guardrail, Kra, Measurement, OwnEvent, Plan
from jalon.quantities import Period
from jalon.scorecard.measured import Judge
from jalon.scorecard.publishing import scorecard
from jalon.scorecard.results import KpiRow, KpiStanding

DEMO = date(2026, 10, 15)
BREAK = OwnEvent("tagging", date(2026, 2, 20), None, "measurement_break", None, ("leads",), (), ())


def row(measurement: Measurement, *told: MeasuredSeries, on: date = DEMO, **plan_told: object) -> KpiRow:
    return rows(plan(kra("K", kpi("x", measurement)), **plan_told), *told, on=on)[0]


def rows(of: Plan, *told: MeasuredSeries, on: date = DEMO) -> tuple[KpiRow, ...]:
    card = scorecard(of, measured(*told), on, workspace="w", edition=1, plan_revision=1, code_version="1")
    return card.kpis


def leads(by_day: str | int = 10, last: date = date(2026, 10, 14), **told: object) -> MeasuredSeries:
    return series("kpi:x", "leads", {"leads": steadily(by_day, last=last)}, **told)  # type: ignore[arg-type]


def rate(top: str, bottom: str, last: date = date(2026, 10, 14), **told: object) -> MeasuredSeries:
    parts = {"leads_qualified": steadily(top, last=last), "leads": steadily(bottom, last=last)}
    return series("kpi:x", "leads_qualified / leads", parts, **told)  # type: ignore[arg-type]


def test_a_flow_counts_from_the_start_of_the_period_to_the_last_day_known() -> None:
    """287 days at 10 are 2,870; the path asks for 3,650 × 287 / 365."""
    found = row(asked("3000", target("3650")), leads()).measured
    assert (found.value, found.expected, found.pace) == (2870, 2870, 1)
    assert found.period == Period(YEAR.start, date(2026, 10, 14))
    assert (found.standing, found.decided_by) == (KpiStanding.ON_COURSE, "pace")
    assert found.reasons[0].details["unit"] == "count"


def test_a_ratio_is_the_total_of_its_last_four_weeks_compared_on_its_own_last_day() -> None:
    found = row(asked("0.40", target("0.50")), rate("45", "100")).measured
    assert (found.value, found.numerator, found.denominator) == (Decimal("0.45"), 28 * 45, 28 * 100)
    assert found.period == Period(date(2026, 9, 17), date(2026, 10, 14))
    assert found.expected == Decimal("0.40") + Decimal("0.10") * Decimal(287) / 365
    assert found.standing is KpiStanding.OFF_COURSE


def test_a_seasonal_ratio_is_read_from_the_start() -> None:
    found = row(asked("0.40", target("0.50", "seasonal")), rate("45", "100")).measured
    assert found.period == Period(YEAR.start, date(2026, 10, 14))


def test_a_rare_event_is_read_over_a_quarter() -> None:
    """Two leads every three days make 19 in four weeks: under the 50 of the catalogue row."""
    few = {day: Decimal(int(day.toordinal() % 3 > 0)) for day in steadily(1)}
    one = series("kpi:x", "leads_qualified / leads", {"leads_qualified": few, "leads": few})
    found = row(asked("0.40", target("0.50"), use="lead_to_mql"), one).measured
    assert found.period == Period(date(2026, 7, 16), date(2026, 10, 14))


def test_late_data_are_stale_however_good_the_pace() -> None:
    found = row(asked("3000", target("3650")), leads(last=date(2026, 9, 28), age=17, expected=8)).measured
    assert (found.standing, found.decided_by) == (KpiStanding.STALE, None)
    assert found.reasons[0].details == {"tool": "csv_crm", "age_days": 17, "expected_days": 8}


def test_without_any_day_of_the_period_there_is_no_data() -> None:
    found = row(asked("3000", target("3650")), leads(last=date(2025, 12, 31), age=1)).measured
    assert found.standing is KpiStanding.NO_DATA
    assert found.reasons[0].code == "refused.NotBegun"


def test_a_context_kpi_has_no_standing_of_its_own() -> None:
    assert row(asked("1", target("2"), direction="context"), leads()).measured.standing is KpiStanding.NO_TARGET
    assert row(asked("1", target(None)), leads()).measured.standing is KpiStanding.NO_TARGET
    assert row(asked("1"), leads()).measured.standing is KpiStanding.NO_TARGET


def test_a_target_counts_from_the_day_it_was_decided() -> None:
    first = target("3650", decided_on=date(2026, 1, 5))
    lowered = target("3285", decided_on=date(2026, 6, 15))
    both = asked("3000", first, lowered)
    assert row(both, leads(last=date(2026, 6, 14)), on=date(2026, 6, 14)).measured.target == 3650
    assert row(both, leads(last=date(2026, 6, 14)), on=date(2026, 6, 15)).measured.target == 3285


def test_after_the_due_date_the_standing_is_frozen_as_reached_or_missed() -> None:
    until_june = asked("0.40", target("0.45", due=date(2026, 6, 30)))
    met, missed = row(until_june, rate("45", "100")).measured, row(until_june, rate("44", "100")).measured
    assert (met.closed, met.standing, met.decided_by) == ("reached", KpiStanding.ON_COURSE, "closed")
    assert (missed.closed, missed.standing) == ("missed", KpiStanding.OFF_COURSE)
    assert met.period == Period(date(2026, 6, 3), date(2026, 6, 30))


def test_nothing_is_closed_before_its_due_day_is_known() -> None:
    until_june = asked("0.40", target("0.45", due=date(2026, 6, 30)))
    lagging = rate("45", "100", last=date(2026, 6, 29), age=2, expected=3)
    assert row(until_june, lagging, on=date(2026, 7, 1)).measured.closed is None
    silent = rate("45", "100", last=date(2026, 6, 20), age=100, expected=3)
    assert row(until_june, silent).measured.standing is KpiStanding.STALE


def test_nothing_counted_where_less_is_better_is_the_best_there_is() -> None:
    found = row(asked("100", target("50"), direction="down"), leads(0)).measured
    assert (found.value, found.standing) == (0, KpiStanding.ON_COURSE)
    assert found.reasons[0].code == "nothing_counted"


def test_an_alarm_that_crosses_a_measurement_break_is_masked_not_raised() -> None:
    slow, broken = leads(5), plan(kra("K", kpi("x", asked("3000", target("3650")))), own_events=(BREAK,))
    found = rows(broken, slow)[0].measured
    assert (found.standing, found.reasons[0].code) == (KpiStanding.NO_DATA, "refused.BreakInWindow")
    assert found.reasons[0].details == {"day": "2026-02-20"}
    rebased = replace(broken, own_events=(replace(BREAK, rebase=("x",)),))
    assert rows(rebased, slow)[0].measured.standing is KpiStanding.OFF_COURSE
    assert rows(broken, leads(10))[0].measured.standing is KpiStanding.ON_COURSE


def test_a_comparison_across_a_break_is_found_until_the_plan_rebases_it() -> None:
    broken = plan(kra("K", kpi("x", asked("3000", target("3650")))), own_events=(BREAK,))
    rebased = replace(broken, own_events=(replace(BREAK, rebase=("x",)),))

    def found(of: Plan) -> list[tuple[str, str, object]]:
        card = scorecard(of, measured(leads()), DEMO, workspace="w", edition=1, plan_revision=1, code_version="1")
        return [(one.code, one.subject, one.details["day"]) for one in card.findings]

    assert found(broken) == [("D003", "kpi:x", "2026-02-20")]
    assert found(rebased) == []


def test_a_level_without_a_baseline_has_no_way_to_go() -> None:
    found = row(asked(None, target("0.50")), rate("45", "100")).measured
    assert (found.standing, found.reasons[0].code) == (KpiStanding.NO_DATA, "refused.NoBaseline")


def test_a_guardrail_is_read_on_the_days_of_what_it_guards_and_caps_its_score_at_seven_tenths() -> None:
    guarded = kpi("x", asked("0.40", target("0.45")), guardrail=Guardrail("y", None, not_below=Decimal("0.30")))
    of = plan(kra("K", guarded, kpi("y", asked("0.30", target("0.50")))))
    bad_lately = {day: Decimal(40 if day < date(2026, 9, 17) else 20) for day in steadily(1)}
    guard = series(
        "kpi:y", "leads_sales_qualified / leads", {"leads_sales_qualified": bad_lately, "leads": steadily(100)}
    )
    found = rows(of, rate("45", "100"), guard)[0]
    assert found.measured.guardrail == {
        "kpi": "y", "not_below": Decimal("0.30"), "not_above": None, "value": Decimal("0.2"), "breached": True
    }  # fmt: skip
    assert found.score == Decimal("0.7")
    assert "guardrail" in [reason.code for reason in found.measured.reasons]


def test_a_guardrail_without_a_bound_may_not_get_worse_than_its_baseline() -> None:
    guarded = kpi("x", asked("0.40", target("0.45")), guardrail=Guardrail("y", None))
    of = plan(kra("K", guarded, kpi("y", asked("0.30", target("0.20"), direction="down"))))
    guard = series("kpi:y", "leads_invalid / leads", {"leads_invalid": steadily(31), "leads": steadily(100)})
    shown = rows(of, rate("45", "100"), guard)[0].measured.guardrail
    assert shown is not None
    assert (shown["not_above"], shown["breached"]) == (Decimal("0.30"), True)


def test_a_guardrail_under_its_minimum_volume_is_not_judged() -> None:
    guarded = kpi("x", asked("0.40", target("0.45")), guardrail=Guardrail("y", None, not_below=Decimal("0.30")))
    of = plan(kra("K", guarded, kpi("y", asked("0.30", target("0.50"), use="lead_to_mql"))))
    one_lead = {day: Decimal(day == date(2026, 10, 1)) for day in steadily(1)}
    guard = series("kpi:y", "leads_qualified / leads", {"leads_qualified": steadily(0), "leads": one_lead})
    shown = rows(of, rate("45", "100"), guard)[0].measured.guardrail
    assert shown is not None
    assert (shown["breached"], shown["refused"]) == (False, "TooLittleVolume")


def test_a_stock_is_its_last_reading() -> None:
    growing = {day: Decimal(62_000 + (day - PAST).days) for day in steadily(1)}
    one = series("kpi:x", "followers", {"followers": stock("followers", growing)}, kind="stock")
    found = row(asked("62000", target("64000")), one).measured
    assert found.value == growing[date(2026, 10, 14)]


def test_what_a_year_before_gave_stands_beside_each_week_and_the_expected_weeks_add_up() -> None:
    found = row(asked("3000", target("3650")), leads())
    points = found.measured.series
    assert points[0].start == YEAR.start
    assert points[-1].end == YEAR.end
    assert sum((p.expected or Decimal(0) for p in points), Decimal(0)) == 3650
    assert {p.year_before for p in points[1:-1]} == {Decimal(70)}
    assert all(p.value is None for p in points if p.start > date(2026, 10, 14))


def test_only_a_seasonal_path_asks_for_the_past() -> None:
    judge = Judge(plan(), YEAR, measured(leads()), DEMO)
    young = series("kpi:x", "leads", {"leads": steadily(10, first=date(2026, 1, 1))})
    seasonal = row(asked("3000", target("3650", "seasonal")), young).measured
    assert seasonal.reasons[0].code == "refused.NoProfile"
    assert judge.to_date("kpi:x", asked("3000", target("3650"))) == (2870, 2870)


def test_a_ratio_in_a_cascade_is_expected_at_the_path_of_each_day() -> None:
    """The same volume every day: the mean of a straight path from 0.40 over 287 days."""
    judge = Judge(plan(), YEAR, measured(rate("45", "100")), DEMO)
    value, expected = judge.to_date("kpi:x", asked("0.40", target("0.50")))
    steps = [Decimal("0.40") + Decimal("0.10") * (n + 1) / 365 for n in range(287)]
    assert value == Decimal("0.45")
    assert isinstance(expected, Decimal)
    assert round(expected, 20) == round(sum(steps, Decimal(0)) / 287, 20)


def test_a_day_not_yet_reached_is_never_shown_as_known() -> None:
    ahead = leads(last=DEMO + timedelta(days=30))
    found = row(asked("3000", target("3650")), ahead).measured
    assert found.period == Period(YEAR.start, DEMO)


def test_areas_are_told_apart_by_their_worst_kpi() -> None:
    good, bad = kpi("x", asked("3000", target("3650"))), kpi("y", asked("3000", target("36500")))
    areas: tuple[Kra, ...] = (kra("A", good), kra("B", bad))
    late = series("kpi:y", "orders", {"orders": steadily(10)})
    card = scorecard(
        plan(*areas), measured(leads(), late), DEMO, workspace="w", edition=1, plan_revision=1, code_version="1"
    )
    assert [(one.standing, one.because) for one in card.kras] == [
        (KpiStanding.ON_COURSE, "x"), (KpiStanding.OFF_COURSE, "y")
    ]  # fmt: skip

"""Figures that still move do not count yet; a late source is told once; days to export again are exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tests.scorecard.conftest import asked, kpi, kra, measured, plan, series, steadily, target

from jalon.facts.cut import Cut
from jalon.facts.load import CutState, Delivered, Load
from jalon.metrics import MeasuredSeries, Measurements
from jalon.metrics.maturity import Settling
from jalon.plan.model import Plan, Source
from jalon.quantities import Duration, Period
from jalon.scorecard.publishing import scorecard
from jalon.scorecard.results import KpiStanding, Measured, Scorecard
from jalon.stats.completeness import TooFewRereads

DEMO = date(2026, 10, 15)
LAST, EXTRACTED = date(2026, 10, 14), date(2026, 10, 15)


def moving(days: int, per_day: int = 3) -> MeasuredSeries:
    """A flow whose last days were read a few days young and have half of what they will have."""
    told = steadily(per_day)
    young = {LAST - timedelta(days=n) for n in range(days - 1)}
    told = {day: value / 2 if day in young else value for day, value in told.items()}
    found = series("kpi:leads", "leads", {"leads": told})
    settling = Settling("leads", "csv_crm", days, days, TooFewRereads(14, 0), dict.fromkeys(told, EXTRACTED))
    bindings = tuple(replace(b, mature_until=EXTRACTED - timedelta(days=days)) for b in found.bindings)
    return replace(found, settlings={"leads": settling}, bindings=bindings)


def judged(one: MeasuredSeries, as_of: date = DEMO, due: date = date(2026, 12, 31)) -> Measured:
    of = plan(kra("k", kpi("leads", asked("1000", target("1095", due=due)))))
    return (
        scorecard(of, measured(one), as_of, workspace="w", edition=1, plan_revision=1, code_version="1")
        .kpis[0]
        .measured
    )


def test_a_value_ends_with_the_days_that_have_settled() -> None:
    found = judged(moving(30))
    assert found.period == Period(date(2026, 1, 1), date(2026, 9, 15))
    assert found.value == 3 * len(found.period)
    assert found.standing is KpiStanding.ON_COURSE, "half of the last month is not there yet: it is no drop"
    assert found.settlement is not None
    assert (found.settlement.settled_until, found.settlement.last_day) == (date(2026, 9, 15), LAST)
    assert (found.settlement.window_days, found.settlement.young_days) == (30, 29)
    assert (found.settlement.first_young, found.settlement.learned) == (date(2026, 9, 16), False)


def test_weeks_that_still_move_are_shown_as_such() -> None:
    points = judged(moving(30)).series
    shown = {point.start: point for point in points if point.value is not None}
    assert not shown[date(2026, 9, 7)].moving
    assert all(shown[date(2026, 9, 14) + timedelta(weeks=n)].moving for n in range(5))
    assert shown[date(2026, 9, 21)].share is None, "nobody has learned how complete they are"


def test_a_target_is_closed_once_its_last_day_has_settled() -> None:
    due = date(2026, 9, 30)
    assert judged(moving(30), due=due).closed is None
    assert judged(moving(3), due=due).closed == "missed", "819 of 1,095"


def test_when_nothing_of_the_period_has_settled_the_answer_says_from_when() -> None:
    start = date(2026, 10, 1)
    of = replace(plan(kra("k", kpi("leads", asked("1000", target("1095"))))), period=Period(start, date(2026, 12, 31)))
    card = scorecard(of, measured(moving(30)), DEMO, workspace="w", edition=1, plan_revision=1, code_version="1")
    found = card.kpis[0].measured
    assert found.standing is KpiStanding.NO_DATA
    assert found.reasons[0].code == "refused.NotSettled"
    assert found.reasons[0].details["until"] == "2026-10-31"


CUT = Cut.parse("google_ads/campaigns/day/campaign")


def delivered(first: str, last: str, on: str) -> Delivered:
    covers = (Period(date.fromisoformat(first), date.fromisoformat(last)),)
    moment = datetime.fromisoformat(on).replace(hour=5, tzinfo=UTC)
    return Delivered(Load("google_ads", None, CUT, covers, on, "f.csv", "google_ads.campaigns@1", moment), covers)


def rows_of(*deliveries: Delivered, maturity: str | None = "P7D", as_of: date = DEMO, lag: str = "P1D") -> Scorecard:
    ends = [period.end for one in deliveries for period in one.written]
    starts = [period.start for one in deliveries for period in one.written]
    state = CutState(CUT, 1, (None,), {}, {}, min(starts), max(ends), 1, False, deliveries[-1].load.extracted_at, "i",
                     deliveries)  # fmt: skip
    settled = Duration.parse(maturity) if maturity else None
    told = Source("gads", "google_ads", "day", Duration.parse(lag), settled, "ines", None, None, None)
    of: Plan = plan(sources=(told,))
    return scorecard(
        of, Measurements({}, (), (state,), 0), as_of, workspace="w", edition=1, plan_revision=1, code_version="1"
    )


def test_what_was_exported_today_is_not_asked_for_again_today() -> None:
    (row,) = rows_of(delivered("2026-01-01", "2026-10-14", "2026-10-15")).sources
    assert (row.again, row.next_from, row.reread_days) == ((), date(2026, 10, 9), 7)


def test_the_days_read_too_young_are_to_be_exported_again_and_named() -> None:
    first = delivered("2026-01-01", "2026-10-07", "2026-10-08")
    (row,) = rows_of(first, delivered("2026-10-05", "2026-10-13", "2026-10-14"), lag="P2D").sources
    assert row.again == (Period(date(2026, 10, 2), date(2026, 10, 4)), Period(date(2026, 10, 8), date(2026, 10, 13)))


def test_a_hole_between_two_exports_is_to_be_filled() -> None:
    (row,) = rows_of(
        delivered("2026-01-01", "2026-09-10", "2026-09-30"), delivered("2026-09-14", "2026-10-14", "2026-10-15")
    ).sources
    assert row.again == (Period(date(2026, 9, 11), date(2026, 9, 13)),)


def test_without_a_word_of_the_plan_the_tool_says_how_far_back() -> None:
    (row,) = rows_of(delivered("2026-01-01", "2026-10-14", "2026-10-15"), maturity=None).sources
    assert (row.reread_days, row.next_from) == (30, date(2026, 9, 16)), "conversions come back for a whole month"


def test_a_late_source_is_one_finding_to_its_owner_with_the_days_to_export() -> None:
    card = rows_of(delivered("2026-01-01", "2026-10-09", "2026-10-10"))
    (late,) = [finding for finding in card.findings if finding.code == "D002"]
    assert (late.subject, late.details["owner"], late.details["age_days"]) == ("source:gads", "ines", 6)
    assert (late.details["from_day"], late.details["again"]) == ("2026-10-04", [["2026-10-04", "2026-10-14"]])
    assert [f for f in rows_of(delivered("2026-01-01", "2026-10-14", "2026-10-15")).findings if f.code == "D002"] == []


def test_a_half_told_month_is_not_the_value_of_a_kpi() -> None:
    assert judged(moving(30)).value == Decimal(3 * 258)

"""The past that odds are asked on: on today's scale after a declared break, cut by another, young days raised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from tests.scorecard.conftest import asked, kpi, kra, measured, plan, series, target

from jalon.metrics import Daily, MeasuredSeries
from jalon.metrics.maturity import Settling
from jalon.metrics.readings import DailyFlow
from jalon.plan.model import OwnEvent, Plan
from jalon.quantities import Period
from jalon.scorecard.measured import Judge
from jalon.scorecard.odds import Likely
from jalon.scorecard.odds.asking import Question
from jalon.scorecard.odds.cleaning import cleaned, still_growing
from jalon.scorecard.publishing import targets_of
from jalon.stats.completeness import Curve

START, TODAY = date(2025, 1, 1), date(2026, 10, 15)
BROKEN = date(2026, 6, 10)
SPAN = Period(START, TODAY)


def told(level, until: date = TODAY) -> MeasuredSeries:  # type: ignore[no-untyped-def]
    days = [START + timedelta(days=n) for n in range((until - START).days + 1)]
    values = [Decimal(str(level(day) + day.toordinal() * 7 % 5)) for day in days]
    return series("kpi:leads", "leads", {"leads": DailyFlow("leads", days, days, values)})


def jumping(day: date) -> int:
    return 60 if day > BROKEN else 30


def broken(*rebase: str) -> Plan:
    event = OwnEvent("tags", BROKEN, None, "measurement_break", None, ("leads",), (), rebase)
    return plan(kra("sales", kpi("leads", asked("11000", target("16000", "seasonal")))), own_events=(event,))


def test_a_declared_break_brings_the_past_to_today_s_scale() -> None:
    found = cleaned(told(jumping), SPAN, broken("leads"), "leads")
    assert isinstance(found.past, Daily)
    assert found.span == SPAN
    before = found.past.top[: (BROKEN - START).days]
    assert np.nanmean(before) == pytest.approx(np.nanmean(found.past.top[-90:]), rel=0.03)
    assert found.doubt == 0.0, "four months later the level stands by itself"


def test_a_break_of_last_month_is_doubted() -> None:
    near = date(2026, 7, 15)
    found = cleaned(told(jumping, near), Period(START, near), broken("leads"), "leads")
    assert 0 < found.doubt < 0.2


def test_an_undeclared_break_cuts_the_past() -> None:
    assert cleaned(told(jumping), SPAN, broken(), "leads").span == Period(BROKEN + timedelta(days=1), TODAY)


def test_a_break_too_near_to_compare_cuts_too() -> None:
    near = BROKEN + timedelta(days=9)
    assert cleaned(told(jumping, near), Period(START, near), broken("leads"), "leads").span.start > BROKEN


def growing(shares: tuple[float, ...]) -> MeasuredSeries:
    """The last days were read too young: youngest last, each at a share of what it becomes."""
    young = {TODAY - timedelta(days=age): share for age, share in enumerate(reversed(shares))}
    read = told(lambda day: 30 * young.get(day, 1.0))
    settled = TODAY - timedelta(days=len(shares))
    curve = Curve(
        tuple(range(len(shares))), tuple(reversed(shares)), (0.02,) * len(shares), (30,) * len(shares), len(shares)
    )
    days = [START + timedelta(days=n) for n in range((TODAY - START).days + 1)]
    settling = Settling("leads", "csv_crm", len(shares), len(shares), curve, dict.fromkeys(days, TODAY))
    bindings = tuple(replace(one, mature_until=settled) for one in read.bindings)
    return replace(read, bindings=bindings, settlings={"leads": settling})


def asking(of: Plan, one: MeasuredSeries) -> tuple[Question, Likely]:
    judge = Judge(of, of.period, measured(one), TODAY)  # type: ignore[arg-type]
    ((question, *_), _refused) = judge.questions(targets_of(of))
    likely = judge.foreseeing(targets_of(of)).likely["kpi:leads"]
    assert isinstance(likely, Likely)
    return question, likely


def test_young_days_count_for_what_they_will_become() -> None:
    of = plan(kra("sales", kpi("leads", asked("11000", target("12000", "seasonal")))))
    question, likely = asking(of, growing((0.9, 0.8, 0.6)))
    _, whole = asking(of, told(lambda day: 30))
    assert question.immature is not None
    assert (question.told_until, question.settled) == (TODAY, TODAY - timedelta(days=3))
    assert float(likely.forecast.median) == pytest.approx(float(whole.forecast.median), rel=0.01)
    assert likely.forecast.settled == TODAY - timedelta(days=3), "they are estimated, not counted"
    assert likely.forecast.fan[-1].day == date(2026, 12, 31)
    assert all(point.week is not None for point in likely.forecast.fan[:3])


def test_a_day_of_which_hardly_anything_has_come_is_still_to_come() -> None:
    of = plan(kra("sales", kpi("leads", asked("11000", target("12000", "seasonal")))))
    question, _ = asking(of, growing((0.9, 0.8, 0.1)))
    assert question.told_until == TODAY - timedelta(days=1)


def test_both_sides_of_a_rate_are_raised_on_the_days_where_both_tell_enough() -> None:
    leads = growing((0.9, 0.8, 0.6, 0.1))
    days = list(leads.components["leads"].days)
    sessions = DailyFlow("sessions", days, days, [Decimal(1000)] * len(days))
    at_once = Settling("sessions", "ga4", 0, 0, Curve((), (), (), (), 0), dict.fromkeys(days, TODAY))
    rate = series("kpi:rate", "leads / sessions", leads.components | {"sessions": sessions})
    rate = replace(rate, settlings=leads.settlings | {"sessions": at_once})
    above, below = still_growing(rate, TODAY - timedelta(days=4), Period(TODAY - timedelta(days=2), TODAY), TODAY)
    assert above is not None
    assert below is not None
    assert above.share == pytest.approx([0.9, 0.8, 0.6])
    assert below.share == pytest.approx([1.0, 1.0, 1.0])
    assert list(below.reported) == [1000.0] * 3
    assert list(above.in_period) == [False, True, True]

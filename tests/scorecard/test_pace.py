"""Expected to date, pace and attainment, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from jalon.plan.model import TargetVersion
from jalon.plan.model.indicators import Step
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NoDenominator, NoProfile, TooEarly
from jalon.scorecard.pace import Aim, course, reached
from jalon.scorecard.trajectory import Profile

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
NONE = Profile()


def aim(kind: str, baseline: str | None, target: str | None, shape: str = "linear", **told: object) -> Aim:
    direction = str(told.pop("direction", "up"))
    bounds = told.pop("bounds", None)
    goal = Decimal(target) if target is not None else None
    version = TargetVersion(goal, bounds, YEAR.end, shape, **told)  # type: ignore[arg-type]
    return Aim(kind, direction, Decimal(baseline) if baseline is not None else None, 0, version, YEAR)


def test_a_flow_is_counted_from_the_start_of_the_period() -> None:
    """Day 73 of 365 is a fifth of a steady way: 2,000 of 10,000 are expected, 1,800 is a pace of 90 %."""
    found = course(aim("flow", "8000", "10000"), Decimal(1800), date(2026, 3, 14), NONE)
    assert (found.expected, found.pace, found.progress) == (Decimal(2000), Decimal("0.9"), Decimal("0.2"))
    assert found.attainment == Decimal("0.5"), "1,800 in a fifth of the year are 9,000 a year: half way from 8,000"


def test_a_flow_that_should_go_down_is_judged_the_other_way_round() -> None:
    found = course(aim("flow", "1200", "1000", direction="down"), Decimal(250), date(2026, 3, 14), NONE)
    assert (found.expected, found.pace) == (Decimal(200), Decimal("0.8"))


def test_a_level_is_judged_by_the_way_done_over_the_way_due() -> None:
    """From 40 to 50 %, half of the year gone: 45 % is due, 44 % is four fifths of that way."""
    middle = date(2026, 7, 2)
    found = course(aim("ratio", "0.40", "0.50"), Decimal("0.44"), middle, NONE)
    elapsed = Decimal(183) / 365
    assert found.expected == Decimal("0.40") + Decimal("0.10") * elapsed
    assert isinstance(found.pace, Decimal)
    assert round(found.pace, 20) == round(Decimal("0.04") / (Decimal("0.10") * elapsed), 20)
    assert found.attainment == Decimal("0.4")


def test_a_level_that_should_go_down_needs_no_other_formula() -> None:
    found = course(aim("ratio", "150", "132", direction="down"), Decimal(141), date(2026, 12, 31), NONE)
    assert (found.expected, found.pace, found.attainment) == (Decimal(132), Decimal("0.5"), Decimal("0.5"))


def test_a_tenth_of_the_way_must_be_planned_before_a_level_is_judged() -> None:
    early = date(2026, 2, 5)
    found = course(aim("ratio", "0.40", "0.50"), Decimal("0.41"), early, NONE)
    assert isinstance(found.pace, TooEarly)
    assert not isinstance(course(aim("ratio", "0.40", "0.50"), Decimal("0.41"), date(2026, 2, 6), NONE).pace, TooEarly)


def test_a_flat_limit_is_compared_as_it_is() -> None:
    assert course(aim("ratio", None, "0.02", "flat"), Decimal("0.019"), date(2026, 1, 3), NONE).pace == Decimal("0.95")
    down = aim("ratio", None, "0.02", "flat", direction="down")
    assert course(down, Decimal("0.025"), date(2026, 1, 3), NONE).pace == Decimal("0.8")
    assert isinstance(course(down, Decimal(0), date(2026, 1, 3), NONE).pace, NoDenominator)


@pytest.mark.parametrize(
    ("value", "attained"), [("0.95", "1"), ("1.05", "1"), ("1", "1"), ("0.925", "0.5"), ("1.10", "0")]
)
def test_a_range_is_at_its_aim_inside_and_loses_by_half_widths_outside(value: str, attained: str) -> None:
    bounds = (Decimal("0.95"), Decimal("1.05"))
    found = course(aim("ratio", None, None, bounds=bounds), Decimal(value), date(2026, 5, 1), NONE)
    assert (found.pace, found.attainment, found.expected) == (Decimal(attained), Decimal(attained), Decimal(1))


def test_steps_ask_for_the_last_value_reached() -> None:
    steps = (Step(date(2026, 3, 1), Decimal(70)), Step(date(2026, 9, 1), Decimal(80)))
    stepped = aim("ratio", "60", "80", "step", steps=steps)
    expected = [
        course(stepped, Decimal(65), day, NONE).expected
        for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 12, 1))
    ]
    assert expected == [60, 70, 80]


def test_a_season_without_a_whole_past_year_is_refused() -> None:
    found = course(aim("flow", "8000", "10000", "seasonal"), Decimal(10), date(2026, 3, 14), NONE)
    assert isinstance(found.expected, NoProfile)
    assert isinstance(found.pace, NoProfile)


def test_the_sample_company_s_own_example() -> None:
    """470,000 clicks, 76.6 % of the season behind: 360,000 are expected, 358,900 done is a pace of 99.7 %."""
    days = {YEAR.start - timedelta(days=365) + timedelta(days=n): Decimal(0) for n in range(365)}
    days[date(2025, 3, 18)], days[date(2025, 11, 18)] = Decimal(766), Decimal(234)
    profile = Profile(days, date(2025, 1, 1), date(2025, 12, 31))
    found = course(aim("flow", "410000", "470000", "seasonal"), Decimal(358_900), date(2026, 10, 15), profile)
    assert found.expected == Decimal("360020.000")
    assert isinstance(found.pace, Decimal)
    assert round(found.pace, 3) == Decimal("0.997")


def test_a_target_that_is_not_there_asks_for_nothing() -> None:
    assert isinstance(course(aim("flow", "1", None), Decimal(1), YEAR.end, NONE).expected, Refusal)


def test_a_target_is_reached_on_its_good_side() -> None:
    assert reached(aim("ratio", "1", "2"), Decimal(2))
    assert not reached(aim("ratio", "1", "2"), Decimal("1.99"))
    assert reached(aim("ratio", "2", "1", direction="down"), Decimal(1))
    assert not reached(aim("ratio", None, None, bounds=(Decimal(1), Decimal(2))), Decimal(3))

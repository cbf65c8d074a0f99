"""Worked examples of the reference pages (DOMAIN.md §3, §5, §6, §10) and a few done by hand, to the digit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from jalon.plan.model import TargetVersion
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NoDenominator
from jalon.scorecard.calendar import same_day
from jalon.scorecard.cascade import logarithmic_mean, product_split, score
from jalon.scorecard.pace import Aim, course, expected_on, range_attainment, scaled_baseline
from jalon.scorecard.results import KpiStanding
from jalon.scorecard.standing import judged_by_pace
from jalon.scorecard.trajectory import Profile, share_done

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
BEFORE = Period(date(2025, 1, 1), date(2025, 12, 31))


def aim(
    kind: str, baseline: str, target: str, shape: str, window: Period = YEAR, direction: str = "up", days: int = 365
) -> Aim:
    version = TargetVersion(Decimal(target), None, window.end, shape)
    return Aim(kind, direction, Decimal(baseline), days, version, window)


def whole(number: Decimal) -> int:
    return round(number)


def test_the_gap_of_revenue_is_split_between_traffic_conversion_and_basket() -> None:
    """§5: 207,360 → 227,977 = +20,731 traffic − 11,157 conversion + 11,043 basket, without residue.

    Traffic rises by a tenth, conversion falls by a twentieth, the basket does what is left.
    """
    sessions = (Decimal(96_000), Decimal(105_600))
    conversion = (Decimal("0.012"), Decimal("0.0114"))
    basket = (Decimal(180), Decimal(227_977) / (sessions[1] * conversion[1]))
    brought = product_split([sessions, conversion, basket])
    assert [whole(part) for part in brought] == [20_731, -11_157, 11_043]
    assert whole(sum(brought, Decimal(0))) == 227_977 - 207_360


def test_the_plan_s_own_product_adds_up_to_seven_hundred_thousand_euros() -> None:
    """§10, O1: 1.6 M × 1.25 % × 240 € = 4.80 M€; 1.72 M × 1.30 % × 246 € = 5.50 M€ (5,500,560 to the euro).

    L = 700,560 / ln(5,500,560 / 4,800,000) = 5,142,330; times ln 1.075, ln 1.04, ln 1.025.
    """
    brought = product_split(
        [
            (Decimal(1_600_000), Decimal(1_720_000)),
            (Decimal("0.0125"), Decimal("0.0130")),
            (Decimal(240), Decimal(246)),
        ]
    )
    assert whole(sum(brought, Decimal(0))) == 5_500_560 - 4_800_000
    assert [whole(part) for part in brought] == [371_897, 201_686, 126_978]


def test_the_logarithmic_mean_of_equals_is_themselves() -> None:
    assert logarithmic_mean(Decimal(7), Decimal(7)) == 7
    assert round(logarithmic_mean(Decimal(8), Decimal(2)), 12) == Decimal("4.328085122667")


def test_clicks_at_three_quarters_of_the_season() -> None:
    """§6: 410,000 → 470,000, S(15 October) = 0.766: expected 360,000; 358,900 done is a pace of 99.7 %."""
    by_day = {BEFORE.start + timedelta(days=n): Decimal(0) for n in range(365)}
    by_day[date(2025, 10, 1)], by_day[date(2025, 11, 18)] = Decimal(766), Decimal(234)
    season = Profile(by_day, BEFORE.start, BEFORE.end)
    found = course(aim("flow", "410000", "470000", "seasonal"), Decimal(358_900), date(2026, 10, 15), season)
    assert found.progress == Decimal("0.766")
    assert found.expected == Decimal("360020.000")
    assert isinstance(found.pace, Decimal)
    assert round(found.pace, 3) == Decimal("0.997")
    assert judged_by_pace(found.pace).standing is KpiStanding.ON_COURSE


@pytest.mark.parametrize(
    ("value", "pace", "standing"),
    [
        ("131.0", "1.2078", KpiStanding.ON_COURSE),
        ("135.8", "0.9026", KpiStanding.WATCH),
        ("143.3", "0.4259", KpiStanding.OFF_COURSE),
    ],
)
def test_a_cost_that_must_fall_from_150_to_132(value: str, pace: str, standing: KpiStanding) -> None:
    """319 days of 365 on 15 November: 18 × 319 / 365 = 15.7315 are due; 19, 14.2 and 6.7 are done of them."""
    found = course(
        aim("ratio", "150", "132", "linear", direction="down"), Decimal(value), date(2026, 11, 15), Profile()
    )
    assert isinstance(found.expected, Decimal)
    assert round(found.expected, 4) == Decimal("134.2685")
    assert isinstance(found.pace, Decimal)
    assert round(found.pace, 4) == Decimal(pace)
    assert judged_by_pace(found.pace).standing is standing


def test_half_of_the_time_is_half_of_an_s_curve_and_its_ends_are_slow() -> None:
    """Logistic of steepness 10, cut at both ends: (σ(−2.5) − σ(−5)) / (σ(5) − σ(−5)) a quarter of the way in."""
    version = TargetVersion(Decimal(1), None, YEAR.end, "s_curve")
    four = Period(date(2026, 1, 1), date(2026, 1, 4))
    shares = [share_done(version, four, day, Profile()) for day in four.days()]
    assert shares == [Decimal("0.070103717"), Decimal("0.5"), Decimal("0.929896283"), Decimal(1)]


def test_a_leap_year_has_366_steps() -> None:
    leap = Period(date(2028, 1, 1), date(2028, 12, 31))
    assert expected_on(aim("flow", "1", "366", "linear", leap), date(2028, 2, 29), Profile()) == Decimal(60)


def test_a_yearly_baseline_is_scaled_to_a_half_year_and_left_alone_by_a_leap_day() -> None:
    half, leap = Period(YEAR.start, date(2026, 6, 30)), Period(date(2028, 1, 1), date(2028, 12, 31))
    assert scaled_baseline(aim("flow", "3650", "2000", "linear", half)) == 1810
    assert scaled_baseline(aim("flow", "3650", "4000", "linear", leap)) == 3650
    assert scaled_baseline(aim("ratio", "0.4", "0.5", "linear", half)) == Decimal("0.4")


@pytest.mark.parametrize(("value", "attained"), [("0.98", "1"), ("1.075", "0.5"), ("0.90", "0"), ("1.15", "-1")])
def test_a_range_loses_one_half_width_after_another(value: str, attained: str) -> None:
    """§5: a = 1 − distance to the range / half-width, for 0.95 to 1.05."""
    assert range_attainment(Decimal(value), (Decimal("0.95"), Decimal("1.05"))) == Decimal(attained)


def test_a_score_is_bounded_weighted_and_capped() -> None:
    """§5: 0.5 × 0.8 + 0.3 × 1.2 (from 1.9) + 0.2 × 0.7 (0.9 behind a breached guardrail) = 0.90."""
    found = score(
        [
            (Decimal("0.8"), Decimal("0.5"), False),
            (Decimal("1.9"), Decimal("0.3"), False),
            (Decimal("0.9"), Decimal("0.2"), True),
        ]
    )
    assert found == Decimal("0.90")


def test_a_refused_part_of_a_score_leaves_its_weight_to_the_others() -> None:
    refused: Decimal | Refusal = NoDenominator()
    assert score([(Decimal("0.6"), Decimal("0.5"), False), (refused, Decimal("0.5"), False)]) == Decimal("0.6")
    assert isinstance(score([(refused, None, False)]), NoDenominator)


@pytest.mark.parametrize(
    ("day", "twin"),
    [
        (date(2026, 4, 4), date(2025, 4, 19)),  # Easter Saturday
        (date(2026, 4, 20), date(2025, 4, 14)),  # the Monday whose nearest Monday was Easter's
        (date(2026, 5, 15), date(2025, 5, 30)),  # the Friday after Ascension
        (date(2026, 4, 30), date(2025, 4, 24)),  # the Thursday whose nearest Thursday was 1 May
        (date(2026, 2, 4), date(2025, 2, 5)),  # the day after the winter soldes
        (date(2026, 12, 31), date(2025, 12, 31)),  # in the 53rd week: New Year's Eve by its date
        (date(2027, 3, 8), date(2026, 3, 9)),  # a year after 53 weeks: the nearest Monday, not the same number
        (date(2028, 2, 29), date(2027, 3, 2)),
        (date(2026, 7, 13), date(2025, 7, 21)),  # in the soldes, not on the holiday
    ],
)
def test_the_french_calendar_by_hand(day: date, twin: date) -> None:
    assert same_day(day, 1) == twin

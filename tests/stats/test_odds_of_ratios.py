"""Odds of a ratio: totals first, ratio last, both sides random together."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoDenominator, TooLittleHistory
from jalon.stats.odds import PlannedEffect, RatioAsked, Target, Verdict, at_least, at_most, odds


def visits_and_leads(
    days: int = 400, rate: float = 0.03, visits: float = 2000.0, seed: int = 1
) -> tuple[np.ndarray, ...]:
    chance = np.random.default_rng(seed)
    daily = chance.poisson(visits * np.resize([1.2, 1.2, 1.1, 1.0, 1.0, 0.7, 0.8], days)).astype(float)
    return chance.binomial(daily.astype(int), rate).astype(float), daily


def asked(target: Target, top_to_date: float = 0.0, bottom_to_date: float = 0.0, **changed: object) -> RatioAsked:
    leads, visits = visits_and_leads()
    given = {"top": leads, "bottom": visits, "remaining": 30} | changed
    return RatioAsked(last_day=20_000, top_to_date=top_to_date, bottom_to_date=bottom_to_date, target=target, **given)  # type: ignore[arg-type]


def answer(one: RatioAsked) -> Verdict | Refusal:
    (found,) = odds([one])
    return found


def verdict(one: RatioAsked) -> Verdict:
    found = answer(one)
    assert isinstance(found, Verdict)
    return found


def test_a_steady_rate_is_expected_to_stay() -> None:
    found = verdict(asked(at_least(0.03)))
    assert found.median == pytest.approx(0.03, rel=0.03)
    low, high = found.band(80)
    assert low < 0.03 < high
    assert verdict(asked(at_least(0.027))).odds > 0.95
    assert verdict(asked(at_least(0.033))).odds < 0.05


def test_the_totals_to_date_weigh_by_their_volume() -> None:
    heavy = verdict(asked(at_least(0.035), top_to_date=40_000.0, bottom_to_date=1_000_000.0))
    light = verdict(asked(at_least(0.035), top_to_date=40.0, bottom_to_date=1_000.0))
    assert heavy.odds > 0.99
    assert light.odds < 0.05


def test_the_needed_ratio_is_that_of_the_days_to_come() -> None:
    found = verdict(asked(at_least(0.04), top_to_date=900.0, bottom_to_date=30_000.0))
    volume = 30 * visits_and_leads()[1][-28:].mean()
    assert found.needed_pace == pytest.approx((0.04 * (30_000 + volume) - 900) / volume, rel=0.03)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("aim", [0.05, 1e298])
def test_a_target_that_nothing_to_come_can_reach_has_no_chance_and_no_pace(aim: float) -> None:
    dying = np.exp(-np.arange(400.0))
    leads, visits = visits_and_leads()
    one = asked(at_least(aim), 1_000.0, 100_000.0, top=leads * dying, bottom=visits * dying)
    found = verdict(one)
    assert (found.odds, found.needed_pace) == (0.0, None)


def test_a_ratio_without_anything_under_the_line_is_none() -> None:
    leads, visits = visits_and_leads()
    assert answer(asked(at_least(0.1), bottom=np.zeros(400))) == NoDenominator()
    assert answer(asked(at_least(0.1), remaining=0)) == NoDenominator()
    assert answer(asked(at_least(0.1), top=leads[:10], bottom=visits[:10])) == TooLittleHistory(needed=28, have=10)


def test_a_finished_ratio_is_what_it_is() -> None:
    found = verdict(asked(at_most(0.03), top_to_date=29.0, bottom_to_date=1000.0, remaining=0))
    assert (found.odds, found.exact) == (1.0, True)


def test_days_known_on_one_side_only_are_left_out_of_both() -> None:
    holed = visits_and_leads()[0]
    holed[100:130] = np.nan
    found = verdict(asked(at_least(0.03), top=holed))
    assert found.median == pytest.approx(0.03, rel=0.03)


def test_the_fan_of_a_ratio_narrows_as_volume_comes_in() -> None:
    found = verdict(asked(at_least(0.03), top_to_date=6_000.0, bottom_to_date=200_000.0))
    assert found.fan is not None
    assert found.fan.to_date.shape == (30, 7)
    assert found.fan.to_date[0, 3] == pytest.approx(0.03, rel=0.02)
    assert np.isfinite(found.fan.steps).all()
    assert found.fan.chance(30, at_least(0.0)) == 1.0


def test_an_action_on_the_rate_moves_the_odds_by_half_of_what_is_hoped() -> None:
    action = PlannedEffect(starts_in=0, rel=0.2)
    found = verdict(asked(at_least(0.0315), actions=(action,)))
    assert found.odds_with_actions is not None
    assert found.draws_with_actions is not None
    assert found.odds_with_actions > found.odds
    assert np.median(found.draws_with_actions) == pytest.approx(1.1 * found.median, rel=0.02)


def test_each_ratio_in_a_batch_is_judged_as_alone_in_kind() -> None:
    questions = [asked(at_least(0.03)), asked(at_least(0.03), remaining=7), asked(at_least(0.03), bottom=np.zeros(400))]
    found = odds(questions)
    assert [type(one).__name__ for one in found] == ["Verdict", "Verdict", "NoDenominator"]


def test_the_level_of_a_rate_by_a_date_is_that_of_its_last_days_only() -> None:
    leads, visits = visits_and_leads(500)
    found = verdict(asked(at_least(0.033), top=leads, bottom=visits, remaining=90, last=28))
    assert found.median == pytest.approx(0.03, rel=0.05)
    assert found.needed_pace == pytest.approx((0.033 - leads[-28:].sum() / visits[-28:].sum()) / (90 / 7))
    assert found.fan is not None
    assert found.fan.to_date[-1, 3] == pytest.approx(found.median, rel=0.01)

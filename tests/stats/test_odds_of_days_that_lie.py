"""Immature days, measurement breaks, actions under way, and what can be seen at all."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from jalon.quantities.refusals import BreakInWindow, TooLittleHistory, TooLittleVolume
from jalon.stats.odds import (
    Detectability,
    FlowAsked,
    Immature,
    PlannedEffect,
    Rebased,
    Sought,
    Verdict,
    at_least,
    detectability,
    masked,
    needed_per_arm,
    odds,
    rebased,
    smallest_in_test,
    trust,
)

DAY = date(2026, 3, 2)


def conversions(days: int = 300, level: float = 100.0, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).poisson(level, days).astype(float)


def judged(**given: object) -> Verdict:
    asked = {"history": conversions(), "last_day": 20_000, "to_date": 0.0, "remaining": 20, "target": at_least(2000.0)}
    (found,) = odds([FlowAsked(**(asked | given))])  # type: ignore[arg-type]
    assert isinstance(found, Verdict)
    return found


def test_half_reported_days_are_not_taken_for_a_fall() -> None:
    history = conversions()
    growing = Immature(np.array([80.0, 50.0]), np.array([0.8, 0.5]), np.array([0.05, 0.1]), np.array([True, True]))
    found = judged(history=history, remaining=18, immature=growing, target=at_least(1900.0))
    assert found.median == pytest.approx(2000.0, rel=0.04)
    naive = judged(history=np.append(history, [80.0, 50.0]), remaining=18, to_date=130.0, target=at_least(1900.0))
    assert naive.odds < found.odds


def test_a_day_that_shows_too_little_is_still_to_come() -> None:
    growing = Immature(np.array([90.0, 4.0]), np.array([0.9, 0.1]), np.array([0.02, 0.5]), np.array([True, True]))
    found = judged(remaining=18, immature=growing)
    assert found.fan is not None
    assert len(found.fan.after) == 19
    assert found.median == pytest.approx(2000.0, rel=0.04)


def test_the_doubt_of_immature_days_widens_the_answer() -> None:
    def width(spread: float) -> float:
        share = np.full(10, 0.5)
        growing = Immature(np.full(10, 50.0), share, np.full(10, spread), np.full(10, True))
        low, high = judged(remaining=10, immature=growing).band(80)
        return high - low

    assert width(0.3) > 1.5 * width(0.01)


def test_a_masked_outage_is_not_a_season() -> None:
    history = conversions()
    dead = history.copy()
    dead[-40:-20] = 0.0
    clean = judged(history=masked(dead, [(260, 279)]))
    assert clean.median == pytest.approx(judged(history=history).median, rel=0.04)
    assert judged(history=dead).median < clean.median


def test_a_tool_that_now_counts_twice_is_rebased_and_not_growth() -> None:
    history = conversions()
    history[250:] *= 2
    found = rebased(history, 250, DAY)
    assert isinstance(found, Rebased)
    assert found.factor == pytest.approx(2.0, rel=0.06)
    assert 0 < found.spread < 0.1
    assert found.history[:250].mean() == pytest.approx(200.0, rel=0.06)
    assert judged(history=found.history, extra_spread=0.2).band(80) < judged(history=found.history).band(80)


def test_a_break_too_fresh_to_compare_is_refused() -> None:
    assert rebased(conversions(), 290, DAY) == BreakInWindow(DAY)
    assert rebased(conversions(), 5, DAY) == BreakInWindow(DAY)


def test_half_of_an_effect_is_believed_until_it_is_measured() -> None:
    assert trust([]).mean == 0.5
    assert trust([1.0] * 10).mean == pytest.approx(0.75)
    assert trust([1.0] * 90).mean == pytest.approx(0.95)
    assert trust([1.0] * 90).deviation < trust([]).deviation


def test_a_planned_action_adds_what_is_believed_from_its_start() -> None:
    whole = judged(actions=(PlannedEffect(starts_in=0, rel=0.4),))
    half = judged(actions=(PlannedEffect(starts_in=10, rel=0.4),))
    none = judged(actions=(PlannedEffect(starts_in=20, rel=0.4),))
    assert whole.draws_with_actions is not None
    assert half.draws_with_actions is not None
    assert np.median(whole.draws_with_actions) == pytest.approx(1.2 * whole.median, rel=0.02)
    assert np.median(half.draws_with_actions) == pytest.approx(1.1 * half.median, rel=0.02)
    assert none.odds_with_actions == none.odds
    assert whole.odds == half.odds == none.odds


def test_an_action_that_history_already_shows_is_not_counted_again() -> None:
    running = judged(actions=(PlannedEffect(starts_in=-60, rel=0.4),))
    assert running.draws_with_actions == pytest.approx(running.draws)
    ending = judged(actions=(PlannedEffect(starts_in=-60, rel=0.4, ends_in=0),))
    assert ending.draws_with_actions is not None
    assert np.median(ending.draws_with_actions) < ending.median


def test_an_amount_per_step_is_added_as_it_grows() -> None:
    found = judged(actions=(PlannedEffect(starts_in=0, per_step=10.0, ramp=20, record=(1.0,) * 990),))
    assert found.draws_with_actions is not None
    assert np.median(found.draws_with_actions) - found.median == pytest.approx(10 * sum(range(1, 21)) / 20, rel=0.03)


def test_the_visits_a_test_needs_are_those_of_the_textbook() -> None:
    """Two proportions, 80 % power, two-sided 5 %: 4.1 % to 5.0 % needs 8,416 an arm, 1.25 % to 1.30 % about 790,000."""
    assert needed_per_arm(0.041, 0.05) == 8416
    assert needed_per_arm(0.0125, 0.013) == pytest.approx(790_000, rel=0.001)
    assert smallest_in_test(0.041, 8416) == pytest.approx(0.05 / 0.041 - 1, rel=1e-3)
    assert isinstance(needed_per_arm(0.05, 0.05), TooLittleVolume)


def test_a_small_change_in_a_restless_series_cannot_be_seen() -> None:
    found, large = (detectability(Sought(conversions(), 28, 100.0, target)) for target in (101.0, 160.0))
    assert isinstance(found, Detectability)
    assert not found.detectable
    assert found.power < 0.5
    assert isinstance(large, Detectability)
    assert large.detectable
    assert large.power > 0.8
    assert large.smallest == found.smallest
    assert detectability(Sought(conversions(10), 28, 100.0, 120.0)) == TooLittleHistory(needed=8, have=1)
    nothing = Sought(np.zeros(300), 28, 100.0, 120.0)
    assert detectability(nothing) == TooLittleVolume(needed=1.0, have=0.0)


def test_the_smallest_change_that_shows_is_that_of_counting_and_holds_its_promise() -> None:
    """750 orders in 60,000 visits: a rate told from 1.25 % eight times in ten differs by a seventh."""
    chance = np.random.default_rng(5)
    visits = chance.poisson(60_000 / 28, 364).astype(float)
    orders = chance.binomial(visits.astype(int), 0.0125).astype(float)
    found = detectability(Sought(orders, 28, 0.0125, 0.0130, visits))
    assert isinstance(found, Detectability)
    assert found.smallest == pytest.approx(2.8016 * np.sqrt(2 / 750), rel=0.2)
    assert found.power < 0.5
    seen = [abs(after - before) > 1.96 * np.sqrt(before + after) for before, after in
            zip(chance.poisson(750, 4000), chance.poisson(750 * (1 + found.smallest), 4000), strict=True)]  # fmt: skip
    assert np.mean(seen) == pytest.approx(0.8, abs=0.12)

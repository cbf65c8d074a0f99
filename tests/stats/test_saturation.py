"""Saturation: the next unit's worth with its doubt, on curves that are known, and refusals where spend says nothing."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.quantities.refusals import NoVariation, TooLittleHistory, TooManyGaps
from jalon.stats.saturation import Saturation, saturation

WEEKS = 104


def spends(seed: int, spread: float = 0.4) -> np.ndarray:
    return 1000 * np.exp(np.random.default_rng(seed).standard_normal(WEEKS) * spread)


def brought(spend: np.ndarray, half: float, seed: int, noise: float = 8.0) -> np.ndarray:
    """400 results at most, half of them at `half`."""
    return 100 + 400 * spend / (spend + half) + np.random.default_rng(seed + 99).standard_normal(len(spend)) * noise


def slope(spend: float, half: float) -> float:
    return 400 * half / (spend + half) ** 2


def found(spend: np.ndarray, response: np.ndarray, floor: float | None = None) -> Saturation:
    answer = saturation(spend, response, floor)
    assert isinstance(answer, Saturation)
    return answer


def test_the_interval_holds_the_true_marginal_response_as_often_as_it_says() -> None:
    held = []
    for seed in range(25):
        spend, half = spends(seed), (200.0, 800.0, 3000.0)[seed % 3]
        one = found(spend, brought(spend, half, seed))
        held.append(one.low <= slope(one.spend, half) <= one.high)
    assert np.mean(held) >= 0.7


def test_a_saturated_channel_is_flagged_and_a_fresh_one_is_not() -> None:
    flags = {"saturated": 0, "fresh": 0}
    for seed in range(10):
        spend = spends(seed)
        floor = slope(float(spend[-4:].mean()), 600.0)
        flags["saturated"] += found(spend, brought(spend, 600, seed), floor * 2).flag
        flags["fresh"] += found(spend, brought(spend, 600, seed), floor / 2).flag
    assert flags["saturated"] >= 8
    assert flags["fresh"] <= 1


def test_a_straight_line_brings_as_much_next_as_on_average() -> None:
    spend = spends(3)
    one = found(spend, 50 + 0.2 * spend + np.random.default_rng(1).standard_normal(WEEKS) * 3)
    assert one.marginal == pytest.approx(0.2, rel=0.15)
    assert one.floor == pytest.approx(one.average / 2)
    assert not one.flag


def test_carry_over_does_not_hide_what_is_kept_up() -> None:
    spend = spends(5)
    stock = spend.copy()
    for week in range(1, WEEKS):
        stock[week] = 0.6 * stock[week - 1] + 0.4 * spend[week]
    one = found(spend, 50 + 0.2 * stock + np.random.default_rng(1).standard_normal(WEEKS) * 3)
    assert one.low <= 0.2 <= one.high


def test_money_in_cents_says_the_same() -> None:
    spend = spends(7)
    response = brought(spend, 500, 7)
    euros, cents = found(spend, response, 0.1), found(spend * 100, response, 0.001)
    assert cents.marginal * 100 == pytest.approx(euros.marginal, rel=1e-6)
    assert cents.elasticity == pytest.approx(euros.elasticity, rel=1e-6)
    assert cents.flag == euros.flag


def test_spend_that_hardly_moved_or_only_with_the_season_says_nothing() -> None:
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(WEEKS) / 52.18)
    assert isinstance(saturation(spends(1, 0.03), brought(spends(1), 500, 1)), NoVariation)
    assert isinstance(saturation(1000 * season, brought(1000 * season, 500, 1)), NoVariation)


def test_short_and_gappy_histories_are_refused() -> None:
    spend, response = spends(1), brought(spends(1), 500, 1)
    assert isinstance(saturation(spend[:20], response[:20]), TooLittleHistory)
    gappy = np.where(np.arange(WEEKS) % 3 == 0, np.nan, response)
    assert isinstance(saturation(spend, gappy), TooManyGaps)

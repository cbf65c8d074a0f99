"""What the time of the year explains of a number, and what it is never made to explain."""

from __future__ import annotations

import numpy as np

from jalon.quantities.refusals import TooLittleHistory
from jalon.stats.seasonality import Seasonality, seasonality


def months(count: int, wave: float, noise: float, seed: int = 3) -> list[float]:
    at = np.arange(count)
    chance = np.random.default_rng(seed).normal(0, noise, count)
    return list(100 + 0.5 * at + wave * np.cos(2 * np.pi * at / 12) + chance)


def strength(values: list[float]) -> float:
    found = seasonality(values)
    assert isinstance(found, Seasonality)
    return found.strength


def test_a_number_that_the_year_moves_is_told_from_one_that_only_grows() -> None:
    assert strength(months(36, 20, 3)) > 0.9
    assert strength(months(36, 0, 3)) < 0.4


def test_pure_chance_over_two_years_has_no_season() -> None:
    assert np.mean([strength(months(25, 0, 5, seed)) for seed in range(200)]) < 0.2


def test_the_swing_says_how_far_the_year_moves_the_level() -> None:
    found = seasonality(months(36, 20, 0.1))
    assert isinstance(found, Seasonality)
    assert 0.1 < found.swing < 0.15, "20 around 109, as a standard deviation"


def test_less_than_two_years_are_no_season() -> None:
    assert seasonality(months(20, 20, 1)) == TooLittleHistory(24, 20)
    assert seasonality([]) == TooLittleHistory(24, 0)
    assert seasonality([7.0] * 36) == Seasonality(0.0, 0.0)

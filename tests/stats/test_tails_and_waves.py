"""Bands whose tails are those of real errors, and a year that is drawn as a wave once there was one."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.stats.forecast import panel_of
from jalon.stats.forecast.horizon import HorizonForecast, forecast_mean
from jalon.stats.forecast.spread import TAILS, student_ratio
from jalon.stats.forecast.waves import LEAST_WEEKS, yearly_changes

LAST_DAY = 20_000
DAYS = np.arange(3 * 364)


def test_the_scale_of_errors_with_student_tails_is_found() -> None:
    errors = 3.0 * np.random.default_rng(1).standard_t(TAILS, (1, 20_000))
    assert student_ratio(errors**2, np.ones_like(errors)) == pytest.approx(9.0, rel=0.03)


def test_one_month_out_of_the_ordinary_hardly_widens_the_usual_one() -> None:
    usual = np.full((1, 12), 1.0)
    wild = np.where(np.arange(12) == 0, 100.0, usual)
    counted = np.ones((1, 12))
    assert student_ratio(usual, counted) < student_ratio(wild, counted) < wild.mean() / 4


def test_a_series_without_a_past_to_judge_has_no_scale_of_its_own() -> None:
    assert student_ratio(np.zeros((1, 3)), np.zeros((1, 3))) == pytest.approx(0.0)


def seasonal(days: np.ndarray, seed: int) -> np.ndarray:
    """A shop that sells half as much again in one half of the year: a smooth year, weeks that differ."""
    year = 300 * np.exp(0.4 * np.sin(2 * np.pi * days / 365.25))
    noise = np.exp(np.random.default_rng(seed).normal(0, 0.25, len(days)))
    return np.asarray(year * noise)


def foreseen(days: int) -> tuple[HorizonForecast, float]:
    """Eight weeks ahead of a past of so many days, and what they were to be on average."""
    made = forecast_mean(panel_of([seasonal(DAYS[:days], 3)], [LAST_DAY]), 56)
    ahead = np.arange(days, days + 56)
    return made, float(300 * np.exp(0.4 * np.sin(2 * np.pi * ahead / 365.25)).mean())


def test_a_smooth_year_is_foreseen_where_the_last_weeks_would_miss_it() -> None:
    made, truth = foreseen(800)
    level = float(made.link.back(made.level[:, None])[0, 0])
    last_weeks = float(seasonal(DAYS[:800], 3)[-28:].mean())
    assert abs(level - truth) < abs(last_weeks - truth) / 2
    waves = sum(weight for name, weight in zip(made.names, made.weights[0], strict=True) if name.startswith("wave"))
    assert waves > 0.1


def test_no_wave_is_drawn_before_there_was_a_year_of_weeks() -> None:
    made, _ = foreseen(7 * (LEAST_WEEKS - 1))
    windows = made.windows
    at = np.full((1, 1), windows.panel.width, dtype=np.int64)
    assert not np.isfinite(yearly_changes(windows, at, (56, 56), (4,))[0]).any()

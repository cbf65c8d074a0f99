"""Scores of announced probabilities, against answers known beforehand."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.quantities.refusals import TooLittleHistory
from jalon.stats.scoring import Calibration, Recalibration, calibration, coverage, pinball, recalibration


def test_a_forecaster_who_says_seven_in_ten_and_is_right_seven_times_is_calibrated() -> None:
    said, reached = np.full(10, 0.7), np.array([1.0] * 7 + [0.0] * 3)
    score = calibration(said, reached)
    assert isinstance(score, Calibration)
    assert score.brier == pytest.approx(0.21)
    assert score.error == pytest.approx(0.0)
    assert score.sharpness == pytest.approx(0.0)
    assert [(row.count, row.reached) for row in score.bins] == [(10, pytest.approx(0.7))]


def test_certainty_that_is_wrong_costs_everything() -> None:
    score = calibration(np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    assert isinstance(score, Calibration)
    assert (score.brier, score.error) == (1.0, 1.0)


def test_without_a_closed_target_there_is_no_score() -> None:
    assert calibration(np.array([]), np.array([])) == TooLittleHistory(needed=1, have=0)


def test_coverage_counts_both_ends() -> None:
    assert coverage(np.zeros(4), np.ones(4), np.array([0.0, 1.0, 0.5, 1.1])) == 0.75


def test_the_true_quantile_has_the_least_loss() -> None:
    actual = np.random.default_rng(1).normal(size=4000)
    losses = [pinball(np.full(4000, q), 0.9, actual) for q in (1.0, 1.2816, 1.6)]
    assert losses[1] == min(losses)


def test_overconfidence_is_brought_back_once_there_is_enough() -> None:
    chance = np.random.default_rng(2)
    truth = chance.uniform(0, 1, 4000)
    said = np.clip(truth + 0.8 * (truth - 0.5), 0, 1)
    reached = (chance.uniform(size=4000) < truth).astype(float)
    corrected = recalibration(said[:2000], reached[:2000])
    assert isinstance(corrected, Recalibration)
    before, after = calibration(said[2000:], reached[2000:]), calibration(corrected(said[2000:]), reached[2000:])
    assert isinstance(before, Calibration)
    assert isinstance(after, Calibration)
    assert after.error < before.error / 2
    assert after.brier < before.brier
    assert (np.diff(corrected(np.linspace(0, 1, 50))) >= -1e-12).all()


def test_few_outcomes_recalibrate_nothing() -> None:
    assert recalibration(np.full(199, 0.5), np.ones(199)) == TooLittleHistory(needed=200, have=199)

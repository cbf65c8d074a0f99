"""What laws of noise and controls promise before any answer is made of them."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.stats.effects.before_after.laws import Laws, filtered, laws, towards
from jalon.stats.effects.before_after.scales import smoothed
from jalon.stats.forecast.panel import Floats

PAST, AHEAD = 14, 5


def covariance(given: Laws, which: int) -> Floats:
    """Every pair of periods under one law, written out from its definition; the level starts at zero."""
    i = np.arange(PAST + AHEAD)
    shorter, apart = np.minimum(i[:, None], i[None, :]).astype(float), np.abs(i[:, None] - i[None, :])
    stays, shock = given.lasting[which], given.slope[which]
    slopes = shock / (1 - stays**2) * stays**apart if stays < 1 else shock * shorter
    summed = np.tri(len(i), k=-1)
    white = given.white[which] * np.eye(len(i))
    own = given.remembering[which] * given.memory[which] ** apart
    return np.asarray(white + own + given.level[which] * shorter + summed @ slopes @ summed.T)


def test_every_law_foresees_the_sum_ahead_as_its_whole_covariance_has_it() -> None:
    series = np.random.default_rng(1).normal(0, 1, PAST + AHEAD)
    every = laws()
    white = filtered(series[:PAST, None], np.ones(PAST), every, (PAST,))
    reach, shocks = towards(every, np.ones(AHEAD))
    state = white.at[PAST]
    centre = (reach * state.mean[:, :, 0]).sum(1)
    spread = np.einsum("gi,gij,gj->g", reach, state.covariance, reach) + shocks + AHEAD * every.white
    for which in range(len(every)):
        whole = covariance(every, which) + 1e6
        before, across = whole[:PAST, :PAST], whole[PAST:, :PAST].sum(0)
        leaning = np.linalg.solve(before, across)
        assert centre[which] == pytest.approx(leaning @ series[:PAST], abs=2e-4)
        assert spread[which] == pytest.approx(whole[PAST:, PAST:].sum() - leaning @ across, rel=1e-4, abs=2e-3)


def test_a_walk_may_be_wrong_on_both_sides() -> None:
    """Among the laws near a walk some take a step back in part and some carry it on: neither side is free."""
    every = laws()
    ahead = towards(every, np.ones(60))[1]
    walk = int(np.flatnonzero((every.level == 1) & (every.white == 0) & (every.remembering == 0))[0])
    carried = np.flatnonzero(every.lasting < 1)
    one_step = every.slope[carried] / (1 - every.lasting[carried] ** 2)
    assert len(carried) >= 3
    assert (ahead[carried] / one_step > ahead[walk]).all()


def test_a_smoothed_control_keeps_its_line_and_loses_its_week() -> None:
    day = np.arange(60.0)
    week = np.resize([3.0, 1, 0, 0, 0, -2, -2], 60)
    read = smoothed(np.array([2 * day, week]).T, season=7)
    assert read[3:-3, 0] == pytest.approx(2 * day[3:-3])
    assert read[3:-3, 1] == pytest.approx(0, abs=1e-12)


def test_a_smoothed_control_never_leaves_the_range_of_what_it_was() -> None:
    control = np.random.default_rng(2).gamma(1, 1, (40, 3))
    read = smoothed(control, season=None)
    assert read.shape == control.shape
    assert (read.min(0) >= control.min(0)).all()
    assert (read.max(0) <= control.max(0)).all()

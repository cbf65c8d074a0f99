"""What came before and may come again: bursts, by their number and size, and the month's own cycle."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.stats.effects.before_after import EffectQuestion, MeasuredEffect, measured_effect
from jalon.stats.effects.before_after.bursts import bursts_of


def test_days_in_a_row_are_one_burst_and_days_apart_are_two() -> None:
    found = bursts_of({41: 1.0, 40: 3.0, 7: 2.0, 42: 0.5}, periods=100)
    assert found.sizes.tolist() == [[2.0, 0.0, 0.0], [3.0, 1.0, 0.5]]


def test_bursts_come_again_as_often_as_they_did_and_are_less_sure_than_a_known_rate() -> None:
    found = bursts_of({10: 2.0, 30: 4.0, 31: 1.0, 70: 3.0, 90: 2.0}, periods=100)
    added = found.again(40_000, 30, np.random.default_rng(1)).sum(1)
    # Four and a half per hundred days, of 3 on average; the last ones are cut by the end of the window.
    assert added.mean() == pytest.approx(0.045 * 30 * 3, rel=0.04)
    known_rate = 0.045 * 30 * np.mean([4.0, 25.0, 9.0, 4.0])
    assert added.var() > 1.1 * known_rate


def test_a_past_without_bursts_announces_none() -> None:
    assert not bursts_of({}, periods=100).again(50, 10, np.random.default_rng(1)).any()


def test_a_pay_day_that_lifts_every_month_is_foreseen() -> None:
    day = np.arange(150)
    week = np.resize([1.1, 1.1, 1.05, 1.0, 1.0, 0.85, 0.9], 150)
    month = 1 + 0.2 * np.cos(2 * np.pi * day / 30.4375)
    without = 400 * week * month * np.exp(np.random.default_rng(3).normal(0, 0.02, 150))
    answer = measured_effect(EffectQuestion(without, 130, season=7))
    assert isinstance(answer, MeasuredEffect)
    assert answer.path.expected == pytest.approx(400 * week[130:] * month[130:], rel=0.06)
    assert answer.relative_95 is not None
    assert answer.relative_95[1] - answer.relative_95[0] < 0.1

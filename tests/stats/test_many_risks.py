"""Many risks at once: the promised share of false alarms, and the promised number of them, are kept."""

from __future__ import annotations

import numpy as np

from jalon.stats.warning.alarms import alarms
from jalon.stats.warning.budget import budget
from jalon.stats.warning.families import discoveries
from jalon.stats.warning.panel import Panel
from jalon.stats.warning.watching import evidence

START, DAYS, COUNT = 200, 420, 120


def calm(seed: int) -> np.ndarray:
    week = np.resize([1.0, 1.05, 1.02, 1.0, 0.95, 0.7, 0.6], DAYS)[:, None]
    return 500 * week * np.exp(np.random.default_rng(seed).standard_normal((DAYS, COUNT)) * 0.15)


def test_few_of_the_discoveries_are_false_and_most_falls_are_discovered() -> None:
    values = calm(1)
    values[260:, :24] *= 0.65
    watched = evidence(Panel(values), START)
    raised = discoveries(watched.stray, budget(watched.stray, 1.0, START).restless, 0.10, START)
    true = raised[260:, :24].any(0).sum()
    false = raised[:, 24:].sum() + raised[:260, :24].sum()
    assert true >= 18
    assert false <= 0.25 * (true + false)


def test_quiet_series_alarm_about_as_often_as_promised() -> None:
    watched = evidence(Panel(calm(2)), START)
    raised = alarms(watched.stray, budget(watched.stray, 1.0, START).thresholds, START)
    assert 0.5 <= raised.sum() / COUNT / ((DAYS - START) / 365.25) <= 1.5

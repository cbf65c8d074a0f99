"""The worlds that test a method: series with a week and noise, changed on a day, shares of random cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jalon.stats.signals import Given, Observed
from jalon.stats.warning.robust import Array

WEEK = np.array([1.0, 1.05, 1.02, 1.0, 0.95, 0.7, 0.6])


@dataclass(frozen=True)
class Promise:
    """One method with the worlds that test it; steps are its own (days, weeks or hours).

    `known` reads exactly `answer`; `scaled` is the same truth told in another unit; in `quiet(seed)` nothing happens
    from `start` on; in `planted(seed)` it does, on step `day`, and the state must rise within `delay` steps.
    """

    name: str
    known: Given
    answer: float
    scaled: Given
    quiet: Callable[[int], Given]
    planted: Callable[[int], Given]
    day: int
    delay: int
    appetite: float | None = None
    limit: float | None = None
    hits: int = 2
    of: int = 3
    start: int = 0
    most_alarms: float = 1.0
    """False alarms a year of a series that is quiet."""
    steps_a_year: float = 365.25
    share_found: float = 0.8


def rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def noisy(seed: int, days: int, spread: float = 0.1, level: float = 400) -> Array:
    """Daily amounts with a week and noise."""
    return level * np.resize(WEEK, days) * np.exp(rng(seed).standard_normal(days) * spread)


def changed(days: int, day: int, factor: float) -> Array:
    return np.where(np.arange(days) >= day, factor, 1.0)


def share(seed: int, days: int, rate: Array, volume: float = 2000) -> Observed:
    """Cases over trials, both random."""
    trials = rng(seed).poisson(volume * np.resize(WEEK, days)).astype(float)
    cases = rng(seed + 1).binomial(trials.astype(int), np.clip(np.resize(rate, days), 0, 1)).astype(float)
    return Observed(cases, trials)

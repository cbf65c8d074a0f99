"""Quiet series of many kinds, drawn from a seed, and the falls planted in them: truths that real data never tell."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Draw = np.random.Generator

_WEEK = np.array([1.0, 1.06, 1.03, 1.0, 0.95, 0.7, 0.65])


def _week(rng: Draw, days: int) -> Array:
    """A weekly profile, from flat to strongly marked."""
    return np.resize(_WEEK ** rng.uniform(0, 2), days)


def _year(rng: Draw, days: int, most: float) -> Array:
    """A yearly swing of a size and a phase."""
    return np.exp(rng.uniform(0, most) * np.sin(2 * np.pi * (np.arange(days) / 365.25 + rng.uniform())))


def autoregressive(rng: Draw, days: int, memory: float, spread: float) -> Array:
    """Noise that remembers: what was low yesterday is low today."""
    noise = rng.standard_normal(days) * spread * np.sqrt(1 - memory**2)
    out = np.empty(days)
    level = rng.standard_normal() * spread
    for day in range(days):
        level = memory * level + noise[day]
        out[day] = level
    return out


def counts(rng: Draw, days: int, change: Array) -> Array:
    """Few a day: leads, calls, sign-ups."""
    return rng.poisson(rng.uniform(3, 25) * _week(rng, days) * change).astype(float)


def bursts(rng: Draw, days: int, change: Array) -> Array:
    """Counts that come in bursts: over-dispersed."""
    mean = np.exp(rng.uniform(3.5, 6.5)) * _week(rng, days) * change
    size = rng.uniform(8, 40)
    return rng.negative_binomial(size, size / (size + mean)).astype(float)


def rates(rng: Draw, days: int, change: Array) -> Array:
    """A conversion rate: orders over visits, both random."""
    visits = rng.poisson(np.exp(rng.uniform(6.5, 9)) * _week(rng, days))
    share = np.clip(rng.uniform(0.02, 0.08) * np.exp(autoregressive(rng, days, 0.3, 0.05)) * change, 0, 1)
    return rng.binomial(visits, share) / np.maximum(visits, 1)


def heavy_tailed(rng: Draw, days: int, change: Array) -> Array:
    """Amounts with wild days: revenue, page views in the news."""
    noise = rng.standard_t(2.5, days) * rng.uniform(0.08, 0.2)
    spikes = np.where(rng.uniform(size=days) < 0.01, rng.uniform(0.5, 2, days), 0)
    return np.exp(rng.uniform(4, 9) + np.clip(noise, -3, 3) + spikes) * _week(rng, days) * change


def intermittent(rng: Draw, days: int, change: Array) -> Array:
    """Mostly nothing: signed deals, large orders."""
    deals = rng.poisson(rng.uniform(0.3, 0.8) * change, days)
    return np.array([rng.lognormal(0, 0.5, n).sum() for n in deals])


def autocorrelated(rng: Draw, days: int, change: Array) -> Array:
    """Noise with a memory: what was low yesterday is low today."""
    wander = autoregressive(rng, days, rng.uniform(0.4, 0.85), rng.uniform(0.06, 0.15))
    return np.exp(rng.uniform(4, 9) + wander + 0.05 * rng.standard_normal(days)) * _week(rng, days) * change


def seasonal(rng: Draw, days: int, change: Array) -> Array:
    """A yearly and a weekly season over noise."""
    noise = rng.standard_normal(days) * rng.uniform(0.05, 0.2)
    return np.exp(rng.uniform(4, 9) + noise) * _year(rng, days, 0.35) * _week(rng, days) * change


def growing(rng: Draw, days: int, change: Array) -> Array:
    """A steady growth or decline of up to a third a year."""
    trend = rng.uniform(-0.35, 0.35) * np.arange(days) / 365
    noise = rng.standard_normal(days) * rng.uniform(0.05, 0.2)
    return np.exp(rng.uniform(4, 9) + trend + noise) * _week(rng, days) * change


KINDS: dict[str, Callable[[Draw, int, Array], Array]] = {
    one.__name__: one for one in (counts, bursts, rates, heavy_tailed, intermittent, autocorrelated, seasonal, growing)
}


def lasting(days: int, from_day: int, size: float) -> Array:
    """No change, then a level lower by a share for good."""
    return np.where(np.arange(days) >= from_day, 1 - size, 1.0)


def quiet(count: int, days: int, seed: int) -> tuple[Array, list[str]]:
    """(days, count) series without any change, and the kind of each, in turn."""
    rng = np.random.default_rng(seed)
    kinds = [list(KINDS)[at % len(KINDS)] for at in range(count)]
    return np.column_stack([KINDS[kind](rng, days, np.ones(days)) for kind in kinds]), kinds

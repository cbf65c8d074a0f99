"""Series whose truth is known, because it was put there."""

from __future__ import annotations

import numpy as np

from jalon.stats.forecast.panel import Floats

START, AHEAD = 120, 20
_WEEK = np.array([1.1, 1.15, 1.1, 1.05, 1.0, 0.8, 0.8])


def sales(seed: int, start: int = START, ahead: int = AHEAD) -> tuple[Floats, Floats]:
    """Daily orders that follow a market, and the market (periods, 1), which no action touches."""
    rng = np.random.default_rng(seed)
    market = np.cumsum(rng.normal(0, 0.02, start + ahead))
    orders = 300 * np.exp(0.9 * market + rng.normal(0, 0.03, start + ahead)) * np.resize(_WEEK, start + ahead)
    return np.asarray(orders), np.asarray(80 * np.exp(market + rng.normal(0, 0.01, start + ahead)))[:, None]


def visits(seed: int, start: int = START, ahead: int = AHEAD) -> Floats:
    """Daily counts around a level that wanders a little."""
    rng = np.random.default_rng(seed)
    level = np.exp(np.cumsum(rng.normal(0, 0.008, start + ahead)))
    return rng.poisson(150 * level * np.resize(_WEEK, start + ahead)).astype(np.float64)


def conversions(seed: int) -> tuple[Floats, Floats]:
    """Orders and visits of each day: a rate of about three in a hundred."""
    rng = np.random.default_rng(seed)
    seen = rng.poisson(2000 * np.resize(_WEEK, START + AHEAD) ** 2)
    rate = 0.03 * np.exp(np.cumsum(rng.normal(0, 0.004, START + AHEAD)))
    return rng.binomial(seen, rate).astype(np.float64), seen.astype(np.float64)

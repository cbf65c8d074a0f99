"""Draws without chance: evenly spread quantiles, mixed by fixed permutations, joined by a correlation."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import t as student

from jalon.stats.forecast.panel import Floats
from jalon.stats.forecast.spread import Spread

DRAWS = 1000
UNIFORM = (np.arange(DRAWS) + 0.5) / DRAWS
"""Evenly spread chances instead of random ones: the same answer every time."""
_SEED = 20_260_101


@lru_cache(maxsize=64)
def mixed(count: int, stream: int) -> Floats:
    """Evenly spread chances in a fixed order of their own: streams are nearly independent of one another."""
    order = np.random.default_rng([_SEED, stream]).permutation(count)
    chances = (np.arange(count) + 0.5) / count
    return np.asarray(chances[order])


def normal_scores(count: int, stream: int) -> Floats:
    """Standard normal values of a stream."""
    return np.asarray(ndtri(mixed(count, stream)))


def deviations(spread: Spread, chances: Floats) -> Floats:
    """Student deviations (n, k) of each series at the chances (k,) or (n, k); each distinct dof is computed once."""
    shape = (len(spread.scale), chances.shape[-1])
    wide = np.broadcast_to(chances, shape)
    found = np.empty(shape)
    rounded = np.round(spread.dof, 1)
    for dof in np.unique(rounded):
        rows = rounded == dof
        found[rows] = student.ppf(chances, dof) if chances.ndim == 1 else student.ppf(wide[rows], dof)
    return np.asarray(found * spread.scale[:, None])


def joined(correlation: Floats, count: int, stream: int) -> Floats:
    """Chances (n, count) that go with `UNIFORM`-ordered ones at the given correlation (n,) of their normal scores."""
    first, second = ndtri((np.arange(count) + 0.5) / count), normal_scores(count, stream)
    mixed_scores = correlation[:, None] * first + np.sqrt(1 - correlation[:, None] ** 2) * second
    return np.asarray(np.clip(ndtr(mixed_scores), 0.5 / count / 2, 1 - 0.5 / count / 2))

"""How much each model counts for each series: its own back-test, shrunk to that of the series that resemble it."""

from __future__ import annotations

import numpy as np

from jalon.stats.forecast.panel import Floats

POOLED_ORIGINS = 12.0
"""The pool's word is worth that many origins of the series' own."""
SHARPNESS = 12.0
"""How fast a model loses weight with its loss, relative to the best."""


def blend_weights(errors: Floats, groups: np.ndarray) -> Floats:
    """Weights (n, models) from back-test errors (n, origins, models); NaN where a model had no past.

    Losses are absolute errors over the series' own mean loss, so that a restless series does not rule its group.
    """
    size = np.abs(errors)
    seen = np.isfinite(size)
    own_scale = _mean(np.where(seen, size, np.nan), (1, 2))[:, None]
    loss = _mean(size, (1,)) / np.where(own_scale > 0, own_scale, 1.0)
    count = seen.sum(1).astype(np.float64)
    pooled = np.ones_like(loss)
    for group in np.unique(groups):
        rows = groups == group
        pooled[rows] = _mean(np.where(count[rows] > 0, loss[rows], np.nan), (0,))[None, :]
    pooled = np.where(np.isfinite(pooled), pooled, 1.0)
    own = np.where(np.isfinite(loss), loss, pooled)
    shrunk = (count * own + POOLED_ORIGINS * pooled) / (count + POOLED_ORIGINS)
    best = shrunk.min(1, keepdims=True)
    raw = np.exp(-SHARPNESS * (shrunk - best))
    return np.asarray(raw / raw.sum(1, keepdims=True))


def blended(levels: Floats, weights: Floats) -> Floats:
    """One level for each origin: models without a past there leave their weight to the others."""
    usable = np.isfinite(levels)
    spread = np.where(usable, weights[:, None, :], 0.0)
    total = spread.sum(-1)
    return np.where(
        total > 0, (spread * np.where(usable, levels, 0.0)).sum(-1) / np.where(total > 0, total, 1.0), np.nan
    )


def _mean(values: Floats, axes: tuple[int, ...]) -> Floats:
    known = np.isfinite(values)
    count = known.sum(axes)
    return np.where(count > 0, np.where(known, values, 0.0).sum(axes) / np.maximum(count, 1), np.nan)

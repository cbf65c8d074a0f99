"""How much each model counts for each series: its own back-test, shrunk to that of the series that resemble it."""

from __future__ import annotations

import numpy as np

from jalon.stats.forecast.panel import Floats, Ints

POOLED_ORIGINS = 12.0
"""The pool's word is worth that many origins of the series' own."""
SHARPNESS = 15.0
"""How fast a model loses weight with its loss."""


def losses(errors: Floats, always: int) -> tuple[Floats, Ints]:
    """How much worse each model did (n, models), from back-test errors (n, origins, models), and at how many origins.

    A model is judged by its absolute error less the mean one of the first `always` models at the same origin, so that
    one which can only answer at late origins is compared with the others there; in units of the series' own mean error,
    so that a restless series does not rule its group. NaN where a model had no past.
    """
    size = np.abs(errors)
    usual = size[..., :always].mean(-1)
    scale = _mean(usual, 1)
    unit = np.where(np.isfinite(scale) & (scale > 0), scale, 1.0)
    worse = (size - usual[..., None]) / unit[:, None, None]
    count = np.isfinite(worse).sum(1)
    own = np.where(count > 0, _mean(worse, 1), 0.0)
    return own, count


def blend_weights(own: Floats, count: Ints, groups: Ints, shipped: Floats | None = None, worth: float = 0.0) -> Floats:
    """Weights (n, models) from losses and the origins behind them, drawn to those of the group.

    `shipped` (groups, models) are losses seen on other series, `worth` that many origins.
    """
    shrunk = np.zeros_like(own)
    for group in np.unique(groups):
        rows = groups == group
        seen = count[rows].sum(0) + worth
        known = (own[rows] * count[rows]).sum(0) + (0.0 if shipped is None else worth * shipped[group])
        pooled = known / np.maximum(seen, 1)
        shrunk[rows] = (own[rows] * count[rows] + POOLED_ORIGINS * pooled) / (count[rows] + POOLED_ORIGINS)
    raw = np.exp(-SHARPNESS * (shrunk - shrunk.min(1, keepdims=True)))
    return np.asarray(raw / raw.sum(1, keepdims=True))


def blended(levels: Floats, weights: Floats) -> Floats:
    """One level for each origin (n, origins): models without a past there leave their weight to the others."""
    usable = np.isfinite(levels)
    shares = np.where(usable, weights[:, None, :], 0.0)
    total = shares.sum(-1)
    mixed = (shares * np.where(usable, levels, 0.0)).sum(-1)
    return np.where(total > 0, mixed / np.where(total > 0, total, 1.0), np.nan)


def likeness(past: Floats, now: Floats, weights: Floats) -> Floats:
    """How much of today's blend could already speak at each origin (n, origins), 0 to 1.

    An origin before the first whole year was answered by other models: its error says little of today's.
    """
    today = np.where(np.isfinite(now), weights[:, None, :], 0.0)
    then = np.where(np.isfinite(past), today, 0.0).sum(-1)
    total = today.sum(-1)
    return np.asarray(np.where(total > 0, then / np.where(total > 0, total, 1.0), 0.0))


def disagreement(levels: Floats, weights: Floats) -> Floats:
    """How far the models lie from one another (n, origins): a difficult horizon shows itself beforehand.

    Models count by the square root of their weight, so that those left aside still raise a doubt.
    """
    usable = np.isfinite(levels)
    shares = np.where(usable, np.sqrt(weights)[:, None, :], 0.0)
    shares = shares / np.maximum(shares.sum(-1, keepdims=True), np.finfo(np.float64).tiny)
    known = np.where(usable, levels, 0.0)
    middle = (shares * known).sum(-1, keepdims=True)
    return np.asarray(np.sqrt((shares * (known - middle) ** 2).sum(-1)))


def _mean(values: Floats, axis: int) -> Floats:
    known = np.isfinite(values)
    count = known.sum(axis)
    return np.where(count > 0, np.where(known, values, 0.0).sum(axis) / np.maximum(count, 1), np.nan)

"""Medians, quantiles and moving means that leave missing days out, without a word of warning."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]


def quantile(values: Array, share: float, axis: int = 0) -> Array:
    """The quantile of what is known along an axis; NaN where nothing is."""
    ordered = np.sort(np.moveaxis(values, axis, 0), axis=0)
    count = np.isfinite(ordered).sum(0)
    place = share * np.maximum(count - 1, 0)
    low = np.floor(place).astype(np.intp)
    high = np.minimum(low + 1, np.maximum(count - 1, 0))
    below = np.take_along_axis(ordered, low[None], 0)[0]
    above = np.take_along_axis(ordered, high[None], 0)[0]
    return np.where(count > 0, below + (place - low) * (above - below), np.nan)


def median(values: Array, axis: int = 0) -> Array:
    """The median of what is known along an axis."""
    return quantile(values, 0.5, axis)


def mean(values: Array, axis: int = 0) -> Array:
    """The mean of what is known along an axis."""
    told = np.isfinite(values)
    return np.asarray(np.where(told, values, 0.0).sum(axis) / np.where(told.any(axis), told.sum(axis), np.nan))


def moving_mean(values: Array, window: int, weights: Array | None = None, known: float = 0.6) -> Array:
    """Mean of the last `window` days (rows), NaN where fewer than a share of them is known."""
    told = np.isfinite(values)
    worth = told.astype(float) if weights is None else np.where(told, np.nan_to_num(weights, nan=1.0), 0.0)
    total = _moving_sum(np.where(told, values, 0.0) * worth, window)
    whole = _moving_sum(worth, window)
    enough = _moving_sum(told.astype(float), window) >= known * window - 1e-9
    return np.where(enough & (whole > 0), total / np.where(whole > 0, whole, 1.0), np.nan)


def _moving_sum(values: Array, window: int) -> Array:
    summed = np.cumsum(values, axis=0)
    out = summed.copy()
    out[window:] -= summed[:-window]
    out[: window - 1] = 0.0
    return out

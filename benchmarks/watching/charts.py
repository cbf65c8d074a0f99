"""The other side: control charts on weekday residuals and on the raw series, as a dashboard would draw them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
WEEKS, SPREAD_DAYS, SETTLING = 8, 112, 28
_CLIP = 6.0


def residual(values: Array) -> Array:
    """Causal: log ratio to the median of the same weekday of the last weeks, over the trailing spread, clipped."""
    logs = np.log(np.maximum(values, max(1e-9, 0.02 * float(np.median(values[:200])))))
    days = len(logs)
    off, spread = np.zeros(days), np.ones(days)
    for day in range(7, days):
        off[day] = logs[day] - np.median(logs[max(day % 7, day - 7 * WEEKS) : day : 7])
    for day in range(SETTLING, days):
        recent = off[max(7, day - SPREAD_DAYS) : day]
        spread[day] = 1.4826 * np.median(np.abs(recent - np.median(recent))) + 1e-3
    return np.clip(np.where(np.arange(days) < SETTLING, 0, off / spread), -_CLIP, _CLIP)


def ewma(values: Array, start: int) -> Array:
    """Roberts (1959) on the residual, weight a tenth: how far down the average stands."""
    out, level = np.zeros(len(values)), 0.0
    for day, off in enumerate(residual(values)):
        level += 0.1 * (off - level)
        out[day] = -level
    return out


def cusum(values: Array, start: int) -> Array:
    """Page (1954) on the residual, reference half a spread."""
    out, level = np.zeros(len(values)), 0.0
    for day, off in enumerate(residual(values)):
        level = max(0.0, level - off - 0.5)
        out[day] = level
    return out


def raw(values: Array, start: int) -> Array:
    """Page's sum on the series as it is, mean and spread of the last `start` days taken anew each month."""
    out, level = np.zeros(len(values)), 0.0
    mean, spread = float(np.mean(values[:start])), float(np.std(values[:start])) + 1e-9
    for day, value in enumerate(values):
        if day > start and day % 28 == 0:
            mean, spread = float(np.mean(values[day - start : day])), float(np.std(values[day - start : day])) + 1e-9
        level = max(0.0, level - (value - mean) / spread - 0.5)
        out[day] = level
    return out


CHARTS = {"EWMA on residuals": ewma, "CUSUM on residuals": cusum, "CUSUM on the raw series": raw}


def many(chart: str, series: Sequence[Array], start: int) -> list[Array]:
    """One chart on each series."""
    return [CHARTS[chart](one, start) for one in series]

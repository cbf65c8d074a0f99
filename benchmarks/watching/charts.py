"""The other side: control charts as a dashboard would draw them, on weekday residuals and raw; PELT where installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
WEEKS, SPREAD_DAYS, SETTLING = 8, 112, 28
_CLIP = 6.0
PENALTY, LEAST_SEGMENT, LATELY, QUIET_BEFORE = 2.0, 5, 21, 28
"""PELT: a change costs twice the logarithm of the days read (they are in spreads), and lasts five of them."""


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


def pelt(values: Array, start: int) -> Array:
    """PELT on the residual (Killick et al. 2012, by ruptures), run anew each day over the last sixteen weeks.

    How many spreads the level fell by at the last change found, if it is not older than three weeks.
    """
    import ruptures

    off, out = residual(values), np.zeros(len(values))
    for day in range(max(start - QUIET_BEFORE, SPREAD_DAYS), len(values)):
        recent = off[day + 1 - SPREAD_DAYS : day + 1]
        found = ruptures.KernelCPD(kernel="linear", min_size=LEAST_SEGMENT).fit(recent[:, None])
        ends = found.predict(pen=PENALTY * np.log(len(recent)))
        last = ends[-2] if len(ends) > 1 else 0
        if last and len(recent) - last <= LATELY:
            before = recent[ends[-3] if len(ends) > 2 else 0 : last]
            out[day] = max(0.0, float(before.mean() - recent[last:].mean())) * np.sqrt(len(recent) - last)
    return out


CHARTS: dict[str, Callable[[Array, int], Array]] = {
    "EWMA on residuals": ewma,
    "CUSUM on residuals": cusum,
    "CUSUM on the raw series": raw,
}
if importlib.util.find_spec("ruptures"):
    CHARTS["PELT on residuals (ruptures)"] = pelt


def many(chart: str, series: Sequence[Array], start: int) -> list[Array]:
    """One chart on each series."""
    return [CHARTS[chart](one, start) for one in series]

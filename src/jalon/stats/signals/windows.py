"""Inputs read over a rolling window: totals first, the ratio last, a level as last told."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoDenominator, TooLittleHistory, TooLittleVolume
from jalon.stats.signals.given import Observed
from jalon.stats.warning.robust import Array

LEAST_KNOWN = 0.5
"""Less than half of a window known is no reading."""


def rolling_total(values: Array, window: int) -> Array:
    """Sum of the last `window` steps that are known, brought back to the whole window; NaN when too few are."""
    told = np.isfinite(values)
    total, known = (_rolling(one, window) for one in (np.where(told, values, 0.0), told.astype(float)))
    enough = known >= LEAST_KNOWN * window
    enough[: window - 1] = False
    return np.asarray(np.where(enough, total * window / np.maximum(known, 1.0), np.nan))


def _rolling(values: Array, window: int) -> Array:
    summed = np.cumsum(values, axis=0)
    out = summed.copy()
    out[window:] -= summed[:-window]
    return out


def last_told(values: Array, window: int) -> Array:
    """The last known value of each window."""
    told = np.isfinite(values)
    at = np.where(told, np.arange(len(values)).reshape(-1, *([1] * (values.ndim - 1))), -1)
    latest = np.maximum.accumulate(at, axis=0)
    age = np.arange(len(values)).reshape(latest[:, :1].shape if values.ndim == 2 else latest.shape) - latest
    picked = np.take_along_axis(values, np.maximum(latest, 0), 0)
    return np.asarray(np.where((latest >= 0) & (age < window), picked, np.nan))


def totals(one: Observed, window: int) -> tuple[Array, Array | None]:
    """Both totals of an input over a window."""
    read = last_told if one.level else rolling_total
    return read(one.top, window), None if one.under is None else read(one.under, window)


def over(one: Observed, window: int, least: float = 0.0) -> Array:
    """The input over a window; NaN where the denominator is zero or too small."""
    top, under = totals(one, window)
    return top if under is None else divided(top, under, least)


def divided(top: Array, under: Array, least: float = 0.0) -> Array:
    """A ratio of totals, NaN where the lower one is zero, unknown or below the least."""
    sound = np.isfinite(under) & (under > 0) & (under >= least)
    return np.asarray(np.where(sound, top / np.where(sound, under, 1.0), np.nan))


def sure_share(value: Array, under: Array | None, certainty: float | None, direction: int) -> Array:
    """The end of Wilson's one-sided interval towards good (1927); the value where it is no share of whole cases."""
    if certainty is None or under is None:
        return value
    z = float(ndtri(certainty))
    count = np.where(np.isfinite(under) & (under > 0), under, 1.0)
    share = np.clip(np.nan_to_num(value), 0.0, 1.0)
    middle = share + z * z / (2 * count)
    half = z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    bound = (middle - direction * half) / (1 + z * z / count)
    return np.asarray(np.where((value >= 0) & (value <= 1), bound, value))


def refused(one: Observed, window: int, least: float = 0.0) -> Refusal | None:
    """Why the last reading of an input is none; None when it is one."""
    top, under = totals(one, window)
    if len(top) < window:
        return TooLittleHistory(needed=window, have=len(top))
    if under is not None:
        last = float(np.nansum(under[-1]))
        if not last > 0:
            return NoDenominator()
        if last < least:
            return TooLittleVolume(needed=least, have=last)
    if not np.isfinite(top[-1]).any():
        return TooLittleVolume(needed=LEAST_KNOWN * window, have=float(np.isfinite(one.top[-window:]).sum()))
    return None

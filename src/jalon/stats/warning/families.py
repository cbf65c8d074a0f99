"""Many risks watched at once: which of a day's alarms to raise so that few of all those raised are false."""

from __future__ import annotations

import numpy as np

from jalon.stats.warning.alarms import QUIET_DAYS
from jalon.stats.warning.budget import YEAR, quiet_rate
from jalon.stats.warning.robust import Array, Flags

BLOCK = 28
"""Days a risk is judged over as one question: its highest evidence answers."""

LOOKS = 224
"""Days of chances that an answer is charged with: blocks overlap, a batch is looked at anew each day, and risks move
together. Simulated (decision 16): charged with the block alone, a promised tenth of false alarms is a third."""


def chances(stray: Array, restless: Array) -> Array:
    """(n, K): how likely a quiet series is to have stood as high within the block that ends with each day."""
    highest = np.full_like(stray, -np.inf)
    for back in range(BLOCK):
        highest[back:] = np.maximum(highest[back:], stray[: len(stray) - back])
    return charged(quiet_rate(np.maximum(highest, 0.0)) * restless)


def charged(rate: Array | float) -> Array:
    """Chance that something which a quiet series shows `rate` times a year is seen within the days charged."""
    return np.asarray(-np.expm1(-np.asarray(rate) * LOOKS / YEAR))


def charged_look(chance: float, apart: float) -> float:
    """The same for a look whose own chance is known, days `apart` from the next that shares nothing with it."""
    return float(charged(chance * YEAR / apart))


def discoveries(stray: Array, restless: Array, share: float, start: int = 0) -> Flags:
    """The alarms (n, K) whose share of false ones is promised to stay under `share`.

    Each day Benjamini and Hochberg's step (1995) over the chances of all series; an alarm is then quiet for four weeks.
    """
    each = chances(stray, restless)
    days, count = each.shape
    out = np.zeros((days, count), np.bool_)
    wait = np.zeros(count, np.intp)
    for day in range(start, days):
        passed = kept(each[day], share)
        fresh = stray[day] >= np.where(passed, _highest(stray, day), np.inf)
        out[day] = passed & fresh & (wait <= 0)
        wait = np.where(out[day], QUIET_DAYS, wait) - 1
    return out


def kept(chances: Array, share: float) -> Flags:
    """Which of a batch (n,) to raise so that the share of false ones stays under `share`; NaN is not told.

    Benjamini and Hochberg's step (1995); it holds too when the risks rise and fall together.
    """
    told = np.isfinite(chances)
    count = int(told.sum())
    steps = share * np.arange(1, count + 1) / max(count, 1)
    passed = np.flatnonzero(np.sort(chances[told]) <= steps)
    bound = steps[passed[-1]] if len(passed) else -1.0
    return np.asarray(told & (np.nan_to_num(chances, nan=2.0) <= bound))


def _highest(stray: Array, day: int) -> Array:
    return np.asarray(stray[max(0, day - BLOCK + 1) : day + 1].max(0))

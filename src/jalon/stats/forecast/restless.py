"""How much a series usually changes from some weeks to the next, before any forecast was tried."""

from __future__ import annotations

import numpy as np

from jalon.stats.forecast.panel import Floats, Ints
from jalon.stats.forecast.windows import Windows

MOST_WEEKS = 13
YEAR_OF_CHANGES = 52
STAND_IN_CHANGES = 12.0
_SPREAD_OF_MEAN = 1.2533
"""A standard deviation is that many mean absolute deviations."""


def restlessness(windows: Windows, horizon: int, ahead: int) -> Floats:
    """The usual change over a horizon of the mean of `ahead` steps, over the last year.

    Of a single step, the change beside its usual one: growth as steady as ever is no doubt. Where few such changes are
    known, those from week to week stand in, in the proportion that the others show.
    """
    unit = windows.panel.unit
    weeks, lag = (int(np.clip(round(steps / unit), 1, MOST_WEEKS)) for steps in (ahead, horizon))
    change, count = usual_change(windows, weeks, lag, drifting=ahead == 1)
    weekly, _ = usual_change(windows, 1, 1, drifting=ahead == 1)
    both = (change > 0) & (weekly > 0)
    share = np.median(change[both] / weekly[both]) if both.any() else 1.0
    stand_in = np.maximum(share * weekly, np.finfo(np.float64).tiny)
    pooled = (count * change**2 + STAND_IN_CHANGES * stand_in**2) / (count + STAND_IN_CHANGES)
    return np.asarray(np.sqrt(pooled))


def usual_change(windows: Windows, weeks: int, lag: int, *, drifting: bool = False) -> tuple[Floats, Ints]:
    """Change of the mean of some weeks from `lag` weeks before, as a standard deviation, and how many there are."""
    unit, width = windows.panel.unit, windows.panel.width
    half, back = max(1, lag // 2), (weeks + lag) * unit
    ends = np.arange(width, back - 1, -half * unit)[: max(1, YEAR_OF_CHANGES // half)]
    at = np.broadcast_to(ends[None, :], (len(windows.panel.filled), len(ends)))
    late, early = windows.level(at - weeks * unit, at), windows.level(at - back, at - lag * unit)
    change = np.where(at - back >= windows.panel.start[:, None], late - early, np.nan)
    known = np.isfinite(change)
    count = known.sum(1)
    if drifting:
        change = change - (np.where(known, change, 0.0).sum(1) / np.maximum(count, 1))[:, None]
        count = np.maximum(count - 1, 0)
    return np.where(known, np.abs(change), 0.0).sum(1) / np.maximum(count, 1) * _SPREAD_OF_MEAN, count

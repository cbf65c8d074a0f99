"""What a stock may be worth on one day ahead: where it stands, its drift, and what last year did from here."""

from __future__ import annotations

import numpy as np

from jalon.stats.forecast.levels import YEAR_WEIGHT, Candidates
from jalon.stats.forecast.panel import YEAR_IN_WEEKS, Floats, Ints
from jalon.stats.forecast.windows import Windows

DRIFTS = (4, 13, 52)
"""Weeks over which a drift is read."""
KEPT = (1.0, 0.6)
"""Share of a drift that goes on: the back-test says whether it fades."""


def last_candidates(windows: Windows, origins: Ints, horizon: int, ahead: int) -> Candidates:
    """Every model at every origin, of the value `horizon` steps after the last one known there; `ahead` is 1."""
    panel = windows.panel
    at = np.broadcast_to(origins[None, :], (len(panel.filled), len(origins)))
    last = _value(windows, at)
    names, levels = ["last"], [last]
    names.append("mean_1w")
    levels.append(windows.level(at - panel.unit, at))
    for weeks in DRIFTS:
        back = at - weeks * panel.unit
        slope = (last - _value(windows, back)) / (weeks * panel.unit)
        for kept, name in zip(KEPT, ("drift", "fading"), strict=True):
            names.append(f"{name}_{weeks}w")
            levels.append(np.where(back > panel.start[:, None], last + kept * horizon * slope, np.nan))
    always = 2
    year = at - YEAR_IN_WEEKS * panel.unit
    change = _value(windows, np.minimum(year + horizon, at)) - _value(windows, year)
    names.append("year")
    levels.append(np.where(year > panel.start[:, None], last + YEAR_WEIGHT * change, np.nan))
    return Candidates(tuple(names), np.stack(levels, -1), always)


def _value(windows: Windows, at: Ints) -> Floats:
    """The last value before each column."""
    return windows.level(at - 1, at)

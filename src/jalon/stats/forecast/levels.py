"""What the next weeks may average, seen from any past day: recent and robust windows, the same weeks of last year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.panel import YEAR_IN_WEEKS, Floats, Ints
from jalon.stats.forecast.windows import Windows

WINDOWS = (1, 2, 4, 8, 13, 26, 52)
"""Weeks. A long window rides out noise, a short one follows the level: the back-test says which."""
TYPICAL = (4, 8, 13)
YEARLY = (2, 4, 8, 13)
"""Windows that are also read beside the same weeks of the last years."""
YEARS = 2
YEAR_WEIGHT = 0.5
"""Half of last year's change is expected again: the rest was that year's own."""
FEWEST_SHARED = 3


@dataclass(frozen=True)
class Candidates:
    """Expected level on the link's scale, `levels` (n, origins, models); NaN where a model has no past.

    The first `always` models need no whole year.
    """

    names: tuple[str, ...]
    levels: Floats
    always: int


def mean_candidates(windows: Windows, origins: Ints, horizon: int) -> Candidates:
    """Of a total: every model at every origin. `origins` are columns: what lies before is known."""
    at = _everywhere(windows, origins)
    names, levels = _recent(windows, at)
    usual = _usual_excess(windows, at)
    for weeks in TYPICAL:
        names.append(f"typical_{weeks}w")
        levels.append(windows.typical(at - weeks * windows.panel.unit, at) + usual)
    return _with_years(windows, at, horizon, names, levels)


def rate_candidates(windows: Windows, origins: Ints, horizon: int) -> Candidates:
    """Of a ratio: the same without typical steps, since a day's own ratio says little."""
    at = _everywhere(windows, origins)
    names, levels = _recent(windows, at)
    return _with_years(windows, at, horizon, names, levels)


def _everywhere(windows: Windows, origins: Ints) -> Ints:
    return np.broadcast_to(origins[None, :], (len(windows.panel.filled), len(origins)))


def _recent(windows: Windows, at: Ints) -> tuple[list[str], list[Floats]]:
    names = [f"mean_{weeks}w" for weeks in WINDOWS]
    return names, [windows.level(at - weeks * windows.panel.unit, at) for weeks in WINDOWS]


def _with_years(windows: Windows, at: Ints, horizon: int, names: list[str], levels: list[Floats]) -> Candidates:
    always = len(names)
    for weeks in YEARLY:
        recent = windows.level(at - weeks * windows.panel.unit, at)
        change = _last_years_change(windows, at, horizon, weeks)
        names += [f"year_{weeks}w", f"shared_year_{weeks}w"]
        levels.append(recent + YEAR_WEIGHT * change)
        levels.append(recent + YEAR_WEIGHT * (change + _shared(change, windows.panel.last_day)))
    return Candidates(tuple(names), np.stack(levels, -1), always)


def _last_years_change(windows: Windows, at: Ints, horizon: int, weeks: int) -> Floats:
    """How the same weeks followed the ones before them one and two years ago, on average; NaN without a whole year.

    At most a year of what follows is known.
    """
    unit = windows.panel.unit
    total, count = np.zeros(at.shape), np.zeros(at.shape)
    for year in range(1, YEARS + 1):
        then = at - year * YEAR_IN_WEEKS * unit
        ahead = windows.level(then, np.minimum(then + horizon, at))
        change = ahead - windows.level(then - weeks * unit, then)
        whole = (then - weeks * unit >= windows.panel.start[:, None]) & np.isfinite(change)
        total += np.where(whole, change, 0.0)
        count += whole
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _shared(change: Floats, last_day: Ints) -> Floats:
    """The mean change on one calendar: Christmas and August come to every series. NaN for fewer than three."""
    shared = np.full(change.shape, np.nan)
    for day in np.unique(last_day):
        rows = last_day == day
        known = np.isfinite(change[rows])
        count = known.sum(0)
        mean = np.where(known, change[rows], 0.0).sum(0) / np.maximum(count, 1)
        shared[rows] = np.where(count >= FEWEST_SHARED, mean, np.nan)
    return shared


def _usual_excess(windows: Windows, at: Ints) -> Floats:
    """How far a month's mean usually lies above its typical step: the mean of the last half year of months."""
    unit = windows.panel.unit
    excess, count = np.zeros(at.shape), np.zeros(at.shape)
    for back in range(0, 26, 2):
        high = at - back * unit
        month = windows.level(high - 4 * unit, high) - windows.typical(high - 4 * unit, high)
        whole = (high - 4 * unit >= windows.panel.start[:, None]) & np.isfinite(month)
        excess += np.where(whole, month, 0.0)
        count += whole
    return np.where(count > 0, excess / np.maximum(count, 1), 0.0)

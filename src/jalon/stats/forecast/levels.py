"""What the next weeks may average, seen from any past day: recent and robust windows, the same weeks of last year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.link import Link
from jalon.stats.forecast.panel import YEAR_IN_WEEKS, Flags, Floats, Ints, Panel
from jalon.stats.forecast.shape import WeekShape

WINDOWS = (1, 2, 4, 8, 13, 26, 52)
"""Weeks. A long window rides out noise, a short one follows the level: the back-test says which."""
YEARLY = (2, 4, 8, 13)
"""Windows that are also read beside the same weeks of last year."""
YEAR_WEIGHT = 0.5
"""Half of last year's change is expected again: the rest was that year's own."""
TYPICAL = (4, 8, 13)
FEWEST_SHARED = 3
ALWAYS = len(WINDOWS) + len(TYPICAL)
"""The first models need no whole year."""


@dataclass(frozen=True)
class Candidates:
    """Expected mean step on the link's scale, `levels` (n, origins, models); NaN where a model has no past."""

    names: tuple[str, ...]
    levels: Floats


class Windows:
    """Means over any window of every series at once, by running sums."""

    def __init__(self, panel: Panel, link: Link, shape: WeekShape) -> None:
        self.panel, self.link, self.shape = panel, link, shape
        zero = np.zeros((len(panel.filled), 1))
        columns = np.arange(panel.width)
        self._factor = np.concatenate([zero, np.cumsum(shape.factors(columns), 1)], 1)
        self._extra = np.concatenate([zero, np.cumsum(shape.extras(columns), 1)], 1)
        self._sum = np.concatenate([zero, np.cumsum(panel.filled, 1)], 1)
        known = panel.known().astype(np.float64)
        self._known = np.concatenate([zero, np.cumsum(known, 1)], 1)
        started = np.arange(panel.width) >= panel.start[:, None]
        logged = np.where(started, link.forward(panel.filled), 0.0)
        self._logged = np.concatenate([zero, np.cumsum(logged, 1)], 1)

    def level(self, first: Ints, last: Ints) -> Floats:
        """Mean of columns [first, last), freed of the weekdays a part of a week holds, on the link's scale.

        Both (n, k); NaN when empty.
        """
        factor, extra = self._over(self._factor, first, last), self._over(self._extra, first, last)
        mean = self._over(self._sum, first, last)
        return self.link.forward((mean - extra) / np.where(factor > 0, factor, 1.0))

    def typical(self, first: Ints, last: Ints) -> Floats:
        """Mean on the link's scale (a geometric mean for what counts): what single spikes cannot move far."""
        return self._over(self._logged, first, last)

    def known_share(self, first: Ints, last: Ints) -> Floats:
        """Share of the columns [first, last) that were really seen."""
        return self._over(self._known, first, last)

    def _over(self, running: Floats, first: Ints, last: Ints) -> Floats:
        low = np.clip(first, self.panel.start[:, None], self.panel.width)
        high = np.clip(last, low, self.panel.width)
        count = high - low
        rows = np.arange(len(running))[:, None]
        total = running[rows, high] - running[rows, low]
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def candidates(windows: Windows, origins: Ints, horizon: int) -> Candidates:
    """Every model at every origin. `origins` are columns: what lies before is known, the horizon starts there."""
    panel = windows.panel
    at = np.broadcast_to(origins[None, :], (len(panel.filled), len(origins)))
    names: list[str] = []
    levels: list[Floats] = []
    for weeks in WINDOWS:
        names.append(f"mean_{weeks}w")
        levels.append(windows.level(at - weeks * panel.unit, at))
    usual = _usual_excess(windows, at)
    for weeks in TYPICAL:
        names.append(f"typical_{weeks}w")
        levels.append(windows.typical(at - weeks * panel.unit, at) + usual)
    ahead = _last_year_ahead(windows, at, horizon)
    for kind in ("year", "shared_year"):
        for weeks in YEARLY:
            change = _last_year_change(windows, ahead, at, weeks)
            shared = _shared(change, panel.last_day) if kind == "shared_year" else 0.0
            names.append(f"{kind}_{weeks}w")
            levels.append(windows.level(at - weeks * panel.unit, at) + YEAR_WEIGHT * (change + shared))
    return Candidates(tuple(names), np.stack(levels, -1))


def _last_year_change(windows: Windows, ahead: Floats, at: Ints, weeks: int) -> Floats:
    """How the same weeks of last year followed the ones before them; NaN without a whole past."""
    unit = windows.panel.unit
    before = at - YEAR_IN_WEEKS * unit
    whole = before - weeks * unit >= windows.panel.start[:, None]
    return np.where(whole, ahead - windows.level(before - weeks * unit, before), np.nan)


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


def _last_year_ahead(windows: Windows, at: Ints, horizon: int) -> Floats:
    """Mean of the same steps one year before, on the link's scale; at most a year of them is known."""
    year = YEAR_IN_WEEKS * windows.panel.unit
    return windows.level(at - year, np.minimum(at - year + horizon, at))


def _usual_excess(windows: Windows, at: Ints) -> Floats:
    """How far a month's mean usually lies above its typical step: the mean of the last half year of months."""
    unit = windows.panel.unit
    excess, count = np.zeros(at.shape), np.zeros(at.shape)
    for back in range(0, 26, 2):
        high = at - back * unit
        whole: Flags = high - 4 * unit >= windows.panel.start[:, None]
        month = windows.level(high - 4 * unit, high) - windows.typical(high - 4 * unit, high)
        excess += np.where(whole, month, 0.0)
        count += whole
    return np.where(count > 0, excess / np.maximum(count, 1), 0.0)

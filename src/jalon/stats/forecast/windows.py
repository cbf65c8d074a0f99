"""Means over any window of every series at once, by running sums."""

from __future__ import annotations

import numpy as np

from jalon.stats.forecast.link import Link
from jalon.stats.forecast.panel import Floats, Ints, Panel
from jalon.stats.forecast.shape import WeekShape


class Windows:
    """Levels of a panel over windows of columns: sums over what they are counted per.

    `exposure` (n, T) is what a step is counted per: the weekday's factor of a total, the denominator of a ratio.
    `extra` (n, T) is taken off first.
    """

    def __init__(self, panel: Panel, link: Link, exposure: Floats, extra: Floats | None = None) -> None:
        self.panel, self.link = panel, link
        inside = np.arange(panel.width) >= panel.start[:, None]
        counted = panel.filled if extra is None else panel.filled - extra
        self._exposure = _running(np.where(inside, exposure, 0.0))
        self._counted = _running(np.where(inside, counted, 0.0))
        self._known = _running(panel.known().astype(np.float64))
        self._logged = _running(np.where(inside, link.forward(panel.filled), 0.0))

    def level(self, first: Ints, last: Ints) -> Floats:
        """Counted over exposure in columns [first, last), on the link's scale. Both (n, k); NaN without exposure."""
        inside = self._inside(first, last)
        counted, exposure = _over(self._counted, inside), _over(self._exposure, inside)
        known = exposure > 0
        return np.where(known, self.link.forward(counted / np.where(known, exposure, 1.0)), np.nan)

    def exposure(self, first: Ints, last: Ints) -> Floats:
        """Exposure in the columns [first, last)."""
        return _over(self._exposure, self._inside(first, last))

    def typical(self, first: Ints, last: Ints) -> Floats:
        """Mean on the link's scale (a geometric mean for what counts): what single spikes cannot move far."""
        low, high = self._inside(first, last)
        return np.where(high > low, _over(self._logged, (low, high)) / np.maximum(high - low, 1), np.nan)

    def known_share(self, first: Ints, last: Ints) -> Floats:
        """Share of the columns [first, last) that were really seen."""
        low, high = self._inside(first, last)
        return np.where(high > low, _over(self._known, (low, high)) / np.maximum(high - low, 1), 0.0)

    def _inside(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        # Not `clip`, whose checks of its bounds cost more than the few numbers that most windows hold.
        width = self.panel.width
        low = np.minimum(np.maximum(first, self.panel.start[:, None]), width)
        return low, np.minimum(np.maximum(last, low), width)


def windows_of(panel: Panel, link: Link, shape: WeekShape) -> Windows:
    """Of totals: a part of a week counts for the weekdays it holds."""
    columns = np.arange(panel.width)
    return Windows(panel, link, shape.factors(columns), shape.extras(columns))


def _over(running: Floats, inside: tuple[Ints, Ints]) -> Floats:
    low, high = inside
    rows = np.arange(len(running))[:, None]
    return np.asarray(running[rows, high] - running[rows, low])


def _running(values: Floats) -> Floats:
    return np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, 1)], 1)

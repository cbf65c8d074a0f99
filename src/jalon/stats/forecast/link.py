"""The scale on which errors are compared: logarithms with a small offset for what counts, else units of spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.panel import Flags, Floats, Panel

OFFSET = 0.05
"""Of the mean level: what keeps a week of zeros from being infinitely far."""
_FARTHEST = 6.0
_TINY = np.finfo(np.float64).tiny ** 0.5


@dataclass(frozen=True)
class Link:
    """One link a series: `positive` rows are logarithmic with `offset`; the others are divided by `unit`; (n,) each."""

    positive: Flags
    offset: Floats
    unit: Floats

    def forward(self, means: Floats) -> Floats:
        """Means a step, shape (n, …), on the scale of errors."""
        positive, offset, unit = (self._shaped(one, means) for one in (self.positive, self.offset, self.unit))
        logged = np.log(np.maximum(means, 0.0) + offset)
        return np.asarray(np.where(positive, logged, means / unit))

    def back(self, levels: Floats) -> Floats:
        """Means a step from the scale of errors."""
        positive, offset, unit = (self._shaped(one, levels) for one in (self.positive, self.offset, self.unit))
        near = np.log(offset / OFFSET + offset)
        powered = np.exp(np.clip(levels, near - _FARTHEST, near + _FARTHEST)) - offset
        return np.asarray(np.where(positive, np.maximum(powered, 0.0), levels * unit))

    def rows(self, chosen: Flags) -> Link:
        """The links of some series."""
        return Link(self.positive[chosen], self.offset[chosen], self.unit[chosen])

    @staticmethod
    def _shaped(one: np.ndarray, like: Floats) -> np.ndarray:
        return one.reshape(one.shape + (1,) * (like.ndim - 1))


def link_of(panel: Panel) -> Link:
    """Logarithmic for series that were never negative; the offset follows the mean of the last year."""
    known = panel.known()
    recent = _recent(panel)
    count = np.maximum(recent.sum(1), 1)
    level = np.where(recent, panel.values, 0.0).sum(1) / count
    away = np.where(recent, np.abs(panel.filled - level[:, None]), 0.0).sum(1) / count
    positive = np.where(known, panel.values, 0.0).min(1, initial=0.0) >= 0
    return _link(positive, level, away, np.where(known, np.abs(panel.values), 0.0).sum(1) / np.maximum(known.sum(1), 1))


def rate_link(top: Panel, bottom: Panel) -> Link:
    """Logarithmic for ratios of what was never negative; the offset follows the ratio of the last year's totals."""
    recent = _recent(top) & bottom.known()
    above, below = (np.where(recent, one.filled, 0.0).sum(1) for one in (top, bottom))
    level = above / np.where(below > 0, below, 1.0)
    positive = np.where(top.known(), top.values, 0.0).min(1, initial=0.0) >= 0
    away = np.where(recent, np.abs(top.filled - level[:, None] * bottom.filled), 0.0).sum(1)
    unit = away / np.where(below > 0, below, 1.0)
    whole, volume = np.abs(top.filled).sum(1), np.maximum(bottom.filled, 0.0).sum(1)
    return _link(positive, level, unit, whole / np.where(volume > 0, volume, 1.0))


def _link(positive: Flags, level: Floats, away: Floats, ever: Floats) -> Link:
    """A year of zeros has no level and no spread: the size of the whole past (n,) stands in."""
    usual = np.where(level > 0, level, np.where(positive, ever, 0.0))
    unit = np.where(away > 0, away, np.where(ever > 0, ever, 1.0))
    return Link(positive & (usual > 0), OFFSET * np.maximum(usual, _TINY), np.maximum(unit, _TINY))


def _recent(panel: Panel) -> Flags:
    return panel.known() & (np.arange(panel.width) >= panel.width - 52 * panel.unit)

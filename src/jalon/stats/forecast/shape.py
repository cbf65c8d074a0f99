"""How a week is shared out between its days, for each series: robust to one strange week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.link import Link
from jalon.stats.forecast.panel import Floats, Ints, Panel

WEEKS_OF_SHAPE = 13
_PRIOR_WEEKS = 2.0
"""A flat week is worth that many weeks of the past."""


@dataclass(frozen=True)
class WeekShape:
    """`factor` and `extra` (n, unit), slot 0 = the step after the last one: expected step = level × factor + extra.

    What counts has factors of mean 1 and no extra; a series that may be negative has extras of mean 0.
    """

    factor: Floats
    extra: Floats
    width: int

    def factors(self, columns: Ints) -> Floats:
        """Factors of some columns, (n, k); columns beyond the last are the future."""
        return self.factor[:, (columns - self.width) % self.factor.shape[1]]

    def extras(self, columns: Ints) -> Floats:
        """Extras of some columns, (n, k)."""
        return self.extra[:, (columns - self.width) % self.extra.shape[1]]


def flat_shape(panel: Panel) -> WeekShape:
    """Every step counts the same."""
    size = (len(panel.filled), panel.unit)
    return WeekShape(np.ones(size), np.zeros(size), panel.width)


def week_shape(panel: Panel, link: Link) -> WeekShape:
    """The median share of each weekday in the last weeks, drawn a little towards a flat week."""
    unit, count = panel.unit, len(panel.filled)
    weeks = min(WEEKS_OF_SHAPE, panel.width // unit)
    if unit == 1 or weeks == 0:
        return flat_shape(panel)
    last = panel.filled[:, panel.width - weeks * unit :].reshape(count, weeks, unit)
    first = panel.width - unit * np.arange(weeks, 0, -1)
    begun = first[None, :] >= panel.start[:, None]
    mean = last.mean(2, keepdims=True)
    divided = np.where(mean > 0, last / np.where(mean > 0, mean, 1.0), np.nan)
    ratio = np.where(begun[..., None], np.where(link.positive[:, None, None], divided, last - mean), np.nan)
    known = np.isfinite(ratio).all(2).sum(1)
    middle = _median(ratio)
    neutral = np.where(link.positive, 1.0, 0.0)[:, None]
    drawn = (known[:, None] * middle + _PRIOR_WEEKS * neutral) / (known[:, None] + _PRIOR_WEEKS)
    average = drawn.mean(1, keepdims=True)
    factor = np.where(link.positive[:, None], drawn / np.where(average > 0, average, 1.0), 1.0)
    return WeekShape(factor, np.where(link.positive[:, None], 0.0, drawn - average), panel.width)


def _median(ratio: Floats) -> Floats:
    """Median over the weeks (n, unit), of known weeks only; 0 weeks give 0."""
    known = np.isfinite(ratio)
    ordered = np.sort(np.where(known, ratio, np.inf), 1)
    count = known.sum(1)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0)[:, None, :] // 2, 1)[:, 0]
    high = np.take_along_axis(ordered, np.minimum(count // 2, ratio.shape[1] - 1)[:, None, :], 1)[:, 0]
    return np.where(count > 0, (np.where(count > 0, low, 0.0) + np.where(count > 0, high, 0.0)) / 2, 0.0)

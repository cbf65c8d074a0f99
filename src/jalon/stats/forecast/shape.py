"""How a week is shared out between its days, for each series: robust to one strange week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.link import Link
from jalon.stats.forecast.panel import Floats, Ints, Panel

WEEKS_OF_SHAPE = 52
TRIMMED = 0.2
"""Share of the weeks left out at each end: a strange week moves no weekday."""
_TRIMMED_LOSS = 2.0
"""What is left after trimming scatters about half as much as the whole."""


@dataclass(frozen=True)
class WeekShape:
    """`factor` and `extra` (n, unit), slot 0 = the step after the last one: expected step = level × factor + extra.

    What counts has factors of mean 1 and no extra; a series that may be negative has extras of mean 0. `special`
    (n, columns past and to come), where there is one, multiplies the factor of a day out of the ordinary.
    """

    factor: Floats
    extra: Floats
    width: int
    special: Floats | None = None

    def factors(self, columns: Ints) -> Floats:
        """Factors of some columns, (n, k); columns beyond the last are the future."""
        usual = self.factor[:, (columns - self.width) % self.factor.shape[1]]
        return usual if self.special is None else np.asarray(usual * self.special[:, columns])

    def extras(self, columns: Ints) -> Floats:
        """Extras of some columns, (n, k)."""
        return self.extra[:, (columns - self.width) % self.extra.shape[1]]


def flat_shape(panel: Panel) -> WeekShape:
    """Every step counts the same."""
    size = (len(panel.filled), panel.unit)
    return WeekShape(np.ones(size), np.zeros(size), panel.width)


def week_shape(panel: Panel, link: Link) -> WeekShape:
    """The usual share of each weekday over a year, drawn to a flat week as far as chance could have made it."""
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
    middle, chance = _middle(ratio)
    neutral = np.where(link.positive, 1.0, 0.0)[:, None]
    moved = ((middle - neutral) ** 2).mean(1)
    kept = np.maximum(1 - chance.mean(1) / np.where(moved > 0, moved, 1.0), 0.0)[:, None]
    drawn = neutral + kept * (middle - neutral)
    average = drawn.mean(1, keepdims=True)
    drawn = np.where(link.positive[:, None] & (average <= 0), 1.0, drawn)
    factor = np.where(link.positive[:, None], drawn / np.where(average > 0, average, 1.0), 1.0)
    return WeekShape(factor, np.where(link.positive[:, None], 0.0, drawn - average), panel.width)


def _middle(ratio: Floats) -> tuple[Floats, Floats]:
    """Mean over the weeks without the outer fifths, and its variance, (n, unit); NaN is unknown, no week gives 0."""
    ordered = np.sort(ratio, 1)
    count = np.isfinite(ratio).sum(1)
    place = np.arange(ratio.shape[1])[None, :, None]
    cut = (count * TRIMMED).astype(np.int64)[:, None, :]
    kept = (place >= cut) & (place < count[:, None, :] - cut)
    number = np.maximum(kept.sum(1), 1)
    mean = np.where(kept, ordered, 0.0).sum(1) / number
    square = np.where(kept, (ordered - mean[:, None, :]) ** 2, 0.0).sum(1) / number
    return mean, square * _TRIMMED_LOSS / number

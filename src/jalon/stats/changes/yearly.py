"""What a series does every year at the same time, taken out by the year before: a season is no shift."""

from __future__ import annotations

import numpy as np

from jalon.stats.changes.steps import leveled, share
from jalon.stats.warning.robust import Array, median

YEAR = 364
"""Fifty-two whole weeks: the same weekday a year before."""
_HALF = 3
_HALF_OF_IT = 0.5
"""A course shared for more than that comes back whole: a share near one, fitted, would leave a part of each season."""
_KNOWN = 0.9


def without_year(values: Array) -> Array | None:
    """The last days of (n + 364,) values without the course of the 364 days before each; None where it cannot be told.

    A course that comes back is taken out whole, as the median of each week, so that the noise of the year before adds
    little and a month that begins with a jump stays a jump; one that does not is left.
    """
    now, before = values[YEAR:], values[: len(values) - YEAR]
    if len(now) == 0 or not (_positive(now) and _positive(before)):
        return None
    level, course = leveled(now), leveled(before)
    gone = _calm(course - course.mean()) if share(level, course) > _HALF_OF_IT else np.zeros_like(course)
    return np.asarray(now / np.exp(gone))


def _calm(course: Array) -> Array:
    """The median of the seven days around each."""
    padded = np.pad(course, _HALF, mode="edge")
    return median(np.stack([padded[at : at + len(course)] for at in range(2 * _HALF + 1)]))


def _positive(values: Array) -> bool:
    """Enough days known, and more than nothing on most of them."""
    known = values[np.isfinite(values)]
    return len(known) >= _KNOWN * len(values) and bool(np.median(known) > 0)

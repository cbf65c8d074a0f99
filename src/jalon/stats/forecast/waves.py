"""What the time of the year adds, as a smooth wave fitted to all the weeks before each origin: one year or more."""

from __future__ import annotations

import numpy as np

from jalon.stats.forecast.panel import Floats, Ints
from jalon.stats.forecast.windows import Windows

HARMONICS = 6
DRAWN = 0.4
"""Weeks that say there is no wave, for the first harmonic; the k-th needs k² times as much to be believed.

Both chosen on the half of the public series that no score reads, and on simulated ones."""
LEAST_WEEKS = 58
"""A year and a little: before that a wave cannot be told from a slope, and none is drawn."""
MOST_WEEKS = 156
WEEKS_OF_YEAR = 365.25 / 7
_FREE = 1e-6


def yearly_changes(windows: Windows, at: Ints, span: tuple[int, int], recent: tuple[int, ...]) -> list[Floats]:
    """Change of the wave from the last `recent` weeks to the steps foreseen, (n, origins) each; NaN under a year.

    `at` are the origins' columns, the same for all series; `span` is the horizon and how many of its last steps count.
    Harmonics with a ridge beside a level and a slope, weeks before the origin only.
    """
    unit, (horizon, ahead) = windows.panel.unit, span
    found = [np.full(at.shape, np.nan) for _ in recent]
    for place, origin in enumerate(at[0]):
        rows = np.flatnonzero(origin - windows.panel.start >= LEAST_WEEKS * unit)
        if not len(rows):
            continue
        ends = origin - unit * np.arange(min(MOST_WEEKS, origin // unit))
        level = windows.level((ends - unit)[None, :], ends[None, :])[rows]
        told = (ends - unit >= windows.panel.start[rows, None]) & np.isfinite(level)
        line = np.stack([np.ones(len(ends)), (ends - origin) / (unit * WEEKS_OF_YEAR)], 1)
        columns = np.concatenate([line, _waves((ends - unit) / unit, ends / unit)], 1)
        fitted = _fitted(np.where(told, level, 0.0), told.astype(np.float64), columns)
        then = _waves(np.array([(origin + horizon - ahead) / unit]), np.array([(origin + horizon) / unit]))
        for one, back in zip(found, recent, strict=True):
            now = _waves(np.array([origin / unit - back]), np.array([origin / unit]))
            one[rows, place] = fitted @ (then - now)[0]
    return found


def _fitted(level: Floats, seen: Floats, columns: Floats) -> Floats:
    """Weights of the harmonics (n, 2 × harmonics), by ridge."""
    order = np.repeat(np.arange(1, HARMONICS + 1), 2)
    drawn = np.concatenate([[_FREE, 2 * DRAWN], DRAWN * order**2])
    squares = np.tensordot(seen, columns[:, :, None] * columns[:, None, :], (1, 0)) + np.diag(drawn)
    return np.asarray(np.linalg.solve(squares, ((seen * level) @ columns)[..., None])[:, 2:, 0])


def _waves(first: Floats, last: Floats) -> Floats:
    """Mean of each harmonic between two moments in weeks, (k, 2 × harmonics)."""
    angle = 2 * np.pi * np.arange(1, HARMONICS + 1) / WEEKS_OF_YEAR
    low, high, length = first[:, None] * angle, last[:, None] * angle, (last - first)[:, None] * angle
    both = np.stack([(np.sin(high) - np.sin(low)) / length, (np.cos(low) - np.cos(high)) / length], -1)
    return both.reshape(len(first), -1)

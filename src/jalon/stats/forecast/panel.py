"""Many series in one array: aligned on their last step, gaps kept apart from zeros, each fit or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoVariation, TooLittleHistory, TooManyGaps

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Special = tuple[Ints, ...]
"""Days that trade by the calendar rather than by their weekday: one array of days since 1970-01-01 for each kind."""

WEEKS_NEEDED = 4
MOST_GAPS = 0.3
YEAR_IN_WEEKS = 52
_SAME_WEEKDAYS = 4


@dataclass(frozen=True)
class Panel:
    """Series of one step, right-aligned: the last column is the last mature step of each.

    `values` (n, T) holds NaN where a step is missing, masked, or before the series began; `filled` (n, T) has
    the gaps filled from the same weekday of the weeks before; `start` (n,) is the first column of each series;
    `last_day` (n,) is the last step's day (days since 1970-01-01); `unit` is the number of steps in a week; `special`
    (n of them, or none at all) are the days out of the ordinary of each, past and to come.
    """

    values: Floats
    filled: Floats
    start: Ints
    last_day: Ints
    unit: int
    special: tuple[Special, ...] = ()

    @property
    def width(self) -> int:
        """Columns of the array."""
        return int(self.values.shape[1])

    def known(self) -> Flags:
        """Where a value was really seen."""
        return np.isfinite(self.values)

    def rows(self, chosen: Ints | Flags) -> Panel:
        """The same panel with some of its series."""
        special = tuple(self.special[row] for row in np.arange(len(self.values))[chosen]) if self.special else ()
        kept = (self.values[chosen], self.filled[chosen], self.start[chosen], self.last_day[chosen])
        return Panel(*kept, self.unit, special)


def panel_of(
    series: Sequence[Floats],
    last_days: Sequence[int],
    unit: int = 7,
    longest: int | None = None,
    special: Sequence[Special] = (),
) -> Panel:
    """Lay series side by side: NaN is missing; `unit` is 7 for days, 1 for weeks; the `longest` last steps count."""
    kept = [np.asarray(one, dtype=np.float64)[-longest:] if longest else np.asarray(one, np.float64) for one in series]
    kept = [np.where(np.isfinite(one), one, np.nan) for one in kept]
    width = max((len(one) for one in kept), default=0)
    values = np.full((len(kept), width), np.nan)
    for row, one in enumerate(kept):
        if len(one):
            values[row, width - len(one) :] = one
    known = np.isfinite(values)
    start = np.where(known.any(1), known.argmax(1) if width else 0, width).astype(np.int64)
    return Panel(values, _filled(values, start, unit), start, np.asarray(last_days, np.int64), unit, tuple(special))


def _filled(values: Floats, start: Ints, unit: int) -> Floats:
    """Each gap takes the mean of the same weekday of the four weeks before, else the last value: past days only."""
    filled = values.copy()
    inside = np.arange(values.shape[1])[None, :] >= start[:, None]
    gaps = inside & np.isnan(values)
    for column in np.flatnonzero(gaps.any(0)):
        rows = np.flatnonzero(gaps[:, column])
        back = column - unit * np.arange(1, _SAME_WEEKDAYS + 1)
        back = back[back >= 0]
        before = filled[np.ix_(rows, back)] if len(back) else np.full((len(rows), 1), np.nan)
        known = np.isfinite(before)
        total = np.where(known, before, 0.0).sum(1)
        last = filled[rows, column - 1]
        filled[rows, column] = np.where(known.any(1), total / np.maximum(known.sum(1), 1), last)
    return np.where(inside, filled, 0.0)


def refusals(panel: Panel) -> list[Refusal | None]:
    """Why a series cannot be forecast, or None: too short, too many gaps, never moved."""
    known = panel.known()
    length = panel.width - panel.start
    seen = known.sum(1)
    needed = WEEKS_NEEDED * panel.unit if panel.unit > 1 else 2 * WEEKS_NEEDED
    low = np.where(known, panel.values, np.inf).min(1, initial=np.inf)
    high = np.where(known, panel.values, -np.inf).max(1, initial=-np.inf)
    found: list[Refusal | None] = []
    for row in range(len(panel.values)):
        gaps = 1 - seen[row] / length[row] if length[row] else 1.0
        if seen[row] < needed:
            found.append(TooLittleHistory(needed=int(needed), have=int(seen[row])))
        elif gaps > MOST_GAPS:
            found.append(TooManyGaps(share=round(float(gaps), 4)))
        elif not high[row] > low[row]:
            found.append(NoVariation())
        else:
            found.append(None)
    return found

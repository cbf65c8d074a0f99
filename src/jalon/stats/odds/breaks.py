"""Measurement breaks: days that are masked, and levels that are rebased because the number moved and not the world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import BreakInWindow
from jalon.stats.forecast.panel import Floats

WEEKS_BESIDE = 4
"""Weeks read on each side of a break."""
LEAST_WEEKS = 2


@dataclass(frozen=True)
class Rebased:
    """A history on today's scale, the factor that brought it there, and the doubt of that factor (log)."""

    history: Floats
    factor: float
    spread: float


def masked(history: Floats, spans: Sequence[tuple[int, int]]) -> Floats:
    """The history without the steps of each span (first, last), both included, counted from its start."""
    kept = np.array(history, dtype=np.float64)
    for first, last in spans:
        kept[max(first, 0) : last + 1] = np.nan
    return kept


def rebased(history: Floats, at: int, day: date, unit: int = 7) -> Rebased | Refusal:
    """Bring what lies before step `at` to the scale of what follows: same weekdays compared on both sides.

    With less than two weeks known on a side nothing can be compared, and the break stays in the window.
    """
    before, after = history[max(0, at - WEEKS_BESIDE * unit) : at], history[at : at + WEEKS_BESIDE * unit]
    weeks = min(len(before), len(after)) // unit
    if weeks < LEAST_WEEKS:
        return BreakInWindow(day)
    early, late = _weekly(before[-weeks * unit :], unit), _weekly(after[: weeks * unit], unit)
    early, late = early[np.isfinite(early) & (early > 0)], late[np.isfinite(late) & (late > 0)]
    if min(len(early), len(late)) < LEAST_WEEKS:
        return BreakInWindow(day)
    away = float(np.log(late).mean() - np.log(early).mean())
    noise = float(np.var(np.log(late), ddof=1) / len(late) + np.var(np.log(early), ddof=1) / len(early))
    moved = np.array(history, dtype=np.float64)
    moved[:at] *= np.exp(away)
    return Rebased(moved, float(np.exp(away)), float(np.sqrt(noise)))


def _weekly(values: Floats, unit: int) -> Floats:
    """Mean of each week over its known steps; a week known by less than half is unknown."""
    weeks = values.reshape(-1, unit)
    known = np.isfinite(weeks)
    count = known.sum(1)
    mean = np.where(known, weeks, 0.0).sum(1) / np.maximum(count, 1)
    return np.where(count >= unit / 2, mean, np.nan)

"""Series side by side on one calendar: values, what each day weighs, days masked, and which of them can be watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NegativeValues, NoVariation, TooLittleHistory, TooManyGaps
from jalon.stats.warning.robust import Array, Flags, Indices

FEWEST_DAYS = 56
"""Eight weeks: less does not part a weekday from chance."""
MOST_GAPS = 0.4
_ZEROS_OF_WEEKS = 0.3
"""Above this share of empty days a day says nothing: weeks are watched instead."""
_FEW_A_DAY = 30.0
_LOW_SKEW = -0.12


class Scale(Enum):
    """On which scale a fall of a fifth looks the same on every day."""

    LOG = "log"
    ROOT = "root"
    WEEKS = "weeks"


@dataclass(frozen=True, slots=True)
class Panel:
    """K series over n days: (n, K), days down, NaN where nothing is known or a day is masked.

    `weights` tell what a day is worth beside the others of its series: a rate's denominator, else nothing.
    """

    values: Array
    weights: Array | None = None

    @property
    def days(self) -> int:
        """How many days."""
        return int(self.values.shape[0])

    @property
    def count(self) -> int:
        """How many series."""
        return int(self.values.shape[1])


def panel(series: Sequence[Array], first_days: Sequence[int] | None = None) -> Panel:
    """Series of different lengths and first days on one calendar."""
    starts = [0] * len(series) if first_days is None else [int(day) for day in first_days]
    first = min(starts, default=0)
    last = max((start + len(one) for start, one in zip(starts, series, strict=True)), default=first)
    values = np.full((last - first, len(series)), np.nan)
    for at, (start, one) in enumerate(zip(starts, series, strict=True)):
        values[start - first : start - first + len(one), at] = one
    return Panel(values)


def masked(one: Panel, mask: Flags) -> Panel:
    """The panel without the days of a measurement break."""
    return Panel(np.where(mask, np.nan, one.values), one.weights)


def rates(numerators: Array, denominators: Array) -> Panel:
    """Rates of (n, K) totals, each day weighed by its denominator over its series' usual one."""
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.where(denominators > 0, numerators / denominators, np.nan)
        usual = np.nanmedian(np.where(denominators > 0, denominators, np.nan), axis=0)
    return Panel(values, np.where(np.isfinite(values), denominators / usual, np.nan))


def refused(one: Panel, until: Indices) -> list[Refusal | None]:
    """Why a series cannot be watched from day `until` (K,) on, judged on the days before it; None when it can."""
    return [_refusal(one.values[:end, at]) for at, end in enumerate(until)]


def _refusal(past: Array) -> Refusal | None:
    known = past[np.isfinite(past)]
    if len(known) < FEWEST_DAYS:
        return TooLittleHistory(needed=FEWEST_DAYS, have=len(known))
    gaps = 1 - len(known) / (len(past) - _first(past))
    if gaps > MOST_GAPS:
        return TooManyGaps(round(gaps, 4))
    if (known < 0).any():
        return NegativeValues(round(float(np.mean(known < 0)), 4))
    weeks = known[: len(known) // 7 * 7].reshape(-1, 7).sum(1)
    if np.ptp(known) == 0 or np.mean(weeks == 0) > _ZEROS_OF_WEEKS:
        return NoVariation()
    return None


def _first(values: Array) -> int:
    told = np.isfinite(values)
    return int(told.argmax()) if told.any() else len(values)


def scale_of(past: Array) -> Scale:
    """The scale of a series, from its days before the watch begins.

    Amounts move by shares: the logarithm. Small counts spread by the root of their level; so do whole numbers whose
    logarithm has most of its spread on the low side. Mostly empty days are read by the week.
    """
    known = past[np.isfinite(past)]
    if np.mean(known == 0) > _ZEROS_OF_WEEKS:
        return Scale.WEEKS
    middle = float(np.median(known))
    if not np.all(known == np.round(known)):
        return Scale.LOG
    low, mid, high = np.quantile(np.log(np.maximum(known, 0.05 * middle)), [0.1, 0.5, 0.9])
    lopsided = (high + low - 2 * mid) / max(high - low, 1e-12) < _LOW_SKEW
    return Scale.ROOT if middle < _FEW_A_DAY or lopsided else Scale.LOG

"""How complete a figure is at an age: the value read then, as a share of what it became once settled.

Totals over totals, so that a day of nothing weighs nothing and a large day weighs what it counts. Claims reserving
calls this the chain of development factors (Mack, 1993, for its spread); here each age is compared with the settled
value itself, because re-readings come at whatever age somebody exported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jalon.quantities import Refusal

LEAST_DAYS = 14
"""Settled days that were read again: fewer and one odd week would be the curve."""
LEAST_AT_AN_AGE = 5
NEAR, STEADY = 0.005, 0.02
"""Settled: within half a per cent of what it becomes, give or take two per cent."""


@dataclass(frozen=True, slots=True)
class TooFewRereads(Refusal):
    """Days that were read again after they had settled: needed and had."""

    needed: int
    have: int


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the settled value, and its spread from one day to another (one standard deviation)."""

    value: float
    spread: float


WHOLE = Share(1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Curve:
    """The share known at each age that was read often enough, youngest first; `settles_at` and beyond is whole."""

    ages: tuple[int, ...]
    shares: tuple[float, ...]
    spreads: tuple[float, ...]
    days: tuple[int, ...]
    settles_at: int

    def at(self, age: int) -> Share | None:
        """The share at an age, on the line between its neighbours; None below the youngest age ever read again."""
        if age >= self.settles_at:
            return WHOLE
        if not self.ages or age < self.ages[0]:
            return None
        ages, ends = [*self.ages, self.settles_at], ([*self.shares, 1.0], [*self.spreads, 0.0])
        value, spread = (float(np.interp(age, ages, line)) for line in ends)
        return Share(value, spread)


def learned(
    ages: Sequence[int], values: Sequence[float], settled: Sequence[float], window: int
) -> Curve | TooFewRereads:
    """The curve of pairs (value read at an age, what the same day became once older than `window`).

    Each reading of a day is one entry of the three sequences; readings of a day that never settled are not given.
    """
    age, value, whole = np.asarray(ages, int), np.asarray(values, float), np.asarray(settled, float)
    kept = whole > 0
    age, value, whole = age[kept], value[kept], whole[kept]
    if len(age) < LEAST_DAYS:
        return TooFewRereads(LEAST_DAYS, len(age))
    points = [(int(one), *_share(value[age == one], whole[age == one])) for one in np.unique(age)]
    often = [point for point in points if point[3] >= LEAST_AT_AN_AGE and point[0] < window]
    if not often:
        return TooFewRereads(LEAST_AT_AN_AGE, max((point[3] for point in points), default=0))
    return Curve(
        ages=tuple(point[0] for point in often),
        shares=tuple(point[1] for point in often),
        spreads=tuple(point[2] for point in often),
        days=tuple(point[3] for point in often),
        settles_at=_settles(often, window),
    )


def _share(value: NDArray[np.float64], whole: NDArray[np.float64]) -> tuple[float, float, int]:
    """Total over total, and the weighted standard deviation of the days around it."""
    share = float(value.sum() / whole.sum())
    around = float(np.sqrt(np.average((value / whole - share) ** 2, weights=whole)))
    return share, around, len(value)


def _settles(points: Sequence[tuple[int, float, float, int]], window: int) -> int:
    """The first age from which every reading is as good as settled; the window where none is."""
    at = window
    for age, share, spread, _ in reversed(points):
        if abs(1 - share) > NEAR or spread > STEADY:
            break
        at = age
    return at

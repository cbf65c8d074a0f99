"""A channel's spend as it works: what is carried over from earlier weeks, bent by saturation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.response.prior import BEND, HALF, MOST_CARRIED, carried
from jalon.stats.warning.robust import Array

_RUNGS = 46


@dataclass(frozen=True, slots=True)
class Stocks:
    """Stocks of one spend (R, T) on a ladder of carry-overs, in mean spends; those between rungs are interpolated."""

    ladder: Array
    unit: float

    def works(self, unknowns: Array) -> Array:
        """Saturated stock (N, T), between 0 and 1, for a channel's unknowns (N, 4)."""
        place = np.clip(carried(unknowns) / MOST_CARRIED * (_RUNGS - 1), 0, _RUNGS - 1 - 1e-9)
        rung = place.astype(np.intp)
        part = (place - rung)[:, None]
        stock = (1 - part) * self.ladder[rung] + part * self.ladder[rung + 1]
        return bent(stock, unknowns)


def bent(stock: Array, unknowns: Array) -> Array:
    """Hill's law of a stock (N, T) or of one spend (N, 1), in mean spends."""
    bend, half = np.exp(unknowns[:, [BEND]]), unknowns[:, [HALF]]
    return np.asarray(1 / (1 + np.exp(bend * (half - np.log(np.maximum(stock, 1e-12))))))


def stocks(spend: Array, unit: float, before: float) -> Stocks:
    """The ladder of one channel; what was spent before the first week is taken to be `before` a week."""
    shares = np.linspace(0, MOST_CARRIED, _RUNGS)
    out = np.empty((_RUNGS, len(spend)))
    stock = np.full(_RUNGS, before)
    for week, spent in enumerate(spend):
        stock = shares * stock + (1 - shares) * spent
        out[:, week] = stock
    return Stocks(out / unit, unit)

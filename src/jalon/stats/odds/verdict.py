"""The answer to « will it be reached? »: odds, band of the final value, fan, needed pace, what stands behind them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from jalon.stats.forecast.panel import Floats
from jalon.stats.forecast.steps import PROBABILITIES
from jalon.stats.odds.target import Target

LEVELS = (50, 80, 95)
SAFE_ODDS = 0.8
DRAWS = 1000
UNIFORM = (np.arange(DRAWS) + 0.5) / DRAWS
"""Evenly spread chances instead of random ones: the same answer every time, without a seed."""
SHOWN_ODDS = (0.01, 0.99)
_OWN_ENOUGH, _SOME = 8.0, 3.0


@dataclass(frozen=True)
class Fan:
    """Quantiles (k, 7) at the probabilities .025 .1 .25 .5 .75 .9 .975 after each of the `after` (k,) steps from now.

    `steps` are values of the single step; `to_date` the value of the period up to that step.
    """

    after: np.ndarray
    steps: Floats
    to_date: Floats

    def band(self, level: int, *, to_date: bool = True) -> tuple[Floats, Floats]:
        """Lower and upper ends of the 50, 80 or 95 % band."""
        low = {95: 0, 80: 1, 50: 2}[level]
        shown = self.to_date if to_date else self.steps
        return shown[:, low], shown[:, len(PROBABILITIES) - 1 - low]


@dataclass(frozen=True)
class Verdict:
    """Odds of one target, in the unit of the KPI. `exact` when nothing random remains.

    `needed_pace` and `recent_pace` are per week, from now to the end; `safe_target` has 80 % odds;
    `model` lists the models that count most with their weights; `outcomes` are the independent back-test outcomes
    of the series itself; `reliability` is `own`, `mixed` or `pooled` by how much they outweigh the pool.
    """

    odds: float
    exact: bool
    draws: Floats
    needed_pace: float | None = None
    recent_pace: float | None = None
    safe_target: float | None = None
    fan: Fan | None = None
    model: tuple[tuple[str, float], ...] = ()
    outcomes: float = 0.0
    notes: tuple[str, ...] = field(default=())

    @property
    def median(self) -> float:
        """The value that is as likely passed as not."""
        return float(np.median(self.draws))

    def band(self, level: int) -> tuple[float, float]:
        """Band of the final value, `level` in per cent."""
        low, high = np.quantile(self.draws, [0.5 - level / 200, 0.5 + level / 200])
        return float(low), float(high)

    @property
    def shown(self) -> float:
        """Odds for the screen: never 0 or 100 % unless exact."""
        return self.odds if self.exact else min(max(self.odds, SHOWN_ODDS[0]), SHOWN_ODDS[1])

    @property
    def reliability(self) -> str:
        """Whose past the spread comes from."""
        return "own" if self.outcomes >= _OWN_ENOUGH else "mixed" if self.outcomes >= _SOME else "pooled"


def safe_value(draws: Floats, target: Target) -> float | None:
    """The target of the same direction that has 80 % odds; none for a range."""
    if math.isfinite(target.low) and math.isfinite(target.high):
        return None
    return float(np.quantile(draws, 1 - SAFE_ODDS if math.isfinite(target.low) else SAFE_ODDS))


def settled(value: float, target: Target) -> Verdict:
    """A finished period: reached or not."""
    draws = np.full(DRAWS, value)
    return Verdict(odds=target.share_met(draws), exact=True, draws=draws)

"""The answer to « will it be reached? »: odds, band of the final value, fan, needed pace, what stands behind them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.panel import Floats, Ints
from jalon.stats.forecast.steps import PROBABILITIES
from jalon.stats.odds.drawing import DRAWS
from jalon.stats.odds.target import Target

SAFE_ODDS = 0.8
SHOWN_ODDS = (0.01, 0.99)
OWN_OUTCOMES, SOME_OUTCOMES = 8.0, 3.0


@dataclass(frozen=True)
class Fan:
    """Quantiles (k, 7) at the probabilities .025 .1 .25 .5 .75 .9 .975 after each of the `after` (k,) steps from now.

    `steps` are values of the single step; `to_date` the value of the period up to that step.
    """

    after: Ints
    steps: Floats
    to_date: Floats

    def band(self, level: int, *, to_date: bool = True) -> tuple[Floats, Floats]:
        """Lower and upper ends of the 50, 80 or 95 % band."""
        low = {95: 0, 80: 1, 50: 2}[level]
        shown = self.to_date if to_date else self.steps
        return shown[:, low], shown[:, len(PROBABILITIES) - 1 - low]

    def chance(self, after: int, target: Target) -> float:
        """Chance that the value to date keeps a target after some steps: is the path regained by the next review?"""
        place = int(np.searchsorted(self.after, after))
        row = self.to_date[min(place, len(self.after) - 1)]
        below = np.interp([target.low, target.high], row, PROBABILITIES, left=0.0, right=1.0)
        return float(below[1] - below[0])


@dataclass(frozen=True)
class Verdict:
    """Odds of one target as things stand, in the unit of the KPI, and with the actions under way.

    `exact` when nothing random remains; `draws` (1000,) of the final value from which all figures come;
    `needed_pace` and `recent_pace` from now to the end: a week's total, a ratio, or the change of a level in a week;
    `safe_target` has 80 % odds; `model` lists the models that count most with their weights; `outcomes` the back-test
    outcomes of the series itself that do not overlap.
    """

    odds: float
    exact: bool
    draws: Floats
    odds_with_actions: float | None = None
    draws_with_actions: Floats | None = None
    needed_pace: float | None = None
    recent_pace: float | None = None
    safe_target: float | None = None
    fan: Fan | None = None
    model: tuple[tuple[str, float], ...] = ()
    outcomes: float = 0.0

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
        """Whose past the spread comes from: the series' `own`, `mixed`, or `pooled` with others."""
        return "own" if self.outcomes >= OWN_OUTCOMES else "mixed" if self.outcomes >= SOME_OUTCOMES else "pooled"


def safe_value(draws: Floats, target: Target) -> float | None:
    """The target of the same direction that has 80 % odds; none for a range."""
    if math.isfinite(target.low) == math.isfinite(target.high):
        return None
    return float(np.quantile(draws, 1 - SAFE_ODDS if math.isfinite(target.low) else SAFE_ODDS))


def settled(value: float, target: Target) -> Verdict:
    """A finished period: reached or not."""
    draws = np.full(DRAWS, value)
    return Verdict(odds=target.share_met(draws), exact=True, draws=draws)

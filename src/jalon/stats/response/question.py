"""The weeks of a KPI and of its channels, and the measured actions that bear on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NegativeValues, NoVariation, TooLittleHistory, TooManyGaps
from jalon.stats.warning.robust import Array

FEWEST_WEEKS = 52
LEAST_VARIATION = 0.05
YEAR = 52.18
_SEASON_WEEKS = 78
_MOST_GAPS = 0.2


@dataclass(frozen=True, slots=True)
class LiftTest:
    """A measured action: what the KPI gained, and the spend of its channel (T,) had the action not been.

    `effect` with its standard `error`, in the KPI's unit, summed over the weeks on which the two spends differ and
    those that carry over from them.
    """

    channel: int
    effect: float
    error: float
    without: Array


@dataclass(frozen=True, slots=True)
class ResponseQuestion:
    """A KPI a week (T,), NaN where it is missing; spend a week and channel (T, C); what else moves it (T, k)."""

    response: Array
    spend: Array
    controls: Array | None = None
    tests: tuple[LiftTest, ...] = ()

    def refusal(self) -> Refusal | None:
        """Why no curve can be fitted at all."""
        known = np.isfinite(self.response)
        have = int(known.sum())
        if have < FEWEST_WEEKS:
            return TooLittleHistory(needed=FEWEST_WEEKS, have=have)
        if have < (1 - _MOST_GAPS) * len(known):
            return TooManyGaps(round(1 - have / len(known), 4))
        if (self.spend < 0).any():
            return NegativeValues(round(float((self.spend < 0).mean()), 4))
        mean = self.spend.mean(0)
        flat = (mean <= 0) | (self.spend.std(0) < LEAST_VARIATION * np.maximum(mean, 1e-300))
        return NoVariation() if flat.all() or np.ptp(self.response[known]) == 0 else None

    def background(self) -> Array:
        """Level, trend, yearly waves where a year and a half allow them, and the controls, each of unit spread."""
        weeks = len(self.response)
        at = np.arange(weeks)
        columns = [np.ones(weeks), np.sqrt(12) * (at / weeks - 0.5)]
        if weeks >= _SEASON_WEEKS:
            angle = 2 * np.pi * at / YEAR
            columns += [np.sqrt(2) * wave(turns * angle) for turns in (1, 2) for wave in (np.sin, np.cos)]
        if self.controls is not None and self.controls.size:
            spread = self.controls.std(0)
            kept = self.controls[:, spread > 0]
            columns += list(((kept - kept.mean(0)) / kept.std(0)).T)
        return np.column_stack(columns)

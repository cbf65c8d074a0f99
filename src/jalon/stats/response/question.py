"""The weeks of a KPI and of its channels, and the measured actions that bear on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NegativeValues, NoVariation, TooLittleHistory, TooManyGaps
from jalon.stats.response.background import Background, background
from jalon.stats.warning.robust import Array

FEWEST_WEEKS = 52
FEWEST_SPENT = 26
"""Weeks in which a channel was bought, under which it has no curve of its own."""
LEAST_OWN = 0.05
"""Part of its mean by which a channel's spend moves apart from level, trend, season, controls and the other channels;
under it nothing in the weeks tells its return from what moves with it. Twice as much is asked of a channel alone."""
LEAST_VARIATION = 0.05
_MOST_GAPS = 0.2


@dataclass(frozen=True, slots=True)
class NotIdentified(Refusal):
    """The channel's spend moves with something else: `own` is what is left of its variation, `needed` the least."""

    own: float
    needed: float


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

    def background(self) -> Background:
        """Level, trend, season and controls of these weeks."""
        return background(len(self.response), self.controls)


def apart(spend: Array, controls: Array | None = None) -> tuple[Refusal | None, ...]:
    """Of each channel (T, C): None where its weeks can be told from everything else's, else why they cannot.

    A channel that moves with the season or with another one would share a return with it by what was believed at
    first: of two bought together, neither is told.
    """
    columns = background(len(spend), controls).columns
    found: list[Refusal | None] = []
    for channel in range(spend.shape[1]):
        bought = int((spend[:, channel] > 0).sum())
        own = _own(spend, channel, columns)
        if bought < FEWEST_SPENT:
            found.append(TooLittleHistory(needed=FEWEST_SPENT, have=bought))
        else:
            found.append(None if own >= LEAST_OWN else NotIdentified(round(own, 4), LEAST_OWN))
    return tuple(found)


def _own(spend: Array, channel: int, columns: Array) -> float:
    """What moves in a channel's spend apart from the columns and from every other channel, as part of its mean."""
    beside = np.column_stack([columns, np.delete(spend, channel, axis=1)])
    scale = np.maximum(np.abs(beside).max(0), 1e-300)
    own = spend[:, channel]
    rest = own - (beside / scale) @ np.linalg.lstsq(beside / scale, own, rcond=None)[0]
    return float(rest.std() / max(own.mean(), 1e-300))

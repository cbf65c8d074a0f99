"""What is believed of a channel before its weeks are seen: carry-over, half-way point, bend and return."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.warning.robust import Array, Indices

CARRY, HALF, BEND, RETURN = range(4)
"""Places of a channel's four unknowns: logit of the carry-over's part of the most, log half-way point in mean spends,
log bend, log of the return relative to the channels' common one."""
MOST_CARRIED = 0.9
_CENTRES = np.array([-0.6, 0.0, np.log(1.3), 0.0])
_SPREADS = np.array([1.2, 0.7, 0.3, 1.0])
SHARE, SHARE_SPREAD = 0.2, 0.8
"""Part of the KPI that all channels bring together, and how many times off that may be (log)."""
LIKENESS, LIKENESS_SPREAD = 0.6, 0.5
"""Spread of the channels' log returns about the common one, itself learnt (log)."""


@dataclass(frozen=True, slots=True)
class Unknowns:
    """Draws: four of each channel (N, C, 4), the common log return (N,) and the log spread of returns about it (N,)."""

    channels: Array
    common: Array
    likeness: Array

    def log_return(self) -> Array:
        """Of each channel relative to what the prior centres on (N, C)."""
        return np.asarray(self.common[:, None] + np.exp(self.likeness)[:, None] * self.channels[:, :, RETURN])

    def log_prior(self) -> Array:
        """Up to a constant (N,)."""
        each = -0.5 * (((self.channels - _CENTRES) / _SPREADS) ** 2).sum((1, 2))
        common = -0.5 * (self.common / SHARE_SPREAD) ** 2
        likeness = -0.5 * ((self.likeness - np.log(LIKENESS)) / LIKENESS_SPREAD) ** 2
        return np.asarray(each + common + likeness)

    def taken(self, where: Indices) -> Unknowns:
        """Some of the draws."""
        return Unknowns(self.channels[where], self.common[where], self.likeness[where])


def drawn(rng: np.random.Generator, draws: int, channels: int) -> Unknowns:
    """From the prior."""
    each = _CENTRES + _SPREADS * rng.standard_normal((draws, channels, 4))
    common = SHARE_SPREAD * rng.standard_normal(draws)
    return Unknowns(each, common, np.log(LIKENESS) + LIKENESS_SPREAD * rng.standard_normal(draws))


def carried(unknowns: Array) -> Array:
    """Part of a week's stock that is left a week later."""
    return np.asarray(MOST_CARRIED / (1 + np.exp(-unknowns[..., CARRY])))

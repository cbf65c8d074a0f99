"""Laws of noise that a series may follow, all run at once: white, autoregressive, wandering level, wandering slope.

A law splits what is not explained into a white part, an AR(1) part, a level that takes random steps and a slope that
takes random steps; variances are ratios to one common scale, which is integrated out elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jalon.stats.forecast.panel import Floats, Ints

_VAGUE = 1e6
"""Variance of the level before anything is read: the first value fixes it."""
_STEPS = (0.0, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 4.0)
"""Variance of one step of the level over that of the noise around it."""
_SLOPES = (0.00001, 0.0001, 0.001)
_SLOPES_PRIOR = 0.25
"""A drifting slope asks for more proof than the others: it alone makes any future possible."""
_NOISES = ((0.0, 0.0), (1.0, 0.3), (1.0, 0.6), (1.0, 0.8), (1.0, 0.92), (0.5, 0.5), (0.5, 0.8), (0.5, 0.95))
"""Share of the noise that remembers, and how much of it stays from one period to the next."""
_LONG_MEMORY, _LONG_PRIOR = 0.75, 0.1
"""A long memory and a wandering level look alike in a short past; the first promises a return that may not come."""
_WALK_PRIOR = 12.0
"""A pure walk is a law of its own, not the end of a row of steps."""
_MOMENTA = ((0.2, 8.0), (0.45, 4.0), (0.7, 2.0))
"""How much of a step goes on into the next one, and prior: without them a pure walk would be the widest law of its row,
and every mistake about it an interval too narrow."""


@dataclass(frozen=True)
class Laws:
    """A grid of laws, each array (laws,): variances of white, remembering, level and slope noise; memory; log prior.

    `lasting` is what stays of a slope from one period to the next: all of it for one that drifts.
    """

    white: Floats
    remembering: Floats
    memory: Floats
    level: Floats
    slope: Floats
    lasting: Floats
    prior: Floats

    def __len__(self) -> int:
        return len(self.white)

    def only(self, kept: Ints | NDArray[np.bool_]) -> Laws:
        """Some of them."""
        own = (self.white, self.remembering, self.memory, self.level, self.slope, self.lasting, self.prior)
        return Laws(*(one[kept] for one in own))

    @property
    def shocks(self) -> Floats:
        """Variance of what shakes level, slope and memory from one period to the next, (laws, 3)."""
        return np.stack([self.level, self.slope, self.remembering * (1 - self.memory**2)], 1)


def laws() -> Laws:
    """Every noise around every wandering level, pure walks with and without momentum, and wandering slopes."""
    rows = [
        (1 - share, share, phi, step, 0.0, 1.0, _LONG_PRIOR if phi > _LONG_MEMORY else 1.0)
        for share, phi in _NOISES
        for step in _STEPS
    ]
    rows.append((0.0, 0.0, 0.0, 1.0, 0.0, 1.0, _WALK_PRIOR))
    rows += [(0.0, 0.0, 0.0, 0.0, 1.0, stays, prior) for stays, prior in _MOMENTA]
    rows += [(1.0, 0.0, 0.0, step, slope, 1.0, _SLOPES_PRIOR) for step in (0.0, 0.01, 0.1, 1.0) for slope in _SLOPES]
    white, remembering, memory, level, slope, lasting, prior = np.array(rows).T
    return Laws(white, remembering, memory, level, slope, lasting, np.log(prior / prior.sum()))


def few_laws() -> Laws:
    """A thinner grid, where the question is only whether something moved."""
    whole = laws()
    kept = (whole.slope == 0) & np.isin(whole.memory, (0.0, 0.6)) & np.isin(whole.level, (0.0, 0.003, 0.03, 0.3, 1.0))
    return whole.only(kept & (whole.remembering != 0.5))


@dataclass(frozen=True)
class At:
    """What a law knows on the eve of an origin: state means (laws, 3, columns), covariance (laws, 3, 3), unscaled."""

    mean: Floats
    covariance: Floats


@dataclass(frozen=True)
class Filtered:
    """Columns made white by each law.

    `innovations` (periods, laws, columns), `log_scales` (periods, laws) half logarithms of their variances, zero where
    nothing was read; `at` the state on the eve of each origin.
    """

    innovations: Floats
    log_scales: Floats
    at: dict[int, At]


def filtered(columns: Floats, noise: Floats, given: Laws, origins: tuple[int, ...]) -> Filtered:
    """Every column through every law at once, by the Kalman filter.

    `columns` (periods, k) without NaN; `noise` (periods,) multiplies the white variance, inf = not read.
    """
    periods, width = columns.shape
    count = len(given)
    mean, cov = np.zeros((count, 3, width)), np.zeros((count, 3, 3))
    cov[:, 0, 0], cov[:, 2, 2] = _VAGUE, given.remembering
    move = np.zeros((count, 3, 3))
    move[:, 0, 0] = move[:, 0, 1] = 1.0
    move[:, 1, 1], move[:, 2, 2] = given.lasting, given.memory
    shocks = np.einsum("gi,ij->gij", given.shocks, np.eye(3))
    fades = given.lasting < 1
    cov[fades, 1, 1] = given.slope[fades] / (1 - given.lasting[fades] ** 2)
    turned = move.transpose(0, 2, 1).copy()
    innovations, log_scales = np.zeros((periods, count, width)), np.zeros((periods, count))
    at: dict[int, At] = {}
    begun = False
    for t in range(periods + 1):
        if t in origins:
            at[t] = At(mean.copy(), cov.copy())
        if t == periods:
            break
        if np.isfinite(noise[t]):
            spread = cov[:, :, 0] + cov[:, :, 2]
            total = spread[:, 0] + spread[:, 2] + given.white * noise[t]
            gain = spread / total[:, None]
            away = columns[t] - (mean[:, 0] + mean[:, 2])
            if begun:  # the very first value only fixes the level
                innovations[t] = away / np.sqrt(total)[:, None]
                log_scales[t] = 0.5 * np.log(total)
            begun = True
            mean = mean + gain[:, :, None] * away[:, None, :]
            cov = cov - gain[:, :, None] * spread[:, None, :]
        mean = move @ mean
        cov = move @ cov @ turned + shocks
    return Filtered(innovations, log_scales, at)


def towards(given: Laws, counted: Floats) -> tuple[Floats, Floats]:
    """A weighted sum over the periods ahead: its weight on today's state (laws, 3), variance of the shocks (laws,).

    `counted` (horizon,) is the weight of each period.
    """
    reach = np.zeros((len(given), 3))
    variance = np.zeros(len(given))
    for at in range(len(counted) - 1, -1, -1):
        # What a shock on the eve of this period does to the sum, by component.
        reach = np.stack([reach[:, 0], reach[:, 0] + given.lasting * reach[:, 1], given.memory * reach[:, 2]], 1)
        reach[:, 0] += counted[at]
        reach[:, 2] += counted[at]
        if at:
            variance += (given.shocks * reach**2).sum(1)
    return reach, variance

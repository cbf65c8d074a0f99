"""Designs that draw lots: A/B tests and held-out groups, by formula."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtri

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoVariation, TooLittleVolume
from jalon.stats.effects.design.announced import ALPHA, POWER, Announced, Kind
from jalon.stats.effects.randomised.reading import Anytime, Fixed, Mode, Planned
from jalon.stats.effects.randomised.spending import bound


@dataclass(frozen=True)
class LotsAsked:
    """Units a period, share of them that get the action, mean and variance of one unit, length in periods.

    `mode` is how the test will be read; `saved` the share of variance that what is known of units before takes away.
    """

    units: float
    mean: float
    variance: float
    length: int
    touched: float = 0.5
    mode: Mode | None = None
    saved: float = 0.0
    kind: Kind = "ab_test"


def lots_design(asked: LotsAsked, power: float = POWER, alpha: float = ALPHA) -> Announced | Refusal:
    """Smallest difference in the mean of a unit, two-sided, both arms of the same variance."""
    fewer = asked.units * min(asked.touched, 1 - asked.touched)
    if fewer * asked.length < 2:
        return TooLittleVolume(needed=2.0, have=fewer * asked.length)
    if not asked.variance > 0:
        return NoVariation()
    scale = abs(asked.mean) if asked.mean != 0 else float("nan")
    sizes = [_smallest(asked, length, power, alpha) for length in range(1, asked.length + 1)]
    by_length = tuple((at + 1, size / scale) for at, size in enumerate(sizes))
    return Announced(asked.kind, asked.length, sizes[-1], sizes[-1] / scale, by_length)


def _smallest(asked: LotsAsked, length: int, power: float, alpha: float) -> float:
    units = asked.units * length
    spread = asked.variance * (1 - asked.saved) * (1 / asked.touched + 1 / (1 - asked.touched)) / units
    return math.sqrt(spread) * (_edge(asked, units, length, alpha) + float(ndtri(power)))


def _edge(asked: LotsAsked, units: float, length: int, alpha: float) -> float:
    """Standard errors that a difference has to pass, by how the test is read."""
    mode = asked.mode or Fixed()
    if isinstance(mode, Planned):
        shares = [share for share in mode.looks if share <= length / asked.length + 1e-9]
        return bound(tuple(shares), alpha, mode.spending) if shares else math.inf
    if isinstance(mode, Anytime):
        rho = (-2 * math.log(alpha) + math.log1p(-2 * math.log(alpha))) / mode.tuned_for
        grown = units * rho + 1
        return math.sqrt(2 * grown / (units * rho) * math.log(math.sqrt(grown) / alpha))
    return float(-ndtri(alpha / 2))

"""The read-out of a test: once at its planned end, at planned looks, or at any time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr, stdtr, stdtrit
from scipy.stats import chi2

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoVariation, TooLittleVolume
from jalon.stats.effects.randomised.arms import Arm
from jalon.stats.effects.randomised.spending import Spending, bound
from jalon.stats.effects.verdicts import Interval, Verdict, verdict

_FEWEST_UNITS = 2
SUSPECT, VOID = 0.01, 0.001
"""Chances of a split under which it is suspect, and under which nothing after it may be read."""


@dataclass(frozen=True)
class Fixed:
    """Read once, at the end that was planned: looking earlier and stopping breaks its promise."""


@dataclass(frozen=True)
class Planned:
    """Read at planned looks: `looks` so far, the present one last, as shares of the planned sample."""

    looks: tuple[float, ...]
    spending: Spending = "obrien_fleming"


@dataclass(frozen=True)
class Anytime:
    """Read whenever one likes; narrowest about `tuned_for` units in all."""

    tuned_for: float


Mode = Fixed | Planned | Anytime


@dataclass(frozen=True)
class TestReading:
    """Second arm against the first: difference, interval and p; the same as a share of the first arm's mean.

    `p` holds for the mode it was read in; of planned looks it is the one to compare with `level`.
    """

    __test__ = False

    difference: float
    interval: Interval
    error: float
    p: float
    level: float
    lift: float | None
    lift_interval: Interval | None
    verdict: Verdict


def read_test(
    first: Arm, second: Arm, mode: Mode | None = None, alpha: float = 0.05, margin: float | None = None
) -> TestReading | Refusal:
    """What a test says; `margin` in the unit of the mean. Welch's interval, as gbstats has it, when read once."""
    if min(first.units, second.units) < _FEWEST_UNITS:
        return TooLittleVolume(needed=_FEWEST_UNITS, have=min(first.units, second.units))
    if not first.variance + second.variance > 0:
        return NoVariation()
    how = mode or Fixed()
    difference, error = second.mean - first.mean, math.sqrt(first.of_mean + second.of_mean)
    half, p, level = _half(first, second, how, alpha, difference, error)
    interval = (difference - half, difference + half)
    lift = lift_interval = None
    if first.mean != 0:
        lift = difference / first.mean
        spread = math.sqrt(second.of_mean / first.mean**2 + first.of_mean * second.mean**2 / first.mean**4)
        wide = half / error * spread
        lift_interval = (lift - wide, lift + wide)
    return TestReading(difference, interval, error, p, level, lift, lift_interval, verdict(interval, margin))


def _half(
    first: Arm, second: Arm, mode: Mode, alpha: float, difference: float, error: float
) -> tuple[float, float, float]:
    """Half the width of the interval, p, and the level p is compared with."""
    away = abs(difference) / error
    if isinstance(mode, Planned):
        edge = bound(mode.looks, alpha, mode.spending)
        return edge * error, float(2 * ndtr(-away)), float(2 * ndtr(-edge))
    if isinstance(mode, Anytime):
        return _anytime(first.units + second.units, error, away, alpha, mode.tuned_for)
    parts = first.of_mean, second.of_mean
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (first.units - 1) + parts[1] ** 2 / (second.units - 1))
    return float(stdtrit(freedom, 1 - alpha / 2)) * error, float(2 * stdtr(freedom, -away)), alpha


def _anytime(units: float, error: float, away: float, alpha: float, tuned_for: float) -> tuple[float, float, float]:
    """A confidence sequence by a normal mixture: Waudby-Smith and others, arXiv 2103.06476, equations 9 and 155."""
    rho = (-2 * math.log(alpha) + math.log1p(-2 * math.log(alpha))) / tuned_for
    grown = units * rho + 1
    half = error * math.sqrt(2 * grown / (units * rho) * math.log(math.sqrt(grown) / alpha))
    proof = units * rho * away**2 / (2 * grown) - 0.5 * math.log(grown)
    return half, math.exp(min(0.0, -proof)), alpha


@dataclass(frozen=True)
class Split:
    """Whether people were split as announced: the chance of such a split, `sound`, `suspect` or `void`."""

    p: float
    standing: Literal["sound", "suspect", "void"]


def split(units: Sequence[float], announced: Sequence[float] | None = None) -> Split | Refusal:
    """The first thing to read: a split that is not the announced one voids everything after it (χ²)."""
    counts = np.asarray(units, float)
    shares = np.ones(len(counts)) if announced is None else np.asarray(announced, float)
    wanted = counts.sum() * shares / shares.sum()
    if counts.sum() <= 0 or not (wanted > 0).all():
        return TooLittleVolume(needed=1.0, have=float(counts.sum()))
    p = float(chi2.sf(((counts - wanted) ** 2 / wanted).sum(), len(counts) - 1))
    return Split(p, "void" if p < VOID else "suspect" if p < SUSPECT else "sound")


def guardrail(reading: TestReading, margin: float, up_is_good: bool = True) -> Literal["held", "broken", "cannot_tell"]:
    """Whether a result that must not be spoilt was not, by more than `margin` (non-inferiority)."""
    low, high = reading.interval if up_is_good else (-reading.interval[1], -reading.interval[0])
    return "held" if low > -margin else "broken" if high < -margin else "cannot_tell"


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Chances of several variants read together, each as if it were alone."""
    order = sorted(range(len(ps)), key=lambda at: ps[at])
    out, most = [1.0] * len(ps), 0.0
    for rank, at in enumerate(order):
        most = max(most, min(1.0, (len(ps) - rank) * ps[at]))
        out[at] = most
    return tuple(out)

"""A move of the budget beside today's split: what it would bring, how sure that is, and when there is no clear move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.quantities import Refusal
from jalon.stats.allocation.budget import Budget, Fault
from jalon.stats.allocation.curves import HillCurves
from jalon.stats.allocation.optimum import best
from jalon.stats.allocation.prices import Held, held
from jalon.stats.warning.robust import Array

CLEAR = 0.60
"""Under this chance of being better, no move is called clear."""
ENOUGH = 0.97
"""Of two moves whose gains are as near as that, the smaller one is proposed."""
_FEWEST_TO_SPLIT = 20


@dataclass(frozen=True, slots=True)
class Infeasible(Refusal):
    """No split keeps every bound; the bounds at fault."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """Expected gain of a move over today's split, its interval of 80 %, its chance of being one, the mean loss else."""

    expected: float
    low: float
    high: float
    better: float
    loss: float

    @property
    def clear(self) -> bool:
        """Whether the data support the move at all."""
        return self.better >= CLEAR and self.expected > 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A split (C,), what it would bring, what holds each channel, and its gain beside today's when that is known."""

    spend: Array
    response: float
    held: tuple[Held, ...]
    gain: Gain | None


def proposed(
    curves: HillCurves, budget: Budget, today: Array | None = None, caution: float = 0.0
) -> Proposal | Infeasible:
    """The best split under the bounds; today's split (C,) shortens the move where that costs next to nothing."""
    faults = budget.faults()
    if faults:
        return Infeasible(faults)
    goal = best(curves, budget, caution)
    spend = goal if today is None else _shortened(curves, budget, today, goal)
    gain = None if today is None else compared(curves, budget, today, spend, caution)
    return Proposal(spend, float(curves.response(spend).sum(1).mean()), held(curves, budget, spend, caution), gain)


def compared(curves: HillCurves, budget: Budget, today: Array, spend: Array, caution: float = 0.0) -> Gain:
    """The gain of a split over today's in every draw.

    A split chosen on the draws that judge it looks better than it is: the excess is measured by choosing on each half
    of the draws and judging on the other, and is taken off every draw.
    """
    excess = _excess(curves, budget, today, caution) if curves.draws >= _FEWEST_TO_SPLIT else 0.0
    return weighed(curves, today, spend, excess)


def weighed(curves: HillCurves, today: Array, spend: Array, excess: float = 0.0) -> Gain:
    """The gain of a split that somebody chose without looking at the draws."""
    gains = _gains(curves, today, spend) - excess
    low, high = np.quantile(gains, [0.1, 0.9])
    same = np.abs(gains) <= 1e-12 * max(float(curves.response(today).sum(1).mean()), 1e-300)
    better = float(np.where(same, 0.5, gains > 0).mean())
    worse = gains[gains < 0]
    return Gain(float(gains.mean()), float(low), float(high), better, float(worse.mean()) if len(worse) else 0.0)


def _gains(curves: HillCurves, today: Array, spend: Array) -> Array:
    return np.asarray(curves.response(spend).sum(1) - curves.response(today).sum(1))


def _excess(curves: HillCurves, budget: Budget, today: Array, caution: float) -> float:
    """How much better a split looks on the draws it was chosen on than on the others."""
    halves = [curves.only(slice(at, None, 2)) for at in (0, 1)]
    seen, unseen = [], []
    for own, other in (halves, halves[::-1]):
        split = best(own, budget, caution, steps=200)
        seen.append(_gains(own, today, split).mean())
        unseen.append(_gains(other, today, split).mean())
    # Half the draws overfit about twice as much as all of them do.
    return max(float(np.mean(seen) - np.mean(unseen)) / 2, 0.0)


def _shortened(curves: HillCurves, budget: Budget, today: Array, goal: Array) -> Array:
    """The shortest part of the way from today's split that keeps nearly all of the gain."""
    if not budget.holds(today):
        return goal
    full = float(_gains(curves, today, goal).mean())
    if full <= 0:
        return np.array(today)
    for part in np.linspace(0.05, 0.95, 19):
        split = today + part * (goal - today)
        if float(_gains(curves, today, split).mean()) >= ENOUGH * full:
            return np.asarray(split)
    return goal

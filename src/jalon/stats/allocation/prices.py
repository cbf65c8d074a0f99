"""Why a channel gets what it gets: which bound holds it, and what lifting that bound would bring."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from jalon.stats.allocation.budget import Budget
from jalon.stats.allocation.curves import HillCurves
from jalon.stats.allocation.optimum import best, worth
from jalon.stats.warning.robust import Array

_LIFT = 0.005
"""Of the total: how far a bound is lifted to see what that brings."""
_FLAT = 0.01
"""Of the best marginal response: under it, a curve is flat."""
_STEPS = 200


class Hold(StrEnum):
    """What keeps a channel from getting more, or less."""

    FLOOR = "floor"
    CEILING = "ceiling"
    GROUP_LEAST = "group_min"
    GROUP_MOST = "group_max"
    FLAT = "flat"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Held:
    """What holds a channel, its marginal response, and what each unit of room given to that bound would bring."""

    by: Hold
    marginal: float
    price: float


def held(curves: HillCurves, budget: Budget, spend: Array, caution: float = 0.0) -> tuple[Held, ...]:
    """One answer a channel, for a split that keeps the bounds."""
    marginal = curves.slope(spend).mean(0)
    highest = float(marginal.max())
    base = worth(curves, best(curves, budget, caution, _STEPS), caution)
    known: dict[tuple[Hold, int], float] = {}
    out = []
    for channel in range(curves.channels):
        by, index = _hold(budget, spend, channel, float(marginal[channel]), highest)
        if (by, index) not in known:
            lifted = _lifted(budget, by, index)
            gain = 0.0 if lifted is None else worth(curves, best(curves, lifted, caution, _STEPS), caution) - base
            known[by, index] = max(gain, 0.0) / (_LIFT * budget.total) if budget.total > 0 else 0.0
        out.append(Held(by, float(marginal[channel]), known[by, index]))
    return tuple(out)


def _hold(budget: Budget, spend: Array, channel: int, marginal: float, highest: float) -> tuple[Hold, int]:
    near = 1e-4 * budget.total
    if spend[channel] >= budget.ceilings[channel] - near:
        return Hold.CEILING, channel
    if spend[channel] <= budget.floors[channel] + near and budget.floors[channel] > 0:
        return Hold.FLOOR, channel
    for index, one in enumerate(budget.groups):
        if channel in one.channels:
            amount = float(spend[list(one.channels)].sum())
            if amount >= one.most - near:
                return Hold.GROUP_MOST, index
            if amount <= one.least + near and one.least > 0:
                return Hold.GROUP_LEAST, index
    return (Hold.FLAT if marginal < _FLAT * highest else Hold.FREE), channel


def _lifted(budget: Budget, by: Hold, index: int) -> Budget | None:
    """The same budget with one bound given a little room."""
    room = _LIFT * budget.total
    if by in (Hold.FLOOR, Hold.CEILING):
        floors, ceilings = np.array(budget.floors), np.array(budget.ceilings)
        if by is Hold.FLOOR:
            floors[index] = max(floors[index] - room, 0.0)
        else:
            ceilings[index] += room
        return replace(budget, floors=floors, ceilings=ceilings)
    if by in (Hold.GROUP_LEAST, Hold.GROUP_MOST):
        groups = list(budget.groups)
        one = groups[index]
        least = max(one.least - room, 0.0) if by is Hold.GROUP_LEAST else one.least
        groups[index] = replace(one, least=least, most=one.most + room if by is Hold.GROUP_MOST else one.most)
        return replace(budget, groups=tuple(groups))
    return None

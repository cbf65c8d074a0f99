"""Before and after: what the past itself lets one see, and what its invented dates say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jalon.quantities import Refusal
from jalon.stats.effects.before_after.asked import EffectQuestion
from jalon.stats.effects.before_after.measuring import foreseen
from jalon.stats.effects.design.announced import ALPHA, POWER, Announced
from jalon.stats.forecast.panel import Floats


@dataclass(frozen=True)
class PastAsked:
    """A past as it is known before launch: the question without the periods after, and how many there will be."""

    past: EffectQuestion
    length: int


def past_design(asked: PastAsked, power: float = POWER, alpha: float = ALPHA) -> Announced | Refusal:
    """Smallest cumulative change over the coming periods that would be found, by the predictive law of their sum.

    The controls' own future is taken like their last periods.
    """
    longer = _lengthened(asked)
    answer = foreseen(longer)
    if isinstance(answer, Refusal):
        return answer
    without, weights, record = answer
    sums = np.cumsum(without * weights, 1)
    low, high = np.quantile(sums, (1 - power, power), axis=0)
    bottom, middle, top = np.quantile(sums, (alpha / 2, 0.5, 1 - alpha / 2), axis=0)
    # Found when what comes, moved by the effect, leaves the interval: whichever of a rise and a fall is harder.
    smallest = np.maximum(top - low, high - bottom)
    scale = np.where(middle != 0, np.abs(middle), np.nan)
    wolves = float(np.mean([not one.inside_95 for one in record])) if record else None
    return Announced(
        "before_after",
        asked.length,
        float(smallest[-1]),
        float(smallest[-1] / scale[-1]),
        tuple((at + 1, float(share)) for at, share in enumerate(smallest / scale)),
        wolves,
    )


def _lengthened(asked: PastAsked) -> EffectQuestion:
    """The question with its coming periods: values like the last ones, which are never read."""
    past, start, length = asked.past, len(asked.past.values), asked.length
    again = _again(start, length, past.season)

    def more(given: Floats) -> Floats:
        return np.concatenate([given, given[again]])

    filled = np.where(np.isfinite(past.values), past.values, np.nanmedian(past.values))
    return replace(
        past,
        values=np.concatenate([past.values, filled[again]]),
        start=start,
        controls=None if past.controls is None else more(np.asarray(past.controls, float).reshape(start, -1)),
        below=None if past.below is None else more(np.asarray(past.below, float)),
    )


def _again(start: int, length: int, season: int | None) -> Floats:
    """Rows of the past that stand for the coming ones: the same place in the last season where there is one."""
    period = season if season and season <= start else min(length, start)
    return np.asarray(start - period + np.arange(length) % period)

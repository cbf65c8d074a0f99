"""What actions under way are expected to add, discounted by how such expectations came true, never counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.panel import Floats
from jalon.stats.odds.drawing import normal_scores

HALF = 0.5
"""Of an expected effect, what is believed before any was measured."""
RECORDS_FOR_TRUST = 10.0
VISIBLE_WEEKS = 4
"""What ran in these last weeks is already in the level that is carried forward."""
_EIGHTY = 1.2815515655446004


@dataclass(frozen=True)
class PlannedEffect:
    """The expected effect of one action at full strength.

    Exactly one of `rel` (share of the level: 0.06 = +6 %) and `per_step` (in the unit of one step; of a ratio or of a
    stock, of its value); `low` and `high` bound it in the same measure with 80 % confidence. It starts `starts_in`
    steps from now (negative: it already runs), grows evenly over `ramp` steps, ends after `ends_in` steps (None: it
    stays). `record` holds measured / expected effects of past actions of its kind, `elsewhere` those of other kinds.
    """

    starts_in: int
    rel: float | None = None
    per_step: float | None = None
    low: float | None = None
    high: float | None = None
    ramp: int = 0
    ends_in: int | None = None
    record: tuple[float, ...] = ()
    elsewhere: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Trust:
    """Share of an expected effect that may be believed, and its standard deviation."""

    mean: float
    deviation: float


def trust(record: Sequence[float], elsewhere: Sequence[float] = ()) -> Trust:
    """One half, moved by what other kinds of action measured, then by this one: ten records weigh as much."""
    return _moved(_moved(Trust(HALF, HALF), elsewhere), record)


def _moved(before: Trust, record: Sequence[float]) -> Trust:
    seen = np.clip(np.asarray(record, dtype=np.float64), -1.0, 2.0)
    weight = RECORDS_FOR_TRUST + len(seen)
    mean = (RECORDS_FOR_TRUST * before.mean + seen.sum()) / weight
    square = (RECORDS_FOR_TRUST * before.deviation**2 + ((seen - mean) ** 2).sum()) / weight
    return Trust(float(mean), float(np.sqrt(square)))


def strength(effect: PlannedEffect, steps: Floats) -> Floats:
    """Share of the full effect at work on each step; step 1 is the next one, 0 and below are the past."""
    begun = steps > effect.starts_in
    grown = np.clip((steps - effect.starts_in) / max(effect.ramp, 1), 0.0, 1.0)
    over = np.zeros(len(steps), dtype=bool) if effect.ends_in is None else steps > effect.ends_in
    return np.where(begun & ~over, grown, 0.0)


def added_strength(effect: PlannedEffect, remaining: int, unit: int) -> Floats:
    """Strength on each remaining step beyond what the last weeks already show, (remaining,)."""
    visible = strength(effect, np.arange(-VISIBLE_WEEKS * unit + 1, 1, dtype=np.float64)).mean()
    return np.asarray(strength(effect, np.arange(1, remaining + 1, dtype=np.float64)) - visible)


def believed(effect: PlannedEffect, count: int, stream: int) -> Floats:
    """Draws (count,) of the full effect as it may be believed; half of them is doubt until there are records."""
    middle = effect.rel if effect.rel is not None else effect.per_step or 0.0
    low, high = effect.low, effect.high
    half_width = (high - low) / 2 if low is not None and high is not None else 0.0
    share = trust(effect.record, effect.elsewhere)
    scores, others = normal_scores(count, 2 * stream), normal_scores(count, 2 * stream + 1)
    expected = middle + half_width / _EIGHTY * scores
    return np.asarray(expected * (share.mean + share.deviation * others))

"""What measured actions teach of the channels: each effect with its doubt is a lift test of the channel it moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np

from jalon.plan.model import Action, Plan
from jalon.quantities import Period
from jalon.scorecard.curves.asked import CHANNEL
from jalon.stats.response.question import LiftTest
from jalon.stats.warning.robust import Array

WEEK = 7
DOUBTED = 2.0
"""How many times wider an effect is taken whose placebos contradict it: it teaches less, it is not thrown away."""


@dataclass(frozen=True, slots=True)
class MeasuredEffect:
    """What an action did to a result over its days, in the result's unit or as a share of it, with its standard error.

    `spend` is the money that the action added to its channel over these days, negative where it took some away:
    an effect without a change of spend says nothing of a curve. `sound` is False where placebos contradict it.
    """

    action: str
    channel: str
    result: str
    first: date
    last: date
    effect: float
    error: float
    spend: float
    relative: bool = False
    sound: bool = True


def effects_of(plan: Plan) -> Iterator[MeasuredEffect]:
    """Effects of the plan's finished actions told with an interval, where they changed the spend of one channel."""
    media = {line.id for line in plan.budget.lines if line.media} if plan.budget else set()
    for action in plan.actions:
        found = _effect(action, media)
        if found is not None:
            yield found


def _effect(action: Action, media: set[str]) -> MeasuredEffect | None:
    outcome = action.outcome
    channels = {value for claim in action.touches if claim.ground == CHANNEL for value in claim.values}
    result = f"objective:{action.objective}" if action.objective else f"kpi:{action.kpi}"
    bought = action.budget in media and action.cost > 0
    if outcome is None or outcome.interval is None or not bought or len(channels) != 1:
        return None
    moved = outcome.abs if outcome.abs is not None else outcome.rel
    if moved is None or action.start is None or action.end is None:
        return None
    low, high = (float(end) for end in outcome.interval)
    width = NormalDist().inv_cdf((1 + float(outcome.level)) / 2)
    return MeasuredEffect(
        action.id, channels.pop(), result, action.start, action.end, float(moved), (high - low) / (2 * width),
        float(action.cost), relative=outcome.abs is None,
    )  # fmt: skip


def lift_tests(
    effects: Sequence[MeasuredEffect], channels: Sequence[str], spend: Array, span: Period, response: Array
) -> tuple[tuple[MeasuredEffect, ...], tuple[LiftTest, ...]]:
    """The effects that bear on these weeks (T,) and channels (T, C), and each as a lift test."""
    kept, tests = [], []
    for one in effects:
        inside = Period(one.first, one.last).meeting(span) if one.first <= one.last else None
        whole = inside is not None and (inside.start, inside.end) == (one.first, one.last)
        if one.channel in channels and whole and one.spend and one.error > 0:
            test = _test(one, channels.index(one.channel), spend, span, response)
            if test is not None:
                kept.append(one)
                tests.append(test)
    return tuple(kept), tuple(tests)


def _test(one: MeasuredEffect, at: int, spend: Array, span: Period, response: Array) -> LiftTest | None:
    first, last = ((day - span.start).days // WEEK for day in (one.first, one.last))
    weeks = slice(first, last + 1)
    own = spend[:, at]
    bought = float(own[weeks].sum())
    if bought <= 0 or one.spend > bought:
        return None
    without = own.copy()
    without[weeks] = own[weeks] * (1 - one.spend / bought)
    came = float(np.nansum(response[weeks])) if one.relative else 1.0
    # A share is of what would have come without the action.
    scale = came / (1 + one.effect) if one.relative and one.effect > -1 else came
    error = one.error * (1.0 if one.sound else DOUBTED) * abs(scale)
    return LiftTest(at, one.effect * scale, error, without)

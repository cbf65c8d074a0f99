"""The weeks to come of a total, one by one: each with its own band, since sums of daily bands would be too wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from jalon.metrics import Daily
from jalon.metrics.arrays import Floats
from jalon.quantities import Refusal
from jalon.scorecard.odds.asking import Question
from jalon.scorecard.odds.putting import WEEK
from jalon.scorecard.odds.special import EPOCH
from jalon.stats.odds import Fan, FlowAsked, Verdict, odds

MIDDLE = 3
"""Place of the median among the seven chances."""

Widths = Mapping[date, Floats]
"""Last day of a week → its quantiles relative to their median."""


def widths(questions: Sequence[Question]) -> list[Widths]:
    """How far each week to come may lie from its own median, back-tested week by week; empty where it cannot be."""
    asked = [_weekly(one) for one in questions]
    answers = odds([one for one, _ in asked])
    return [_relative(answer, last) for answer, (_, last) in zip(answers, asked, strict=True)]


def _weekly(one: Question) -> tuple[FlowAsked, date]:
    """The same question by whole weeks, and the last whole week known."""
    assert isinstance(one.past, Daily)  # noqa: S101  # totals by day only
    sunday = one.settled - timedelta(days=(one.settled.weekday() + 1) % WEEK)
    kept = one.past.top[: len(one.past.top) - (one.settled - sunday).days]
    sums = kept[len(kept) % WEEK :].reshape(-1, WEEK).sum(1)
    ahead = -(-(one.final.end - sunday).days // WEEK)
    return FlowAsked(sums, (sunday - EPOCH).days, 0.0, max(ahead, 1), one.target, unit=1), sunday


def _relative(answer: Verdict | Refusal, last: date) -> Widths:
    if isinstance(answer, Refusal) or answer.fan is None:
        return {}
    middle = answer.fan.steps[:, MIDDLE]
    return {
        last + timedelta(weeks=int(step)): answer.fan.steps[n] / middle[n]
        for n, step in enumerate(answer.fan.after)
        if middle[n] > 0
    }


def _known_days(one: Question) -> dict[date, float]:
    """The total on the last settled day, and on each day whose figure still grows, raised to what it will become."""
    found = {one.settled: float(one.counted()[0])}
    if one.immature is not None:
        raised = np.cumsum(np.where(one.immature.in_period, one.immature.reported / one.immature.share, 0.0))
        days = (one.settled + timedelta(days=n + 1) for n in range(len(raised)))
        found |= {day: found[one.settled] + float(more) for day, more in zip(days, raised, strict=True)}
    return found


def weekly_bands(one: Question, fan: Fan, found: Widths) -> dict[date, Floats]:
    """Last day of each whole week to come → its seven quantiles, around what the total is expected to gain in it."""
    to_date = {one.told_until + timedelta(days=int(step)): fan.to_date[n, MIDDLE] for n, step in enumerate(fan.after)}
    to_date |= _known_days(one)
    bands = {}
    for day, relative in found.items():
        before = day - timedelta(days=WEEK)
        if day in to_date and before in to_date:
            bands[day] = (to_date[day] - to_date[before]) * relative
        elif day in to_date and before < one.settled and isinstance(one.past, Daily):
            known = float(np.nansum(one.past.top[-((one.settled - before).days) :]))
            rest = to_date[day] - to_date[one.settled]
            bands[day] = known + rest * relative
    return bands

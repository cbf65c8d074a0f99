"""The odds put to the test on the past: the same questions asked again at earlier days, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from jalon.stats.forecast.panel import Floats
from jalon.stats.odds.asked import FlowAsked, RatioAsked, StockAsked
from jalon.stats.odds.judging import odds
from jalon.stats.odds.target import Target
from jalon.stats.odds.verdict import Verdict

GROWTHS = (-0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2)
"""Targets asked at each earlier day, as growth over the same number of steps just before."""
MOST_DAYS = 8
SEEN_ENOUGH = 0.8


@dataclass(frozen=True)
class Replayed:
    """One question at one earlier day.

    `place` in what was asked, `back` steps before its last one; `said` (7,) odds of reaching each target of `GROWTHS`
    and `reached` (7,) 0 or 1; `rank` the chance that was given to at most what came; `bands` whether it lay in the 80
    and 95 % bands.
    """

    place: int
    back: int
    said: Floats
    reached: Floats
    rank: float
    bands: tuple[bool, bool]


def replayed(asked: Sequence[FlowAsked | RatioAsked | StockAsked], most: int = MOST_DAYS) -> list[Replayed]:
    """Each question at up to `most` earlier days, one horizon apart so that no outcome counts twice.

    What is asked is always the whole of the steps to come, without actions: the method is judged, not the plan.
    """
    found: list[Replayed] = []
    for turn in range(1, most + 1):
        questions = [
            (place, one, _earlier(one, turn * one.remaining)) for place, one in enumerate(asked) if one.remaining
        ]
        known = [(place, one, before) for place, one, before in questions if before is not None]
        answers = odds([before for _, _, before in known])
        for (place, one, _), answer in zip(known, answers, strict=True):
            outcome = _outcome(one, turn * one.remaining)
            if isinstance(answer, Verdict) and not answer.exact and outcome is not None:
                found.append(_judged(place, turn * one.remaining, answer, *outcome))
    return found


def _earlier(one: FlowAsked | RatioAsked | StockAsked, back: int) -> FlowAsked | RatioAsked | StockAsked | None:
    """The question as it would have been put `back` steps ago; None before the past begins."""
    length = len(one.top) if isinstance(one, RatioAsked) else len(one.history)
    if length <= back:
        return None
    day = one.last_day - back * (7 // one.unit)
    if isinstance(one, RatioAsked):
        cut_top, cut_bottom = one.top[:-back], one.bottom[:-back]
        asked = replace(one, top=cut_top, bottom=cut_bottom, last_day=day, target=Target(), actions=())
        return replace(asked, top_to_date=0.0, bottom_to_date=0.0)
    cut = replace(one, history=one.history[:-back], last_day=day, target=Target(), actions=())
    return replace(cut, to_date=0.0, immature=None) if isinstance(cut, FlowAsked) else cut


def _outcome(one: FlowAsked | RatioAsked | StockAsked, back: int) -> tuple[float, float] | None:
    """What came over the horizon and what the same number of steps gave before, or None where too little is known."""
    horizon = one.remaining
    if isinstance(one, StockAsked):
        came, before = (_value(one.history, end) for end in (back - horizon, back))
        return (came, before) if np.isfinite(came) and np.isfinite(before) else None
    counted = one.last or horizon if isinstance(one, RatioAsked) else horizon
    after, past = (_last(one, end, counted) for end in (back - horizon, back))
    return None if after is None or past is None else (after, past)


def _value(history: Floats, back: int) -> float:
    return float(history[len(history) - 1 - back]) if back < len(history) else float("nan")


def _last(one: FlowAsked | RatioAsked, back: int, steps: int) -> float | None:
    """Total or ratio of the last steps before `back`; gaps count at the mean of what is known."""
    sides = (one.top, one.bottom) if isinstance(one, RatioAsked) else (one.history,)
    end = len(sides[0]) - back
    cut = [side[max(end - steps, 0) : end] for side in sides]
    known = np.asarray(np.isfinite(np.stack(cut)).all(0), dtype=bool)
    if len(known) < steps or known.mean() < SEEN_ENOUGH:
        return None
    sums = [float(side[known].sum()) for side in cut]
    if len(sums) == 1:
        return sums[0] / float(known.mean())
    return sums[0] / sums[1] if sums[1] > 0 else None


def _judged(place: int, back: int, answer: Verdict, came: float, before: float) -> Replayed:
    targets = before + abs(before) * np.array(GROWTHS)
    inside = [low <= came <= high for low, high in (answer.band(80), answer.band(95))]
    return Replayed(
        place=place,
        back=back,
        said=np.array([Target(low=target).share_met(answer.draws) for target in targets]),
        reached=(came >= targets).astype(np.float64),
        rank=float(np.mean(answer.draws <= came)),
        bands=(inside[0], inside[1]),
    )

"""Odds of a stock: the value on the last step, not a sum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NotAdditive
from jalon.stats.forecast import forecast_last, panel_of
from jalon.stats.forecast.panel import Floats
from jalon.stats.forecast.steps import PROBABILITIES
from jalon.stats.odds.asked import StockAsked
from jalon.stats.odds.drawing import UNIFORM
from jalon.stats.odds.effects import believed, strength
from jalon.stats.odds.ladder import LONGEST, Ladder, between_rungs, ladder_of, unfit
from jalon.stats.odds.verdict import Fan, Verdict, safe_value, settled

_ACTION_STREAM = 500


def already_settled(one: StockAsked) -> Verdict | Refusal | None:
    """After the last step, the value known is the answer; a reading that still moves is none."""
    if one.immature is not None:
        return NotAdditive("stock")
    known = one.history[np.isfinite(one.history)]
    return settled(float(known[-1]), one.target) if one.remaining <= 0 and len(known) else None


def judged_stocks(asked: Sequence[StockAsked], unit: int, remaining: int, fan: bool) -> list[Verdict | Refusal]:
    """Stocks that share their unit and the steps to come."""
    panel = panel_of([one.history for one in asked], [one.last_day for one in asked], unit, LONGEST * unit)
    why = unfit(panel, [remaining] * len(asked))
    answers: list[Verdict | Refusal | None] = list(why)
    kept = [place for place, reason in enumerate(why) if reason is None]
    if kept:
        chosen = [asked[place] for place in kept]
        rows = panel.rows(np.array(kept, np.int64))
        ladder = ladder_of(rows, remaining, [one.extra_spread for one in chosen], forecast_last, fan=fan)
        for place, verdict in zip(kept, _verdicts(chosen, ladder, fan), strict=True):
            answers[place] = verdict
    return [one for one in answers if one is not None]


def _verdicts(asked: list[StockAsked], ladder: Ladder, fan: bool) -> list[Verdict]:
    last, panel = ladder.last, ladder.panel
    remaining, weeks = int(ladder.ends[-1]), int(ladder.ends[-1]) / panel.unit
    values = ladder.values(len(ladder.forecasts) - 1, UNIFORM)
    fans = _fans(asked, ladder) if fan else [None] * len(asked)
    found = []
    for row, one in enumerate(asked):
        draws, now = _within(values[row], one), float(panel.filled[row, -1])
        acted = _within(_acted(values[row], one, remaining), one) if one.actions else None
        month = 4 * panel.unit
        aim = one.target.aim
        found.append(
            Verdict(
                odds=one.target.share_met(draws),
                exact=False,
                draws=draws,
                odds_with_actions=None if acted is None else one.target.share_met(acted),
                draws_with_actions=acted,
                needed_pace=None if aim is None else (aim - now) / weeks,
                recent_pace=(now - float(panel.filled[row, -1 - month])) / 4 if panel.width > month else None,
                safe_target=safe_value(draws, one.target),
                fan=fans[row],
                model=ladder.models(row),
                outcomes=float(last.independent[row]),
            )
        )
    return found


def _within(values: Floats, one: StockAsked) -> Floats:
    """What a share can never pass."""
    low = -np.inf if one.floor is None else one.floor
    return np.clip(values, low, np.inf if one.ceiling is None else one.ceiling)


def _acted(values: Floats, one: StockAsked, remaining: int) -> Floats:
    """What the actions add on the last step to what they already show today."""
    moved = values.copy()
    for stream, action in enumerate(one.actions):
        today, then = strength(action, np.array([0.0, float(remaining)]))
        full = believed(action, len(values), _ACTION_STREAM + stream) * float(then - today)
        moved = moved + (values * full if action.rel is not None else full)
    return np.asarray(moved)


def _fans(asked: list[StockAsked], ladder: Ladder) -> list[Fan]:
    remaining = int(ladder.ends[-1])
    at_ends = np.stack([ladder.values(rung, PROBABILITIES) for rung in range(len(ladder.ends))], 1)
    work = np.broadcast_to(np.arange(1.0, remaining + 1), (len(asked), remaining))
    values = between_rungs(ladder, at_ends, work, ladder.panel.filled[:, -1])
    after = np.arange(1, remaining + 1)
    clipped = [_within(values[row], one) for row, one in enumerate(asked)]
    return [Fan(after, one, one) for one in clipped]

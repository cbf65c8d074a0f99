"""Odds of a total: the days known are exact, only the rest of the period is random."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from jalon.quantities import Refusal
from jalon.stats.forecast import forecast_mean, panel_of
from jalon.stats.forecast.panel import Floats
from jalon.stats.forecast.steps import PROBABILITIES, step_scatter, widened
from jalon.stats.odds.asked import FlowAsked
from jalon.stats.odds.drawing import DRAWS, UNIFORM, deviations, normal_scores
from jalon.stats.odds.effects import PlannedEffect, added_strength, believed
from jalon.stats.odds.ladder import DAYS_IN_WEEK, LONGEST, Ladder, between_rungs, ladder_of, unfit
from jalon.stats.odds.maturity import Completed, completed
from jalon.stats.odds.verdict import Fan, Verdict, safe_value, settled

NEAR_SHARE = 1 / 3
"""What one horizon adds to the next is noisy: a step is expected nearer to the mean of the whole."""
_MATURITY_STREAM = 101
_ACTION_STREAM = 200


def already_settled(one: FlowAsked) -> Verdict | None:
    """A finished period, or a total that can no longer fall back, has exact odds."""
    if one.remaining <= 0 and (one.immature is None or not one.immature.in_period.any()):
        return settled(one.to_date, one.target)
    never_negative = bool(np.all(one.history[np.isfinite(one.history)] >= 0))
    floor_kept = math.isfinite(one.target.low) and one.to_date >= one.target.low and math.isinf(one.target.high)
    if never_negative and (floor_kept or one.to_date > one.target.high):
        return settled(one.to_date, one.target)
    return None


def judged_flows(asked: Sequence[FlowAsked], unit: int, remaining: int, fan: bool) -> list[Verdict | Refusal]:
    """Totals that share their unit and the steps to come, those left by immature ones included."""
    grown = [completed(one.immature) for one in asked]
    histories = [np.concatenate([one.history, more.values]) for one, more in zip(asked, grown, strict=True)]
    days = [one.last_day + len(more.values) * DAYS_IN_WEEK // unit for one, more in zip(asked, grown, strict=True)]
    panel = panel_of(histories, days, unit, LONGEST * unit, [one.special for one in asked])
    why = unfit(panel, [remaining] * len(asked))
    answers: list[Verdict | Refusal | None] = list(why)
    kept = [place for place, reason in enumerate(why) if reason is None]
    if kept:
        chosen = [asked[place] for place in kept]
        rows = panel.rows(np.array(kept, np.int64))
        extra = [one.extra_spread for one in chosen]
        ladder = ladder_of(rows, max(remaining, 1), extra, forecast_mean, fan=fan)
        verdicts = _verdicts(chosen, [grown[place] for place in kept], ladder, remaining, fan)
        for place, verdict in zip(kept, verdicts, strict=True):
            answers[place] = verdict
    return [one for one in answers if one is not None]


def _verdicts(
    asked: list[FlowAsked], grown: list[Completed], ladder: Ladder, remaining: int, fan: bool
) -> list[Verdict]:
    panel, last = ladder.panel, ladder.last
    columns = panel.width + np.arange(remaining)
    factors, extras = last.shape.factors(columns), last.shape.extras(columns)
    totals = ladder.values(len(ladder.forecasts) - 1, UNIFORM) * factors.sum(1)[:, None] + extras.sum(1)[:, None]
    fans = _fans(asked, grown, ladder, remaining) if fan and remaining else [None] * len(asked)
    recent = panel.filled[:, -4 * panel.unit :].mean(1) * panel.unit
    found = []
    for row, (one, more) in enumerate(zip(asked, grown, strict=True)):
        known = one.to_date + more.in_period * np.exp(more.spread * normal_scores(DRAWS, _MATURITY_STREAM))
        rest = totals[row] if remaining else np.zeros(DRAWS)
        draws = known + rest
        with_actions = None
        if one.actions and remaining:
            with_actions = known + acted(rest, one.actions, factors[row], panel.unit)
        found.append(
            Verdict(
                odds=one.target.share_met(draws),
                exact=False,
                draws=draws,
                odds_with_actions=None if with_actions is None else one.target.share_met(with_actions),
                draws_with_actions=with_actions,
                needed_pace=_needed(one, more, remaining),
                recent_pace=float(recent[row]),
                safe_target=safe_value(draws, one.target),
                fan=fans[row],
                model=ladder.models(row),
                outcomes=float(last.independent[row]),
            )
        )
    return found


def _needed(one: FlowAsked, more: Completed, remaining: int) -> float | None:
    aim = one.target.aim
    return None if aim is None or remaining == 0 else (aim - one.to_date - more.in_period) * one.unit / remaining


def acted(rest: Floats, actions: Sequence[PlannedEffect], factors: Floats, unit: int) -> Floats:
    """The rest of a total with the actions' effects, each on its own days and in its own doubt."""
    total = rest.copy()
    for stream, action in enumerate(actions):
        strength = added_strength(action, len(factors), unit)
        full = believed(action, len(rest), _ACTION_STREAM + stream)
        if action.rel is not None:
            total = total + rest * full * float((strength * factors).sum() / max(factors.sum(), 1e-12))
        else:
            total = total + full * float(strength.sum())
    return np.asarray(total)


def _fans(asked: list[FlowAsked], grown: list[Completed], ladder: Ladder, remaining: int) -> list[Fan | None]:
    columns = ladder.panel.width + np.arange(remaining)
    shape = ladder.last.shape
    factors, extras = shape.factors(columns), shape.extras(columns)
    work, offset = np.cumsum(factors, 1), np.cumsum(extras, 1)
    ends = ladder.ends - 1
    start = np.array([one.to_date + more.in_period for one, more in zip(asked, grown, strict=True)])
    means = np.stack([ladder.values(rung, PROBABILITIES) for rung in range(len(ladder.ends))], 1)
    at_ends = start[:, None, None] + means * work[:, ends, None] + offset[:, ends, None]
    to_date = between_rungs(ladder, at_ends, work, start)
    rising = ladder.panel.filled.min(1, initial=0.0) >= 0
    to_date = np.where(rising[:, None, None], np.maximum.accumulate(to_date, 1), to_date)
    steps = _step_bands(ladder, means, factors, extras)
    after = np.arange(1, remaining + 1)
    return [Fan(after, steps[row], to_date[row]) for row in range(len(asked))]


def _step_bands(ladder: Ladder, means: Floats, factors: Floats, extras: Floats) -> Floats:
    """Bands of single steps (n, steps, 7): what a rung adds to the one before it, and the scatter of its steps."""
    parts = []
    first, before = 0, np.zeros(len(means))
    work = np.concatenate([np.zeros((len(factors), 1)), np.cumsum(factors, 1)], 1)
    for rung, forecast in enumerate(ladder.forecasts):
        end = forecast.horizon
        total = means[:, rung, 3] * work[:, end]
        gained = (total - before) / np.maximum(work[:, end] - work[:, first], 1e-12)
        gained = NEAR_SHARE * gained + (1 - NEAR_SHARE) * means[:, -1, 3]
        mean = np.where(forecast.link.positive, np.maximum(gained, 0.0), gained)
        expected = mean[:, None] * factors[:, first:end] + extras[:, first:end]
        scatter, doubt = step_scatter(forecast).quantiles, deviations(forecast.spread, PROBABILITIES)
        levels = forecast.link.forward(expected)[..., None] + widened(scatter, doubt)[:, None, :]
        parts.append(forecast.link.back(levels))
        first, before = end, total
    return np.concatenate(parts, 1)

"""Odds of a ratio: the rate of the steps to come and their volume together, added to the exact totals to date."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoDenominator
from jalon.stats.forecast import HorizonForecast, Panel, forecast_mean, forecast_rate, panel_of
from jalon.stats.forecast.panel import Floats, Ints
from jalon.stats.forecast.restless import usual_change
from jalon.stats.forecast.steps import PROBABILITIES
from jalon.stats.odds.asked import RatioAsked
from jalon.stats.odds.drawing import DRAWS, UNIFORM, deviations, joined
from jalon.stats.odds.effects import PlannedEffect, added_strength, believed
from jalon.stats.odds.ladder import LONGEST, Ladder, between_rungs, ladder_of, unfit, without_level
from jalon.stats.odds.verdict import Fan, Verdict, safe_value, settled

_VOLUME_STREAM = 301
_ACTION_STREAM = 400
PRIOR_PAIRS = 12.0
"""Pairs of errors that say rate and volume are strangers, before any was seen."""
MOST_TOGETHER = 0.9


def already_settled(one: RatioAsked) -> Verdict | Refusal | None:
    """A finished period, or a past without anything under the line."""
    if one.remaining <= 0:
        return settled(one.top_to_date / one.bottom_to_date, one.target) if one.bottom_to_date > 0 else NoDenominator()
    return None if np.nansum(np.maximum(one.bottom, 0.0)) > 0 else NoDenominator()


def judged_ratios(asked: Sequence[RatioAsked], unit: int, remaining: int) -> list[Verdict | Refusal]:
    """Ratios that share their unit and the steps to come."""
    known = [np.isfinite(one.top) & np.isfinite(one.bottom) for one in asked]
    tops = [np.where(both, one.top, np.nan) for one, both in zip(asked, known, strict=True)]
    bottoms = [np.where(both, one.bottom, np.nan) for one, both in zip(asked, known, strict=True)]
    days = [one.last_day for one in asked]
    top, bottom = panel_of(tops, days, unit, LONGEST * unit), panel_of(bottoms, days, unit, LONGEST * unit)
    why = [
        first or second
        for first, second in zip(*(unfit(p, [remaining] * len(asked)) for p in (top, bottom)), strict=True)
    ]
    answers: list[Verdict | Refusal | None] = list(why)
    kept = np.array([place for place, reason in enumerate(why) if reason is None], np.int64)
    if len(kept):
        chosen = [asked[place] for place in kept]
        extra = [one.extra_spread for one in chosen]
        rates = ladder_of(top.rows(kept), remaining, extra, partial(_rate, bottom.rows(kept)))
        volumes = ladder_of(bottom.rows(kept), remaining, [0.0] * len(chosen), forecast_mean)
        for place, verdict in zip(kept, _verdicts(chosen, rates, volumes), strict=True):
            answers[place] = verdict
    return [one for one in answers if one is not None]


def _rate(bottom: Panel, top: Panel, horizon: int) -> HorizonForecast:
    return forecast_rate(top, bottom, horizon)


def _verdicts(asked: list[RatioAsked], rates: Ladder, volumes: Ladder) -> list[Verdict | Refusal]:
    last, remaining = rates.last, int(rates.ends[-1])
    empty = without_level(rates) | without_level(volumes)
    rung = len(rates.forecasts) - 1
    rate = rates.values(rung, UNIFORM)
    together = joined(_together(last, volumes.last), DRAWS, _VOLUME_STREAM)
    work = volumes.last.shape.factors(volumes.panel.width + np.arange(remaining)).sum(1)
    volume = np.maximum(volumes.values(rung, together), 0.0) * work[:, None]
    fans = _fans(asked, rates, volumes)
    recent = _recent(rates, volumes)
    found: list[Verdict | Refusal] = []
    for row, one in enumerate(asked):
        total = one.bottom_to_date + volume[row]
        if empty[row] or not (total > 0).all():
            found.append(NoDenominator())
            continue
        draws = (one.top_to_date + rate[row] * volume[row]) / total
        acted = _acted(rate[row], one.actions, remaining, one.unit) if one.actions else None
        with_actions = None if acted is None else (one.top_to_date + acted * volume[row]) / total
        found.append(
            Verdict(
                odds=one.target.share_met(draws),
                exact=False,
                draws=draws,
                odds_with_actions=None if with_actions is None else one.target.share_met(with_actions),
                draws_with_actions=with_actions,
                needed_pace=_needed(one, float(np.median(volume[row]))),
                recent_pace=float(recent[row]) if np.isfinite(recent[row]) else None,
                safe_target=safe_value(draws, one.target),
                fan=fans[row],
                model=rates.models(row),
                outcomes=float(last.independent[row]),
            )
        )
    return found


def _together(rate: HorizonForecast, volume: HorizonForecast) -> Floats:
    """Correlation (n,) of the errors of rate and volume at the same origins, drawn to none."""
    first, second = (one.errors / one.spread.scale[:, None] for one in (rate, volume))
    both = np.isfinite(first) & np.isfinite(second)
    first, second = np.where(both, first, 0.0), np.where(both, second, 0.0)
    size = np.sqrt((first**2).sum(1) * (second**2).sum(1))
    raw = (first * second).sum(1) / np.where(size > 0, size, 1.0)
    count = np.minimum(rate.independent, volume.independent)
    return np.asarray(np.clip(raw * count / (count + PRIOR_PAIRS), -MOST_TOGETHER, MOST_TOGETHER))


def _needed(one: RatioAsked, volume: float) -> float | None:
    """The ratio that the steps to come must have."""
    aim = one.target.aim
    return None if aim is None or volume <= 0 else (aim * (one.bottom_to_date + volume) - one.top_to_date) / volume


def _recent(rates: Ladder, volumes: Ladder) -> Floats:
    width, unit = rates.panel.width, rates.panel.unit
    top = rates.panel.filled[:, width - 4 * unit :].sum(1)
    bottom = volumes.panel.filled[:, width - 4 * unit :].sum(1)
    return np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), np.nan)


def _acted(rate: Floats, actions: Sequence[PlannedEffect], remaining: int, unit: int) -> Floats:
    moved = rate.copy()
    for stream, action in enumerate(actions):
        share = float(added_strength(action, remaining, unit).mean())
        full = believed(action, len(rate), _ACTION_STREAM + stream) * share
        moved = moved + (rate * full if action.rel is not None else full)
    return np.asarray(moved)


def _fans(asked: list[RatioAsked], rates: Ladder, volumes: Ladder) -> list[Fan]:
    """The ratio to date after each step; a single step stands for its week."""
    remaining = int(rates.ends[-1])
    columns = volumes.panel.width + np.arange(remaining)
    work = np.cumsum(volumes.last.shape.factors(columns), 1)
    after = np.arange(1, remaining + 1)
    top, bottom = (np.array([getattr(one, name) for one in asked]) for name in ("top_to_date", "bottom_to_date"))
    middle = np.array([0.5])
    ends: Ints = rates.ends - 1
    volume = np.stack(
        [np.maximum(volumes.values(r, middle), 0.0)[:, 0] * work[:, end] for r, end in enumerate(ends)], 1
    )
    rate = np.stack([rates.values(rung, PROBABILITIES) for rung in range(len(ends))], 1)
    total = bottom[:, None] + volume
    at_ends = (top[:, None, None] + rate * volume[..., None]) / np.where(total > 0, total, 1.0)[..., None]
    start = np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), at_ends[:, 0, 3])
    to_date = between_rungs(rates, at_ends, work, start)
    steps = _weekly_bands(rates)
    return [Fan(after, steps[row], to_date[row]) for row in range(len(asked))]


def _weekly_bands(rates: Ladder) -> Floats:
    """Bands of the ratio of a week around each step, (n, steps, 7)."""
    weekly, _ = usual_change(rates.forecasts[0].windows, 1)
    parts, first = [], 0
    for rung, forecast in enumerate(rates.forecasts):
        doubt = deviations(forecast.spread, PROBABILITIES)
        noise = (weekly / np.sqrt(2))[:, None] * np.array([-1.96, -1.2816, -0.6745, 0.0, 0.6745, 1.2816, 1.96])
        width = np.sign(noise) * np.sqrt(doubt**2 + noise**2)
        bands = forecast.link.back(forecast.level[:, None] + width)
        parts.append(np.repeat(bands[:, None, :], forecast.horizon - first, 1))
        first = rates.forecasts[rung].horizon
    return np.concatenate(parts, 1)

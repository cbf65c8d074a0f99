"""Odds of a ratio: the rate of the steps to come and their volume together, added to the exact totals to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoDenominator
from jalon.stats.forecast import HorizonForecast, Panel, forecast_mean, forecast_rate, panel_of
from jalon.stats.forecast.panel import Floats, Ints
from jalon.stats.forecast.restless import usual_change
from jalon.stats.forecast.steps import PROBABILITIES
from jalon.stats.odds.asked import RatioAsked
from jalon.stats.odds.drawing import DRAWS, UNIFORM, deviations, joined, normal_scores
from jalon.stats.odds.effects import added_strength, believed
from jalon.stats.odds.ladder import DAYS_IN_WEEK, LONGEST, Ladder, between_rungs, ladder_of, unfit, without_level
from jalon.stats.odds.maturity import Completed, completed_together
from jalon.stats.odds.verdict import Fan, Verdict, safe_value, settled

_VOLUME_STREAM = 301
_ACTION_STREAM = 400
_MATURITY_STREAMS = (302, 303)
"""Nothing says that one side is late where the other is: their doubts are strangers."""
Both = tuple[Completed, Completed]
PRIOR_PAIRS = 12.0
"""Pairs of errors that say rate and volume are strangers, before any was seen."""
MOST_TOGETHER = 0.9
LARGEST = 1e12
"""A ratio beyond which there is no number to aim at: what is to come is only what rounding left of nothing."""


def already_settled(one: RatioAsked) -> Verdict | Refusal | None:
    """A finished period, or a past without anything under the line."""
    if one.remaining <= 0 and (one.immature is None or not one.immature[0].in_period.any()):
        return settled(one.top_to_date / one.bottom_to_date, one.target) if one.bottom_to_date > 0 else NoDenominator()
    return None if np.nansum(np.maximum(one.bottom, 0.0)) > 0 else NoDenominator()


def judged_ratios(asked: Sequence[RatioAsked], unit: int, remaining: int, fan: bool) -> list[Verdict | Refusal]:
    """Ratios that share their unit and the steps to come; those that end on the same last steps are judged together."""
    answers: dict[int, Verdict | Refusal] = {}
    for last in {one.last for one in asked}:
        places = [place for place, one in enumerate(asked) if one.last == last]
        found = _judged([asked[place] for place in places], unit, remaining, last, fan)
        answers |= dict(zip(places, found, strict=True))
    return [answers[place] for place in range(len(asked))]


def _judged(
    asked: Sequence[RatioAsked], unit: int, remaining: int, last: int | None, fan: bool
) -> list[Verdict | Refusal]:
    grown = [completed_together(one.immature) for one in asked]
    top, bottom = _panels(asked, grown, unit)
    why = [
        first or second
        for first, second in zip(*(unfit(p, [remaining] * len(asked)) for p in (top, bottom)), strict=True)
    ]
    answers: list[Verdict | Refusal | None] = list(why)
    kept = np.array([place for place, reason in enumerate(why) if reason is None], np.int64)
    if len(kept):
        young = [grown[place] for place in kept]
        chosen = [_told(asked[place], *grown[place]) for place in kept]
        extra = [one.extra_spread for one in chosen]
        steps = max(remaining, 1)
        rates = ladder_of(top.rows(kept), steps, extra, partial(_rate, bottom.rows(kept), last), fan=fan)
        volumes = ladder_of(bottom.rows(kept), steps, [0.0] * len(chosen), forecast_mean, fan=fan)
        for place, verdict in zip(kept, _verdicts(chosen, young, rates, volumes, (remaining, fan)), strict=True):
            answers[place] = verdict
    return [one for one in answers if one is not None]


def _panels(asked: Sequence[RatioAsked], grown: Sequence[Both], unit: int) -> tuple[Panel, Panel]:
    """Both sides with their immature steps raised, each step known on both or on none."""
    tops, bottoms = [], []
    for one, (above, below) in zip(asked, grown, strict=True):
        top, bottom = np.concatenate([one.top, above.values]), np.concatenate([one.bottom, below.values])
        both = np.isfinite(top) & np.isfinite(bottom)
        tops.append(np.where(both, top, np.nan))
        bottoms.append(np.where(both, bottom, np.nan))
    days = [one.last_day + len(more.values) * DAYS_IN_WEEK // unit for one, (more, _) in zip(asked, grown, strict=True)]
    special = [one.special for one in asked]
    return panel_of(tops, days, unit, LONGEST * unit), panel_of(bottoms, days, unit, LONGEST * unit, special)


def _told(one: RatioAsked, above: Completed, below: Completed) -> RatioAsked:
    """Totals to date with their immature steps at what they should become."""
    return replace(
        one, top_to_date=one.top_to_date + above.in_period, bottom_to_date=one.bottom_to_date + below.in_period
    )


def _in_doubt(to_date: float, more: Completed, stream: int) -> Floats:
    """Draws of a total to date whose immature steps may become more or less."""
    return to_date + more.in_period * np.expm1(more.spread * normal_scores(DRAWS, stream))


def _rate(bottom: Panel, last: int | None, top: Panel, horizon: int) -> HorizonForecast:
    return forecast_rate(top, bottom, horizon, last)


def _verdicts(
    asked: list[RatioAsked], grown: list[Both], rates: Ladder, volumes: Ladder, wanted: tuple[int, bool]
) -> list[Verdict | Refusal]:
    """`wanted` are the steps to come and whether their fan is drawn."""
    last, (remaining, fan) = rates.last, wanted
    empty = without_level(rates) | without_level(volumes)
    rung = len(rates.forecasts) - 1
    rate = rates.values(rung, UNIFORM)
    together = joined(_together(last, volumes.last), DRAWS, _VOLUME_STREAM)
    work = volumes.last.shape.factors(volumes.panel.width + np.arange(remaining)).sum(1)
    volume = np.maximum(volumes.values(rung, together), 0.0) * work[:, None]
    fans = _fans(asked, rates, volumes) if fan and remaining else [None] * len(asked)
    recent = _recent(rates, volumes)
    found: list[Verdict | Refusal] = []
    for row, (one, (above, below)) in enumerate(zip(asked, grown, strict=True)):
        top = _in_doubt(one.top_to_date, above, _MATURITY_STREAMS[0])
        total = _in_doubt(one.bottom_to_date, below, _MATURITY_STREAMS[1]) + volume[row]
        if empty[row] or not (total > 0).all():
            found.append(NoDenominator())
            continue
        draws = (top + rate[row] * volume[row]) / total
        acted = _acted(rate[row], one, remaining) if one.actions and remaining else None
        with_actions = None if acted is None else (top + acted * volume[row]) / total
        found.append(
            Verdict(
                odds=one.target.share_met(draws),
                exact=False,
                draws=draws,
                odds_with_actions=None if with_actions is None else one.target.share_met(with_actions),
                draws_with_actions=with_actions,
                needed_pace=_needed(one, float(np.median(volume[row])), recent[row, 0]),
                recent_pace=_pace(one, recent[row]),
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


def _needed(one: RatioAsked, volume: float, recent: float) -> float | None:
    """The ratio that the steps to come must have; of a level by a date, its change in a week.

    None where so little is to come that no ratio of it would be enough.
    """
    aim = one.target.aim
    if aim is None or abs(aim) > LARGEST or volume <= 0 or not np.isfinite(recent):
        return None
    if one.last is not None:
        return (aim - recent) * one.unit / one.remaining
    lacking = aim * (one.bottom_to_date + volume) - one.top_to_date
    return lacking / volume if abs(lacking) < volume * LARGEST else None


def _pace(one: RatioAsked, recent: Floats) -> float | None:
    """The ratio of the last four weeks; of a level, its change in a week since the four before."""
    found = recent[0] if one.last is None else (recent[0] - recent[1]) / 4
    return float(found) if np.isfinite(found) else None


def _recent(rates: Ladder, volumes: Ladder) -> Floats:
    """Ratios of the last four weeks and of the four before, (n, 2)."""
    width, month = rates.panel.width, 4 * rates.panel.unit
    found = []
    for end in (width, max(width - month, 0)):
        top, bottom = (one.panel.filled[:, max(end - month, 0) : end].sum(1) for one in (rates, volumes))
        found.append(np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), np.nan))
    return np.stack(found, 1)


def _acted(rate: Floats, one: RatioAsked, remaining: int) -> Floats:
    """The rate with what the actions add on the steps that count."""
    moved = rate.copy()
    for stream, action in enumerate(one.actions):
        share = float(added_strength(action, remaining, one.unit)[-(one.last or remaining) :].mean())
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
    recent = _recent(rates, volumes)[:, 0]
    ahead = np.where(np.isfinite(recent), recent, at_ends[:, 0, 3])
    start = np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), ahead)
    to_date = between_rungs(rates, at_ends, work, start)
    steps = _weekly_bands(rates)
    return [Fan(after, steps[row], to_date[row]) for row in range(len(asked))]


def _weekly_bands(rates: Ladder) -> Floats:
    """Bands of the ratio of a week around each step, (n, steps, 7)."""
    weekly, _ = usual_change(rates.forecasts[0].windows, 1, 1)
    parts, first = [], 0
    for rung, forecast in enumerate(rates.forecasts):
        doubt = deviations(forecast.spread, PROBABILITIES)
        noise = (weekly / np.sqrt(2))[:, None] * np.array([-1.96, -1.2816, -0.6745, 0.0, 0.6745, 1.2816, 1.96])
        width = np.sign(noise) * np.sqrt(doubt**2 + noise**2)
        bands = forecast.link.back(forecast.level[:, None] + width)
        parts.append(np.repeat(bands[:, None, :], forecast.horizon - first, 1))
        first = rates.forecasts[rung].horizon
    return np.concatenate(parts, 1)

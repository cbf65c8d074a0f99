"""Odds of a total: the days known are exact, only the rest of the period is random."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from jalon.quantities import Refusal
from jalon.quantities.refusals import HorizonTooLong
from jalon.stats.forecast import HorizonForecast, Panel, forecast_mean, panel_of, refusals
from jalon.stats.forecast.panel import Floats, Ints
from jalon.stats.forecast.steps import PROBABILITIES, widened
from jalon.stats.odds.target import Target
from jalon.stats.odds.verdict import UNIFORM, Fan, Verdict, safe_value, settled

LONGEST = 3 * 364
"""Steps of the past that count: three years."""
PAST_FOR_HORIZON = 0.5
"""A horizon may be twice as long as the past, no more."""
_RUNGS = (1, 2, 4, 8, 13, 26)
_SHOWN_MODELS = 3


@dataclass(frozen=True)
class FlowAsked:
    """One total to judge.

    `history` (T,) holds one value a step up to the last mature one, oldest first, NaN where missing or masked;
    `last_day` is that step's day (days since 1970-01-01; of a week, its last day); `to_date` the exact total of the
    period so far; `remaining` the steps still random; `unit` 7 for days, 1 for weeks.
    """

    history: Floats
    last_day: int
    to_date: float
    remaining: int
    target: Target
    unit: int = 7


def flow_odds(asked: Sequence[FlowAsked]) -> list[Verdict | Refusal]:
    """A verdict or a refusal for each, in order. Series that end on the same horizon share one back-test."""
    found: list[Verdict | Refusal | None] = [None] * len(asked)
    batches: dict[tuple[int, int], list[int]] = {}
    for place, one in enumerate(asked):
        known = _already(one)
        if known is not None:
            found[place] = known
        else:
            batches.setdefault((one.unit, one.remaining), []).append(place)
    for (unit, remaining), places in batches.items():
        for place, verdict in zip(places, _judged([asked[p] for p in places], unit, remaining), strict=True):
            found[place] = verdict
    return [one for one in found if one is not None]


def _already(one: FlowAsked) -> Verdict | None:
    """A finished period, or a total that can no longer fall back, has exact odds."""
    if one.remaining <= 0:
        return settled(one.to_date, one.target)
    never_negative = bool(np.all(one.history[np.isfinite(one.history)] >= 0))
    if (
        never_negative
        and one.target.low <= one.to_date
        and math.isinf(one.target.high)
        and math.isfinite(one.target.low)
    ):
        return settled(one.to_date, one.target)
    if never_negative and one.to_date > one.target.high:
        return settled(one.to_date, one.target)
    return None


def _judged(asked: list[FlowAsked], unit: int, remaining: int) -> list[Verdict | Refusal]:
    panel = panel_of([one.history for one in asked], [one.last_day for one in asked], unit, LONGEST)
    why = refusals(panel)
    length = panel.width - panel.start
    for row, past in enumerate(length):
        if why[row] is None and past < PAST_FOR_HORIZON * remaining:
            why[row] = HorizonTooLong(horizon=remaining, history=int(past))
    fit = np.array([one is None for one in why], dtype=bool)
    answers: list[Verdict | Refusal | None] = list(why)
    if fit.any():
        kept = panel.rows(fit)
        ladder = [forecast_mean(kept, steps) for steps in _rungs(remaining, unit)]
        for row, place in enumerate(np.flatnonzero(fit)):
            answers[place] = _verdict(asked[place], kept, ladder, row)
    return [one for one in answers if one is not None]


def _rungs(remaining: int, unit: int) -> list[int]:
    return [weeks * unit for weeks in _RUNGS if weeks * unit < remaining] + [remaining]


def _verdict(one: FlowAsked, panel: Panel, ladder: list[HorizonForecast], row: int) -> Verdict:
    last = ladder[-1]
    draws = one.to_date + _totals(panel, last, row, UNIFORM, one.remaining)
    recent = panel.filled[row, -4 * panel.unit :].mean() * panel.unit
    weeks = one.remaining / panel.unit
    aim = one.target.low if math.isfinite(one.target.low) else one.target.high
    order = np.argsort(-last.weights[row])[:_SHOWN_MODELS]
    return Verdict(
        odds=one.target.share_met(draws),
        exact=False,
        draws=draws,
        needed_pace=(aim - one.to_date) / weeks if one.target.bounded else None,
        recent_pace=float(recent),
        safe_target=safe_value(draws, one.target) if one.target.bounded else None,
        fan=_fan(one, panel, ladder, row),
        model=tuple((last.names[m], round(float(last.weights[row, m]), 4)) for m in order),
        outcomes=float(last.independent[row]),
    )


def _totals(panel: Panel, forecast: HorizonForecast, row: int, chances: Floats, steps: int) -> Floats:
    """Totals of the next steps at given chances (low to high)."""
    spread = forecast.spread
    levels = forecast.level[row] + spread.scale[row] * student.ppf(chances, spread.dof[row])
    columns = panel.width + np.arange(steps)
    return _summed(panel, forecast, row, levels[:, None], columns)


def _summed(panel: Panel, forecast: HorizonForecast, row: int, levels: Floats, columns: Ints) -> Floats:
    only = np.arange(len(panel.filled)) == row
    means = forecast.link.rows(only).back(levels.reshape(1, -1))[0]
    factor, extra = forecast.shape.factors(columns)[row].sum(), forecast.shape.extras(columns)[row].sum()
    return np.asarray(means * factor + extra)


def _fan(one: FlowAsked, panel: Panel, ladder: list[HorizonForecast], row: int) -> Fan:
    """Totals at each rung, joined in between by what each step is expected to bring."""
    after = np.arange(1, one.remaining + 1)
    rungs = [forecast.horizon for forecast in ladder]
    at_rungs = np.stack([_totals(panel, forecast, row, PROBABILITIES, forecast.horizon) for forecast in ladder])
    factor = np.cumsum(ladder[-1].shape.factors(panel.width + np.arange(one.remaining))[row])
    work = np.maximum(factor, 1e-12) if factor[-1] > 0 else after.astype(float)
    per_step = at_rungs / work[np.array(rungs) - 1][:, None]
    mean_step = np.stack([np.interp(after, rungs, per_step[:, q]) for q in range(len(PROBABILITIES))], 1)
    to_date = one.to_date + mean_step * work[:, None]
    if (panel.filled[row] >= 0).all():
        to_date = np.maximum.accumulate(to_date, 0)
    return Fan(after, _steps(panel, ladder, row, one.remaining), to_date)


def _steps(panel: Panel, ladder: list[HorizonForecast], row: int, remaining: int) -> Floats:
    """Bands of the single steps: the level of the nearest rung and the scatter of its steps."""
    parts = []
    first = 0
    for forecast in ladder:
        columns = panel.width + np.arange(first, forecast.horizon)
        only = np.arange(len(panel.filled)) == row
        link = forecast.link.rows(only)
        mean = link.back(forecast.level[only][:, None])[0, 0]
        expected = mean * forecast.shape.factors(columns)[row] + forecast.shape.extras(columns)[row]
        doubt = forecast.spread.scale[row] * student.ppf(PROBABILITIES, forecast.spread.dof[row])
        levels = link.forward(expected[None, :])[0][:, None] + widened(forecast.scatter.quantiles[row], doubt)[None, :]
        parts.append(link.back(levels.reshape(1, -1))[0].reshape(levels.shape))
        first = forecast.horizon
    return np.concatenate(parts)

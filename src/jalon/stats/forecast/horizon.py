"""The mean of the next steps as a distribution: models back-tested at the same horizon, pooled, blended, and spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.blend import blend_weights, blended, disagreement
from jalon.stats.forecast.levels import ALWAYS, Windows, candidates
from jalon.stats.forecast.link import Link, link_of
from jalon.stats.forecast.panel import YEAR_IN_WEEKS, Floats, Ints, Panel
from jalon.stats.forecast.shape import WeekShape, week_shape
from jalon.stats.forecast.spread import Spread, doubt, pooled_spread
from jalon.stats.forecast.steps import StepScatter, step_scatter

MOST_OUTCOMES = 8
"""Horizons that the back-test reaches back over."""
OVERLAP = 2
"""Origins a horizon."""
_SEEN_ENOUGH = 0.8
_YEAR_OF_CHANGES = 52
_SPREAD_OF_MEAN = 1.2533
"""A standard deviation is that many mean absolute deviations."""
_STAND_IN_MONTHS = 12.0
MOST_WEEKS = 13
_LONG_WEEKS = YEAR_IN_WEEKS + 8


@dataclass(frozen=True)
class HorizonForecast:
    """For each series, over the next `horizon` steps: level and spread of the mean step on the link's scale.

    `errors` (n, origins) are the back-test errors behind them (NaN: no outcome); `weights` (n, models).
    """

    horizon: int
    link: Link
    shape: WeekShape
    level: Floats
    spread: Spread
    errors: Floats
    names: tuple[str, ...]
    weights: Floats
    scatter: StepScatter
    independent: Floats
    """Back-test outcomes of each series (n,), overlapping ones counted for what they are worth."""


def origins_for(width: int, horizon: int, unit: int) -> Ints:
    """Columns of the rolling origins, latest first. They overlap, so that a short past still gives a few."""
    step = max(1, horizon // OVERLAP)
    first = width - horizon
    return np.arange(first, max(4 * unit - 1, first - MOST_OUTCOMES * horizon), -step, dtype=np.int64)


def forecast_mean(panel: Panel, horizon: int) -> HorizonForecast:
    """Level and spread of the mean of the next `horizon` steps, one call for all the series."""
    link = link_of(panel)
    shape = week_shape(panel, link)
    windows = Windows(panel, link, shape)
    origins = origins_for(panel.width, horizon, panel.unit)
    past = candidates(windows, origins, horizon)
    at = np.broadcast_to(origins[None, :], (len(panel.filled), len(origins)))
    actual = windows.level(at, at + horizon)
    usable = (windows.known_share(at, at + horizon) >= _SEEN_ENOUGH) & (at - 4 * panel.unit >= panel.start[:, None])
    tried = np.where(usable[..., None], actual[..., None] - past.levels, np.nan)
    groups = (panel.width - panel.start >= _LONG_WEEKS * panel.unit).astype(np.int64)
    weights = blend_weights(tried, groups, ALWAYS)
    errors = np.where(usable, actual - blended(past.levels, weights), np.nan)
    scatter = _scatter(windows, np.where(usable, actual, np.nan), origins, horizon)
    now = candidates(windows, np.array([panel.width], np.int64), horizon)
    level = blended(now.levels, weights)[:, 0]
    apart = 1.0 if len(origins) < 2 else min(1.0, (origins[0] - origins[1]) / horizon)
    independent = np.isfinite(errors).sum(1) * apart
    restless = _restlessness(windows, horizon)
    ratios = errors**2 / doubt(restless, disagreement(past.levels, weights)) ** 2
    doubted = doubt(restless, disagreement(now.levels, weights))[:, 0]
    spread = pooled_spread(ratios, independent, groups, panel.last_day, doubted)
    return HorizonForecast(horizon, link, shape, level, spread, errors, now.names, weights, scatter, independent)


def _restlessness(windows: Windows, horizon: int) -> Floats:
    """The usual change of the mean from some weeks to the next, over the last year; as many weeks as the horizon has.

    Where few such changes are known, those from week to week stand in, in the proportion that the others show.
    """
    months, count = _usual_change(windows, int(np.clip(round(horizon / windows.panel.unit), 1, MOST_WEEKS)))
    weeks, _ = _usual_change(windows, 1)
    floor = np.finfo(np.float64).tiny
    both = (count > 0) & (weeks > 0)
    share = np.median(months[both] / weeks[both]) if both.any() else 1.0
    stand_in = np.maximum(share * weeks, floor)
    return np.asarray(np.sqrt((count * months**2 + _STAND_IN_MONTHS * stand_in**2) / (count + _STAND_IN_MONTHS)))


def _usual_change(windows: Windows, weeks: int) -> tuple[Floats, Ints]:
    """Change between neighbouring means of some weeks, as a standard deviation, and how many there are."""
    unit, width = windows.panel.unit, windows.panel.width
    step = max(1, weeks // 2) * unit
    ends = np.arange(width, 2 * weeks * unit - 1, -step)[: _YEAR_OF_CHANGES // max(1, weeks // 2)]
    at = np.broadcast_to(ends[None, :], (len(windows.panel.filled), len(ends)))
    late, early = windows.level(at - weeks * unit, at), windows.level(at - 2 * weeks * unit, at - weeks * unit)
    change = np.where(at - 2 * weeks * unit >= windows.panel.start[:, None], np.abs(late - early), np.nan)
    known = np.isfinite(change)
    count = known.sum(1)
    return np.where(known, change, 0.0).sum(1) / np.maximum(count, 1) * _SPREAD_OF_MEAN, count


def _scatter(windows: Windows, levels: Floats, origins: Ints, horizon: int) -> StepScatter:
    """From the back-test; without one, from the last weeks around their own mean."""
    panel, link, shape = windows.panel, windows.link, windows.shape
    if len(origins) == 0:
        month = 4 * panel.unit
        origins = np.array([panel.width - month], np.int64)
        at = np.broadcast_to(origins[None, :], (len(panel.filled), 1))
        levels, horizon = windows.level(at, at + month), month
    return step_scatter(panel, link, shape, levels, origins, horizon)

"""The mean of the next steps as a distribution: models back-tested at the same horizon, pooled, blended, and spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.blend import blend_weights, blended
from jalon.stats.forecast.levels import Windows, candidates
from jalon.stats.forecast.link import Link, link_of
from jalon.stats.forecast.panel import YEAR_IN_WEEKS, Floats, Ints, Panel
from jalon.stats.forecast.shape import WeekShape, week_shape
from jalon.stats.forecast.spread import Spread, pooled_spread
from jalon.stats.forecast.steps import StepScatter, step_scatter

MOST_ORIGINS = 8
_SEEN_ENOUGH = 0.8
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
    """Columns of the rolling origins, latest first; they overlap by half when the past is short."""
    step = horizon if width >= MOST_ORIGINS * horizon else max(1, horizon // 2)
    most = MOST_ORIGINS if step == horizon else 2 * MOST_ORIGINS
    first = width - horizon
    return np.arange(first, max(4 * unit - 1, first - most * step), -step, dtype=np.int64)


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
    weights = blend_weights(tried, groups)
    before = blended(past.levels, weights)
    errors = np.where(usable, actual - before, np.nan)
    scatter = _scatter(windows, np.where(usable, before, np.nan), origins, horizon)
    now = candidates(windows, np.array([panel.width], np.int64), horizon)
    level = blended(now.levels, weights)[:, 0]
    apart = 1.0 if len(origins) < 2 else min(1.0, (origins[0] - origins[1]) / horizon)
    independent = np.isfinite(errors).sum(1) * apart
    spread = pooled_spread(errors, _restlessness(windows, horizon), independent)
    return HorizonForecast(horizon, link, shape, level, spread, errors, now.names, weights, scatter, independent)


def _restlessness(windows: Windows, horizon: int) -> Floats:
    """The usual change of the mean from four weeks to the next four, over the last year; robust to one jump."""
    unit, width = windows.panel.unit, windows.panel.width
    ends = np.arange(width, 8 * unit - 1, -2 * unit)[:26]
    at = np.broadcast_to(ends[None, :], (len(windows.panel.filled), len(ends)))
    late = windows.level(at - 4 * unit, at)
    early = windows.level(at - 8 * unit, at - 4 * unit)
    change = np.where(at - 8 * unit >= windows.panel.start[:, None], np.abs(late - early), np.nan)
    known = np.isfinite(change)
    count = known.sum(1)
    own = np.where(known, change, 0.0).sum(1) / np.maximum(count, 1) * 1.25
    middle = np.median(own[count > 0]) if (count > 0).any() else 0.2
    return np.asarray(np.sqrt((count * own**2 + 2.0 * middle**2) / (count + 2.0)))


def _scatter(windows: Windows, levels: Floats, origins: Ints, horizon: int) -> StepScatter:
    """From the back-test; without one, from the last weeks around their own mean."""
    panel, link, shape = windows.panel, windows.link, windows.shape
    if len(origins) == 0:
        month = 4 * panel.unit
        origins = np.array([panel.width - month], np.int64)
        at = np.broadcast_to(origins[None, :], (len(panel.filled), 1))
        levels, horizon = windows.level(at, at + month), month
    return step_scatter(panel, link, shape, levels, origins, horizon)

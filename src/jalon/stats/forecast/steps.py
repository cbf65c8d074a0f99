"""How single steps scatter around the mean of their weeks: quantiles of past residuals, shrunk to the pool."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.horizon import HorizonForecast
from jalon.stats.forecast.link import Link
from jalon.stats.forecast.panel import Floats, Ints, Panel
from jalon.stats.forecast.shape import WeekShape

PROBABILITIES = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])
"""Ends of the 95, 80 and 50 % bands, and the median."""
_POOLED_STEPS = 28.0
_MOST_STEPS = 91


@dataclass(frozen=True)
class StepScatter:
    """Quantiles (n, 7) of a step's residual on the link's scale, at `PROBABILITIES`; its robust scale (n,)."""

    quantiles: Floats
    scale: Floats


def step_scatter(forecast: HorizonForecast) -> StepScatter:
    """Around the levels that came after each origin; without a back-test, around the last weeks' own."""
    windows, horizon = forecast.windows, forecast.horizon
    origins, levels = forecast.origins, forecast.realised
    if len(origins) == 0:
        horizon = 4 * windows.panel.unit
        origins = np.array([windows.panel.width - horizon], np.int64)
        at = np.broadcast_to(origins[None, :], (len(windows.panel.filled), 1))
        levels = windows.level(at, at + horizon)
    return _around(windows.panel, forecast.link, forecast.shape, levels, origins, horizon)


def _around(panel: Panel, link: Link, shape: WeekShape, levels: Floats, origins: Ints, horizon: int) -> StepScatter:
    steps = np.arange(min(horizon, _MOST_STEPS))
    columns = (origins[:, None] + steps[None, :]).ravel()
    expected = np.repeat(link.back(levels), len(steps), axis=1) * shape.factors(columns) + shape.extras(columns)
    residuals = link.forward(panel.values[:, columns]) - link.forward(expected)
    known = np.isfinite(residuals)
    count = known.sum(1)
    own = _quantiles(residuals, PROBABILITIES)
    width = np.where(count > 1, own[:, 5] - own[:, 1], 0.0)
    scale = np.where(width > 0, width, np.median(width[width > 0]) if (width > 0).any() else 1.0)
    pool = _quantiles((residuals / scale[:, None]).ravel()[None, :], PROBABILITIES)[0]
    weight = (count / (count + _POOLED_STEPS))[:, None]
    mixed = weight * np.where(count[:, None] > 0, own, 0.0) + (1 - weight) * scale[:, None] * pool
    return StepScatter(mixed, scale / 2.563)


def widened(quantiles: Floats, level_quantiles: Floats) -> Floats:
    """Quantiles (…, 7) of a step whose mean is itself in doubt: both distances from the middle, squared and added."""
    middle = quantiles[..., 3:4]
    away, doubt = quantiles - middle, level_quantiles - level_quantiles[..., 3:4]
    return np.asarray(middle + np.sign(PROBABILITIES - 0.5) * np.sqrt(away**2 + doubt**2))


def _quantiles(values: Floats, at: Floats) -> Floats:
    """Quantiles of each row's known values, a little outside as befits a small sample; 0 where nothing is known."""
    known = np.isfinite(values)
    count = known.sum(1)
    ordered = np.sort(np.where(known, values, np.inf), 1)
    place = np.clip(at[None, :] * (count[:, None] + 1) - 1, 0, np.maximum(count[:, None] - 1, 0))
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(count[:, None] - 1, 0))
    first, second = np.take_along_axis(ordered, low, 1), np.take_along_axis(ordered, high, 1)
    part = place - low
    safe_first = np.where(count[:, None] > 0, first, 0.0)
    safe_second = np.where(count[:, None] > 0, second, 0.0)
    return np.asarray(safe_first * (1 - part) + safe_second * part)

"""Forecasts of the next steps as distributions proven on the series' own past.

Everything is one call for many series: `panel_of` lays them side by side, `refusals` says which cannot be forecast,
and `forecast_mean` (totals), `forecast_rate` (ratios) and `forecast_last` (stocks) give level and spread at one horizon
on the scale of a `Link`. `step_scatter` says how single steps scatter around.
"""

from jalon.stats.forecast.horizon import HorizonForecast, forecast_last, forecast_mean, forecast_rate
from jalon.stats.forecast.link import Link, link_of
from jalon.stats.forecast.panel import Panel, panel_of, refusals
from jalon.stats.forecast.shape import WeekShape, week_shape
from jalon.stats.forecast.steps import StepScatter, step_scatter

__all__ = [
    "HorizonForecast",
    "Link",
    "Panel",
    "StepScatter",
    "WeekShape",
    "forecast_last",
    "forecast_mean",
    "forecast_rate",
    "link_of",
    "panel_of",
    "refusals",
    "step_scatter",
    "week_shape",
]

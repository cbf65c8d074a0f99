"""Forecasts of the mean of the next steps, as distributions proven on the series' own past.

Everything is one call for many series: `panel_of` lays them side by side, `refusals` says which cannot be forecast,
`forecast_mean` gives level and spread at one horizon on the scale of a `Link`.
"""

from jalon.stats.forecast.horizon import HorizonForecast, forecast_mean
from jalon.stats.forecast.link import Link, link_of
from jalon.stats.forecast.panel import Panel, panel_of, refusals
from jalon.stats.forecast.shape import WeekShape, week_shape

__all__ = [
    "HorizonForecast",
    "Link",
    "Panel",
    "WeekShape",
    "forecast_mean",
    "link_of",
    "panel_of",
    "refusals",
    "week_shape",
]

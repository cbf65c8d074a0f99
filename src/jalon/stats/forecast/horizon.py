"""What the next steps will be worth, as a distribution: models back-tested at the same horizon, pooled and blended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from jalon.stats.forecast.blend import blend_weights, blended, disagreement, likeness, losses
from jalon.stats.forecast.lasts import last_candidates
from jalon.stats.forecast.levels import Candidates, mean_candidates, rate_candidates
from jalon.stats.forecast.link import Link, link_of, rate_link
from jalon.stats.forecast.panel import YEAR_IN_WEEKS, Floats, Ints, Panel
from jalon.stats.forecast.restless import restlessness
from jalon.stats.forecast.shape import WeekShape, flat_shape, week_shape
from jalon.stats.forecast.shipped import SHIPPED_ORIGINS, shipped_losses, widened_for
from jalon.stats.forecast.special import with_special
from jalon.stats.forecast.spread import Spread, doubt, pooled_spread
from jalon.stats.forecast.windows import Windows, windows_of

MOST_OUTCOMES = 8
"""Horizons that the back-test reaches back over, or a year where they are shorter: two calm months know no holiday."""
OVERLAP = 2
"""Origins a horizon."""
MOST_ORIGINS = 24
SEEN_ENOUGH = 0.8
LIKE_TODAY = 1.0
"""An origin that had half of today's blend counts for half."""
_LONG_WEEKS = YEAR_IN_WEEKS + 8
Models = Callable[[Windows, Ints, int, int], Candidates]


@dataclass(frozen=True)
class HorizonForecast:
    """For each series, what comes after `horizon` steps: a level and its spread on the scale of `link`, (n,) each.

    The level is the mean step of a total, the ratio of two totals, or the last value of a stock. `errors` (n, origins)
    are the back-test errors (NaN: no outcome), `realised` (n, origins) the levels that came; `weights` (n, models)
    belong to `names`; `independent` (n,) counts the outcomes that do not overlap. `losses` (n, models) say how much
    worse a model did than those that need no year, at `seen` origins; `long` (n,) is 1 for a past of more than a year.
    """

    horizon: int
    link: Link
    shape: WeekShape
    windows: Windows
    origins: Ints
    level: Floats
    spread: Spread
    errors: Floats
    realised: Floats
    names: tuple[str, ...]
    weights: Floats
    independent: Floats
    losses: Floats
    seen: Ints
    long: Ints


def origins_for(width: int, horizon: int, unit: int) -> Ints:
    """Columns of the rolling origins, latest first. They overlap, so that a short past still gives a few."""
    reach = max(MOST_OUTCOMES * horizon, YEAR_IN_WEEKS * unit)
    first = width - horizon
    step = _step(horizon, unit)
    return np.arange(first, max(4 * unit - 1, first - reach), -step, dtype=np.int64)


def _step(horizon: int, unit: int) -> int:
    """Steps from one origin to the next."""
    reach = max(MOST_OUTCOMES * horizon, YEAR_IN_WEEKS * unit)
    return max(1, horizon // OVERLAP, -(-reach // MOST_ORIGINS))


def forecast_mean(panel: Panel, horizon: int) -> HorizonForecast:
    """The mean of the next `horizon` steps, one call for all the series; a part of a week counts for its weekdays.

    Days out of the ordinary count for what they proved to be worth.
    """
    link = link_of(panel)
    shape = with_special(week_shape(panel, link), panel, link, horizon)
    windows = windows_of(panel, link, shape)
    made = _backtested(windows, shape, horizon, mean_candidates, ahead=horizon, shipped=shipped_losses)
    return replace(made, spread=widened_for(made.spread, horizon / panel.unit))


def forecast_rate(top: Panel, bottom: Panel, horizon: int, ahead: int | None = None) -> HorizonForecast:
    """The ratio of the totals of the next `horizon` steps: totals first at every origin, the ratio last.

    With `ahead`, of the last `ahead` of them only: the level that a rate will have by then.
    """
    link = rate_link(top, bottom)
    windows = Windows(top, link, np.maximum(bottom.filled, 0.0))
    return _backtested(windows, flat_shape(top), horizon, rate_candidates, ahead=min(ahead or horizon, horizon))


def forecast_last(panel: Panel, horizon: int) -> HorizonForecast:
    """The value of a stock `horizon` steps after its last one."""
    shape = flat_shape(panel)
    return _backtested(windows_of(panel, link_of(panel), shape), shape, horizon, last_candidates, ahead=1)


def _backtested(
    windows: Windows,
    shape: WeekShape,
    horizon: int,
    models: Models,
    ahead: int,
    shipped: Callable[[Sequence[str], int], Floats] | None = None,
) -> HorizonForecast:
    """`ahead` steps at the end of the horizon are what is forecast; `shipped` are losses of the models elsewhere."""
    panel = windows.panel
    origins = origins_for(panel.width, horizon, panel.unit)
    today = np.array([panel.width], np.int64)
    past, now = models(windows, origins, horizon, ahead), models(windows, today, horizon, ahead)
    at = np.broadcast_to(origins[None, :], (len(panel.filled), len(origins)))
    first = at + horizon - ahead
    actual = windows.level(first, at + horizon)
    usable = (windows.known_share(first, at + horizon) >= SEEN_ENOUGH) & (at - 4 * panel.unit >= panel.start[:, None])
    realised = np.where(usable, actual, np.nan)
    groups = (panel.width - panel.start >= _LONG_WEEKS * panel.unit).astype(np.int64)
    elsewhere = None if shipped is None else shipped(now.names, panel.unit)
    worth = 0.0 if shipped is None else SHIPPED_ORIGINS
    own, seen = losses(realised[..., None] - past.levels, past.always)
    weights = blend_weights(own, seen, groups, elsewhere, worth)
    errors = realised - blended(past.levels, weights)
    alike = np.where(np.isfinite(errors), likeness(past.levels, now.levels, weights), 0.0) ** LIKE_TODAY
    independent = alike.sum(1) * min(1.0, _step(horizon, panel.unit) / horizon)
    restless = restlessness(windows, horizon, ahead)
    ratios = errors**2 / doubt(restless, disagreement(past.levels, weights)) ** 2
    doubted = doubt(restless, disagreement(now.levels, weights))[:, 0]
    return HorizonForecast(
        horizon=horizon,
        link=windows.link,
        shape=shape,
        windows=windows,
        origins=origins,
        level=blended(now.levels, weights)[:, 0],
        spread=pooled_spread(ratios, alike, independent, groups, panel.last_day, doubted),
        errors=errors,
        realised=realised,
        names=now.names,
        weights=weights,
        independent=independent,
        losses=own,
        seen=seen,
        long=groups,
    )

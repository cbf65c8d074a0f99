"""One horizon after another up to the due date, so that the fan widens as each of them was seen to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import HorizonTooLong, NoDenominator
from jalon.stats.forecast import HorizonForecast, Panel, refusals
from jalon.stats.forecast.panel import Flags, Floats, Ints
from jalon.stats.forecast.spread import Spread
from jalon.stats.odds.drawing import deviations

LONGEST = 3 * 52
"""Weeks of the past that count."""
DAYS_IN_WEEK = 7
PAST_FOR_HORIZON = 0.5
"""A horizon may be twice as long as the past, no more."""
RUNGS = (1, 2, 4, 8, 13, 20, 28, 39)
"""Weeks."""
SHOWN_MODELS = 3


@dataclass(frozen=True)
class Ladder:
    """Forecasts of the same series at growing horizons; the last one is the due date."""

    panel: Panel
    forecasts: tuple[HorizonForecast, ...]
    extra: Floats

    @property
    def last(self) -> HorizonForecast:
        """The forecast that the odds come from."""
        return self.forecasts[-1]

    @property
    def ends(self) -> Ints:
        """Steps after which each forecast ends."""
        return np.array([forecast.horizon for forecast in self.forecasts], dtype=np.int64)

    def levels(self, rung: int, chances: Floats) -> Floats:
        """Levels (n, k) on the link's scale at the chances (k,) or (n, k)."""
        forecast = self.forecasts[rung]
        scale = np.sqrt(forecast.spread.scale**2 + self.extra**2)
        return np.asarray(forecast.level[:, None] + deviations(Spread(scale, forecast.spread.dof), chances))

    def values(self, rung: int, chances: Floats) -> Floats:
        """The same in the unit of a step."""
        return self.forecasts[rung].link.back(self.levels(rung, chances))

    def models(self, row: int) -> tuple[tuple[str, float], ...]:
        """The models that count most for a series."""
        order = np.argsort(-self.last.weights[row], kind="stable")[:SHOWN_MODELS]
        return tuple((self.last.names[m], round(float(self.last.weights[row, m]), 4)) for m in order)


def ladder_of(
    panel: Panel,
    remaining: int,
    extra: Sequence[float],
    forecast: Callable[[Panel, int], HorizonForecast],
    *,
    fan: bool = True,
) -> Ladder:
    """Back-tests at each rung below the due date, and at the due date; without a `fan`, there alone."""
    rungs = [weeks * panel.unit for weeks in RUNGS if fan and weeks * panel.unit < remaining]
    made = tuple(forecast(panel, steps) for steps in (*rungs, remaining))
    return Ladder(panel, made, np.asarray(extra, dtype=np.float64))


def unfit(panel: Panel, remaining: Sequence[int]) -> list[Refusal | None]:
    """Why a series cannot be judged over its steps to come, or None."""
    why = refusals(panel)
    for row, past in enumerate(panel.width - panel.start):
        if why[row] is None and past < PAST_FOR_HORIZON * remaining[row]:
            why[row] = HorizonTooLong(horizon=int(remaining[row]), history=int(past))
    return why


def without_level(ladder: Ladder) -> Flags:
    """Series of which some horizon has no level at all: nothing was counted under the line."""
    return np.asarray(~np.isfinite(np.stack([one.level for one in ladder.forecasts])).all(0))


def refused_level() -> Refusal:
    """What such a series answers."""
    return NoDenominator()


def between_rungs(ladder: Ladder, at_ends: Floats, work: Floats, start: Floats) -> Floats:
    """Quantiles to date (n, steps, q) between those at the rungs (n, rungs, q), from `start` (n,) on.

    Linear in the `work` (n, steps) that is done by each step, not in days.
    """
    ends = ladder.ends
    origin = np.broadcast_to(start[:, None, None], (len(start), 1, at_ends.shape[2]))
    marks = np.concatenate([origin, at_ends], 1)
    places = np.concatenate([[0], ends])
    reached = np.concatenate([np.zeros((len(work), 1)), work], 1)
    steps = np.arange(1, int(ends[-1]) + 1)
    right = np.searchsorted(ends, steps) + 1
    low, high = reached[:, places[right - 1]], reached[:, places[right]]
    share = (reached[:, steps] - low) / np.where(high > low, high - low, 1.0)
    share = np.where(high > low, share, (steps - places[right - 1]) / (places[right] - places[right - 1]))
    return np.asarray(marks[:, right - 1] + share[..., None] * (marks[:, right] - marks[:, right - 1]))

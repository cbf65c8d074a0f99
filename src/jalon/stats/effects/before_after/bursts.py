"""Bursts of the past, and how they may come again: how often, how large, for how many periods in a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.panel import Floats

_BEFORE_ANY = 0.5
"""Bursts granted before any is counted (Jeffreys): four in a past may be two or seven in the next one."""


@dataclass(frozen=True)
class Bursts:
    """Each burst (bursts, longest): its sizes period after period, zero once over, over a past of so many periods."""

    sizes: Floats
    periods: int

    def __len__(self) -> int:
        return len(self.sizes)

    def again(self, draws: int, horizon: int, rng: np.random.Generator) -> Floats:
        """What they add to each period ahead, (draws, horizon); every draw has its own idea of how often they come."""
        out = np.zeros((draws, horizon))
        if not len(self):
            return out
        often = rng.gamma(len(self) + _BEFORE_ANY, 1.0, draws) / self.periods
        begins = rng.random((draws, horizon)) < often[:, None]
        which = rng.integers(len(self), size=(draws, horizon))
        for late in range(min(self.sizes.shape[1], horizon)):
            out[:, late:] += np.where(begins, self.sizes[which, late], 0.0)[:, : horizon - late]
        return out


def bursts_of(found: Mapping[int, float], periods: int) -> Bursts:
    """Sizes by period, those in a row taken for one burst."""
    runs: list[list[float]] = []
    last = -2
    for at in sorted(found):
        if at == last + 1:
            runs[-1].append(found[at])
        else:
            runs.append([found[at]])
        last = at
    sizes = np.zeros((len(runs), max((len(run) for run in runs), default=0)))
    for row, run in enumerate(runs):
        sizes[row, : len(run)] = run
    return Bursts(sizes, periods)

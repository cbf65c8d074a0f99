"""Many inputs followed at once: the level, week and spread of each, on its own scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jalon.stats.signals.given import Observed
from jalon.stats.warning.baseline import Baseline, follow
from jalon.stats.warning.panel import Panel, rates, scale_of
from jalon.stats.warning.robust import Array, Indices
from jalon.stats.warning.scales import Stabilised, stabilised


@dataclass(frozen=True, slots=True)
class Followed:
    """One input, (N, 1) each: shorter inputs are unknown after their own last step."""

    base: Baseline
    scale: Stabilised
    weights: Array

    @property
    def raw(self) -> Array:
        """Each day with its week removed, outliers kept (N,)."""
        yesterday = np.full_like(self.base.level, np.nan)
        yesterday[1:] = self.base.level[:-1]
        return np.asarray((yesterday + self.base.gap)[:, 0])


@dataclass(frozen=True, slots=True)
class ToFollow:
    """An input, the steps on which its scale is chosen, and the direction that is bad."""

    one: Observed
    until: int
    direction: int


def panel_of(one: Observed) -> Panel:
    """One input as a panel of one series."""
    return Panel(one.top[:, None]) if one.under is None else rates(one.top[:, None], one.under[:, None])


def followed(asked: Sequence[ToFollow]) -> list[Followed]:
    """Each input followed; all of one direction in a single pass over the days."""
    length = max((one.one.steps for one in asked), default=0)
    out: dict[int, Followed] = {}
    for direction in sorted({one.direction for one in asked}):
        mine = [at for at, one in enumerate(asked) if one.direction == direction]
        values, weights = np.full((length, len(mine)), np.nan), np.ones((length, len(mine)))
        until = np.array([min(asked[at].until, asked[at].one.steps) for at in mine], np.intp)
        for column, at in enumerate(mine):
            panel = panel_of(asked[at].one)
            values[: panel.days, column] = panel.values[:, 0]
            if panel.weights is not None:
                weights[: panel.days, column] = panel.weights[:, 0]
        out |= dict(zip(mine, _alone(values, weights, until, direction), strict=True))
    return [out[at] for at in range(len(asked))]


def _alone(values: Array, weights: Array, until: Indices, direction: int) -> list[Followed]:
    scales = [scale_of(values[: until[at], at]) for at in range(values.shape[1])]
    scale = stabilised(values, scales, until, direction)
    base = follow(scale.values, weights)
    columns = [slice(at, at + 1) for at in range(values.shape[1])]
    return [
        Followed(
            Baseline(*(side[:, at] for side in (base.days, base.gap, base.off, base.level, base.spread))),
            Stabilised(scale.values[:, at], scale.roots[at], scale.sign),
            weights[:, at],
        )
        for at in columns
    ]

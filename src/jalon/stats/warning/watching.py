"""A batch of series watched: each is refused, or given its evidence of a lasting shift and of a spike, day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.quantities import Refusal
from jalon.stats.warning.baseline import follow
from jalon.stats.warning.panel import Panel, Scale, refused, scale_of
from jalon.stats.warning.robust import Array, Flags, Indices
from jalon.stats.warning.scales import stabilised
from jalon.stats.warning.shifts import NOTHING, contrasts, of_peers, shifts

LOSSES = (0.20, 0.30)
"""Shares whose lasting loss matters, when the plan states none."""
DOWN, UP = -1, 1


@dataclass(frozen=True, slots=True)
class Watched:
    """K series watched over n days, (n, K) each; a refused series holds no evidence.

    `shift` is a log likelihood ratio for a lasting change for the worse, `stray` how many of its own spreads the
    strongest contrast lies off, `size` the share the level has moved by, `spike` how many of the series' own spreads
    the single day lies off on the bad side.
    """

    refusals: tuple[Refusal | None, ...]
    scales: tuple[Scale, ...]
    shift: Array
    stray: Array
    size: Array
    spike: Array


def evidence(
    panel: Panel,
    start: int | Indices,
    *,
    peers: Array | None = None,
    broken: Flags | None = None,
    direction: int = DOWN,
    losses: tuple[float, ...] = LOSSES,
) -> Watched:
    """Evidence of each day for a lasting change by one of these shares; `direction` is the bad one.

    Series are refused, and their scale chosen, on the days before `start` (one for all, or one each). `peers` (K,)
    names the group of each series, whose common moves are charged to none of them. Days that `broken` marks are a
    measurement break.
    """
    until = np.broadcast_to(np.asarray(start, np.intp), (panel.count,))
    refusals = refused(panel, until)
    keep = np.flatnonzero([one is None for one in refusals])
    scales = [Scale.LOG] * panel.count
    shift, stray, size, spike = (
        np.full(panel.values.shape, NOTHING),
        np.full(panel.values.shape, NOTHING),
        _unknown(panel),
        _unknown(panel),
    )
    if len(keep):
        for at in keep:
            scales[at] = scale_of(panel.values[: until[at], at])
        breaks = None if broken is None else broken[:, keep]
        values = panel.values[:, keep] if breaks is None else np.where(breaks, np.nan, panel.values[:, keep])
        weights = None if panel.weights is None else panel.weights[:, keep]
        scale = stabilised(values, [scales[at] for at in keep], until[keep], direction)
        base = follow(scale.values, weights, breaks)
        sizes = np.stack([scale.loss(base.level, share) for share in losses])
        seen = contrasts(base, weights)
        found = shifts(base, sizes, seen, None if peers is None else of_peers(seen / base.spread, peers[keep]))
        shift[:, keep] = found.evidence
        stray[:, keep] = found.stray
        size[:, keep] = scale.as_share(found.change, base.level)
        spike[:, keep] = -base.off
    return Watched(tuple(refusals), tuple(scales), shift, stray, size, spike)


def _unknown(panel: Panel) -> Array:
    return np.full(panel.values.shape, np.nan)

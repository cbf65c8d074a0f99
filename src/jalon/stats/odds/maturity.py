"""Days whose figures still grow, raised to what they will become; the doubt of that is kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.panel import Flags, Floats

LEAST_SHARE = 0.3
"""A day of which less than that has come says nothing: it counts among the days to come."""


@dataclass(frozen=True)
class Immature:
    """Steps after the last mature one, oldest first, (m,) each.

    `reported` so far, the `share` of the final figure that steps of that age usually show, the `spread` of that share
    (standard deviation of its logarithm), and whether the step lies `in_period`.
    """

    reported: Floats
    share: Floats
    spread: Floats
    in_period: Flags


@dataclass(frozen=True)
class Completed:
    """What steps will become: `values` (k,), their part of the total, its log spread, and how many were left out."""

    values: Floats
    in_period: float
    spread: float
    left: int


def completed(immature: Immature | None) -> Completed:
    """Raise each step by its share; the latest ones that show too little are left to the future.

    The doubts of the steps are taken as one: a slow tool is slow for all of them.
    """
    if immature is None:
        return Completed(np.zeros(0), 0.0, 0.0, 0)
    return _raised(immature, _telling(immature))


def completed_together(both: tuple[Immature, Immature] | None) -> tuple[Completed, Completed]:
    """Both sides of a ratio raised on the same steps, as far as both of them tell enough."""
    if both is None:
        return completed(None), completed(None)
    kept = min(_telling(side) for side in both)
    return _raised(both[0], kept), _raised(both[1], kept)


def _telling(immature: Immature) -> int:
    """How many steps tell enough, from the oldest on."""
    enough = immature.share >= LEAST_SHARE
    return len(enough) if enough.all() else int(np.argmin(enough))


def _raised(immature: Immature, kept: int) -> Completed:
    values = immature.reported[:kept] / immature.share[:kept]
    inside = np.where(immature.in_period[:kept], values, 0.0)
    total = float(inside.sum())
    spread = float((np.abs(inside) * immature.spread[:kept]).sum() / abs(total)) if total else 0.0
    return Completed(values, total, spread, int(immature.in_period[kept:].sum()))

"""How wide the answer must be: the series' own back-test errors, shrunk to the pool (empirical Bayes)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.panel import Floats, Ints

PRIOR_OUTCOMES = 10.0
"""The pool's scale is worth that many independent outcomes of one's own."""
SHIPPED_RATIO = 0.92
SHIPPED_OUTCOMES = 8.0
"""Without a pool: totals miss by about what their doubt says."""
LIKENESS = 0.1
"""Correlation of the errors of two series on one calendar: what strikes one strikes the others."""
RESTLESS_SHARE = 0.6
DISPUTED_SHARE = 1.0
"""Doubt is made of the usual change between months and of how far the models disagree on this very horizon."""
LONE_DOF, POOLED_DOF = 4.0, 10.0
"""A scale that no sister series confirms is itself in doubt: its tails are heavier."""
_MOST_WORTH = 4.0
_WILDEST = 9.0


@dataclass(frozen=True)
class Spread:
    """Scale and degrees of freedom of the error of each series, (n,) each."""

    scale: Floats
    dof: Floats


def doubt(restlessness: Floats, disagreement: Floats) -> Floats:
    """What an error may be expected to measure before any was seen, (n, origins)."""
    square = RESTLESS_SHARE * restlessness[:, None] ** 2 + DISPUTED_SHARE * disagreement**2
    return np.asarray(np.sqrt(np.maximum(square, 1e-12)))


def pooled_spread(
    ratios: Floats, alike: Floats, independent: Floats, groups: Ints, calendars: Ints, now: Floats
) -> Spread:
    """From squared errors over squared doubts (n, origins), NaN unknown, and the doubt of today's horizon (n,).

    `alike` (n, origins) is how much each counts; `independent` (n,) counts the outcomes that do not overlap;
    `groups` (n,) learn from one another; `calendars` (n,) are equal where days are shared.
    """
    weight = np.where(np.isfinite(ratios), alike, 0.0)
    count = weight.sum(1)
    own = (weight * np.where(np.isfinite(ratios), ratios, 0.0)).sum(1) / np.where(count > 0, count, 1.0)
    outcomes = np.where(count > 0, independent, 0.0)
    worth = np.minimum(outcomes, _MOST_WORTH)
    for calendar in np.unique(calendars):
        rows = calendars == calendar
        others = max(int(np.count_nonzero(worth[rows])) - 1, 0)
        worth[rows] /= 1 + others * LIKENESS
    pool, sure = np.ones(len(own)), np.zeros(len(own))
    for group in np.unique(groups):
        rows = groups == group
        common = (worth[rows] * np.minimum(own[rows], _WILDEST)).sum()
        pool[rows] = (SHIPPED_OUTCOMES * SHIPPED_RATIO**2 + common) / (SHIPPED_OUTCOMES + worth[rows].sum())
        sure[rows] = (worth[rows].sum() - worth[rows]) / SHIPPED_OUTCOMES
    ratio = (PRIOR_OUTCOMES * pool + outcomes * own) / (PRIOR_OUTCOMES + outcomes)
    dof = LONE_DOF + (POOLED_DOF - LONE_DOF) * np.minimum(sure, 1.0) + outcomes
    return Spread(now * np.sqrt(ratio), dof)

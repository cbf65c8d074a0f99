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
TAILS = 5.0
"""Degrees of freedom of the errors: months out of the ordinary are rare and far, whoever's past they are read from."""
LONE_TAILS = 4.0
"""A scale that no sister series confirms is itself in doubt."""
_ROUNDS = 8
_MOST_WORTH = 4.0
_WILDEST = 9.0
_TINY = 1e-9


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
    own = student_ratio(np.where(np.isfinite(ratios), ratios, 0.0), weight)
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
    dof = LONE_TAILS + (TAILS - LONE_TAILS) * np.minimum(sure, 1.0)
    return Spread(now * np.sqrt(ratio), dof)


def student_ratio(ratios: Floats, weight: Floats) -> Floats:
    """Squared scale (n,) that makes squared errors (n, origins) most likely under Student tails; 0 where none counts.

    Of errors with such tails a mean of squares belongs to their few largest: bands made of it are too wide at 80 % and
    too narrow at 95 %. Expectation and maximisation (Lange, Little and Taylor 1989).
    """
    count = weight.sum(1)
    known = np.where(count > 0, count, 1.0)
    found = np.maximum((weight * np.minimum(ratios, _WILDEST)).sum(1) / known, _TINY)
    for _ in range(_ROUNDS):
        share = (TAILS + 1) / (TAILS + ratios / found[:, None])
        found = np.maximum((weight * share * ratios).sum(1) / known, _TINY)
    return np.where(count > 0, found, 0.0)

"""How wide the answer must be: the series' own back-test errors, shrunk to the pool (empirical Bayes)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.panel import Floats

PRIOR_OUTCOMES = 6.0
"""The pool's scale is worth that many independent outcomes of one's own."""
SHIPPED_RATIO = 1.0
SHIPPED_OUTCOMES = 8.0
"""Without a pool: total errors are about as large as the usual change from one month to the next."""


@dataclass(frozen=True)
class Spread:
    """Scale and degrees of freedom of the error of each series, (n,) each."""

    scale: Floats
    dof: Floats


def pooled_spread(errors: Floats, restlessness: Floats, independent: Floats) -> Spread:
    """From errors (n, origins), NaN unknown; the series' usual change; and how many outcomes are independent (n,)."""
    seen = np.isfinite(errors)
    count = seen.sum(1)
    square = np.where(seen, errors, 0.0) ** 2
    own = square.sum(1) / np.maximum(count, 1)
    base = np.maximum(restlessness, 1e-6) ** 2
    ratio = own[count > 0] / base[count > 0]
    worth = np.minimum(independent[count > 0], 4.0)
    capped = np.minimum(ratio, 9.0)
    pool = (SHIPPED_OUTCOMES * SHIPPED_RATIO**2 + (worth * capped).sum()) / (SHIPPED_OUTCOMES + worth.sum())
    prior = pool * base
    weight = np.where(count > 0, independent, 0.0)
    variance = (PRIOR_OUTCOMES * prior + weight * own) / (PRIOR_OUTCOMES + weight)
    return Spread(np.sqrt(variance), PRIOR_OUTCOMES + weight)

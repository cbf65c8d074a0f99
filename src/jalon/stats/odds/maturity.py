"""Days whose figures still grow: how complete each age is, measured on past extracts, and what the days will become."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import TooLittleHistory
from jalon.stats.forecast.panel import Flags, Floats

DAYS_NEEDED = 8
LEAST_SHARE = 0.3
"""A day of which less than that has come says nothing: it counts among the days to come."""
_PRIOR_DAYS = 4.0
_PRIOR_SPREAD = 0.05


@dataclass(frozen=True)
class Completeness:
    """For each age in steps (0: the last one), the share of the final figure already seen and its log spread, (m,)."""

    share: Floats
    spread: Floats


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


def completeness(seen: Floats, final: Floats) -> Completeness | Refusal:
    """Measured on past extracts: `seen` (days, ages) values read at each age, `final` (days,) what they became.

    Median share by age, never falling with age; robust spread, drawn a little to five in a hundred.
    """
    known = np.isfinite(seen) & (final > 0)[:, None]
    count = known.sum(0)
    fewest = int(count.min()) if seen.shape[1] else 0
    if fewest < DAYS_NEEDED:
        return TooLittleHistory(needed=DAYS_NEEDED, have=fewest)
    shares, spreads = [], []
    for age in range(seen.shape[1]):
        ratio = seen[known[:, age], age] / final[known[:, age]]
        middle = float(np.median(ratio))
        away = np.log(np.maximum(ratio, 1e-6) / max(middle, 1e-6))
        robust = (1.4826 * float(np.median(np.abs(away)))) ** 2
        pooled = (count[age] * robust + _PRIOR_DAYS * _PRIOR_SPREAD**2) / (count[age] + _PRIOR_DAYS)
        shares.append(middle)
        spreads.append(float(np.sqrt(pooled)))
    return Completeness(np.maximum.accumulate(np.array(shares)), np.array(spreads))


def completed(immature: Immature | None) -> Completed:
    """Raise each step by its share; the latest ones that show too little are left to the future.

    The doubts of the steps are taken as one: a slow tool is slow for all of them.
    """
    if immature is None or len(immature.reported) == 0:
        return Completed(np.zeros(0), 0.0, 0.0, 0)
    enough = immature.share >= LEAST_SHARE
    kept = len(enough) if enough.all() else int(np.argmin(enough))
    values = immature.reported[:kept] / immature.share[:kept]
    inside = np.where(immature.in_period[:kept], values, 0.0)
    total = float(inside.sum())
    spread = float((np.abs(inside) * immature.spread[:kept]).sum() / abs(total)) if total else 0.0
    return Completed(values, total, spread, int(immature.in_period[kept:].sum()))

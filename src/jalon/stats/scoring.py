"""How good announced probabilities and bands were: Brier, calibration error, reliability, sharpness, coverage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import isotonic_regression

from jalon.quantities import Refusal
from jalon.quantities.refusals import TooLittleHistory
from jalon.stats.forecast.panel import Floats

BINS = 10
ENOUGH_OUTCOMES = 200
"""Below that many closed targets a recalibration would learn noise."""


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Of the targets given between `low` and `high`, `reached` were; `said` is their mean probability."""

    low: float
    high: float
    said: float
    reached: float
    count: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Brier score (0 best), expected calibration error, sharpness (variance of what was said), base rate, bins."""

    brier: float
    error: float
    sharpness: float
    base_rate: float
    count: int
    bins: tuple[ReliabilityBin, ...]


def calibration(said: Floats, reached: Floats, bins: int = BINS) -> Calibration | Refusal:
    """Score probabilities (k,) against outcomes 0 or 1 (k,)."""
    if len(said) == 0:
        return TooLittleHistory(needed=1, have=0)
    place = np.clip((said * bins).astype(np.int64), 0, bins - 1)
    rows = []
    for one in range(bins):
        inside = place == one
        if inside.any():
            rows.append(
                ReliabilityBin(
                    one / bins,
                    (one + 1) / bins,
                    float(said[inside].mean()),
                    float(reached[inside].mean()),
                    int(inside.sum()),
                )
            )
    error = sum(abs(row.said - row.reached) * row.count for row in rows) / len(said)
    return Calibration(
        brier=float(np.mean((said - reached) ** 2)),
        error=float(error),
        sharpness=float(np.var(said)),
        base_rate=float(reached.mean()),
        count=len(said),
        bins=tuple(rows),
    )


def coverage(low: Floats, high: Floats, actual: Floats) -> float:
    """Share of the outcomes inside their bands."""
    return float(np.mean((actual >= low) & (actual <= high)))


def pinball(quantile: Floats, probability: float, actual: Floats) -> float:
    """Mean loss of a quantile: the score that a truthful quantile makes smallest."""
    away = actual - quantile
    return float(np.mean(np.maximum(probability * away, (probability - 1) * away)))


@dataclass(frozen=True)
class Recalibration:
    """A rising curve from what was said to what came true, drawn a little towards what was said."""

    said: Floats
    corrected: Floats

    def __call__(self, odds: Floats) -> Floats:
        """Corrected probabilities; 0 and 1 stay what they are."""
        curve = np.interp(
            odds, np.concatenate([[0.0], self.said, [1.0]]), np.concatenate([[0.0], self.corrected, [1.0]])
        )
        return np.asarray(curve)


def recalibration(said: Floats, reached: Floats, prior: float = 50.0) -> Recalibration | Refusal:
    """Isotonic in ten groups of equal size, each drawn to its own word as if `prior` / 10 outcomes had kept it."""
    if len(said) < ENOUGH_OUTCOMES:
        return TooLittleHistory(needed=ENOUGH_OUTCOMES, have=len(said))
    order = np.argsort(said, kind="stable")
    groups = np.array_split(order, BINS)
    words = np.array([said[group].mean() for group in groups])
    counts = np.array([float(len(group)) for group in groups])
    seen = np.array([reached[group].sum() for group in groups])
    drawn = (seen + prior / BINS * words) / (counts + prior / BINS)
    rising = isotonic_regression(drawn, weights=counts).x
    keep = np.concatenate([[True], np.diff(words) > 0])
    return Recalibration(words[keep], np.clip(np.asarray(rising)[keep], 0.0, 1.0))

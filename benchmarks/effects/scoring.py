"""Intervals set against truths: how often they hold them, how wide they are, how often nothing passes for something."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from benchmarks.effects.held_out import Case

Answer = dict[str, object]
Estimate = Callable[..., Answer]


@dataclass(frozen=True)
class Scored:
    """Shares of intervals that hold the truth, width and error in % of what was to come, share that exclude zero."""

    answered: int
    held_80: float
    held_95: float
    width: float
    error: float
    excludes_zero: float
    seconds: float

    def line(self) -> str:
        """As it is printed."""
        return (
            f"80 %: {100 * self.held_80:5.1f}   95 %: {100 * self.held_95:5.1f}   width {self.width:6.2f} %   "
            f"RMSE {self.error:6.2f} %   excludes 0: {100 * self.excludes_zero:5.1f} %   {self.seconds:.3f} CPU s"
        )


def scored(estimate: Estimate, cases: Iterable[Case]) -> Scored | None:
    """None when every case was refused."""
    rows = []
    for seed, one in enumerate(cases):
        begun = time.process_time()
        answer = estimate(one.y.copy(), one.X, one.t0, season=one.season, weights=one.weights, seed=seed)
        spent = time.process_time() - begun
        if "refused" in answer:
            continue
        (l80, h80), (l95, h95) = answer["ci"][0.80], answer["ci"][0.95]  # type: ignore[index]
        error = (answer["cum"] - one.truth) / one.base  # type: ignore[operator]
        wide = 100 * (h95 - l95) / one.base
        rows.append((l80 <= one.truth <= h80, l95 <= one.truth <= h95, wide, error, l95 > 0 or h95 < 0, spent))
    if not rows:
        return None
    inside_80, inside_95, widths, errors, excludes, spent = np.array(rows, float).T
    return Scored(
        len(rows),
        float(inside_80.mean()),
        float(inside_95.mean()),
        float(np.median(widths)),
        float(100 * np.sqrt((errors**2).mean())),
        float(excludes.mean()),
        float(spent.mean()),
    )

"""One past, many futures: how often intervals hold on laws of our own, told apart by how much the level wanders.

A share over many futures of each past is known far better than one truth a draw lets it be. Laws to develop on; they
judge nothing. `python -m benchmarks.effects.many_futures [pasts]` prints both families.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.effects.held_out import Floats
from jalon.quantities import Refusal
from jalon.stats.effects.before_after import EffectQuestion
from jalon.stats.effects.before_after.measuring import foreseen

PASTS, FUTURES = 200, 41
_NOISE = 0.06
_WEEK = np.array([0.08, 0.1, 0.05, 0, 0, -0.15, -0.1])
_BOUNDS = (0.0007, 0.005, 0.03, 0.2)
"""Variance of one step of the level over that of the noise: where the groups end."""


@dataclass(frozen=True)
class Drawn:
    """A past and its futures (futures, horizon), the season, and how much the level wanders (inf for a walk)."""

    past: Floats
    futures: Floats
    season: int | None
    wanders: float


def level_and_noise(seed: int) -> Drawn:
    """A level that stands still or wanders, under noise with or without memory, with or without a week."""
    rng = np.random.default_rng([77, seed])
    start, ahead = int(rng.integers(70, 210)), int(rng.integers(12, 32))
    has_week, kind = bool(rng.random() < 0.5), int(rng.integers(3))
    keep = float(rng.uniform(0.2, 0.75)) if kind else 0.0
    share = (0.0, 1.0, float(rng.uniform(0.3, 0.8)))[kind]
    wanders = float(10 ** rng.uniform(-4, 0)) if rng.random() < 0.85 else 0.0

    def going_on(level: float, memory: float, periods: int) -> tuple[Floats, float, float]:
        out = np.empty(periods)
        for t in range(periods):
            level += rng.normal(0, _NOISE * np.sqrt(wanders))
            memory = keep * memory + rng.normal(0, _NOISE * np.sqrt(share * (1 - keep**2)))
            out[t] = level + memory + rng.normal(0, _NOISE * np.sqrt(1 - share))
        return out, level, memory

    past, level, memory = going_on(0.0, rng.normal(0, _NOISE * np.sqrt(share)), start)
    futures = np.array([going_on(level, memory, ahead)[0] for _ in range(FUTURES)])
    week = np.resize(_WEEK, start + ahead) * has_week
    return Drawn(
        800 * np.exp(past + week[:start]), 800 * np.exp(futures + week[start:]), 7 if has_week else None, wanders
    )


def walks(seed: int) -> Drawn:
    """Pure walks, some with heavy tails, some under a little noise."""
    rng = np.random.default_rng([78, seed])
    start, ahead = int(rng.integers(70, 150)), int(rng.integers(12, 30))
    size, is_heavy = float(rng.uniform(0.01, 0.03)), bool(rng.random() < 0.4)

    def steps(*shape: int) -> Floats:
        return size * (rng.standard_t(4, shape) / np.sqrt(2) if is_heavy else rng.normal(0, 1, shape))

    past = np.cumsum(steps(start))
    futures = past[-1] + np.cumsum(steps(FUTURES, ahead), 1)
    noise = size * rng.choice([0, 0, 0.3])
    return Drawn(
        800 * np.exp(past + noise * rng.normal(0, 1, start)),
        800 * np.exp(futures + noise * rng.normal(0, 1, futures.shape)),
        None,
        np.inf,
    )


def held(one: Drawn) -> tuple[float, float] | None:
    """Shares of the futures inside the 80 and 95 % intervals; None when the past is refused."""
    start, values = len(one.past), np.r_[one.past, one.futures[0]]
    answer = foreseen(EffectQuestion(values, start, season=one.season))
    if isinstance(answer, Refusal):
        return None
    low_95, low_80, high_80, high_95 = np.quantile(answer[0].sum(1), (0.025, 0.1, 0.9, 0.975))
    sums = one.futures.sum(1)
    return float(np.mean((low_80 <= sums) & (sums <= high_80))), float(np.mean((low_95 <= sums) & (sums <= high_95)))


def run(family: Callable[[int], Drawn], pasts: int) -> None:
    """One line for the family, and one a group of how much the level wanders."""
    rows = []
    for seed in range(pasts):
        one = family(seed)
        shares = held(one)
        if shares is not None:
            rows.append((one.wanders, *shares))
    found = np.array(rows)
    print(f"  {family.__name__.replace('_', ' ')}: {_said(found)}")
    if not np.isfinite(found[:, 0]).all():
        return
    groups = np.where(found[:, 0] == 0, -1, np.searchsorted(_BOUNDS, found[:, 0]))
    names = {-1: "still", **{at: f"up to {bound}" for at, bound in enumerate(_BOUNDS)}, len(_BOUNDS): "more"}
    for group in np.unique(groups):
        print(f"    {names[int(group)]:12s} {_said(found[groups == group])}")


def _said(found: Floats) -> str:
    return f"80 %: {100 * found[:, 1].mean():.1f}   95 %: {100 * found[:, 2].mean():.1f}   ({len(found)} pasts)"


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else PASTS
    run(level_and_noise, many)
    run(walks, many // 2)

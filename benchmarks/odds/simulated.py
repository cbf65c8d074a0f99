"""Series made up with known laws: levels that wander, shared seasons, bursts, steps, small counts; and ratios."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.odds.tasks import Series

Floats = np.ndarray
KINDS = ("plain", "season", "bursts", "steps", "growth", "small")
RATIOS = ("plain", "over-dispersed", "bursts", "drifting", "small", "season")
RATIO_TARGETS = np.array([0.85, 0.93, 0.97, 1.0, 1.03, 1.07, 1.15])


def collection(seed: int, each: int, days: int) -> list[Series]:
    """`each` daily series of every kind, on one calendar."""
    dates = np.datetime64("2023-01-02") + np.arange(days)
    found = []
    for place, kind in enumerate(KINDS):
        values = counts(kind, each, days, np.random.default_rng([seed, place]))
        found += [Series(f"{kind}-{n}", kind, one, dates) for n, one in enumerate(values)]
    return found


def counts(kind: str, series: int, days: int, chance: np.random.Generator) -> Floats:
    """Daily counts (series, days) of one kind."""
    t = np.arange(days)
    week = np.exp(chance.normal(0, 0.2, (series, 7)))
    week /= week.mean(1, keepdims=True)
    size = np.exp(chance.normal(5, 1.2, (series, 1)))
    wander = np.exp(chance.normal(np.log(0.008), 0.6, (series, 1)))
    level = np.cumsum(chance.normal(0, 1, (series, days)) * wander, 1)
    deviation = np.exp(chance.normal(np.log(0.15), 0.4, (series, 1)))
    noise = np.exp(deviation * chance.normal(0, 1, (series, days)) - deviation**2 / 2)
    if kind == "season":
        level = level + _year(t, series, chance)
    elif kind == "bursts":
        burst = (chance.uniform(size=(series, days)) < 0.02) * np.exp(chance.normal(1.2, 0.7, (series, days)))
        fading = np.exp(-np.arange(6) / 1.5)
        noise = noise * (1 + np.stack([np.convolve(one, fading)[:days] for one in burst]))
    elif kind == "steps":
        jumps = (chance.uniform(size=(series, days)) < 1 / 180) * chance.normal(0, 0.35, (series, days))
        level = level + np.cumsum(jumps, 1)
    elif kind == "growth":
        level = level + np.outer(chance.normal(0.0006, 0.0008, series), t)
    elif kind == "small":
        size = np.exp(chance.normal(0.3, 0.5, (series, 1)))
    return chance.poisson(np.minimum(size * np.exp(level) * week[:, t % 7] * noise, 1e9)).astype(float)


def _year(t: Floats, series: int, chance: np.random.Generator) -> Floats:
    """A yearly shape that a company's series share, each with its own strength and a part of its own."""
    angle = 2 * np.pi * t / 365.25
    shape = sum(chance.normal() / k * np.cos(k * angle) + chance.normal() / k * np.sin(k * angle) for k in (1, 2, 3))
    shape = shape * 0.25 / np.std(shape)
    own = chance.normal(0, 0.12, (series, 2))
    return chance.uniform(0.5, 1.5, (series, 1)) * shape + own[:, :1] * np.cos(angle) + own[:, 1:] * np.sin(angle)


@dataclass(frozen=True)
class RatioCase:
    """A ratio in the middle of its period: what is known, what remains, and what it became."""

    kind: str
    top: Floats
    bottom: Floats
    elapsed: int
    remaining: int
    final: float
    base: float


def ratio_cases(kind: str, count: int, seed: int) -> list[RatioCase]:
    """Histories of 90 to 730 days, periods of a month or a quarter, cut anywhere in their first 85 %."""
    chance = np.random.default_rng([seed, RATIOS.index(kind)])
    found = []
    for _ in range(count):
        known, period = int(chance.choice([90, 180, 400, 730])), int(chance.choice([30, 91]))
        elapsed = int(chance.integers(0, int(period * 0.85)))
        top, bottom = _ratio(kind, known + period - elapsed, chance)
        inside, before = slice(known - elapsed, None), slice(max(0, known - 90), known)
        if bottom[inside].sum() == 0 or top[before].sum() == 0:
            continue
        final, base = top[inside].sum() / bottom[inside].sum(), top[before].sum() / bottom[before].sum()
        found.append(RatioCase(kind, top[:known], bottom[:known], elapsed, period - elapsed, final, base))
    return found


def _ratio(kind: str, days: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
    t = np.arange(days)
    week = np.exp(chance.normal(0, 0.25, 7))
    week /= week.mean()
    small, large = (30, 200) if kind == "small" else (200, 20_000)
    size = np.exp(chance.uniform(np.log(small), np.log(large)))
    rate = np.log(np.exp(chance.uniform(np.log(0.005), np.log(0.2))))
    volume = size * np.exp(np.cumsum(chance.normal(0, 0.01, days)) + 0.1 * chance.normal(size=days)) * week[t % 7]
    wander = 0.012 if kind == "drifting" else 0.003
    rate = rate + np.cumsum(chance.normal(0, wander, days)) + 0.05 * np.log(week[t % 7])
    if kind == "season":
        rate = rate + 0.15 * np.cos(2 * np.pi * (t + chance.uniform(0, 365)) / 365.25)
    share = np.minimum(np.exp(rate), 0.9)
    if kind in ("over-dispersed", "bursts"):
        tight = np.exp(chance.uniform(np.log(20), np.log(300)))
        share = chance.beta(share * tight, (1 - share) * tight)
    bottom = chance.poisson(volume).astype(float)
    top = chance.binomial(bottom.astype(int), share).astype(float)
    if kind == "bursts":
        for start in np.flatnonzero(chance.uniform(size=days) < 1 / 60):
            days_hit = slice(start, start + int(chance.integers(1, 5)))
            more = np.round(bottom[days_hit] * chance.uniform(1, 5))
            bottom[days_hit] += more
            top[days_hit] += chance.poisson(more * share[days_hit] * chance.uniform(0, 0.5))
    return top, bottom

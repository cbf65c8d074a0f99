"""Laws that no choice of the method was made on: breaks of habit, contagion, ratios, small counts, two markets.

Written after the method was frozen; drawn once, and shown as they fell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Floats = np.ndarray


@dataclass(frozen=True)
class Case:
    """A series whose effect is known: values, controls, first period after, season, weights, truth, its base."""

    y: Floats
    X: Floats | None
    t0: int
    season: int | None
    weights: Floats | None
    truth: float
    base: float


def memory(rng: np.random.Generator, periods: int, keep: float, spread: float) -> Floats:
    out, now = np.empty(periods), 0.0
    for t in range(-60, periods):
        now = keep * now + rng.normal(0, spread)
        if t >= 0:
            out[t] = now
    return out


def case(name: str, seed: int) -> Case:
    """One draw of a law."""
    rng = np.random.default_rng([20261201, seed, sum(map(ord, name))])
    return _LAWS[name](rng)


def done(
    without: Floats,
    t0: int,
    lift: Floats | float,
    season: int | None = None,
    controls: Floats | None = None,
    weights: Floats | None = None,
) -> Case:
    y, counted = without.astype(float).copy(), np.ones(len(without)) if weights is None else weights
    y[t0:] *= 1 + lift
    truth = float((counted * (y - without))[t0:].sum())
    return Case(y, controls, t0, season, weights, truth, float((counted * without)[t0:].sum()))


def _smooth_waves(rng: np.random.Generator) -> Case:
    """A market that turns slowly (second-order memory), read by two shops beside."""
    periods, t0 = 150, 126
    noise, market = rng.normal(0, 0.01, periods + 80), np.zeros(periods + 80)
    for t in range(2, periods + 80):
        market[t] = 1.6 * market[t - 1] - 0.68 * market[t - 2] + noise[t]
    market = market[80:]
    beside = [70 * np.exp(k * market + memory(rng, periods, 0.4, 0.02)) for k in (0.7, 1.2)]
    return done(900 * np.exp(market + rng.normal(0, 0.025, periods)), t0, 0.0, None, np.array(beside).T)


def _weekly_sales(rng: np.random.Generator) -> Case:
    """Three years of weeks with two sales seasons that waves cannot follow, +6 %."""
    periods, t0 = 168, 156
    t = np.arange(periods)
    sales = 0.35 * np.isin(t % 52, (1, 2, 25, 26)) + 0.08 * np.cos(2 * np.pi * t / 52)
    near = memory(rng, periods, 0.7, 0.03)
    control = 300 * np.exp(0.9 * sales + near + rng.normal(0, 0.02, periods))
    orders = 2000 * np.exp(sales + 0.8 * near + 0.001 * t + rng.normal(0, 0.03, periods))
    return done(orders, t0, 0.06, 52, control[:, None])


def _small_counts(rng: np.random.Generator) -> Case:
    """Leads of a small site: three a day, contagion, a week, no effect."""
    t0, periods = 170, 200
    level = np.log(3) + memory(rng, periods, 0.8, 0.1) + np.resize([0.2, 0.2, 0.1, 0.1, 0, -0.6, -0.7], periods)
    return done(rng.poisson(np.exp(level) * rng.gamma(4, 0.25, periods)).astype(float), t0, 0.0, 7)


def _rate(rng: np.random.Generator) -> Case:
    """A conversion rate with visits that swing, +15 %."""
    t0, periods = 140, 168
    visits = rng.poisson(
        1500 * np.exp(memory(rng, periods, 0.7, 0.1)) * np.resize([1, 1, 1, 1, 0.9, 0.6, 0.6], periods)
    )
    chance = 0.025 * np.exp(memory(rng, periods, 0.9, 0.02))
    return done(rng.binomial(visits, chance) / visits, t0, 0.15, 7, weights=visits.astype(float))


def _bursts(rng: np.random.Generator) -> Case:
    """Daily sessions with press bursts and two outages, no effect."""
    t0, periods = 200, 228
    y = 500 * np.exp(np.cumsum(rng.normal(0, 0.004, periods)) + rng.normal(0, 0.06, periods))
    y *= np.resize([1.1, 1.1, 1.05, 1, 1, 0.8, 0.85], periods)
    y *= np.where(rng.random(periods) < 0.02, rng.uniform(1.5, 3, periods), 1)
    y[rng.integers(20, 180, 2)] *= 0.1
    return done(y, t0, 0.0, 7)


def _old_break(rng: np.random.Generator) -> Case:
    """A level that shifted long before the action, then +10 % growing over half of the window."""
    t0, periods = 120, 144
    y = 80 + 25 * (np.arange(periods) >= 55) + memory(rng, periods, 0.5, 3)
    return done(y, t0, 0.10 * np.minimum(np.arange(1, 25) / 12, 1))


def _walk_with_gaps(rng: np.random.Generator) -> Case:
    """A wandering level with days that were not measured, no effect."""
    t0, periods = 110, 134
    found = done(200 + np.cumsum(rng.normal(0, 2, periods)) + rng.normal(0, 3, periods), t0, 0.0)
    found.y[rng.choice(t0, 9, replace=False)] = np.nan
    return found


def _months(rng: np.random.Generator) -> Case:
    """Seven years of months, a profile that shifts slowly, +8 %."""
    t0, periods = 78, 84
    t = np.arange(periods)
    profile = rng.normal(0, 0.12, 12)[t % 12] * (1 + 0.003 * t)
    return done(5000 * np.exp(profile + 0.003 * t + memory(rng, periods, 0.6, 0.03)), t0, 0.08, 12)


_LAWS = {
    "smooth market, two controls": _smooth_waves,
    "weeks with sales seasons": _weekly_sales,
    "three leads a day": _small_counts,
    "conversion rate": _rate,
    "press bursts and outages": _bursts,
    "an old break, a ramp": _old_break,
    "a walk with gaps": _walk_with_gaps,
    "months": _months,
}
NAMES = tuple(_LAWS)
NULLS = frozenset({"smooth market, two controls", "three leads a day", "press bursts and outages", "a walk with gaps"})

"""Laws on which choices of the method are made: other than those that score it, and they judge nothing.

Bursts of press, a promotion season that drifts, counts, ratios under a denominator that moves, controls good and bad,
walks and memories of every strength (each draw has its own), most of them outside what the method contains.
"""

from __future__ import annotations

import numpy as np

from benchmarks.effects.held_out import Case, Floats, done, memory

SEED = 20261130
_WEEK = np.array([1.08, 1.1, 1.05, 1.0, 1.0, 0.85, 0.9])


def case(name: str, seed: int) -> Case:
    """One draw of a law."""
    return LAWS[name](np.random.default_rng([SEED, seed, sum(map(ord, name))]))


def _walk(rng: np.random.Generator, periods: int, step: float) -> Floats:
    return np.cumsum(rng.normal(0, step, periods))


def _press(rng: np.random.Generator) -> Case:
    """Daily sessions; an article lifts a day and what is left of it the next ones."""
    t0, periods = 150, 178
    y = 900 * np.exp(_walk(rng, periods, 0.005) + memory(rng, periods, 0.3, 0.05)) * np.resize(_WEEK, periods)
    spark = np.where(rng.random(periods) < 0.025, rng.lognormal(-0.2, 0.6, periods), 0.0)
    echo = np.array([spark[max(0, t - 3) : t + 1][::-1] @ (0.35 ** np.arange(min(t, 3) + 1)) for t in range(periods)])
    return done(y * (1 + echo), t0, 0.0, 7)


def _promotions(rng: np.random.Generator) -> Case:
    """Two and a half years of weeks; a sales season whose dates move by some weeks from one year to the next, +10 %."""
    t0, periods = 130, 142
    t, sales = np.arange(periods), np.zeros(periods)
    for year in range(4):
        first = 52 * year + 20 + int(rng.integers(-3, 4))
        sales[first : first + 4] += rng.uniform(0.15, 0.3)
    wave = 0.15 * np.cos(2 * np.pi * (t / 52 + rng.random()))
    near = memory(rng, periods, 0.75, 0.025)
    beside = 60 * np.exp(0.6 * wave + 0.8 * sales + 1.1 * near + rng.normal(0, 0.04, periods))
    return done(3000 * np.exp(wave + sales + near + rng.normal(0, 0.03, periods)), t0, 0.1, 52, beside[:, None])


def _counts(rng: np.random.Generator) -> Case:
    """Ten orders a day, more spread than Poisson's, a level that wanders."""
    t0, periods = 140, 170
    mean = 10 * np.exp(_walk(rng, periods, 0.012)) * np.resize(_WEEK, periods)
    return done(rng.poisson(mean * rng.gamma(8, 1 / 8, periods)).astype(float), t0, 0.0, 7)


def _moving_rate(rng: np.random.Generator) -> Case:
    """A rate of orders under visits that grow and swing, no effect."""
    t0, periods = 120, 148
    visits = rng.poisson(
        800 * np.exp(0.006 * np.arange(periods) + memory(rng, periods, 0.8, 0.15)) * np.resize(_WEEK, periods) ** 2
    )
    chance = 0.04 * np.exp(_walk(rng, periods, 0.006) + memory(rng, periods, 0.5, 0.03))
    return done(rng.binomial(visits, chance) / visits, t0, 0.0, 7, weights=visits.astype(float))


def _local_level(rng: np.random.Generator) -> Case:
    """Noise around a wandering level, its step drawn over three decades."""
    t0, periods = int(rng.integers(70, 200)), 0
    periods = t0 + int(rng.integers(12, 36))
    step = 0.05 * np.sqrt(10 ** rng.uniform(-3.3, -0.3))
    return done(700 * np.exp(_walk(rng, periods, step) + rng.normal(0, 0.05, periods)), t0, 0.0)


def _level_and_memory(rng: np.random.Generator) -> Case:
    """The same with a noise that remembers."""
    t0 = int(rng.integers(80, 200))
    periods, keep = t0 + int(rng.integers(12, 32)), float(rng.uniform(0.2, 0.75))
    spread = 0.06 * np.sqrt(1 - keep**2)
    step = 0.06 * np.sqrt(10 ** rng.uniform(-3.3, -0.5))
    return done(1200 * np.exp(_walk(rng, periods, step) + memory(rng, periods, keep, spread)), t0, 0.0)


def _heavy_walk(rng: np.random.Generator) -> Case:
    """A pure walk whose steps have heavy tails."""
    t0, periods = 90, 112
    return done(150 + np.cumsum(rng.standard_t(4, periods)) * 1.2, t0, 0.0)


def _fine_control(rng: np.random.Generator) -> Case:
    """A control that explains all but white noise."""
    t0, periods = 90, 118
    market = 50 + memory(rng, periods, 0.9, 2.0) + _walk(rng, periods, 0.3)
    return done(4 * market + rng.normal(0, 3, periods), t0, 0.08, None, market[:, None])


def _rough_controls(rng: np.random.Generator) -> Case:
    """Days read beside one fair control and two that have nothing to say."""
    t0, periods = 130, 158
    market, week = _walk(rng, periods, 0.012), np.resize(_WEEK, periods)
    y = 260 * np.exp(market + memory(rng, periods, 0.5, 0.035)) * week
    near = np.exp(0.8 * market + memory(rng, periods, 0.3, 0.04)) * week
    idle = [np.exp(_walk(rng, periods, 0.01)), 5 + memory(rng, periods, 0.7, 0.5)]
    return done(y, t0, 0.0, 7, np.array([near, *idle]).T)


def _drifting_weight(rng: np.random.Generator) -> Case:
    """What a control is worth wanders; the level too."""
    t0, periods = 220, 260
    near = memory(rng, periods, 0.97, 0.25)
    worth = 0.8 + _walk(rng, periods, 0.02)
    y = 30 + worth * near + _walk(rng, periods, 0.08) + rng.normal(0, 0.25, periods)
    return done(y, t0, 0.0, None, near[:, None])


def _years_of_weeks(rng: np.random.Generator) -> Case:
    """Two years of weeks, three waves, a market seen through a control with its own noise, no effect."""
    t0, periods = int(rng.integers(104, 150)), 0
    periods = t0 + int(rng.integers(8, 16))
    t = np.arange(periods)
    wave = sum(a * np.sin(2 * np.pi * (k * t / 52 + rng.random())) for k, a in ((1, 0.2), (2, 0.08), (3, 0.03)))
    market = memory(rng, periods, float(rng.uniform(0.5, 0.9)), 0.03)
    near = np.exp(rng.uniform(0.3, 1.0) * wave + market + memory(rng, periods, 0.4, 0.025))
    y = np.exp(wave + rng.normal(0, 0.0015) * t + 0.9 * market + memory(rng, periods, 0.3, 0.025))
    return done(800 * y, t0, 0.0, 52, 40 * near[:, None])


def _months_of_days(rng: np.random.Generator) -> Case:
    """Days with a week, a pay-day swing each month, a slow cycle; +5 %."""
    t0, periods = 200, 228
    t = np.arange(periods)
    cycle = 0.06 * np.sin(2 * np.pi * (t / rng.uniform(90, 200) + rng.random())) + 0.04 * np.cos(2 * np.pi * t / 30.4)
    y = 500 * np.exp(cycle + memory(rng, periods, 0.5, 0.04)) * np.resize(_WEEK, periods)
    return done(rng.poisson(y).astype(float), t0, 0.05, 7)


LAWS = {
    "press": _press,
    "promotions": _promotions,
    "counts": _counts,
    "moving rate": _moving_rate,
    "local level": _local_level,
    "level and memory": _level_and_memory,
    "heavy walk": _heavy_walk,
    "fine control": _fine_control,
    "rough controls": _rough_controls,
    "drifting weight": _drifting_weight,
    "years of weeks": _years_of_weeks,
    "months of days": _months_of_days,
}

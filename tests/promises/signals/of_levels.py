"""What each method promises: methods that read a level."""

from __future__ import annotations

import numpy as np

from jalon.stats.signals import DOWN, Given, Observed
from tests.promises.signals.worlds import Promise, changed, rng, share

# ---- threshold: hard bounces over mails sent ------------------------------------------------------------------------
BOUNDS = {"window": 7.0, "certainty": 0.90, "min_denominator": 200.0}


def bounces(seed: int, day: int | None = None) -> Given:
    rate = 0.003 * (changed(200, day, 8) if day else np.ones(200))
    return Given({"value": share(seed, 200, rate, 300)}, BOUNDS)


THRESHOLD = Promise(
    "threshold",
    Given({"value": Observed(np.full(14, 2.0), np.full(14, 100.0))}, {"window": 7.0}),
    0.02,
    Given({"value": Observed(np.full(14, 200.0), np.full(14, 10_000.0))}, {"window": 7.0}),
    bounces,
    lambda seed: bounces(seed, 120),
    day=120,
    delay=4,
    appetite=0.005,
    limit=0.02,
    hits=1,
    of=1,
    most_alarms=1.0,
)


# ---- against_reference: engagement against the 90 days before -------------------------------------------------------
def engaged(seed: int, day: int | None = None) -> Given:
    rate = 0.04 * (changed(400, day, 0.7) if day else np.ones(400))
    params = {"form": "ratio", "window": 28.0, "reference": "prior:90", "certainty": 0.90}
    return Given({"value": share(seed, 400, rate)}, params, DOWN)


def doubled(unit: float) -> Given:
    values = np.where(np.arange(21) >= 14, 6.0, 3.0) * unit
    return Given({"value": Observed(values)}, {"form": "change", "window": 7.0, "reference": "prior:14"})


REFERENCE = Promise(
    "against_reference",
    doubled(1),
    1.0,
    doubled(1000),
    engaged,
    lambda seed: engaged(seed, 300),
    day=300,
    delay=28,
    appetite=0.85,
    limit=0.70,
    most_alarms=0.2,
)


# ---- spike: followers lost ------------------------------------------------------------------------------------------
def lost(seed: int, day: int | None = None) -> Given:
    weeks = 104
    rate = 0.004 * (changed(weeks, day, 2.2) if day else np.ones(weeks))
    followers = np.full(weeks, 20_000.0)
    inputs = {"value": Observed(rng(seed).poisson(followers * rate).astype(float)), "exposure": Observed(followers)}
    return Given(inputs, {"model": "poisson", "window": 1.0, "history": 26.0})


def robust(unit: float) -> Given:
    past = np.resize([8.0, 10.0, 12.0, 10.0], 24)
    return Given({"value": Observed(np.append(past, 16.0) * unit)}, {"model": "robust_z", "history": 24.0})


SPIKE = Promise(
    "spike",
    robust(1),
    6 / (1.4826 * 1),
    robust(1000),
    lost,
    lambda seed: lost(seed, 60),
    day=60,
    delay=2,
    appetite=0.95,
    limit=0.99,
    start=30,
    most_alarms=1.2,
    steps_a_year=52.2,
)


# ---- slope: the share of active contacts ----------------------------------------------------------------------------
def active(seed: int, day: int | None = None) -> Given:
    days = 400
    down = np.maximum(np.arange(days) - (day or days), 0) * 0.03 / 30.44
    top = 10_000 * (0.5 - down) + rng(seed).standard_normal(days) * 40
    inputs = {"value": Observed(top, np.full(days, 10_000.0), level=True)}
    return Given(inputs, {"window": 90.0, "certainty": 0.80}, DOWN)


def falling(unit: float) -> Given:
    value = Observed(unit * (500 - np.arange(120.0)), np.full(120, 1000.0 * unit), level=True)
    return Given({"value": value}, {"window": 90.0}, DOWN)


SLOPE = Promise(
    "slope",
    falling(1),
    -0.03044,
    falling(7),
    active,
    lambda seed: active(seed, 150),
    day=150,
    delay=70,
    appetite=-0.01,
    limit=-0.02,
    hits=2,
    of=2,
    start=60,
    most_alarms=0.1,
)


# ---- concentration: leads by channel --------------------------------------------------------------------------------
def by_channel(seed: int, day: int | None = None, unit: int = 1) -> Given:
    days = 400
    rates = np.tile([5.0, 5.0, 5.0, 5.0], (days, 1))
    if day is not None:
        rates[day:] = [25.0, 2.0, 2.0, 2.0]
    counts = rng(seed).poisson(rates) * unit
    return Given({"value": Observed(counts.astype(float))}, {"index": "hhi", "window": 91.0, "min_total": 100.0})


CONCENTRATION = Promise(
    "concentration",
    Given({"value": Observed(np.tile([60.0, 20.0, 10.0, 10.0], (10, 1)))}, {"window": 7.0}),
    4200.0,
    Given({"value": Observed(np.tile([6.0, 2.0, 1.0, 1.0], (10, 1)))}, {"window": 7.0}),
    by_channel,
    lambda seed: by_channel(seed, 200),
    day=200,
    delay=60,
    appetite=3000,
    limit=4500,
    hits=1,
    of=1,
    most_alarms=0.1,
)

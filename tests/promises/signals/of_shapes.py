"""What each method promises: methods that follow how a series moves."""

from __future__ import annotations

import numpy as np

from jalon.stats.signals import DOWN, UP, Given, Observed
from tests.promises.signals.worlds import Promise, changed, noisy, rng


# ---- residual_shift: non-brand clicks -------------------------------------------------------------------------------
def clicks(seed: int, day: int | None = None, unit: float = 1.0) -> Given:
    values = noisy(seed, 600) * (changed(600, day, 0.75) if day else 1.0) * unit
    return Given({"value": Observed(values)}, {"window": 1.0, "horizon": 7.0}, DOWN)


def steady_then_fallen(unit: float) -> Given:
    """Ninety-nine days whose residuals all differ, then the worst of them all: its place is 0.5 of one in N + 1."""
    return clicks(3, 599, unit)


RESIDUAL = Promise(
    "residual_shift",
    Given({"value": Observed(np.where(np.arange(600) == 599, 1.0, noisy(3, 600)))}, {"window": 1.0}, DOWN),
    0.5 / 366,
    Given({"value": Observed(9.0 * np.where(np.arange(600) == 599, 1.0, noisy(3, 600)))}, {"window": 1.0}, DOWN),
    clicks,
    lambda seed: clicks(seed, 400),
    day=400,
    delay=10,
    hits=3,
    of=5,
    start=150,
    most_alarms=4.0,
)


# ---- trend_conflict: leads up, sales down ---------------------------------------------------------------------------
def leads_and_sales(seed: int, day: int | None = None, unit: float = 1.0) -> Given:
    weeks = 104
    since = np.maximum(np.arange(weeks) - (day if day is not None else weeks), 0)
    draw = rng(seed)
    leads = unit * 100 * (1 + 0.03 * since) * np.exp(draw.standard_normal(weeks) * 0.05)
    sales = unit * 30 * np.maximum(1 - 0.03 * since, 0.1) * np.exp(draw.standard_normal(weeks) * 0.05)
    return Given({"value": Observed(leads), "outcome": Observed(sales)})


def parted(unit: float) -> Given:
    at = np.arange(12.0)
    return Given({"value": Observed(unit * (50 + at)), "outcome": Observed(unit * (50 - at))})


TREND = Promise(
    "trend_conflict",
    parted(1),
    7.0,
    parted(40),
    leads_and_sales,
    lambda seed: leads_and_sales(seed, 60),
    day=60,
    delay=14,
    hits=1,
    of=1,
    start=10,
    most_alarms=0.3,
    steps_a_year=52.2,
)


# ---- distribution_shift: devices and channels -----------------------------------------------------------------------
def mix(seed: int, day: int | None = None, unit: int = 1) -> Given:
    days = 760
    shares = np.tile([0.45, 0.35, 0.12, 0.08], (days, 1))
    if day is not None:
        shares[day:] = [0.25, 0.35, 0.32, 0.08]
    draw = rng(seed)
    wander = np.exp(np.cumsum(draw.standard_normal((days // 7 + 1, 4)) * 0.01, axis=0)).repeat(7, axis=0)[:days]
    counts = draw.poisson(500 * shares * wander) * unit
    return Given({"value": Observed(counts.astype(float))}, {"resamples": 60.0})


DISTRIBUTION = Promise(
    "distribution_shift",
    mix(2, 600),
    1.0,
    mix(2, 600, unit=10),
    mix,
    lambda seed: mix(seed, 600),
    day=600,
    delay=60,
    appetite=0.90,
    limit=0.99,
    hits=1,
    of=1,
    most_alarms=3.0,
    steps_a_year=365.25,
)


# ---- marginal_response: spend and conversions -----------------------------------------------------------------------
def channel(seed: int, week: int | None = None, unit: float = 1.0) -> Given:
    """Conversions 40 x (1 - exp(-spend / 2000)); spend triples from a week on, where a unit brings next to nothing."""
    weeks = 120
    draw = rng(seed)
    spend = 1000 * np.exp(draw.standard_normal(weeks) * 0.35)
    if week is not None:
        spend[week:] *= 4
    brought = 400 * (1 - np.exp(-spend / 2000)) + 100 + draw.standard_normal(weeks) * 8
    inputs = {"cost": Observed(spend * unit), "response": Observed(brought)}
    params = {"ceiling": 16.0 * unit, "readings": 12.0, "certainty": 0.80}
    return Given(inputs, params)


def straight(unit: float) -> Given:
    """Each unit of spend always brings a tenth: the next result costs ten, the ceiling is twenty."""
    spend = 1000 * np.exp(rng(4).standard_normal(104) * 0.4)
    inputs = {"cost": Observed(spend * unit), "response": Observed(0.1 * spend)}
    return Given(inputs, {"ceiling": 20.0 * unit})


MARGINAL = Promise(
    "marginal_response",
    straight(1),
    0.5,
    straight(100),
    channel,
    lambda seed: channel(seed, 112),
    day=112,
    delay=7,
    appetite=0.8,
    limit=1.0,
    hits=2,
    of=2,
    start=108,
    most_alarms=0.5,
    steps_a_year=52.2,
)


# ---- event_window: an update, then a drop that the brand does not show ----------------------------------------------
def updated(seed: int, day: int | None = None) -> Given:
    days = 600
    inputs = {
        "value": Observed(noisy(seed, days) * (changed(days, day, 0.6) if day else 1.0)),
        "control": Observed(noisy(seed + 1000, days)),
        "control_2": Observed(noisy(seed + 2000, days)),
    }
    windows = tuple((first, first + 14) for first in range(150, 600, 110))
    return Given(inputs, {"after": 7.0}, DOWN, windows)


def broken(unit: float) -> Given:
    """A break announced for step 90 and recorded by nobody."""
    inputs = {"recorded": Observed(np.zeros((100, 1)) * unit)}
    return Given(inputs, {"test": "break_recorded", "announced": 60.0}, UP, ((90, 10_000),))


EVENT = Promise(
    "event_window",
    broken(1),
    2.0,
    broken(2),
    updated,
    lambda seed: updated(seed, 370),
    day=370,
    delay=5,
    hits=2,
    of=3,
    start=150,
    most_alarms=1.5,
)

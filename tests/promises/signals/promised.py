"""What each method promises: an answer known beforehand, a change of unit that changes nothing, quiet, and a delay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jalon.stats.signals import DOWN, UP, Given, Observed
from jalon.stats.warning.robust import Array

WEEK = np.array([1.0, 1.05, 1.02, 1.0, 0.95, 0.7, 0.6])


@dataclass(frozen=True)
class Promise:
    """One method with the worlds that test it; steps are its own (days, weeks or hours).

    `known` reads exactly `answer`; `scaled` is the same truth told in another unit; in `quiet(seed)` nothing happens
    from `start` on; in `planted(seed)` it does, on step `day`, and the state must rise within `delay` steps.
    """

    name: str
    known: Given
    answer: float
    scaled: Given
    quiet: Callable[[int], Given]
    planted: Callable[[int], Given]
    day: int
    delay: int
    appetite: float | None = None
    limit: float | None = None
    hits: int = 2
    of: int = 3
    start: int = 0
    most_alarms: float = 1.0
    """False alarms a year of a series that is quiet."""
    steps_a_year: float = 365.25
    share_found: float = 0.8


def rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def noisy(seed: int, days: int, spread: float = 0.1, level: float = 400) -> Array:
    """Daily amounts with a week and noise."""
    return level * np.resize(WEEK, days) * np.exp(rng(seed).standard_normal(days) * spread)


def changed(days: int, day: int, factor: float) -> Array:
    return np.where(np.arange(days) >= day, factor, 1.0)


def share(seed: int, days: int, rate: Array, volume: float = 2000) -> Observed:
    """Cases over trials, both random."""
    trials = rng(seed).poisson(volume * np.resize(WEEK, days)).astype(float)
    cases = rng(seed + 1).binomial(trials.astype(int), np.clip(np.resize(rate, days), 0, 1)).astype(float)
    return Observed(cases, trials)


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


# ---- count_rule: pages out of the index -----------------------------------------------------------------------------
def indexed(seed: int, day: int | None = None) -> Given:
    out = np.zeros((200, 20))
    if day is not None:
        out[day:, rng(seed).integers(0, 20)] = 1
    return Given({"count": Observed(out)}, {"amber_at": 1.0, "red_at": 3.0})


COUNT = Promise(
    "count_rule",
    Given(
        {"count": Observed(np.array([[1.0, 0.0, 1.0, 0.0]])), "total": Observed(np.array([40.0]))}, {"form": "share"}
    ),
    0.05,
    Given({"count": Observed(np.array([20.0])), "total": Observed(np.array([400.0]))}, {"form": "share"}),
    indexed,
    lambda seed: indexed(seed, 100),
    day=100,
    delay=0,
    hits=1,
    of=1,
    most_alarms=0.0,
)


# ---- joint_rule: frequency up, click rate down ----------------------------------------------------------------------
FATIGUE = {
    "window": 7.0,
    "frequency_test": "level",
    "frequency_amber": 2.5,
    "frequency_red": 3.5,
    "ctr_test": "drop_from_best",
    "ctr_amber": 0.25,
    "ctr_red": 0.30,
    "min_denominator": 1000.0,
}


def advert(seed: int, day: int | None = None) -> Given:
    days = 150
    since = np.maximum(np.arange(days) - (day if day is not None else days), 0)
    rate = 0.03 * np.maximum(1 - 0.02 * since, 0.3)
    frequency = np.minimum(1.8 + 0.1 * since, 6.0) + rng(seed).standard_normal(days) * 0.1
    inputs = {"ctr": share(seed, days, rate, 4000), "frequency": Observed(frequency, level=True)}
    return Given(inputs, FATIGUE)


def tired(unit: float) -> Given:
    rate = np.where(np.arange(40) < 30, 0.03, 0.015)
    clicks, shown = rate * 4000 * unit, np.full(40, 4000.0 * unit)
    inputs = {"ctr": Observed(clicks, shown), "frequency": Observed(np.full(40, 4.0), level=True)}
    return Given(inputs, FATIGUE)


JOINT = Promise(
    "joint_rule",
    tired(1),
    2.0,
    tired(50),
    advert,
    lambda seed: advert(seed, 80),
    day=80,
    delay=15,
    hits=3,
    of=3,
    most_alarms=0.5,
)


# ---- zero_run: events by hour while the shop sells ------------------------------------------------------------------
OPEN_HOURS = np.where((np.arange(168) % 24 >= 8) & (np.arange(168) % 24 < 22), 1.0, 0.05)


def by_hour(seed: int, hour: int | None = None, unit: int = 1) -> Given:
    hours = 168 * 20
    draw = rng(seed)
    events = draw.poisson(60 * np.resize(OPEN_HOURS, hours)).astype(float) * unit
    orders = draw.poisson(4 * np.resize(OPEN_HOURS, hours)).astype(float)
    if hour is not None:
        events[hour:] = 0
    return Given({"value": Observed(events), "witness": Observed(orders)})


NOON = 168 * 18 + 12

ZERO = Promise(
    "zero_run",
    Given({one: Observed(two.top[: NOON + 3]) for one, two in by_hour(8, NOON).inputs.items()}),
    3.0,
    Given({one: Observed(two.top[: NOON + 3]) for one, two in by_hour(8, NOON, 10).inputs.items()}),
    by_hour,
    lambda seed: by_hour(seed, NOON),
    day=NOON,
    delay=0,
    hits=1,
    of=1,
    start=168 * 8,
    most_alarms=60.0,
    steps_a_year=8766,
)


# ---- freshness and slack --------------------------------------------------------------------------------------------
def ages(seed: int, day: int | None = None) -> Given:
    days = 200
    age = np.tile(rng(seed).uniform(0.2, 1.2, 3), (days, 1))
    if day is not None:
        age[day:, 1] += np.arange(days - day)
    return Given({"age": Observed(age), "expected": Observed(np.ones((1, 3)))})


FRESHNESS = Promise(
    "freshness",
    Given({"age": Observed(np.array([[1.0, 6.0]])), "expected": Observed(np.array([[1.0, 2.0]]))}),
    3.0,
    Given({"age": Observed(np.array([[24.0, 144.0]])), "expected": Observed(np.array([[24.0, 48.0]]))}),
    ages,
    lambda seed: ages(seed, 100),
    day=100,
    delay=2,
    appetite=1.5,
    limit=3.0,
    hits=1,
    of=1,
    most_alarms=0.0,
)
NEEDS = Observed(np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]))


def waited_for(seed: int, day: int | None = None) -> Given:
    """A milestone waits for an action, which waits for another, which slips by a day every day from a day on."""
    days = 120
    due = np.tile([150.0 + seed % 5, np.nan, np.nan], (days, 1))
    slip = np.maximum(np.arange(days) - (day if day is not None else days), 0)
    end = np.column_stack([np.full(days, np.nan), 125.0 + 3 * slip, 100.0 + 3 * slip])
    return Given({"due": Observed(due), "end": Observed(end), "needs": NEEDS}, {}, DOWN)


def slack_of(offset: float) -> Given:
    due, end = np.array([[30.0, np.nan, np.nan]]) + offset, np.array([[np.nan, 18.0, 24.0]]) + offset
    return Given({"due": Observed(due), "end": Observed(end), "needs": NEEDS}, {}, DOWN)


SLACK = Promise(
    "slack",
    slack_of(0),
    6.0,
    slack_of(1),
    waited_for,
    lambda seed: waited_for(seed, 60),
    day=60,
    delay=7,
    appetite=10,
    limit=0,
    hits=1,
    of=1,
    most_alarms=0.0,
)

PROMISES = (
    THRESHOLD, REFERENCE, RESIDUAL, SPIKE, SLOPE, TREND, DISTRIBUTION, CONCENTRATION, MARGINAL, EVENT, COUNT, JOINT,
    ZERO, FRESHNESS, SLACK,
)  # fmt: skip

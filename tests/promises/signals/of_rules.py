"""What each method promises: methods whose bounds are a rule, and those of time."""

from __future__ import annotations

import numpy as np

from jalon.stats.signals import DOWN, Given, Observed
from tests.promises.signals.worlds import Promise, rng, share


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

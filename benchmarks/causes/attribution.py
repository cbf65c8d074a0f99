"""Shifts planted at an event or on any day: how often the event named is the true one, how often it is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jalon.stats.attribution import Attribution, Event, Link, attribute

Array = NDArray[np.float64]

DAYS, LAG, RECENT = 364, 7, 91
"""A year of days; a shift is looked for in the last quarter, as the product does."""
EVENTS = (4, 8, 12)
"""Events of a year that a list may hold."""
KINDS = ("event", "any_day", "last", "any_day", "quiet")
"""Of five cases: a shift at an event of the quarter, at one seen for a few weeks, on a day of its own twice, none."""
PRECISION, RECALL, CHANCE = 0.8, 0.6, 0.05
_WEEK = np.array([1.0, 1.06, 1.03, 1.0, 0.95, 0.7, 0.65])


@dataclass(frozen=True)
class Case:
    """One year: a series, its control, the events, and which of them moved it (None: a day of its own)."""

    values: Array
    control: Array
    events: list[Event]
    cause: int | None
    day: int


@dataclass(frozen=True)
class Counted:
    """What was said of many cases."""

    precision: float
    recall: float
    stated: float
    met: float
    cases: int


def cases(count: int, events: int, seed: int) -> Iterator[Case]:
    """Shifts begin within days of an event, or on a day drawn at random, window or not."""
    rng = np.random.default_rng(seed)
    for at in range(count):
        kind = KINDS[at % len(KINDS)]
        dated = _events(rng, events)
        cause: int | None = None
        day = int(rng.integers(DAYS - RECENT + 2, DAYS - 10))
        if kind in ("event", "last"):
            first = DAYS - int(rng.integers(17, 80 if kind == "event" else 31))
            dated[-1] = Event(first, min(first + int(rng.integers(1, 21)), DAYS - 1))
            cause, day = len(dated) - 1, first + int(rng.integers(0, 6))
        yield _case(rng, dated, cause, day, 0.0 if kind == "quiet" else 1.0)


def _events(rng: np.random.Generator, count: int) -> list[Event]:
    """Dated at random, an effect of each still to be seen; a day, or up to three weeks."""
    found = []
    for first in sorted(rng.choice(np.arange(7, DAYS - 21), count, replace=False)):
        lasts = 0 if rng.uniform() < 0.3 else int(rng.integers(1, 21))
        found.append(Event(int(first), int(first) + lasts))
    return found


def _case(rng: np.random.Generator, events: list[Event], cause: int | None, day: int, shifts: float) -> Case:
    """A market with a season and a memory; the series shares it, wanders a little, and shifts by 15 to 35 %."""
    days = np.arange(DAYS)
    market = 0.25 * rng.uniform() * np.sin(2 * np.pi * (days / 364 + rng.uniform())) + _wander(rng, 0.9, 0.04)
    share = rng.uniform(0.6, 1.2)
    ramp = np.clip((days - day + 1) / rng.integers(1, 6), 0, 1)
    size = np.log1p(rng.choice((-1, 1)) * rng.uniform(0.15, 0.35)) * shifts
    own = market * share + _wander(rng, 0.7, 0.03) + size * ramp
    week = np.log(np.resize(_WEEK, DAYS)) * rng.uniform(0.3, 1.5)
    level = np.exp(rng.uniform(4, 8))
    noisy = [level * np.exp(one + week + rng.standard_normal(DAYS) * rng.uniform(0.04, 0.12)) for one in (own, market)]
    values, control = (rng.poisson(one).astype(float) for one in noisy)
    return Case(values, control, events, cause, day)


def _wander(rng: np.random.Generator, memory: float, spread: float) -> Array:
    noise = rng.standard_normal(DAYS) * spread * np.sqrt(1 - memory**2)
    out = np.empty(DAYS)
    level = 0.0
    for day in range(DAYS):
        level = memory * level + noise[day]
        out[day] = level
    return out


def counted(told: list[Case]) -> Counted:
    """Precision and recall of `goes_with`; the stated chance beside how often a random day met a window."""
    named = right = 0
    stated, met = [], []
    for case in told:
        found = attribute(case.values, case.events, LAG, case.control, RECENT)
        assert isinstance(found, Attribution)
        if found.link is Link.GOES_WITH:
            named += 1
            right += case.cause is not None and found.event == case.cause
        stated.append(found.chance)
        if case.cause is None:  # what a day at random meets, shifted or not
            met.append(any(e.first <= case.day <= e.last + LAG for e in case.events))
    planted = sum(case.cause is not None for case in told)
    return Counted(right / max(named, 1), right / planted, float(np.mean(stated)), float(np.mean(met)), len(told))


def run(seed: int, count: int = 100) -> bool:
    """Goals over all lists together; each length of list beside them."""
    every: list[Case] = []
    for number in EVENTS:
        told = list(cases(count, number, seed + number))
        _shown(f"{number} events a year", counted(told))
        every += told
    whole = counted(every)
    _shown("all", whole)
    goals = {
        f"precision {PRECISION}": whole.precision >= PRECISION,
        f"recall {RECALL}": whole.recall >= RECALL,
        f"chance within {CHANCE}": abs(whole.stated - whole.met) <= CHANCE,
    }
    print("    " + ", ".join(f"{name} {'reached' if held else 'MISSED'}" for name, held in goals.items()))
    return all(goals.values())


def _shown(name: str, one: Counted) -> None:
    print(
        f"  attribution, {name:20s} precision {one.precision:.2f}  recall {one.recall:.2f}  "
        f"stated chance {one.stated:.2f}, met {one.met:.2f}  n {one.cases}",
        flush=True,
    )

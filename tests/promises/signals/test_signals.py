"""Every registered method of a KRI: a known answer, a law, quiet when nothing happens, and a delay when it does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jalon import catalogue
from jalon.quantities import Refusal
from jalon.stats.signals import Given, Observed, Readings, levels, signals
from jalon.stats.warning.alarms import persistent
from jalon.stats.warning.robust import Array
from tests.promises.signals.promised import PROMISES, Promise

NAMES = [one.name for one in PROMISES]
SEEDS = range(4)


def read(promise: Promise, given: Given) -> Readings:
    found = signals()[promise.name](given)
    assert isinstance(found, Readings), found
    return found


def states(promise: Promise, given: Given) -> Array:
    """The state after each reading; steps between two readings keep the last one."""
    found = read(promise, given)
    told = levels(found, promise.appetite, promise.limit, given.direction)
    taken = np.flatnonzero(np.isfinite(told))
    out = np.zeros(len(told))
    if len(taken):
        kept = np.nan_to_num(persistent(told[taken][:, None], promise.hits, promise.of)[:, 0])
        out[taken[0] :] = kept[np.searchsorted(taken, np.arange(taken[0], len(told)), side="right") - 1]
    return out


def test_every_method_of_the_catalogue_is_registered_and_promises_something() -> None:
    used = {row.method for row in catalogue.kris().values()}
    assert used == set(signals()) == set(NAMES)


@pytest.mark.parametrize("promise", PROMISES, ids=NAMES)
def test_the_known_answer(promise: Promise) -> None:
    assert read(promise, promise.known).value[-1] == pytest.approx(promise.answer, rel=0.03, abs=1e-9)


@pytest.mark.parametrize("promise", PROMISES, ids=NAMES)
def test_the_unit_changes_nothing(promise: Promise) -> None:
    here, there = read(promise, promise.known), read(promise, promise.scaled)
    assert there.value[-1] == pytest.approx(here.value[-1], rel=0.02, abs=1e-9)


@pytest.mark.parametrize("promise", PROMISES, ids=NAMES)
def test_nothing_happens_and_little_is_said(promise: Promise) -> None:
    raised, steps = 0, 0
    for seed in SEEDS:
        state = states(promise, promise.quiet(seed))[promise.start :]
        raised += int(((state[1:] > 0) & (state[:-1] == 0)).sum() + (state[0] > 0))
        steps += len(state)
    assert raised * promise.steps_a_year / steps <= promise.most_alarms


@pytest.mark.parametrize("promise", PROMISES, ids=NAMES)
def test_something_happens_and_it_is_said_in_time(promise: Promise) -> None:
    found = [states(promise, promise.planted(seed))[promise.day : promise.day + promise.delay + 1] for seed in SEEDS]
    assert np.mean([(state > 0).any() for state in found]) >= promise.share_found


@pytest.mark.parametrize("promise", PROMISES, ids=NAMES)
def test_what_is_said_of_a_step_rests_on_the_steps_before_it(promise: Promise) -> None:
    """Methods that draw or fit on the whole of what they are given are asked again, as of an earlier step."""
    given = promise.planted(1)
    steps = max(one.steps for one in given.inputs.values())
    cut = min(steps - 1, promise.day + promise.delay)
    short = {name: one if one.steps < steps else _until(one, cut) for name, one in given.inputs.items()}
    whole, before = read(promise, given), signals()[promise.name](replace(given, inputs=short))
    assert isinstance(before, Readings)
    both = np.isfinite(whole.value[:cut]) & np.isfinite(before.value)
    np.testing.assert_allclose(before.value[both], whole.value[:cut][both], rtol=1e-9, atol=1e-9)


def _until(one: Observed, end: int) -> Observed:
    return Observed(one.top[:end], None if one.under is None else one.under[:end], one.level)


EMPTY = np.zeros(0)


@pytest.mark.parametrize("promise", PROMISES, ids=NAMES)
def test_nothing_known_is_a_refusal_or_no_reading_and_never_a_warning(promise: Promise) -> None:
    given = promise.quiet(0)
    unknown = {
        name: Observed(np.full_like(one.top, np.nan), None if one.under is None else np.full_like(one.under, np.nan))
        for name, one in given.inputs.items()
    }
    found = signals()[promise.name](replace(given, inputs=unknown))
    assert isinstance(found, Refusal) or not (np.nan_to_num(levels(found, 1.0, 2.0, given.direction)) > 0).any()

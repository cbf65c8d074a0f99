"""A shift beside dated events: attributed when date and control say so, and never more than that."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.quantities.refusals import NoVariation, TooLittleHistory
from jalon.stats.attribution import Attribution, Event, Link, attribute, covered

WEEK = np.array([1.0, 1.05, 1.02, 1.0, 0.95, 0.7, 0.6])
EVENTS = (Event(90, 104), Event(200, 214), Event(310, 330), Event(420, 425))
DAYS = 500


def visits(seed: int, spread: float = 0.08) -> np.ndarray:
    return 900 * np.resize(WEEK, DAYS) * np.exp(np.random.default_rng(seed).standard_normal(DAYS) * spread)


def market(seed: int) -> np.ndarray:
    return np.exp(np.repeat(np.random.default_rng(seed).standard_normal(DAYS // 10), 10) * 0.06)


def fallen(values: np.ndarray, day: int, size: float = 0.25) -> np.ndarray:
    return values * np.where(np.arange(DAYS) >= day, 1 - size, 1.0)


def found(values: np.ndarray, control: np.ndarray | None = None) -> Attribution:
    answer = attribute(values, EVENTS, 7, control)
    assert isinstance(answer, Attribution)
    return answer


def test_a_drop_that_begins_with_an_update_and_spares_the_brand_goes_with_it() -> None:
    swing = market(1)
    one = found(fallen(visits(2) * swing, 201), visits(3) * swing)
    assert (one.link, one.event) == (Link.GOES_WITH, 1)
    assert one.day is not None
    assert abs(one.day - 201) <= 2
    assert one.low <= -0.25 <= one.high
    assert one.weights[1] > 0.75
    assert sum(one.weights) + one.no_event == pytest.approx(1.0)
    assert one.dates.sum() == pytest.approx(1.0)


def test_without_a_control_it_only_coincides() -> None:
    one = found(fallen(visits(2), 201))
    assert (one.link, one.event) == (Link.COINCIDES, 1)


def test_what_the_control_did_as_well_is_the_market() -> None:
    both = market(4)
    one = found(fallen(visits(2) * both, 201), fallen(visits(3) * both, 201))
    assert (one.link, one.event) == (Link.SHARED, None)


def test_a_drop_far_from_any_event_goes_with_none() -> None:
    one = found(fallen(visits(2), 260), visits(3))
    assert (one.link, one.event) == (Link.NO_EVENT, None)
    assert one.no_event > 0.9


def test_nothing_moved_and_nothing_is_claimed() -> None:
    links = [found(visits(seed), visits(seed + 100)).link for seed in range(10)]
    assert links.count(Link.NO_SHIFT) >= 8


def test_the_stated_chance_is_the_share_of_days_that_the_windows_cover() -> None:
    one = found(visits(2), visits(3))
    assert one.chance == pytest.approx((22 + 22 + 28 + 13) / DAYS)
    assert covered((Event(-10, 3), Event(2, 5)), 2, 20).sum() == 8


def test_the_unit_changes_nothing() -> None:
    values, control = fallen(visits(2), 201), visits(3)
    here, there = found(values, control), found(values * 7000, control * 0.01)
    assert (here.link, here.event, here.day) == (there.link, there.event, there.day)
    assert here.size == pytest.approx(there.size, rel=1e-6)


def test_what_cannot_be_dated_is_refused() -> None:
    assert isinstance(attribute(np.ones(100), EVENTS, 7), NoVariation)
    assert isinstance(attribute(visits(1)[:30], EVENTS, 7), TooLittleHistory)
    assert isinstance(attribute(visits(1), EVENTS, 7, np.ones(DAYS)), NoVariation)

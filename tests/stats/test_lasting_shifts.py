"""Lasting shifts: found within days, told from spikes, never from the future, and within the budget of false alarms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.quantities.refusals import NegativeValues, NoVariation, TooLittleHistory, TooManyGaps
from jalon.stats.warning.alarms import QUIET_DAYS, alarms, persistent
from jalon.stats.warning.budget import budget
from jalon.stats.warning.panel import Panel, Scale, panel, rates
from jalon.stats.warning.robust import Array
from jalon.stats.warning.watching import UP, evidence

WEEK = np.array([1.0, 1.05, 1.02, 1.0, 0.95, 0.7, 0.6])
START = 200


def shop(seed: int, days: int = 500, spread: float = 0.1) -> Array:
    """Daily orders of a calm shop."""
    noise = np.random.default_rng(seed).standard_normal(days) * spread
    return 400 * np.resize(WEEK, days) * np.exp(noise)


def shops(count: int, days: int = 500, spread: float = 0.1) -> Array:
    return np.column_stack([shop(seed, days, spread) for seed in range(count)])


def fallen(values: Array, day: int, share: float) -> Array:
    out = values.copy()
    out[day:] *= 1 - share
    return out


def first_alarm(values: Array, start: int = START, rate: float = 1.0) -> Array:
    """Days from the start to the first alarm of each series; infinity where there is none."""
    watched = evidence(Panel(values), start)
    raised = alarms(watched.stray, budget(watched.stray, rate, start).thresholds, start)
    return np.where(raised.any(0), raised.argmax(0) - start, np.inf)


def test_a_lasting_fall_by_a_fifth_is_found_within_two_weeks() -> None:
    delays = first_alarm(fallen(shops(20), START + 3, 0.2))
    assert np.mean(delays <= 3 + 14) >= 0.9


def test_one_wild_day_is_a_spike_and_no_shift() -> None:
    values = shops(20)
    values[300] *= 0.05
    watched = evidence(Panel(values), START)
    bounds = budget(watched.stray, 1.0, START).thresholds
    assert (watched.spike[300] > 8).all()
    assert np.mean((watched.stray[300:315] > bounds).any(0)) <= 0.2


def test_the_size_of_a_fall_is_told_with_its_sign() -> None:
    watched = evidence(Panel(fallen(shops(20), 300, 0.25)), START)
    assert np.median(watched.size[320]) == pytest.approx(-0.25, abs=0.04)


def test_a_cost_that_rises_for_good_is_found_when_up_is_bad() -> None:
    values = fallen(shops(10), 300, -0.3)
    down, up = evidence(Panel(values), START), evidence(Panel(values), START, direction=UP)
    assert (up.stray[314] > 3).all()
    assert (down.stray[305:330] < 2).all()
    assert np.median(up.size[320]) == pytest.approx(0.3, abs=0.05)


@settings(max_examples=12, deadline=None)
@given(day=st.integers(210, 480), seed=st.integers(0, 50))
def test_what_is_said_of_a_day_does_not_change_with_the_days_after_it(day: int, seed: int) -> None:
    values = np.column_stack([shop(seed), shop(seed + 1), shop(seed + 2), shop(seed + 3), shop(seed + 4)])
    group = np.zeros(5)
    whole = evidence(Panel(values), START, peers=group)
    before = evidence(Panel(values[:day]), START, peers=group)
    assert np.array_equal(whole.shift[:day], before.shift)
    assert np.array_equal(whole.stray[:day], before.stray)


@settings(max_examples=12, deadline=None)
@given(factor=st.floats(1e-3, 1e4))
def test_the_unit_of_an_amount_changes_nothing(factor: float) -> None:
    values = fallen(shops(3), 300, 0.2)
    here, there = evidence(Panel(values), START), evidence(Panel(values * factor), START)
    np.testing.assert_allclose(there.stray, here.stray, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(there.size, here.size, rtol=1e-6, atol=1e-6)


def test_the_same_series_give_the_same_evidence_alone_and_among_strangers() -> None:
    values = shops(6)
    alone = evidence(Panel(values[:, [2]]), START)
    among = evidence(Panel(values), START)
    np.testing.assert_array_equal(among.stray[:, 2], alone.stray[:, 0])


def test_what_moved_every_sister_is_charged_to_none_of_them() -> None:
    swings = np.repeat(np.random.default_rng(9).standard_normal(50) * 0.1, 10)[:, None]
    values = shops(12) * np.exp(swings)
    market, own = fallen(values, 300, 0.25), values.copy()
    own[300:, 0] *= 0.75
    group = np.zeros(12)
    assert evidence(Panel(own), START, peers=group).stray[316, 0] > 3
    shared = evidence(Panel(market), START, peers=group).stray[316]
    charged = evidence(Panel(market), START).stray[316]
    assert np.median(shared) < 2 < np.median(charged)
    assert np.median(shared) < 0.6 * np.median(charged)


def test_a_measurement_break_is_rebased_and_raises_nothing() -> None:
    values = fallen(shops(20), 303, 0.5)
    broken = np.zeros(values.shape, np.bool_)
    broken[300:303] = True
    watched = evidence(Panel(values), START, broken=broken)
    bounds = budget(watched.stray, 1.0, START).thresholds
    assert alarms(watched.stray, bounds, 300)[:70].sum() <= 3
    late = fallen(values, 370, 0.3)
    assert (evidence(Panel(late), START, broken=broken).stray[386] > 2.5).mean() >= 0.9


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (np.full(300, 7.0), NoVariation),
        (np.full(300, np.nan), TooLittleHistory),
        (np.zeros(0), TooLittleHistory),
        (np.where(np.arange(300) % 2, np.nan, shop(1, 300)), TooManyGaps),
        (shop(1, 300) - 300, NegativeValues),
        (shop(1, 40), TooLittleHistory),
    ],
)
def test_what_cannot_be_watched_is_refused_without_a_warning(values: Array, reason: type) -> None:
    watched = evidence(panel([values, shop(3, 300)]), START)
    assert isinstance(watched.refusals[0], reason)
    assert watched.refusals[1] is None
    assert (watched.stray[:, 0] < 0).all()


def test_counts_rates_and_empty_days_are_each_read_on_their_scale() -> None:
    rng = np.random.default_rng(5)
    calls, deals = rng.poisson(6, 500).astype(float), rng.poisson(0.4, 500).astype(float)
    watched = evidence(panel([calls, deals, shop(1)]), START)
    assert watched.scales == (Scale.ROOT, Scale.WEEKS, Scale.LOG)
    assert (watched.stray[START:] < 4).all()


def test_a_rate_is_weighed_by_its_denominator() -> None:
    rng = np.random.default_rng(5)
    visits = np.where(np.arange(500) % 7 >= 5, 40, 4000)[:, None] * np.ones(6)
    orders = rng.binomial(visits.astype(int), 0.05).astype(float)
    orders[300:] = rng.binomial(visits[300:].astype(int), 0.04)
    weighed = evidence(rates(orders, visits), START)
    plain = evidence(Panel(orders / visits), START)
    assert np.median(weighed.stray[314]) > np.median(plain.stray[314])
    assert np.median(weighed.stray[314]) > 4


def test_an_alarm_is_followed_by_quiet_and_comes_back_only_after_a_return_to_normal() -> None:
    high = np.full((120, 1), 5.0)
    assert np.flatnonzero(alarms(high, 3.0)[:, 0]).tolist() == [0]
    high[60:62] = 0.0
    assert np.flatnonzero(alarms(high, 3.0)[:, 0]).tolist() == [0, 62]
    assert np.flatnonzero(alarms(high, 3.0, rearm=False)[:, 0]).tolist() == list(range(0, 120, QUIET_DAYS))


def test_a_state_rises_with_k_of_n_and_comes_down_as_slowly() -> None:
    levels = np.array([0, 1, 0, 2, 2, 1, 0, 0, np.nan, 0], float)[:, None]
    states = persistent(levels, 2, 3)[:, 0]
    np.testing.assert_array_equal(states, [np.nan, 0, 0, 1, 2, 2, 1, 0, np.nan, 0])


def test_the_promised_budget_orders_the_thresholds() -> None:
    watched = evidence(Panel(shops(30)), START)
    strict, loose = budget(watched.stray, 0.5, START), budget(watched.stray, 2.0, START)
    assert (strict.thresholds > loose.thresholds).all()
    assert strict.promised == 0.5
    assert 0 <= strict.realised <= loose.realised


def season(years: int, seed: int, count: int = 24) -> np.ndarray:
    """Half of the summer's level in winter, the same every year."""
    days = np.arange(365 * years)
    wave = np.exp(0.35 * np.sin(2 * np.pi * days / 365.25))[:, None]
    return np.asarray(800 * wave * np.exp(np.random.default_rng(seed).standard_normal((len(days), count)) * 0.08))


def test_what_the_same_weeks_did_a_year_before_is_no_lasting_fall() -> None:
    """The slope of autumn strays less once one year of it is known."""
    watched = evidence(Panel(season(3, 5)), 200)
    second, third = (watched.shift[365 * year : 365 * (year + 1)].max(0).mean() for year in (0, 2))
    assert third < second - 1


def test_a_year_before_that_counted_otherwise_says_nothing_of_this_one() -> None:
    """Half of the visits were not counted from a new banner on: a year later nothing is said to have risen."""
    values = season(2, 6, 8)
    values[300:] *= 0.5
    broken = np.zeros(values.shape, np.bool_)
    broken[300:310] = True
    watched = evidence(Panel(values), 200, broken=broken)
    assert np.nanmax(np.abs(watched.size[365 + 290 : 365 + 330])) < 0.4

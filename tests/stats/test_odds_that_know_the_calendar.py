"""Public holidays in what is foreseen, days of both sides of a ratio that still grow, and years of zeros."""

from __future__ import annotations

import warnings
from datetime import date

import numpy as np
import pytest

from jalon.quantities.refusals import NotAdditive
from jalon.stats.forecast.panel import Ints
from jalon.stats.odds import FlowAsked, Immature, RatioAsked, StockAsked, Target, Verdict, at_least, odds, trust

EPOCH = date(1970, 1, 1)
LAST = (date(2026, 4, 24) - EPOCH).days
DAYS = np.arange(LAST - 729, LAST + 1)
_DATES = ((1, 1), (5, 1), (5, 8), (5, 29), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
FEASTS = np.array([(date(year, *one) - EPOCH).days for year in (2024, 2025, 2026) for one in _DATES])


def calls(closed: float, seed: int = 1) -> np.ndarray:
    """An office's calls: nearly none at the weekend, `closed` times the usual on a public holiday."""
    week = np.array([1.2, 1.2, 1.1, 1.1, 0.9, 0.2, 0.1])[(DAYS + 3) % 7]
    return np.random.default_rng(seed).poisson(100 * week * np.where(np.isin(DAYS, FEASTS), closed, 1.0)).astype(float)


def judged(one: FlowAsked | RatioAsked) -> Verdict:
    (found,) = odds([one])
    assert isinstance(found, Verdict)
    return found


def may(history: np.ndarray, special: tuple[Ints, ...]) -> Verdict:
    return judged(FlowAsked(history, LAST, 0.0, 28, at_least(2000.0), special=special))


def test_a_month_of_public_holidays_is_foreseen_with_them() -> None:
    history = calls(closed=0.1)
    blind, knowing = may(history, ()), may(history, (FEASTS,))
    ahead = np.arange(LAST + 1, LAST + 29)
    week = np.array([1.2, 1.2, 1.1, 1.1, 0.9, 0.2, 0.1])[(ahead + 3) % 7]
    truth = float((100 * week * np.where(np.isin(ahead, FEASTS), 0.1, 1.0)).sum())
    assert abs(knowing.median - truth) < abs(blind.median - truth)
    assert np.subtract(*knowing.band(80)[::-1]) < np.subtract(*blind.band(80)[::-1])
    assert knowing.fan is not None
    first_of_may, day_before = (
        knowing.fan.steps[(date(2026, *d) - EPOCH).days - LAST - 1, 3] for d in ((5, 1), (4, 30))
    )
    assert first_of_may < 0.5 * day_before


def test_a_calendar_that_changes_nothing_changes_no_odds() -> None:
    history = calls(closed=1.0)
    assert may(history, (FEASTS,)).median == pytest.approx(may(history, ()).median, rel=0.01)


def test_a_holiday_seen_too_few_times_is_left_an_ordinary_day() -> None:
    short = calls(closed=0.1)[-60:]
    assert may(short, (FEASTS,)).draws == pytest.approx(may(short, ()).draws)


def young(share: float, of: np.ndarray) -> Immature:
    count = len(of)
    return Immature(of * share, np.full(count, share), np.full(count, 0.05), np.ones(count, dtype=bool))


def test_a_rate_whose_top_comes_late_is_not_taken_for_a_fall() -> None:
    visits = np.random.default_rng(2).poisson(1000, 300).astype(float)
    leads = np.random.default_rng(3).binomial(visits.astype(int), 0.05).astype(float)
    settled = {"top": leads[:-6], "bottom": visits[:-6], "last_day": LAST - 6, "remaining": 10}
    known = (float(leads[-20:-6].sum()), float(visits[-20:-6].sum()))
    late = RatioAsked(**settled, top_to_date=known[0], bottom_to_date=known[1], target=Target(low=0.048),
                      immature=(young(0.6, leads[-6:]), young(1.0, visits[-6:])))  # type: ignore[arg-type]  # fmt: skip
    whole = RatioAsked(leads, visits, LAST, leads[-20:].sum(), visits[-20:].sum(), 10, Target(low=0.048))
    assert judged(late).median == pytest.approx(judged(whole).median, rel=0.01)
    assert np.subtract(*judged(late).band(80)[::-1]) > np.subtract(*judged(whole).band(80)[::-1])


def test_a_finished_ratio_keeps_the_doubt_of_its_young_days() -> None:
    visits, leads = np.resize([990.0, 1010.0], 100), np.resize([48.0, 50.0, 52.0], 100)
    found = judged(RatioAsked(leads[:-6], visits[:-6], LAST - 6, 1000.0, 20_000.0, 0, at_least(0.05),
                              immature=(young(0.5, leads[-6:]), young(1.0, visits[-6:]))))  # fmt: skip
    assert 0.05 < found.odds < 0.95
    assert not found.exact


def test_a_stock_that_still_moves_is_refused_with_its_reason() -> None:
    readings = np.arange(100.0)
    assert odds([StockAsked(readings, LAST, 10, at_least(1.0), immature=young(0.5, readings[-2:]))]) == [
        NotAdditive("stock")
    ]


@pytest.mark.parametrize("old", [30, 300])
def test_a_year_of_zeros_has_odds_without_overflow_or_less_than_nothing(old: int) -> None:
    history = np.zeros(730)
    history[:old] = np.resize([3.0, 0.0, 5.0], old)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        asked = (
            FlowAsked(history, LAST, 0.0, 28, at_least(1.0)),
            RatioAsked(history, np.resize([50.0, 60.0], 730), LAST, 0.0, 0.0, 28, at_least(0.01)),
            StockAsked(history, LAST, 28, at_least(1.0)),
        )
        for found in odds(asked):
            assert isinstance(found, Verdict)
            assert found.draws.min() >= 0


def test_what_its_own_kind_of_action_brought_says_more_than_what_others_did() -> None:
    assert trust([]).mean == pytest.approx(0.5)
    well, badly = [1.0] * 10, [0.0] * 10
    assert trust(well).mean == pytest.approx(0.75)
    assert trust(well, badly).mean > 0.6 > trust([], badly).mean
    assert trust(badly, well).mean < 0.4 < trust([], well).mean

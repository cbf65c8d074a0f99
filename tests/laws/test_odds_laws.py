"""Laws of the odds: scale, calendar, determinism, and nothing of tomorrow in today's answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.drawn import examples

from jalon.stats.forecast import forecast_mean, panel_of
from jalon.stats.forecast.levels import mean_candidates
from jalon.stats.forecast.shape import flat_shape
from jalon.stats.forecast.windows import windows_of
from jalon.stats.odds import FlowAsked, RatioAsked, StockAsked, Verdict, at_least, odds

SEEDS = st.integers(0, 50)


def history(seed: int, days: int = 220) -> np.ndarray:
    chance = np.random.default_rng(seed)
    return np.round(np.exp(4 + 0.3 * chance.normal(size=days).cumsum() / 10 + 0.2 * chance.normal(size=days)))


def verdict(values: np.ndarray, target: float, last_day: int = 20_000, remaining: int = 30) -> Verdict:
    (found,) = odds([FlowAsked(values, last_day, 0.0, remaining, at_least(target))])
    assert isinstance(found, Verdict)
    return found


@given(SEEDS, st.floats(1e-3, 1e6))
@settings(max_examples=examples(25), deadline=None)
def test_counting_in_another_unit_changes_no_odds(seed: int, unit: float) -> None:
    values = history(seed)
    one, other = verdict(values, 1700.0), verdict(values * unit, 1700.0 * unit)
    assert one.odds == pytest.approx(other.odds, abs=1e-9)
    assert other.draws == pytest.approx(one.draws * unit)


@given(SEEDS, st.integers(-400, 400))
@settings(max_examples=examples(15), deadline=None)
def test_the_same_past_some_weeks_later_gives_the_same_odds(seed: int, weeks: int) -> None:
    values = history(seed)
    assert verdict(values, 1700.0).odds == verdict(values, 1700.0, 20_000 + 7 * weeks).odds


@given(SEEDS)
@settings(max_examples=examples(10), deadline=None)
def test_the_same_question_has_the_same_answer(seed: int) -> None:
    values = history(seed)
    first, second = verdict(values, 1700.0), verdict(values, 1700.0)
    assert (first.draws == second.draws).all()
    assert first.model == second.model


@given(SEEDS, st.floats(0.5, 1.5))
@settings(max_examples=examples(15), deadline=None)
def test_a_higher_target_never_has_better_odds(seed: int, share: float) -> None:
    values = history(seed)
    target = float(values[-30:].sum()) * share
    assert verdict(values, target).odds >= verdict(values, target * 1.1).odds


@given(SEEDS)
@settings(max_examples=examples(10), deadline=None)
def test_what_a_back_test_says_on_a_day_uses_that_day_and_the_ones_before(seed: int) -> None:
    """The same origin is answered alike whether or not later days are known: candidates are causal."""
    values = history(seed, 500)
    cut = 420
    whole, early = panel_of([values], [20_000]), panel_of([values[:cut]], [20_000])
    link = forecast_mean(early, 28).link
    one, other = (windows_of(panel, link, flat_shape(panel)) for panel in (whole, early))
    late = mean_candidates(one, np.array([cut]), 28, 28).levels
    known = mean_candidates(other, np.array([cut]), 28, 28).levels
    assert late == pytest.approx(known, nan_ok=True)


@given(SEEDS, st.floats(1e-2, 1e4))
@settings(max_examples=examples(15), deadline=None)
def test_a_ratio_in_another_unit_has_the_same_odds(seed: int, unit: float) -> None:
    top, bottom = history(seed), history(seed + 100) * 20
    target = float(top.sum() / bottom.sum())

    def chance(scale: float) -> float:
        asked = RatioAsked(top * scale, bottom, 20_000, 50.0 * scale, 900.0, 30, at_least(target * scale))
        (found,) = odds([asked])
        assert isinstance(found, Verdict)
        return found.odds

    assert chance(1.0) == pytest.approx(chance(unit), abs=2e-3)


@given(SEEDS, st.floats(1e-2, 1e4))
@settings(max_examples=examples(15), deadline=None)
def test_a_stock_in_another_unit_has_the_same_odds(seed: int, unit: float) -> None:
    values = history(seed).cumsum() + 1000

    def chance(scale: float) -> float:
        (found,) = odds([StockAsked(values * scale, 20_000, 30, at_least(float(values[-1]) * 1.03 * scale))])
        assert isinstance(found, Verdict)
        return found.odds

    assert chance(1.0) == pytest.approx(chance(unit), abs=2e-3)


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), min_size=25, max_size=90), st.integers(0, 60))
@settings(max_examples=examples(60), deadline=None)
def test_whatever_is_asked_is_answered_or_refused_without_a_warning(values: list[float | None], remaining: int) -> None:
    numbers = np.array([np.nan if value is None else value for value in values], dtype=float)
    asked = [
        FlowAsked(numbers, 20_000, 0.0, remaining, at_least(10.0)),
        RatioAsked(numbers, numbers[::-1], 20_000, 0.0, 0.0, remaining, at_least(0.5)),
        StockAsked(numbers, 20_000, remaining, at_least(10.0)),
    ]
    for found in odds(asked):
        assert not isinstance(found, Verdict) or 0.0 <= found.odds <= 1.0

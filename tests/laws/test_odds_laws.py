"""Laws of the odds: scale, calendar, determinism, and nothing of tomorrow in today's answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.stats.odds import FlowAsked, Verdict, at_least, flow_odds

SEEDS = st.integers(0, 50)


def history(seed: int, days: int = 220) -> np.ndarray:
    chance = np.random.default_rng(seed)
    return np.round(np.exp(4 + 0.3 * chance.normal(size=days).cumsum() / 10 + 0.2 * chance.normal(size=days)))


def verdict(values: np.ndarray, target: float, last_day: int = 20_000, remaining: int = 30) -> Verdict:
    (found,) = flow_odds([FlowAsked(values, last_day, 0.0, remaining, at_least(target))])
    assert isinstance(found, Verdict)
    return found


@given(SEEDS, st.floats(1e-3, 1e6))
@settings(max_examples=25, deadline=None)
def test_counting_in_another_unit_changes_no_odds(seed: int, unit: float) -> None:
    values = history(seed)
    one, other = verdict(values, 1700.0), verdict(values * unit, 1700.0 * unit)
    assert one.odds == pytest.approx(other.odds, abs=1e-9)
    assert other.draws == pytest.approx(one.draws * unit)


@given(SEEDS, st.integers(-400, 400))
@settings(max_examples=15, deadline=None)
def test_the_same_past_some_weeks_later_gives_the_same_odds(seed: int, weeks: int) -> None:
    values = history(seed)
    assert verdict(values, 1700.0).odds == verdict(values, 1700.0, 20_000 + 7 * weeks).odds


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_the_same_question_has_the_same_answer(seed: int) -> None:
    values = history(seed)
    first, second = verdict(values, 1700.0), verdict(values, 1700.0)
    assert (first.draws == second.draws).all()
    assert first.model == second.model


@given(SEEDS, st.floats(0.5, 1.5))
@settings(max_examples=15, deadline=None)
def test_a_higher_target_never_has_better_odds(seed: int, share: float) -> None:
    values = history(seed)
    target = float(values[-30:].sum()) * share
    assert verdict(values, target).odds >= verdict(values, target * 1.1).odds

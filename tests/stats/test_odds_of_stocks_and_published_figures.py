"""Odds of what is not a sum: stocks on their last day, figures published once a period."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.quantities.refusals import NoVariation, TooLittleHistory
from jalon.stats.odds import PublishedAsked, StockAsked, Verdict, at_least, at_most, odds


def followers(days: int = 300, daily: float = 12.0, seed: int = 3) -> np.ndarray:
    return 20_000 + np.cumsum(np.random.default_rng(seed).poisson(daily, days)).astype(float)


def stock(history: np.ndarray, target: object, remaining: int = 60, **more: float) -> Verdict:
    (found,) = odds([StockAsked(history, 20_000, remaining, target, **more)])  # type: ignore[arg-type]
    assert isinstance(found, Verdict)
    return found


def test_a_growing_stock_is_expected_to_grow_on() -> None:
    history = followers()
    found = stock(history, at_least(history[-1] + 300))
    assert history[-1] + 400 < found.median < history[-1] + 850
    assert found.odds > 0.8
    assert stock(history, at_least(history[-1] + 3000)).odds < 0.05


def test_pace_of_a_stock_is_its_change_in_a_week() -> None:
    history = followers()
    found = stock(history, at_least(history[-1] + 600), remaining=42)
    assert found.needed_pace == pytest.approx(100.0)
    assert found.recent_pace == pytest.approx((history[-1] - history[-29]) / 4)


def test_a_share_stays_between_nothing_and_all() -> None:
    chance = np.random.default_rng(4)
    share = np.clip(0.97 + 0.02 * chance.normal(size=200), 0, 1)
    found = stock(share, at_least(0.9), floor=0.0, ceiling=1.0)
    assert found.draws.max() <= 1.0
    assert found.fan is not None
    assert found.fan.to_date.max() <= 1.0


def test_a_stock_on_its_last_day_is_settled() -> None:
    history = followers()
    assert stock(history, at_least(history[-1]), remaining=0).odds == 1.0


def published(values: list[float], **more: object) -> object:
    (found,) = odds([PublishedAsked(np.array(values), target=at_least(100.0), **more)])  # type: ignore[arg-type]
    return found


def test_users_of_a_month_come_from_months_only() -> None:
    months = [100.0, 104.0, 98.0, 103.0, 99.0, 102.0, 101.0, 97.0]
    found = published(months, ahead=1)
    assert isinstance(found, Verdict)
    assert 0.3 < found.odds < 0.7
    assert found.model[0][0] in ("last", "mean_3")


def test_too_few_periods_or_none_that_moves_is_refused() -> None:
    assert published([100.0, 101.0, 99.0], ahead=1) == TooLittleHistory(needed=6, have=3)
    assert published([100.0] * 9, ahead=1) == NoVariation()


def test_a_strong_season_is_followed_when_years_are_known() -> None:
    year = np.array([60.0, 62, 70, 80, 95, 110, 140, 150, 110, 90, 75, 65])
    values = np.concatenate([year * factor for factor in (0.95, 1.0, 1.03)])[:-2]
    found = published(list(values), ahead=1, season=12)
    assert isinstance(found, Verdict)
    assert found.model[0][0] == "year"
    assert found.median < values[-1]


def test_a_limit_and_its_contrary_share_the_whole() -> None:
    history = followers()
    up, down = stock(history, at_least(20_500.0)).odds, stock(history, at_most(20_500.0)).odds
    assert up + down == pytest.approx(1.0)

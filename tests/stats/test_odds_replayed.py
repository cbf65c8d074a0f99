"""The method replayed on the past: nothing of tomorrow, honest bands, outcomes that do not overlap."""

from __future__ import annotations

import numpy as np

from jalon.stats.odds import FlowAsked, RatioAsked, StockAsked, at_least, replayed
from jalon.stats.scoring import Calibration, calibration


def flows(count: int, days: int = 500) -> list[FlowAsked]:
    chance = np.random.default_rng(5)
    walks = np.exp(np.cumsum(chance.normal(0, 0.01, (count, days)), 1))
    values = chance.poisson(80 * walks * np.exp(0.2 * chance.normal(size=(count, days)))).astype(float)
    return [FlowAsked(one, 20_000, 0.0, 28, at_least(2000.0)) for one in values]


def test_bands_and_odds_hold_on_the_past_of_many_series() -> None:
    found = replayed(flows(40), most=6)
    assert len(found) == 240
    assert 0.72 < np.mean([one.bands[0] for one in found]) < 0.88
    assert np.mean([one.bands[1] for one in found]) > 0.9
    score = calibration(np.concatenate([one.said for one in found]), np.concatenate([one.reached for one in found]))
    assert isinstance(score, Calibration)
    assert score.error < 0.05


def test_an_earlier_day_is_answered_without_what_came_after() -> None:
    (asked,) = flows(1)
    spoilt = asked.history.copy()
    spoilt[-28:] = 1e6
    first, second = (
        replayed([asked], most=1)[0],
        replayed([FlowAsked(spoilt, 20_000, 0.0, 28, asked.target)], most=1)[0],
    )
    assert (first.said == second.said).all()
    assert second.reached.all()


def test_ratios_levels_and_stocks_are_replayed_too() -> None:
    (asked,) = flows(1)
    bottom = np.random.default_rng(1).poisson(2000, 500).astype(float)
    found = replayed(
        [
            RatioAsked(asked.history, bottom, 20_000, 5.0, 90.0, 28, at_least(0.04)),
            RatioAsked(asked.history, bottom, 20_000, 0.0, 0.0, 90, at_least(0.04), last=28),
            StockAsked(np.cumsum(asked.history), 20_000, 60, at_least(1.0)),
        ],
        most=3,
    )
    assert [(one.place, one.back) for one in found[:3]] == [(0, 28), (1, 90), (2, 60)]
    assert len(found) == 9
    assert all(0 <= one.rank <= 1 for one in found)


def test_a_short_past_is_replayed_as_far_as_it_goes() -> None:
    (asked,) = flows(1, days=90)
    assert [one.back for one in replayed([asked])] == [28, 56]
    assert replayed([FlowAsked(asked.history[:20], 20_000, 0.0, 28, asked.target)]) == []

"""Odds of a total: exact when nothing is random, refused when nothing can be said, sensible in between."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.quantities import Refusal
from jalon.quantities.refusals import HorizonTooLong, NoVariation, TooLittleHistory, TooManyGaps
from jalon.stats.forecast import forecast_mean, panel_of
from jalon.stats.forecast.shipped import shipped_losses
from jalon.stats.odds import FlowAsked, Target, Verdict, at_least, at_most, between, odds

LAST_DAY = 20_000
WEEK = np.array([1.1, 1.2, 1.2, 1.1, 1.0, 0.7, 0.7])


def orders(days: int, seed: int = 1, level: float = 200.0) -> np.ndarray:
    """A shop's daily orders: a weekday rhythm, a wandering level, the noise of counts."""
    chance = np.random.default_rng(seed)
    walk = np.exp(np.cumsum(chance.normal(0, 0.01, days)))
    return chance.poisson(level * walk * np.resize(WEEK, days)).astype(float)


def asked(history: np.ndarray, target: Target, to_date: float = 0.0, remaining: int = 28, unit: int = 7) -> FlowAsked:
    return FlowAsked(history, LAST_DAY, to_date, remaining, target, unit)


def judged(one: FlowAsked) -> Verdict:
    (verdict,) = odds([one])
    assert isinstance(verdict, Verdict)
    return verdict


def refused(one: FlowAsked) -> Refusal:
    (verdict,) = odds([one])
    assert isinstance(verdict, Refusal)
    return verdict


def test_a_finished_period_is_reached_or_missed_without_doubt() -> None:
    reached = judged(asked(orders(200), at_least(1000.0), to_date=1000.0, remaining=0))
    missed = judged(asked(orders(200), at_least(1000.0), to_date=999.0, remaining=0))
    assert (reached.odds, reached.exact) == (1.0, True)
    assert (missed.odds, missed.exact) == (0.0, True)


def test_a_count_already_at_its_target_cannot_fall_back() -> None:
    verdict = judged(asked(orders(200), at_least(5000.0), to_date=5000.0))
    assert (verdict.odds, verdict.exact, verdict.shown) == (1.0, True, 1.0)


def test_a_limit_already_passed_cannot_be_kept() -> None:
    verdict = judged(asked(orders(200), at_most(5000.0), to_date=5000.5))
    assert (verdict.odds, verdict.exact) == (0.0, True)


def test_the_days_known_are_not_random() -> None:
    history = orders(300)
    alone = judged(asked(history, at_least(1.0)))
    with_past = judged(asked(history, at_least(1e6), to_date=40_000.0))
    assert with_past.draws - 40_000.0 == pytest.approx(alone.draws)


def test_a_target_at_the_usual_total_has_even_odds_and_twice_it_has_none() -> None:
    history = orders(400)
    usual = history[-28:].sum()
    assert 0.2 < judged(asked(history, at_least(usual))).odds < 0.8
    far = judged(asked(history, at_least(3 * usual)))
    assert far.odds < 0.01
    assert far.shown == 0.01


def test_at_least_and_at_most_share_the_whole_and_a_range_lies_between() -> None:
    history = orders(400)
    usual = float(history[-28:].sum())
    up, down = judged(asked(history, at_least(usual))).odds, judged(asked(history, at_most(usual))).odds
    assert up + down == pytest.approx(1.0)
    inside = judged(asked(history, between(0.9 * usual, 1.1 * usual))).odds
    below = judged(asked(history, at_most(0.9 * usual))).odds
    above = judged(asked(history, at_least(1.1 * usual))).odds
    assert inside + below + above == pytest.approx(1.0)


def test_the_target_with_eighty_in_a_hundred_odds_has_them() -> None:
    history = orders(400)
    first = judged(asked(history, at_least(6000.0)))
    assert first.safe_target is not None
    assert judged(asked(history, at_least(first.safe_target))).odds == pytest.approx(0.8, abs=0.002)


def test_the_needed_pace_is_what_is_missing_a_week() -> None:
    verdict = judged(asked(orders(400), at_least(10_000.0), to_date=4000.0, remaining=21))
    assert verdict.needed_pace == pytest.approx(2000.0)
    assert verdict.recent_pace == pytest.approx(orders(400)[-28:].sum() / 4)


def test_the_fan_ends_where_the_verdict_does_and_only_rises() -> None:
    verdict = judged(asked(orders(400), at_least(20_000.0), to_date=9_000.0, remaining=60))
    assert verdict.fan is not None
    assert verdict.fan.to_date.shape == (60, 7)
    low, high = verdict.fan.band(80)
    assert (low[-1], high[-1]) == pytest.approx(verdict.band(80), rel=2e-3)
    assert (np.diff(verdict.fan.to_date, axis=0) >= 0).all()
    assert (np.diff(verdict.fan.to_date, axis=1) >= 0).all()
    assert (verdict.fan.to_date >= 9_000.0).all()


def test_nothing_is_said_from_nothing() -> None:
    assert refused(asked(orders(20), at_least(1.0))) == TooLittleHistory(needed=28, have=20)
    assert refused(asked(np.array([]), at_least(1.0))) == TooLittleHistory(needed=28, have=0)
    assert refused(asked(np.full(200, 7.0), at_least(1.0))) == NoVariation()
    holes = orders(200)
    holes[::2] = np.nan
    assert isinstance(refused(asked(holes, at_least(1.0))), TooManyGaps)
    assert refused(asked(orders(100), at_least(1e9), remaining=300)) == HorizonTooLong(horizon=300, history=100)


@pytest.mark.parametrize("kind", ["negative", "zeros", "gaps", "spikes", "short", "infinite"])
def test_difficult_series_are_judged_without_a_warning(kind: str) -> None:
    history = orders(250)
    if kind == "negative":
        history = history - history.mean()
    elif kind == "zeros":
        history[np.arange(250) % 3 > 0] = 0.0
    elif kind == "gaps":
        history[40:60] = np.nan
    elif kind == "spikes":
        history[[100, 180]] = 1e6
    elif kind == "short":
        history = history[:30]
    else:
        history[50] = np.inf
    verdict = judged(asked(history, at_least(5000.0)))
    assert 0.0 <= verdict.odds <= 1.0
    assert np.isfinite(verdict.draws).all()
    assert verdict.fan is not None
    assert np.isfinite(verdict.fan.steps).all()


def test_weeks_are_judged_like_days() -> None:
    weeks = orders(52 * 7 * 2).reshape(-1, 7).sum(1)
    verdict = judged(asked(weeks, at_least(weeks[-13:].sum()), remaining=13, unit=1))
    assert 0.05 < verdict.odds < 0.95


def test_many_are_judged_in_one_call_each_as_asked() -> None:
    asks = [
        asked(orders(300, seed=s), at_least(5500.0), remaining=r)
        for s, r in ((1, 28), (2, 14), (3, 28), (4, 0), (5, 28))
    ]
    found = odds(asks)
    assert len(found) == 5
    (sooner,) = odds([asks[1]])
    assert isinstance(found[1], Verdict)
    assert isinstance(sooner, Verdict)
    assert found[1].odds == sooner.odds


def test_a_lone_series_has_heavier_tails_than_one_among_sisters() -> None:
    chance = np.random.default_rng(8)
    many = [chance.poisson(40, 200).astype(float) for _ in range(40)]
    alone = forecast_mean(panel_of(many[:1], [0], 7), 28).spread
    among = forecast_mean(panel_of(many, [0] * len(many), 7), 28).spread
    assert alone.dof[0] < among.dof[0]


def test_a_lone_series_leans_on_what_models_did_elsewhere() -> None:
    """Eight origins of one series cannot tell 27 models apart: those that fail everywhere count for less."""
    one = np.random.default_rng(9).poisson(40, 120).astype(float)
    made = forecast_mean(panel_of([one], [0], 7), 28)
    elsewhere = shipped_losses(made.names, 7)[0]
    weights = dict(zip(made.names, made.weights[0], strict=True))
    best, worst = made.names[int(elsewhere.argmin())], made.names[int(elsewhere.argmax())]
    assert weights[best] > weights[worst]


def test_odds_without_a_fan_are_the_same_odds() -> None:
    history = orders(300)
    (short,) = odds([asked(history, at_least(5500.0))], fan=False)
    whole = judged(asked(history, at_least(5500.0)))
    assert isinstance(short, Verdict)
    assert (short.fan, short.odds) == (None, whole.odds)
    assert short.draws == pytest.approx(whole.draws)

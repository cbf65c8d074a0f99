"""Several channels at once: returns with their doubt where the truth is known, tests that teach, honest refusals."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.quantities.refusals import NegativeValues, NoVariation, TooLittleHistory
from jalon.stats.allocation.budget import Budget
from jalon.stats.allocation.proposal import Proposal, proposed
from jalon.stats.response.answer import answers, contributions, curves
from jalon.stats.response.background import background
from jalon.stats.response.fitting import Fit, Stopped, fitted
from jalon.stats.response.question import LiftTest, NotIdentified, ResponseQuestion, apart

WEEKS = 120
RETURNS = np.array([1.0, 3.0])


def weeks(noise: float = 300.0, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Two channels on a season: the first bends early, the second brings three times as much."""
    r = np.random.default_rng(seed)
    spend = r.lognormal(0, 0.5, (WEEKS, 2)) * np.array([900.0, 600.0])
    stock = np.zeros(2)
    works = np.empty((WEEKS, 2))
    for week, spent in enumerate(spend):
        stock = 0.3 * stock + 0.7 * spent
        works[week] = stock / (stock + np.array([300.0, 3000.0]))
    brought = works / works.sum(0) * RETURNS * spend.sum(0)
    season = 800 * np.sin(2 * np.pi * np.arange(WEEKS) / 52.18)
    return 8000 + season + brought.sum(1) + r.normal(0, noise, WEEKS), spend


def fit(question: ResponseQuestion, seed: int = 0) -> Fit:
    found = fitted(question, seed)
    assert isinstance(found, Fit)
    return found


@pytest.fixture(scope="module")
def known() -> Fit:
    return fit(ResponseQuestion(*weeks()))


def test_the_intervals_hold_the_returns_and_the_better_channel_is_known(known: Fit) -> None:
    first, second = answers(known)
    assert first.low <= RETURNS[0] <= first.high
    assert second.low <= RETURNS[1] <= second.high
    assert second.returned > first.returned
    assert second.identified


def test_the_next_unit_is_worth_less_where_the_curve_has_bent(known: Fit) -> None:
    first, second = answers(known)
    assert first.marginal / first.returned < second.marginal / second.returned
    assert first.below_half > second.below_half


def test_the_draws_moved_and_come_from_many_beginnings(known: Fit) -> None:
    assert known.accepted > 0.1
    assert known.ancestors >= 20


def test_another_seed_says_the_same_within_a_tenth_of_the_interval_and_the_same_seed_the_same_bits(known: Fit) -> None:
    question = ResponseQuestion(*weeks())
    for one, other in zip(answers(known), answers(fit(question, seed=5)), strict=True):
        assert abs(one.returned - other.returned) < 0.1 * (one.high - one.low)
    few = [fitted(question, draws=60) for _ in range(2)]
    assert next(answers(one) for one in few if isinstance(one, Fit)) == answers(few[1])  # type: ignore[arg-type]


def test_a_measured_action_narrows_the_return_of_its_channel(known: Fit) -> None:
    response, spend = weeks(noise=2500)
    without = spend[:, 1].copy()
    without[60:72] = 0.0
    plain = answers(fit(ResponseQuestion(response, spend)))[1]
    truth = RETURNS[1] * spend[60:72, 1].sum()
    tested = answers(fit(ResponseQuestion(response, spend, tests=(LiftTest(1, truth, 0.1 * truth, without),))))[1]
    assert tested.high - tested.low < 0.7 * (plain.high - plain.low)
    assert tested.low <= RETURNS[1] <= tested.high


def test_a_channel_that_never_moves_teaches_nothing_and_says_so() -> None:
    response, spend = weeks()
    spend = spend.copy()
    spend[:, 0] = 900.0
    steady, moving = answers(fit(ResponseQuestion(response, spend)))
    assert not steady.identified
    assert moving.identified


def test_spending_as_before_brings_what_it_brought_and_the_curves_agree(known: Fit) -> None:
    draws, truth = contributions(known, np.ones(2)), RETURNS * weeks()[1].sum(0)
    low, high = np.quantile(draws, [0.05, 0.95], axis=0)
    assert ((low <= truth) & (truth <= high)).all()
    assert (contributions(known, np.full(2, 1.5)) > draws).all()
    assert curves(known).draws == len(known.particles.law)


def test_the_budget_moves_towards_the_channel_that_returns_more(known: Fit) -> None:
    today = weeks()[1].mean(0)
    move = proposed(curves(known), Budget(float(today.sum()), np.zeros(2), np.full(2, today.sum())), today)
    assert isinstance(move, Proposal)
    assert move.gain is not None
    assert move.gain.clear
    assert move.spend[1] > today[1]


def test_a_fit_can_be_watched_and_stopped() -> None:
    seen: list[float] = []

    def once(part: float) -> bool:
        seen.append(part)
        return len(seen) < 2

    with pytest.raises(Stopped):
        fitted(ResponseQuestion(*weeks()), progress=once)
    assert len(seen) == 2
    assert 0 < seen[0] < seen[1] <= 1


def test_what_cannot_bear_a_curve_is_refused() -> None:
    response, spend = weeks()
    assert isinstance(fitted(ResponseQuestion(response[:30], spend[:30])), TooLittleHistory)
    assert isinstance(fitted(ResponseQuestion(response, np.full_like(spend, 5.0))), NoVariation)
    assert isinstance(fitted(ResponseQuestion(response, -spend)), NegativeValues)


def test_a_channel_that_moves_with_the_season_alone_cannot_be_told_apart() -> None:
    _, spend = weeks()
    season = 1000 * (1.5 + np.sin(2 * np.pi * np.arange(WEEKS) / 52.18))
    late = np.where(np.arange(WEEKS) >= WEEKS - 20, 500.0, 0.0)
    told = apart(np.column_stack([spend, season, late]))
    assert told[:2] == (None, None)
    assert isinstance(told[2], NotIdentified)
    assert told[3] == TooLittleHistory(needed=26, have=20)


def test_of_two_channels_bought_together_neither_is_told() -> None:
    _, spend = weeks()
    told = apart(np.column_stack([spend[:, 0], 2 * spend[:, 0], spend[:, 1]]))
    assert [one is None for one in told] == [False, False, True]


def test_how_far_a_control_may_go_does_not_hang_on_where_it_stands() -> None:
    """A short history has no waves: its controls stand where the waves of a long one do."""
    moves = np.random.default_rng(1).normal(size=(120, 2))
    short, long = background(60, moves[:60]), background(120, moves)
    assert list(short.wide[-2:]) == list(long.wide[-2:])

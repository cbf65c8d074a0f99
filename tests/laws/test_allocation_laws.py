"""Laws of a split: its bounds hold, no other grid split is better, and what cannot hold together is named."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from jalon.stats.allocation.budget import Bound, Budget, Group
from jalon.stats.allocation.curves import HillCurves
from jalon.stats.allocation.optimum import best, worth
from jalon.stats.allocation.proposal import Infeasible, Proposal, compared, proposed

SEEDS = st.integers(0, 10_000)


def curves(seed: int, channels: int, draws: int = 1) -> HillCurves:
    """S-shaped and concave ones mixed."""
    r = np.random.default_rng([seed, 1])
    noise = np.exp(r.normal(0, 0.3, (draws, channels)))
    top, half = r.lognormal(0, 0.8, channels) * 1000 * noise, r.lognormal(0, 0.6, channels) * 300 * noise
    return HillCurves(top, half, np.broadcast_to(r.uniform(0.7, 3, channels), noise.shape))


def budget(seed: int, channels: int) -> Budget:
    """Bounds that may or may not hold together."""
    r = np.random.default_rng([seed, 2])
    total = float(r.uniform(300, 3000))
    floors = np.where(r.uniform(size=channels) < 0.3, r.uniform(0, 0.5, channels) * total, 0.0)
    ceilings = np.where(r.uniform(size=channels) < 0.3, r.uniform(0.05, 0.6, channels) * total, total)
    half = channels // 2
    least, most = r.uniform(0, 0.8) * total, r.uniform(0.2, 1) * total
    return Budget(total, floors, ceilings, (Group(tuple(range(half)), float(least), float(most)),))


def possible(one: Budget) -> bool:
    """The same question put to a linear programme."""
    rows, right = [np.ones(len(one.floors))], [one.total]
    for group in one.groups:
        members = np.isin(np.arange(len(one.floors)), group.channels).astype(float)
        rows += [members, -members]
        right += [group.most, -group.least]
    bounds = list(zip(one.floors, one.ceilings, strict=True))
    return bool(linprog(np.zeros(len(one.floors)), np.stack(rows), right, bounds=bounds).status == 0)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_budget_has_a_fault_exactly_when_no_split_keeps_its_bounds(seed: int) -> None:
    one = budget(seed, 5)
    assert (not one.faults()) == possible(one)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_nearest_split_keeps_every_bound_and_leaves_a_lawful_one_alone(seed: int) -> None:
    one = budget(seed, 5)
    if one.faults():
        return
    near = one.nearest(np.random.default_rng(seed).uniform(-0.1, 0.7, 5) * one.total)
    assert one.holds(near)
    assert np.allclose(one.nearest(near), near, atol=1e-6 * one.total)


@settings(max_examples=5, deadline=None)
@given(SEEDS)
def test_no_split_of_a_grid_is_better_than_the_proposed_one(seed: int) -> None:
    drawn, one = curves(seed, 3), budget(seed, 3)
    if one.faults():
        assert isinstance(proposed(drawn, one), Infeasible)
        return
    found = best(drawn, one)
    assert one.holds(found)
    steps = np.linspace(0, one.total, 25)
    table = np.stack([drawn.along(channel, steps).mean(0) for channel in range(3)])
    splits = np.array([split for split in itertools.product(range(25), repeat=3) if one.holds(steps[list(split)])])
    if len(splits):
        highest = sum(table[channel, splits[:, channel]] for channel in range(3)).max()
        assert highest <= worth(drawn, found) * (1 + 1e-3)


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_a_careful_split_trusts_less_and_a_longer_budget_never_brings_less(seed: int) -> None:
    drawn, one = curves(seed, 4, draws=40), budget(seed, 4)
    if one.faults():
        return
    bold, careful = best(drawn, one), best(drawn, one, caution=1.0)
    assert worth(drawn, careful, 1.0) >= worth(drawn, bold, 1.0) * (1 - 1e-9)
    longer = Budget(one.total * 1.3, one.floors, one.ceilings, one.groups)
    assert worth(drawn, best(drawn, longer)) >= worth(drawn, bold) * (1 - 1e-4)


def test_the_same_question_has_the_same_answer_to_the_bit() -> None:
    drawn, one = curves(3, 6, draws=60), Budget(2000.0, np.zeros(6), np.full(6, 2000.0))
    today = np.full(6, 2000 / 6)
    first, second = (proposed(drawn, one, today) for _ in range(2))
    assert isinstance(first, Proposal)
    assert isinstance(second, Proposal)
    assert (first.spend == second.spend).all()
    assert first.gain == second.gain


def test_a_split_that_is_already_the_best_is_no_clear_move() -> None:
    drawn, one = curves(5, 4, draws=200), Budget(1500.0, np.zeros(4), np.full(4, 1500.0))
    found = compared(drawn, one, best(drawn, one), best(drawn, one))
    assert not found.clear


def test_each_kind_of_fault_is_named_with_its_amounts() -> None:
    free, most = np.zeros(3), np.full(3, 100.0)
    wrong = {
        Bound.CHANNEL: Budget(100, np.array([40.0, 0, 0]), np.array([20.0, 100, 100])),
        Bound.GROUP_LEAST: Budget(100, free, np.full(3, 10.0), (Group((0, 1), 30, 60),)),
        Bound.GROUP_MOST: Budget(100, np.array([30.0, 20, 0]), most, (Group((0, 1), 0, 40),)),
        Bound.TOTAL: Budget(100, np.full(3, 40.0), most),
    }
    said = {kind: one.faults()[0] for kind, one in wrong.items()}
    assert [(one.kind, one.index, one.wanted, one.allowed) for one in said.values()] == [
        (Bound.CHANNEL, 0, 40.0, 20.0),
        (Bound.GROUP_LEAST, 0, 30.0, 20.0),
        (Bound.GROUP_MOST, 0, 50.0, 40.0),
        (Bound.TOTAL, None, 120.0, 100.0),
    ]

"""What a design announces before launch is what is found after it."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.quantities.refusals import NoPeers, TooLittleHistory
from jalon.stats.effects.before_after import EffectQuestion, MeasuredEffect, measured_effect
from jalon.stats.effects.design import (
    Announced,
    Groups,
    LotsAsked,
    PanelAsked,
    PastAsked,
    lots_design,
    matched_groups,
    nearest_controls,
    panel_design,
    past_design,
    recommended,
    stepped_design,
)
from jalon.stats.effects.randomised import Anytime, Planned
from jalon.stats.odds import needed_per_arm
from tests.promises.effects.test_panels import regions
from tests.promises.effects.worlds import AHEAD, START, sales


def announced(answer: object) -> Announced:
    assert isinstance(answer, Announced)
    return answer


def test_the_smallest_effect_announced_on_a_past_is_found_about_eight_times_in_ten() -> None:
    found = []
    for seed in range(100, 105):
        orders, market = sales(seed)
        past = EffectQuestion(orders[:START], START, market[:START], season=7)
        share = announced(past_design(PastAsked(past, AHEAD))).relative
        orders[START:] *= 1 + share
        after = measured_effect(EffectQuestion(orders, START, market, season=7))
        assert isinstance(after, MeasuredEffect)
        found.append(after.interval_95[0] > 0)
    assert np.mean(found) >= 0.4


def test_a_longer_window_sees_a_smaller_share_when_lots_are_drawn() -> None:
    answer = announced(lots_design(LotsAsked(units=800, mean=0.04, variance=0.04 * 0.96, length=28)))
    shares = [share for _, share in answer.by_length]
    assert shares == sorted(shares, reverse=True)
    assert answer.length_for(shares[9] + 1e-9) == 10
    assert answer.length_for(0.001) is None


def test_an_ab_test_needs_as_many_people_as_the_usual_formula_says() -> None:
    needed = needed_per_arm(0.0410, 0.0500)
    assert isinstance(needed, int)
    middle = 0.0455
    answer = announced(lots_design(LotsAsked(2 * needed, 0.0410, middle * (1 - middle), length=1)))
    assert answer.smallest == pytest.approx(0.009, rel=0.005)


def test_reading_at_any_time_costs_more_than_planned_looks_which_cost_little() -> None:
    once = announced(lots_design(LotsAsked(800, 0.04, 0.0384, 28))).smallest
    looks = Planned(tuple((day + 1) / 28 for day in range(28)))
    planned = announced(lots_design(LotsAsked(800, 0.04, 0.0384, 28, mode=looks))).smallest
    anytime = announced(lots_design(LotsAsked(800, 0.04, 0.0384, 28, mode=Anytime(tuned_for=800 * 28)))).smallest
    assert once < planned < 1.1 * once
    assert anytime > planned


def test_a_small_held_out_group_sees_less_than_halves() -> None:
    halves = announced(lots_design(LotsAsked(800, 0.04, 0.0384, 28)))
    tenth = announced(lots_design(LotsAsked(800, 0.04, 0.0384, 28, touched=0.9, kind="holdout")))
    assert tenth.smallest == pytest.approx(halves.smallest * np.sqrt(0.25 / 0.09))


def test_regions_announce_what_their_own_past_lets_one_see() -> None:
    answer = announced(panel_design(PanelAsked(regions(3), (0,), 8)))
    assert answer.cried_wolf is not None
    assert answer.cried_wolf <= 0.15
    assert [length for length, _ in answer.by_length][-1] == 8
    assert 0 < answer.relative < 0.2


def test_a_stepped_roll_out_is_announced_by_the_past_of_its_units() -> None:
    values = regions(4)
    starts = [2 * (unit % 6) + 1 for unit in range(24)]
    answer = announced(stepped_design(values, starts))
    louder = announced(stepped_design(values + regions(40) - regions(40).mean(), starts))
    assert announced(stepped_design(values * 10, starts)).smallest == pytest.approx(10 * answer.smallest)
    assert louder.smallest > answer.smallest
    assert answer.length == max(starts) + 1


def test_matched_groups_are_alike_and_share_no_unit() -> None:
    groups = matched_groups(regions(5), seed=1)
    assert isinstance(groups, Groups)
    assert not set(groups.touched) & set(groups.held_out)
    assert len(groups.touched) == len(groups.held_out) == 12
    assert groups.likeness > 0.9
    assert matched_groups(regions(5), seed=1) == groups


def test_the_nearest_controls_are_those_that_move_alike() -> None:
    values = regions(6)
    values[:, 7] = values[:, 2] * 2 + 5
    assert nearest_controls(values, 2, 3)[0] == 7


def test_lots_are_recommended_before_panels_and_panels_before_the_past() -> None:
    lots = Announced("ab_test", 28, 1.0, 0.05, ((28, 0.05),))
    panel = Announced("geo_holdout", 28, 1.0, 0.04, ((28, 0.04),), 0.05)
    past = Announced("before_after", 28, 1.0, 0.03, ((28, 0.03),), 0.0)
    wolf = Announced("geo_holdout", 28, 1.0, 0.01, ((28, 0.01),), 0.4)
    assert recommended([past, panel, lots], 0.06) is lots
    assert recommended([past, panel, lots], 0.045) is panel
    assert recommended([past, wolf, lots], 0.035) is past
    assert recommended([past, panel, lots, wolf], 0.02) is None


def test_what_cannot_be_designed_is_refused() -> None:
    assert isinstance(past_design(PastAsked(EffectQuestion(np.arange(10.0), 10), 5)), TooLittleHistory)
    assert isinstance(matched_groups(regions(1)[:, :3]), NoPeers)
    assert isinstance(stepped_design(regions(1)[:5], [1] * 24), TooLittleHistory)

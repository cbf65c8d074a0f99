"""What the measure of an action against its own past promises."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jalon.quantities.refusals import (
    BreakInside,
    HorizonTooLong,
    NoDenominator,
    NoVariation,
    Refusal,
    TooLittleHistory,
    TooManyGaps,
)
from jalon.stats.effects.before_after import EffectQuestion, MeasuredEffect, measured_effect, measured_effects
from tests.promises.effects.worlds import AHEAD, START, conversions, sales, visits


def measured(asked: EffectQuestion) -> MeasuredEffect:
    answer = measured_effect(asked)
    assert isinstance(answer, MeasuredEffect)
    return answer


def question(seed: int, lift: float = 0.0, margin: float | None = None) -> EffectQuestion:
    orders, market = sales(seed)
    orders[START:] *= 1 + lift
    return EffectQuestion(orders, START, market, season=7, margin=margin)


@pytest.fixture(scope="module")
def quiet() -> list[MeasuredEffect]:
    """Twelve actions that did nothing."""
    return [one for one in measured_effects(question(seed) for seed in range(12)) if isinstance(one, MeasuredEffect)]


def test_actions_that_did_nothing_are_rarely_said_to_have_an_effect(quiet: list[MeasuredEffect]) -> None:
    assert sum(one.verdict == "effect" for one in quiet) <= 1
    assert sum(one.interval_95[0] <= 0 <= one.interval_95[1] for one in quiet) >= 11
    assert sum(one.interval_80[0] <= 0 <= one.interval_80[1] for one in quiet) >= 7


def test_every_effect_comes_with_its_placebos(quiet: list[MeasuredEffect]) -> None:
    dates = [placebo for one in quiet for placebo in one.placebos]
    assert all(len(one.placebos) == 8 and all(p.at + AHEAD <= START for p in one.placebos) for one in quiet)
    assert np.mean([one.inside_95 for one in dates]) >= 0.9
    assert 0.7 <= np.mean([one.inside_80 for one in dates]) <= 0.95


def test_an_action_that_worked_is_found_with_its_size() -> None:
    answer = measured(question(1, lift=0.12))
    orders, _ = sales(1)
    truth = 0.12 * orders[START:].sum()
    assert answer.verdict == "effect"
    assert answer.interval_95[0] <= truth <= answer.interval_95[1]
    assert answer.p < 0.05
    assert answer.leaning.controls[0] > 0.9
    assert answer.shape is not None
    assert answer.shape.kind == "level"


def test_an_effect_that_fades_is_told_with_its_half_life() -> None:
    orders, market = sales(2)
    orders[START:] *= 1 + 0.5 * 0.5 ** (np.arange(AHEAD) / 3)
    answer = measured(EffectQuestion(orders, START, market, season=7))
    assert answer.shape is not None
    assert answer.shape.kind == "fade"
    assert answer.shape.length == pytest.approx(3, abs=2)
    assert answer.shape.spent_after is not None
    assert answer.shape.spent_after < AHEAD


def test_no_effect_is_said_against_a_margin_and_never_without() -> None:
    asked = question(3)
    orders, _ = sales(3)
    assert measured(asked).verdict == "cannot_tell"
    assert measured(replace(asked, margin=0.2 * float(orders[START:].sum()))).verdict == "no_effect"


def test_a_ratio_is_measured_by_its_totals() -> None:
    orders, seen = conversions(4)
    orders[START:] = np.round(orders[START:] * 1.3)
    answer = measured(EffectQuestion(orders, START, below=seen, season=7))
    assert answer.verdict == "effect"
    assert answer.total == pytest.approx(orders[START:].sum() - orders[START:].sum() / 1.3, rel=0.35)
    assert answer.average == pytest.approx(answer.total / seen[START:].sum())


def test_days_that_were_not_measured_are_left_out_and_counted() -> None:
    values = visits(5)
    values[[20, 60, START + 3, START + 4]] = np.nan
    answer = measured(EffectQuestion(values, START, season=7))
    assert answer.periods == AHEAD - 2
    assert "missing_periods" in answer.warnings
    assert np.isfinite(answer.path.expected).all()


def test_an_outage_of_one_day_in_the_past_hardly_moves_the_answer() -> None:
    values = visits(6)
    before = measured(EffectQuestion(values, START, season=7))
    spoilt = values.copy()
    spoilt[70] = 0.0
    after = measured(EffectQuestion(spoilt, START, season=7))
    width = before.interval_95[1] - before.interval_95[0]
    assert after.interval_95[1] - after.interval_95[0] < 1.4 * width
    assert abs(after.total - before.total) < 0.2 * width


def test_a_lasting_shift_of_the_past_is_told_apart() -> None:
    rng = np.random.default_rng(7)
    values = 100 + rng.normal(0, 2, START + AHEAD)
    values[110:] += 30
    answer = measured(EffectQuestion(values, START))
    assert "level_shift_before" in answer.warnings
    assert answer.interval_95[0] <= 0 <= answer.interval_95[1]
    assert answer.path.expected.mean() == pytest.approx(130, abs=5)


def test_a_control_that_moved_with_the_action_is_said_and_leaves_no_verdict() -> None:
    asked = question(8)
    assert asked.controls is not None
    touched = asked.controls.copy()
    touched[START:] *= 1.6
    answer = measured(replace(asked, controls=touched))
    assert "control_moved" in answer.warnings
    assert answer.verdict == "cannot_tell"


def test_the_unit_of_the_kpi_and_of_its_controls_changes_nothing() -> None:
    asked = question(9, lift=0.1)
    assert asked.controls is not None
    one = measured(asked)
    other = measured(replace(asked, values=asked.values * 1000, controls=asked.controls / 7))
    assert other.relative == pytest.approx(one.relative, abs=0.01)
    assert other.verdict == one.verdict


def test_the_same_question_has_the_same_answer_to_the_bit() -> None:
    first, second = measured(question(10)), measured(question(10))
    assert (first.total, first.interval_80, first.interval_95, first.p) == (
        second.total,
        second.interval_80,
        second.interval_95,
        second.p,
    )
    assert (first.path.low_95 == second.path.low_95).all()


def test_an_effect_moves_the_answer_by_what_it_is() -> None:
    asked = question(11)
    raised = asked.values.copy()
    raised[START:] += 25
    there, here = measured(replace(asked, values=raised)), measured(asked)
    assert there.total - here.total == pytest.approx(25 * AHEAD)
    assert there.interval_95[1] - here.interval_95[1] == pytest.approx(25 * AHEAD)
    assert there.placebos == here.placebos


REFUSED: list[tuple[str, EffectQuestion, type[Refusal]]] = [
    ("too short a past", EffectQuestion(visits(1)[:40], 20), TooLittleHistory),
    ("less than two seasons", EffectQuestion(visits(1), 80, season=52), TooLittleHistory),
    ("a window longer than the past", EffectQuestion(visits(1), 50), HorizonTooLong),
    ("a past that never moves", EffectQuestion(np.full(100, 7.0), 80), NoVariation),
    ("a measure that breaks inside", EffectQuestion(visits(1), START, breaks=(START + 4,)), BreakInside),
    ("a measure that breaks on the eve", EffectQuestion(visits(1), START, breaks=(START - 3,)), BreakInside),
    (
        "a window mostly unmeasured",
        EffectQuestion(np.r_[visits(1)[:START], np.full(AHEAD, np.nan)], START),
        TooManyGaps,
    ),
    ("a ratio of nothing", EffectQuestion(visits(1), START, below=np.zeros(START + AHEAD)), NoDenominator),
]


@pytest.mark.parametrize(("asked", "why"), [(asked, why) for _, asked, why in REFUSED], ids=[one[0] for one in REFUSED])
def test_what_cannot_be_measured_is_refused_with_its_reason(asked: EffectQuestion, why: type[Refusal]) -> None:
    assert isinstance(measured_effect(asked), why)

"""What every way of comparing units with untouched ones promises."""

from __future__ import annotations

import numpy as np
import pytest

from jalon.quantities.refusals import NoPeers, TooLittleHistory
from jalon.stats.effects.panels import Method, PanelEffect, PanelQuestion, panel_effect
from jalon.stats.forecast.panel import Floats

METHODS: tuple[Method, ...] = ("sdid", "synthetic", "did")
START = 40


def regions(seed: int, units: int = 24, periods: int = 52) -> Floats:
    """Weekly sales of regions that share two movements of the market, each in its own measure."""
    rng = np.random.default_rng(seed)
    market = np.cumsum(rng.normal(0, 2, (periods, 2)), 0)
    lean = rng.uniform(0.2, 1.2, (2, units))
    return np.asarray(100 + rng.normal(0, 4, units) + market @ lean + rng.normal(0, 1, (periods, units)))


def found(values: Floats, starts: dict[int, int], method: Method = "sdid", margin: float | None = None) -> PanelEffect:
    answer = panel_effect(PanelQuestion(values, starts, method, margin))
    assert isinstance(answer, PanelEffect)
    return answer


@pytest.mark.parametrize("method", METHODS)
def test_untouched_regions_show_no_effect_nineteen_times_in_twenty(method: Method) -> None:
    inside = []
    for seed in range(10):
        values = regions(seed, units=12)
        for unit in range(0, 12, 3):
            low, high = found(values, {unit: START}, method).interval_95
            inside.append(low <= 0 <= high)
    assert np.mean(inside) >= 0.93


@pytest.mark.parametrize("method", METHODS)
def test_what_is_added_is_found(method: Method) -> None:
    values = regions(1)
    before = found(values, {3: START}, method)
    values[START:, 3] += 12
    after = found(values, {3: START}, method)
    assert after.effect == pytest.approx(before.effect + 12)
    assert after.placebos == before.placebos


def test_the_weights_explain_the_comparison() -> None:
    values = regions(2)
    answer = found(values, {0: START})
    assert answer.of_units.sum() == pytest.approx(1)
    assert (answer.of_units >= 0).all()
    assert answer.of_units[0] == 0
    assert answer.of_periods.sum() == pytest.approx(1)
    assert (values[START:, 0] - answer.expected[START:]).mean() == pytest.approx(answer.effect)


def test_synthetic_differences_are_surer_than_plain_ones() -> None:
    errors: dict[Method, list[float]] = {method: [] for method in METHODS}
    for seed in range(8):
        for method in METHODS:
            errors[method].append(found(regions(seed, units=12), {5: START}, method).effect)
    spread = {method: float(np.sqrt(np.mean(np.square(one)))) for method, one in errors.items()}
    assert spread["sdid"] < spread["did"]


def test_several_regions_that_start_apart_are_averaged_by_size() -> None:
    values = regions(4)
    values[30:, 0] += 10
    values[40:, 1:3] += 10
    answer = found(values, {0: 30, 1: 40, 2: 40})
    assert answer.effect == pytest.approx(sum(e * n for (_, e), n in zip(answer.by_start, (1, 2), strict=True)) / 3)
    assert answer.effect == pytest.approx(10, abs=3)
    assert answer.verdict == "effect"


def test_the_unit_of_the_kpi_changes_nothing() -> None:
    values = regions(5)
    one, thousand = found(values, {2: START}), found(values * 1000, {2: START})
    assert thousand.effect == pytest.approx(one.effect * 1000, rel=1e-6)
    assert thousand.p == one.p


def test_the_same_question_has_the_same_answer_to_the_bit() -> None:
    first, second = (found(regions(6), {1: START, 2: START}) for _ in range(2))
    assert (first.interval_95, first.p, first.placebos) == (second.interval_95, second.p, second.placebos)


def test_no_effect_needs_a_margin() -> None:
    values = regions(7)
    assert found(values, {2: START}).verdict == "cannot_tell"
    assert found(values, {2: START}, margin=30.0).verdict == "no_effect"


def test_few_regions_and_one_above_the_others_are_warned_of() -> None:
    values = regions(8, units=8)
    values[:, 0] += 500
    warned = found(values, {0: START}).warnings
    assert "few_units" in warned
    assert "outside_range" in warned


def test_a_control_region_that_moved_by_itself_is_said() -> None:
    values = regions(9, units=10)
    heaviest = int(found(values, {0: START}, "synthetic").of_units.argmax())
    values[START:, heaviest] += 60
    assert "control_moved" in found(values, {0: START}, "synthetic").warnings


def test_too_short_a_past_or_too_few_regions_are_refused() -> None:
    assert isinstance(panel_effect(PanelQuestion(regions(1), {0: 3})), TooLittleHistory)
    assert isinstance(panel_effect(PanelQuestion(regions(1, units=4), {0: START})), NoPeers)

"""What every way of reading a randomised test promises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.quantities import Refusal
from jalon.stats.effects.randomised import (
    Anytime,
    Arm,
    PairedSums,
    Planned,
    Split,
    TestReading,
    adjusted,
    amounts,
    bound,
    counted,
    guardrail,
    holm,
    paired_sums,
    proportion,
    ratio,
    read_test,
    split,
)
from jalon.stats.forecast.panel import Floats

DAYS = 28


def read(first: Arm, second: Arm, mode: Anytime | Planned | None = None, margin: float | None = None) -> TestReading:
    answer = read_test(first, second, mode, margin=margin)
    assert isinstance(answer, TestReading)
    return answer


def test_a_test_read_once_gives_the_figures_of_gbstats() -> None:
    """Figures printed by gbstats 0.8.0 (TwoSidedTTest, SequentialTwoSidedTTest) for the same sums."""
    shares = read(proportion(10000, 400), proportion(9000, 440))
    assert shares.interval == pytest.approx((0.003006474604051284, 0.014771303173726498), abs=1e-12)
    assert shares.p == pytest.approx(0.003061517915357914, abs=1e-12)
    assert shares.lift_interval == pytest.approx((0.06041927986669818, 0.3840251645777464), abs=1e-12)
    means = read(amounts(500, 2500.0, 20000.0), amounts(450, 2500.0, 23000.0))
    assert means.lift_interval == pytest.approx((-0.0014313925715682824, 0.22365361479379042), abs=1e-9)
    first = PairedSums(400, 900.0, 1600.0, 3000.0, 8000.0, 4200.0)
    second = PairedSums(420, 1000.0, 1700.0, 3300.0, 8300.0, 4500.0)
    ratios = read(ratio(first), ratio(second))
    assert ratios.interval == pytest.approx((-0.023148204449469856, 0.07461879268476401), abs=1e-12)
    open_ended = read(proportion(10000, 400), proportion(9000, 440), Anytime(tuned_for=5000))
    assert open_ended.interval == pytest.approx((-0.00047874962943432985, 0.018256527407212113), abs=1e-12)
    assert open_ended.p == pytest.approx(0.07997149908488167, abs=1e-12)


def test_bounds_of_planned_looks_are_the_published_ones() -> None:
    """Five equal looks, 5 % two-sided: O'Brien-Fleming and Pocock spending as tables print them."""
    looks = tuple(np.arange(1, 6) / 5)
    fleming = [bound(looks[: k + 1], 0.05) for k in range(5)]
    assert fleming == pytest.approx([4.8769, 3.3569, 2.6803, 2.2898, 2.0310], abs=2e-4)
    pocock = [bound(looks[: k + 1], 0.05, "pocock") for k in range(5)]
    assert pocock == pytest.approx([2.4380, 2.4268, 2.4101, 2.3966, 2.3859], abs=2e-4)


def walks(seed: int, count: int, drift: float = 0.0) -> Floats:
    """Standard scores of a test looked at every day, (tests, days)."""
    days = np.arange(1, DAYS + 1)
    steps = np.random.default_rng(seed).normal(drift / np.sqrt(DAYS), 1, (count, DAYS))
    return np.asarray(np.cumsum(steps, 1) / np.sqrt(days))


@pytest.mark.parametrize("kind", ["obrien_fleming", "pocock"])
def test_looking_every_day_does_not_cry_wolf_more_than_was_set(kind: str) -> None:
    looks = tuple(np.arange(1, DAYS + 1) / DAYS)
    edges = np.array([bound(looks[: k + 1], 0.05, kind) for k in range(DAYS)])  # type: ignore[arg-type]
    crossed = (np.abs(walks(7, 8000)) > edges).any(1).mean()
    assert crossed == pytest.approx(0.05, abs=0.008)


def test_planned_looks_keep_the_power_of_one_look() -> None:
    looks = tuple(np.arange(1, DAYS + 1) / DAYS)
    edges = np.array([bound(looks[: k + 1], 0.05) for k in range(DAYS)])
    paths = walks(8, 5000, drift=2.8)
    found, once = (paths > edges).any(1).mean(), (paths[:, -1] > 1.959964).mean()
    assert found >= 0.93 * once


def test_an_open_ended_test_may_be_read_at_any_time() -> None:
    rng = np.random.default_rng(3)
    visits = [400.0 * day for day in range(1, DAYS + 1)]
    sold = rng.binomial(400, 0.04, (2, 100, DAYS)).cumsum(2)
    false = 0
    for one in range(100):
        readings = [
            read(proportion(n, float(a)), proportion(n, float(b)), Anytime(tuned_for=2 * visits[-1]))
            for n, a, b in zip(visits, sold[0, one], sold[1, one], strict=True)
        ]
        false += any(reading.verdict == "effect" for reading in readings)
    assert false / 100 <= 0.05


def test_what_was_known_before_takes_away_the_variance_it_explains() -> None:
    rng = np.random.default_rng(1)
    before = rng.normal(size=20000)
    after = 0.6 * before + 0.8 * rng.normal(size=20000)
    arm = rng.integers(0, 2, 20000)
    first, second = (paired_sums(np.asarray(after[arm == k]), before[arm == k]) for k in (0, 1))
    a, b, saved = adjusted(first, second)
    assert saved == pytest.approx(0.36, abs=0.02)
    plain = [amounts(sums.units, sums.first, sums.first_squares) for sums in (first, second)]
    assert read(a, b).error < read(plain[0], plain[1]).error


@settings(max_examples=25)
@given(st.integers(1, 400), st.integers(0, 2**31))
def test_totals_add_day_after_day(cut: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    first, second = rng.poisson(2, 402).astype(np.float64), (1 + rng.poisson(3, 402)).astype(np.float64)
    whole = ratio(paired_sums(first, second))
    days = ratio(paired_sums(first[:cut], second[:cut]) + paired_sums(first[cut:], second[cut:]))
    assert (days.mean, days.variance) == pytest.approx((whole.mean, whole.variance))


@settings(max_examples=25)
@given(st.floats(0.01, 0.5), st.floats(0.01, 0.5))
def test_changing_the_names_of_the_arms_changes_the_sign_alone(one: float, other: float) -> None:
    a, b = proportion(1000, 1000 * one), proportion(1500, 1500 * other)
    there, back = read(a, b), read(b, a)
    assert there.difference == pytest.approx(-back.difference)
    assert there.interval == pytest.approx((-back.interval[1], -back.interval[0]))
    assert there.p == pytest.approx(back.p)


def test_a_biased_split_voids_the_test() -> None:
    seen = split([44700, 45489])
    assert isinstance(seen, Split)
    assert seen.standing == "suspect"
    assert seen.p == pytest.approx(0.0086, abs=5e-5)
    void = split([50000, 48000])
    assert isinstance(void, Split)
    assert void.standing == "void"
    sound = split([9000, 1010], announced=[9, 1])
    assert isinstance(sound, Split)
    assert sound.standing == "sound"


def test_a_guardrail_is_held_only_when_the_interval_says_so() -> None:
    small = read(proportion(1000, 100), proportion(1000, 98))
    large = read(proportion(10**6, 100_000), proportion(10**6, 99_900))
    worse = read(proportion(10**6, 100_000), proportion(10**6, 95_000))
    assert guardrail(small, 0.005) == "cannot_tell"
    assert guardrail(large, 0.005) == "held"
    assert guardrail(worse, 0.002) == "broken"
    assert guardrail(worse, 0.002, up_is_good=False) == "held"


def test_no_effect_is_said_only_against_a_stated_margin() -> None:
    first, second = proportion(10**6, 100_000), proportion(10**6, 100_050)
    assert read(first, second).verdict == "cannot_tell"
    assert read(first, second, margin=0.002).verdict == "no_effect"


def test_counts_are_read_over_their_exposure() -> None:
    reading = read(counted(900, 30), counted(1000, 30))
    assert reading.difference == pytest.approx(100 / 30)
    assert reading.error == pytest.approx(np.sqrt(1900) / 30)


def test_several_variants_share_the_risk() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))


def test_nothing_to_read_is_refused() -> None:
    assert isinstance(read_test(proportion(1, 0), proportion(500, 3)), Refusal)
    assert isinstance(read_test(proportion(100, 0), proportion(100, 0)), Refusal)

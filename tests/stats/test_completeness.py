"""How complete a figure is at each age, learned from days that were read again and again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.stats.completeness import LEAST_AT_AN_AGE, LEAST_DAYS, WHOLE, Curve, TooFewRereads, learned

WINDOW = 5
TRUE = {1: 0.60, 2: 0.80, 3: 0.95, 4: 1.0}


def read_nightly(days: int, noise: float = 0.0, seed: int = 7) -> tuple[list[int], list[float], list[float]]:
    """Each day is read once at each age; larger days weigh more."""
    random = np.random.default_rng(seed)
    ages, values, settled = [], [], []
    for day in range(days):
        whole = 50.0 + 10 * day
        for age, share in TRUE.items():
            ages.append(age)
            values.append(whole * share * float(1 + noise * random.standard_normal()))
            settled.append(whole)
    return ages, values, settled


def curve(days: int = 30, noise: float = 0.0) -> Curve:
    found = learned(*read_nightly(days, noise), WINDOW)
    assert isinstance(found, Curve)
    return found


def test_the_share_of_each_age_is_a_total_over_a_total() -> None:
    # Two days by hand: 30 of 40 and 90 of 160 read at one day old are 120 of 200, not the mean of 75 % and 56 %.
    pairs = ([1] * 14, [30.0, 90.0] * 7, [40.0, 160.0] * 7)
    found = learned(*pairs, WINDOW)
    assert isinstance(found, Curve)
    assert (found.ages, found.shares) == ((1,), (pytest.approx(0.6),))
    # Around it: 0.75 weighs 40, 0.5625 weighs 160; sqrt(0.2 * 0.15^2 + 0.8 * 0.0375^2).
    assert found.spreads[0] == pytest.approx(0.075)


def test_a_curve_is_found_again_and_says_when_figures_settle() -> None:
    found = curve()
    assert found.shares == pytest.approx(tuple(TRUE.values()))
    assert found.settles_at == 4
    assert found.at(4) == found.at(40) == WHOLE


def test_noise_moves_the_share_a_little_and_is_told_as_spread() -> None:
    found = curve(60, noise=0.1)
    for age, share in zip(found.ages, found.shares, strict=True):
        assert share == pytest.approx(TRUE[age], abs=4 * 0.1 * TRUE[age] / 60**0.5)
    assert found.spreads[0] == pytest.approx(0.06, rel=0.4)
    assert found.settles_at == WINDOW, "a figure that wavers by a tenth is not settled"


def test_between_two_ages_the_share_is_on_the_line_and_below_the_youngest_nobody_knows() -> None:
    ages, values, settled = read_nightly(30)
    known = [i for i, age in enumerate(ages) if age in (2, 4)]
    found = learned([ages[i] for i in known], [values[i] for i in known], [settled[i] for i in known], WINDOW)
    assert isinstance(found, Curve)
    between = found.at(3)
    assert between is not None
    assert between.value == pytest.approx(0.9)
    assert found.at(1) is None


def test_too_few_days_teach_nothing() -> None:
    assert learned(*read_nightly(3), WINDOW) == TooFewRereads(LEAST_DAYS, 12)
    rare = ([1, 2, 3, 4] * 4, [1.0] * 16, [1.0] * 16)
    assert learned(*rare, WINDOW) == TooFewRereads(LEAST_AT_AN_AGE, 4)
    assert learned([], [], [], WINDOW) == TooFewRereads(LEAST_DAYS, 0)


def test_a_day_of_nothing_weighs_nothing() -> None:
    ages, values, settled = read_nightly(30)
    found = learned([*ages, 1, 1], [*values, 0.0, 5.0], [*settled, 0.0, 0.0], WINDOW)
    assert found == curve(30)


@settings(max_examples=30, deadline=None)
@given(size=st.floats(0.01, 1e6))
def test_the_size_of_the_figures_changes_no_share(size: float) -> None:
    ages, values, settled = read_nightly(20, noise=0.05)
    small, large = (
        learned(ages, values, settled, WINDOW),
        learned(ages, [size * v for v in values], [size * v for v in settled], WINDOW),
    )
    assert isinstance(small, Curve)
    assert isinstance(large, Curve)
    assert large.shares == pytest.approx(small.shares)
    assert large.spreads == pytest.approx(small.spreads)


def test_what_is_withdrawn_later_is_counted_too_much_at_first() -> None:
    ages, values, settled = [1] * 20, [105.0] * 20, [100.0] * 20
    found = learned(ages, values, settled, WINDOW)
    assert isinstance(found, Curve)
    first = found.at(1)
    assert first is not None
    assert first.value == pytest.approx(1.05)

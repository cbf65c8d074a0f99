"""How parts make a whole, to the digit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jalon.quantities.refusals import NoDenominator
from jalon.scorecard.cascade import product_split, score, sum_split


def test_revenue_is_split_as_the_reference_says() -> None:
    """207,360 → 227,977: +20,731 traffic, −11,157 conversion, +11,043 basket; no residue."""
    traffic, conversion = (Decimal(96_000), Decimal(105_840)), (Decimal("0.012"), Decimal("0.0114"))
    factors = [traffic, conversion, (Decimal(180), Decimal("188.95"))]
    before, after = (factors[0][n] * factors[1][n] * factors[2][n] for n in (0, 1))
    brought = product_split(factors)
    assert round(before) == 207_360
    assert float(sum(brought)) == pytest.approx(float(after - before), rel=1e-12)
    assert [part > 0 for part in brought] == [True, False, True]


def test_a_factor_that_falls_to_zero_is_split_by_shapley_values() -> None:
    brought = product_split([(Decimal(10), Decimal(0)), (Decimal(3), Decimal(4))])
    assert float(sum(brought)) == pytest.approx(-30)
    assert brought == [Decimal("-35.0"), Decimal("5.0")]


def test_factors_that_do_not_move_bring_nothing() -> None:
    still, doubled = product_split([(Decimal(10), Decimal(10)), (Decimal(3), Decimal(6))])
    assert (still, round(doubled, 9)) == (0, 30)


def test_a_sum_is_the_sum_of_its_own_gaps() -> None:
    assert sum_split([(Decimal(5), Decimal(7)), (Decimal(3), Decimal(2))]) == [2, -1]


def test_a_score_weighs_bounds_and_caps() -> None:
    half, over, under = Decimal("0.5"), Decimal(3), Decimal(-2)
    assert score([(half, Decimal(1), False), (over, Decimal(1), False)]) == Decimal("0.85"), "at most 1.2 counts"
    assert score([(half, None, False), (under, None, False)]) == Decimal("0.25"), "at least 0 counts"
    assert score([(Decimal(1), None, True)]) == Decimal("0.7"), "a guardrail caps it"
    assert score([(half, Decimal(3), False), (NoDenominator(), Decimal(1), False)]) == half, "a refusal leaves"
    assert isinstance(score([(NoDenominator(), None, False)]), NoDenominator)

"""Whatever moved, the parts and the rest are the change, to the last digit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jalon.catalogue.formula import parse
from jalon.metrics.formulas import joined
from jalon.quantities import Refusal
from jalon.scorecard.moving.splitting import Segment, Split, by_formula, contributions, factors, mix_and_within

AMOUNTS = st.decimals(0, 10**9, places=2, allow_nan=False)
PAIRS = st.tuples(AMOUNTS, AMOUNTS)
NAMES = st.sampled_from(["seo", "sea", "e-mail", "direct", "affiliation", "sma"])
FORMULAS = (
    "clicks", "cost / leads", "revenue / orders", "revenue - refunds - cost", "leads / sessions",
    "(revenue - refunds) / (cost + fees)", "sessions * leads / clicks", "100 * orders / sessions",
    "revenue / (revenue + refunds)",
)  # fmt: skip
MEASURES = ("clicks", "cost", "leads", "revenue", "orders", "refunds", "sessions", "fees")


def exact(split: Split) -> bool:
    parts = [*(Fraction(part.effect) for part in split.parts), Fraction(split.rest)]
    return sum(parts) == Fraction(split.change)


@given(st.dictionaries(NAMES, PAIRS), PAIRS)
def test_contributions_and_what_they_leave_are_the_change(
    parts: dict[str, tuple[Decimal, Decimal]], whole: tuple[Decimal, Decimal]
) -> None:
    assert exact(contributions(*whole, parts))


@given(st.dictionaries(NAMES, PAIRS, min_size=1))
def test_contributions_of_everything_leave_nothing(parts: dict[str, tuple[Decimal, Decimal]]) -> None:
    before, after = (sum((pair[side] for pair in parts.values()), Decimal(0)) for side in (0, 1))
    split = contributions(before, after, parts)
    assert exact(split)
    assert split.rest == 0


@given(st.dictionaries(NAMES, PAIRS, min_size=1, max_size=4), PAIRS)
def test_factors_and_what_they_leave_are_the_change_zeros_among_them(
    parts: dict[str, tuple[Decimal, Decimal]], whole: tuple[Decimal, Decimal]
) -> None:
    assert exact(factors(*whole, parts))


@given(st.sampled_from(FORMULAS), st.lists(AMOUNTS, min_size=16, max_size=16))
def test_the_measures_of_a_formula_bring_its_change_and_leave_nothing(text: str, amounts: list[Decimal]) -> None:
    was, now = dict(zip(MEASURES, amounts, strict=False)), dict(zip(MEASURES, amounts[8:], strict=True))
    expression = parse(text)
    before, after = joined(expression, was), joined(expression, now)
    if isinstance(before, Refusal) or isinstance(after, Refusal):
        return
    split = by_formula(before, after, expression, was, now)
    if isinstance(split, Refusal):
        return
    assert exact(split)
    assert abs(split.rest) <= Decimal("1e-9") * max(abs(before), abs(after), *(abs(p.effect) for p in split.parts))


@given(st.dictionaries(NAMES, st.tuples(PAIRS, PAIRS), min_size=1))
def test_mix_and_within_of_every_segment_are_the_change_of_the_ratio(
    parts: dict[str, tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]],
) -> None:
    segments = {name: Segment(top, bottom) for name, (top, bottom) in parts.items()}
    totals = [
        {"n": sum((s.top[side] for s in segments.values()), Decimal(0)),
         "d": sum((s.bottom[side] for s in segments.values()), Decimal(0))}
        for side in (0, 1)
    ]  # fmt: skip
    before, after = (joined(parse("n / d"), one) for one in totals)
    split = mix_and_within(
        before if isinstance(before, Decimal) else Decimal(0),
        after if isinstance(after, Decimal) else Decimal(0),
        segments,
    )
    if isinstance(split, Refusal):
        assert not (totals[0]["d"] and totals[1]["d"])
        return
    assert exact(split)
    assert split.rest == 0
    assert split.mix is not None
    assert split.within is not None
    assert Fraction(split.mix) + Fraction(split.within) == Fraction(split.change)
    assert all(Fraction(p.effect) == Fraction(p.mix or 0) + Fraction(p.within or 0) for p in split.parts)

"""How parts make a whole: sums, products split exactly by LMDI, Shapley values when a factor is zero."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal, localcontext
from functools import reduce
from itertools import permutations
from operator import mul

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoDenominator

Factor = tuple[Decimal, Decimal]


PRECISE = Context(prec=50)
"""Digits kept while a change is shared out, so that the shares add up to it far below the last digit shown."""


def logarithmic_mean(a: Decimal, b: Decimal) -> Decimal:
    """L(a, b) = (a − b) / (ln a − ln b), and a when both are equal."""
    if a == b:
        return a
    with localcontext(PRECISE):
        return (a - b) / (a.ln() - b.ln())


def product_split(factors: Sequence[Factor]) -> list[Decimal]:
    """What each factor brings to the change of the product, without residue (Ang, LMDI-I; Shapley when one is ≤ 0)."""
    with localcontext(PRECISE):
        shares = _shapley(factors) if any(min(factor) <= 0 for factor in factors) else _logarithmic(factors)
    return [+share for share in shares]


def _logarithmic(factors: Sequence[Factor]) -> list[Decimal]:
    before, after = (_product(factor[side] for factor in factors) for side in (0, 1))
    weight = logarithmic_mean(after, before)
    return [weight * (new / old).ln() for old, new in factors]


def _product(values: Iterable[Decimal]) -> Decimal:
    return reduce(mul, values, Decimal(1))


def _shapley(factors: Sequence[Factor]) -> list[Decimal]:
    orders = list(permutations(range(len(factors))))
    found = [Decimal(0)] * len(factors)
    for order in orders:
        values = [old for old, _ in factors]
        for index in order:
            before = _product(values)
            values[index] = factors[index][1]
            found[index] += _product(values) - before
    return [share / len(orders) for share in found]


def sum_split(parts: Sequence[Factor]) -> list[Decimal]:
    """What each part of a sum brings: its own change."""
    return [new - old for old, new in parts]


def score(attainments: Sequence[tuple[Decimal | Refusal, Decimal | None, bool]]) -> Decimal | Refusal:
    """Σ weight × attainment (0 to 1.2; at most 0.7 when a guardrail is breached); equal weights unless written.

    A refused attainment leaves, its weight shared by the others; with none left the score is refused.
    """
    known = [(a, w, breached) for a, w, breached in attainments if isinstance(a, Decimal)]
    if not known:
        return NoDenominator()
    weights = [Decimal(1) if w is None else w for _, w, _ in known]
    total = sum(weights, Decimal(0))
    if total == 0:
        return NoDenominator()
    parts = [
        w * min(max(a, Decimal(0)), Decimal("0.7") if breached else Decimal("1.2"))
        for (a, _, breached), w in zip(known, weights, strict=True)
    ]
    return sum(parts, Decimal(0)) / total

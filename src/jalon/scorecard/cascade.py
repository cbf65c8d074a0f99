"""How parts make a whole: sums, products split exactly by LMDI, Shapley values when a factor is zero."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoDenominator

Factor = tuple[Decimal, Decimal]


def logarithmic_mean(a: float, b: float) -> float:
    """L(a, b) = (a − b) / (ln a − ln b), and a when both are equal."""
    return a if a == b else (a - b) / (math.log(a) - math.log(b))


def product_split(factors: Sequence[Factor]) -> list[Decimal]:
    """What each factor brings to the change of the product, without residue (Ang, LMDI-I; Shapley when one is ≤ 0)."""
    before = math.prod(float(old) for old, _ in factors)
    after = math.prod(float(new) for _, new in factors)
    if any(old <= 0 or new <= 0 for old, new in factors):
        shares = _shapley(factors)
    else:
        weight = logarithmic_mean(after, before)
        shares = [weight * math.log(float(new) / float(old)) for old, new in factors]
    return [Decimal(str(share)) for share in shares]


def _shapley(factors: Sequence[Factor]) -> list[float]:
    orders = list(permutations(range(len(factors))))
    found = [0.0] * len(factors)
    for order in orders:
        values = [float(old) for old, _ in factors]
        for index in order:
            before = math.prod(values)
            values[index] = float(factors[index][1])
            found[index] += math.prod(values) - before
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

"""M006: one gain is not counted twice in an area."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from jalon.catalogue.formula import Expression, Name, Operation
from jalon.plan.lint.formulas import down_to_measures, filters
from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        rows = [(kpi, e) for kpi in kra.kpis if (e := down_to_measures(kpi.measured.formula, case.plan)) is not None]
        for whole, expression in rows:
            for (one, left), (two, right) in combinations([row for row in rows if row[0] is not whole], 2):
                alike = filters(one.measured) == filters(two.measured) == filters(whole.measured)
                if alike and fraction(expression) == times(fraction(left), fraction(right)):
                    others = (f"kpi:{one.id}", f"kpi:{two.id}")
                    yield Breach(f"kra:{kra.id}", whole.path, {"product": whole.id, "of": [one.id, two.id]}, others)


Fraction = tuple[tuple[str, ...], tuple[str, ...]]


def fraction(expression: Expression) -> Fraction | None:
    """Names above and below the line of a plain quotient of names, shortened; None for anything else."""
    if isinstance(expression, Name):
        return (expression.id,), ()
    if isinstance(expression, Operation) and expression.sign in "*/":
        left, right = fraction(expression.left), fraction(expression.right)
        if right is not None and expression.sign == "/":
            right = (right[1], right[0])
        return times(left, right)
    return None


def times(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    """The product of two quotients, shortened."""
    if left is None or right is None:
        return None
    top, bottom = list(left[0] + right[0]), list(left[1] + right[1])
    for name in list(top):
        if name in bottom:
            top.remove(name)
            bottom.remove(name)
    return tuple(sorted(top)), tuple(sorted(bottom))


RULE = warning("M006", _breaches, "plan+catalogue")

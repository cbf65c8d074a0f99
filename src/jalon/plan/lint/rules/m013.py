"""M013: what is added has one unit."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.formulas import additions, down_to_measures, formulas, unit_of
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for formula in formulas(case.plan):
        expression = down_to_measures(formula.text, case.plan)
        for addition in additions(expression) if expression is not None else ():
            left, right = unit_of(addition.left), unit_of(addition.right)
            if left is not None and right is not None and left != right:
                yield Breach(formula.subject, formula.path, {"units": [left, right], "formula": formula.text})
                break


RULE = error("M013", _breaches, "plan+catalogue")

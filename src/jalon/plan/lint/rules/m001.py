"""M001: ratios are neither averaged nor added."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.cascades import sums
from jalon.plan.lint.formulas import additions, denominator, down_to_measures, formulas, is_ratio
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for formula in formulas(case.plan):
        expression = down_to_measures(formula.text, case.plan)
        for addition in additions(expression) if expression is not None else ():
            left, right = addition.left, addition.right
            if is_ratio(left) and is_ratio(right) and denominator(left) != denominator(right):
                yield Breach(formula.subject, formula.path, {"formula": formula.text})
                break
    for cascade in sums(case.plan):
        ratios = [row.name for row in cascade.rows if (e := down_to_measures(row.formula, case.plan)) and is_ratio(e)]
        if ratios:
            yield Breach(cascade.subject, cascade.path, {"parts": ratios})


RULE = error("M001", _breaches, "plan+catalogue")

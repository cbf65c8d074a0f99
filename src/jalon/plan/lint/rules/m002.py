"""M002: what does not add is not added."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.cascades import sums
from jalon.plan.lint.formulas import additions, down_to_measures, formulas, is_ratio, not_additive
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for formula in formulas(case.plan):
        expression = down_to_measures(formula.text, case.plan)
        found = [
            name
            for addition in (additions(expression) if expression is not None else ())
            for side in (addition.left, addition.right)
            for name in not_additive(side)
        ]
        if found:
            yield Breach(formula.subject, formula.path, {"measures": list(dict.fromkeys(found))})
    for cascade in sums(case.plan):
        expressions = [down_to_measures(row.formula, case.plan) for row in cascade.rows]
        if any(e is not None and is_ratio(e) for e in expressions):
            continue
        found = [name for e in expressions if e is not None for name in not_additive(e)]
        if found:
            yield Breach(cascade.subject, cascade.path, {"measures": list(dict.fromkeys(found))})


RULE = error("M002", _breaches, "plan+catalogue")

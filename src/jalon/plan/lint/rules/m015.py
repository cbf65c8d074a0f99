"""M015: the parts of a sum share one measure."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.cascades import sums
from jalon.plan.lint.formulas import leaves
from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for cascade in sums(case.plan):
        kinds = {leaves(row.formula, case.plan) for row in cascade.rows}
        if len(kinds) > 1:
            named = {row.name: sorted(leaves(row.formula, case.plan)) for row in cascade.rows}
            yield Breach(cascade.subject, cascade.path, {"measures": named})


RULE = warning("M015", _breaches, "plan+catalogue")

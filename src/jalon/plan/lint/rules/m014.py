"""M014: the parts of a sum exclude one another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from jalon.plan.lint.cascades import Row, sums
from jalon.plan.lint.formulas import leaves
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for cascade in sums(case.plan):
        for one, two in combinations(cascade.rows, 2):
            shared = leaves(one.formula, case.plan) & leaves(two.formula, case.plan)
            if shared and not exclusive(one, two):
                details = {"parts": [one.name, two.name], "measures": sorted(shared)}
                yield Breach(cascade.subject, cascade.path, details)
                break


def exclusive(one: Row, two: Row) -> bool:
    """Whether some dimension is given in both with no value in common."""
    return any(not set(one.filter[name]) & set(two.filter[name]) for name in one.filter.keys() & two.filter.keys())


RULE = error("M014", _breaches, "plan+catalogue")

"""M010: the budget's seasonality has twelve months that sum to one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    budget = case.plan.budget
    if budget is None or not budget.seasonality or case.wrong(f"{budget.path}.seasonality"):
        return
    total = sum(budget.seasonality.values(), Decimal(0))
    if len(budget.seasonality) < 12 or abs(total - 1) > Decimal("0.000001"):
        yield Breach("plan", f"{budget.path}.seasonality", {"months": len(budget.seasonality), "sum": str(total)})


RULE = error("M010", _breaches)

"""M009: budget lines sum to the total."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    budget = case.plan.budget
    if budget is None or budget.total is None or case.wrong(budget.path):
        return
    amounts = [line.amount for line in budget.lines if line.amount is not None]
    total = sum(amounts, Decimal(0))
    if len(amounts) == len(budget.lines) and total != budget.total:
        yield Breach("plan", f"{budget.path}.total", {"lines": str(total), "total": str(budget.total)})


RULE = error("M009", _breaches)

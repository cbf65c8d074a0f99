"""X007: thresholds are in order: appetite, then limit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    for _, kri in case.plan.kris():
        appetite, limit = kri.appetite, kri.limit
        if isinstance(appetite, tuple) and isinstance(limit, tuple):
            wrong = not (limit[0] <= appetite[0] and appetite[1] <= limit[1])
        elif isinstance(appetite, Decimal) and isinstance(limit, Decimal):
            wrong = appetite <= limit if kri.bad_direction == "down" else appetite >= limit
        else:
            wrong = isinstance(appetite, tuple) != isinstance(limit, tuple) and None not in (appetite, limit)
        if wrong:
            details = {"appetite": str(appetite), "limit": str(limit), "bad_direction": kri.bad_direction}
            yield Breach(f"kri:{kri.id}", f"{kri.path}.limit", details)


RULE = error("X007", _breaches, "plan+catalogue")

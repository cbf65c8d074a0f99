"""S006: growth in round numbers has a reason."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jalon.plan.lint.rule import Breach, Case, warning

ROUND = tuple(Decimal(n) / 100 for n in (5, 10, 15, 20, 25, 50))


def _breaches(case: Case) -> Iterator[Breach]:
    for _, kpi in case.plan.kpis():
        measured, last = kpi.measured, kpi.measured.last_target
        if (
            kpi.rationale is not None
            or case.wrong(f"{kpi.path}.rationale")
            or last is None
            or last.target is None
            or not measured.baseline
        ):
            continue
        change = abs(last.target / measured.baseline - 1)
        if change in ROUND:
            yield Breach(f"kpi:{kpi.id}", f"{last.path}.target", {"change": f"{change * 100:.0f} %"})


RULE = warning("S006", _breaches)

"""M005: weights sum to one, and are given to all or to none."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jalon.plan.lint.formulas import targeted
from jalon.plan.lint.rule import Breach, Case, error

CLOSE = Decimal("0.000001")


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        weights = [kpi.weight for kpi in targeted(kra)]
        given = [weight for weight in weights if weight is not None]
        if case.wrong(*(f"{kpi.path}.weight" for kpi in kra.kpis)):
            continue
        if given and (len(given) < len(weights) or abs(sum(given, Decimal(0)) - 1) > CLOSE):
            yield Breach(
                f"kra:{kra.id}", f"{kra.path}.kpis", {"sum": str(sum(given)), "missing": len(weights) - len(given)}
            )
    for objective in case.plan.objectives:
        cascade = objective.cascade
        if cascade is None or cascade.mode != "weighted" or case.wrong(cascade.path):
            continue
        given = [part.weight for part in cascade.parts if part.weight is not None]
        if len(given) < len(cascade.parts) or abs(sum(given, Decimal(0)) - 1) > CLOSE:
            yield Breach(f"objective:{objective.id}", cascade.path, {"sum": str(sum(given))})


RULE = error("M005", _breaches)

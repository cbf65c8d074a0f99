"""K004: an objective is served by an area."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.document.values import nearest
from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    served = {objective for kra in case.plan.kras for objective in kra.serves}
    known = {objective.id for objective in case.plan.objectives}
    # A reference that leads nowhere is F107 already: the objective it was meant for is not also left aside.
    served |= {near for name in served - known for near in nearest(name, known)}
    for objective in case.plan.objectives:
        if objective.id and objective.id not in served:
            yield Breach(f"objective:{objective.id}", objective.path)


RULE = warning("K004", _breaches)

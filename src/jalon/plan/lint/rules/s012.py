"""S012: a KPI that can be gamed has a guardrail."""

from __future__ import annotations

from collections.abc import Iterator

from jalon import catalogue
from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for _, kpi in case.plan.kpis():
        row = catalogue.kpis().get(kpi.measured.use or "")
        if row is not None and row.gameable and kpi.guardrail is None and not case.wrong(f"{kpi.path}.guardrail"):
            yield Breach(f"kpi:{kpi.id}", kpi.path, {"use": row.id})


RULE = warning("S012", _breaches, "plan+catalogue")

"""K008: some indicator of an area is more than activity."""

from __future__ import annotations

from collections.abc import Iterator

from jalon import catalogue
from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        rows = [catalogue.kpis().get(kpi.measured.use or "") for kpi in kra.kpis]
        if rows and all(row is not None and row.activity for row in rows):
            yield Breach(f"kra:{kra.id}", f"{kra.path}.kpis")


RULE = warning("K008", _breaches, "plan+catalogue")

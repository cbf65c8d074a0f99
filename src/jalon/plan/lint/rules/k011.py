"""K011: some indicator of an area is a result."""

from __future__ import annotations

from collections.abc import Iterator

from jalon import catalogue
from jalon.plan.lint.formulas import targeted
from jalon.plan.lint.rule import Breach, Case, warning


def _breaches(case: Case) -> Iterator[Breach]:
    for kra in case.plan.kras:
        timings = {row.timing for kpi in targeted(kra) if (row := catalogue.kpis().get(kpi.measured.use or ""))}
        own = any(kpi.measured.use is None for kpi in targeted(kra))
        if timings == {"leading"} and not own:
            yield Breach(f"kra:{kra.id}", f"{kra.path}.kpis")


RULE = warning("K011", _breaches, "plan+catalogue")

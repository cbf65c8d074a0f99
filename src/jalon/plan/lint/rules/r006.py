"""R006: one KPI with one filter lives in one area."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.formulas import down_to_measures, filters, sorted_form
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    seen: dict[tuple[str, object, object], tuple[str, str]] = {}
    for kra, kpi in case.plan.kpis():
        expression = down_to_measures(kpi.measured.formula, case.plan)
        if expression is None or case.wrong(f"{kpi.path}.filter", f"{kpi.path}.formula"):
            continue
        params = tuple(sorted(kpi.measured.params.items()))
        key = (sorted_form(expression), filters(kpi.measured), params)
        first = seen.setdefault(key, (kpi.id, kra.id))
        if first[1] != kra.id:
            others = (f"kpi:{first[0]}", f"kra:{first[1]}", f"kra:{kra.id}")
            yield Breach(f"kpi:{kpi.id}", kpi.path, {"first": first[0], "kras": [first[1], kra.id]}, others)


RULE = error("R006", _breaches, "plan+catalogue")

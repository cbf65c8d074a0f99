"""R006: one KPI with one filter lives in one area."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.plan.lint.formulas import down_to_measures, filters, sorted_form
from jalon.plan.lint.rule import Breach, Case, error, meet
from jalon.plan.model import Kra


def _breaches(case: Case) -> Iterator[Breach]:
    seen: dict[tuple[str, object, object], list[tuple[str, Kra]]] = {}
    for kra, kpi in case.plan.kpis():
        expression = down_to_measures(kpi.measured.formula, case.plan)
        if expression is None or case.wrong(*(f"{kpi.path}.{name}" for name in ("use", "formula", "filter", "params"))):
            continue
        params = tuple(sorted(kpi.measured.params.items()))
        key = (sorted_form(expression), filters(kpi.measured), params)
        twice = next((one for one in seen.get(key, []) if one[1] is not kra and meet(one[1], kra)), None)
        seen.setdefault(key, []).append((kpi.id, kra))
        if twice is not None:
            first, other = twice
            others = (f"kpi:{first}", f"kra:{other.id}", f"kra:{kra.id}")
            yield Breach(f"kpi:{kpi.id}", kpi.path, {"first": first, "kras": [other.id, kra.id]}, others)


RULE = error("R006", _breaches, "plan+catalogue")

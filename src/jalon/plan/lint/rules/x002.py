"""X002: a risk watches something else, earlier, than what it threatens."""

from __future__ import annotations

from collections.abc import Iterator

from jalon import catalogue
from jalon.catalogue.formula import names
from jalon.plan.lint.formulas import denominator, down_to_measures, leaves
from jalon.plan.lint.rule import Breach, Case, warning
from jalon.plan.model import Kri, Plan


def _breaches(case: Case) -> Iterator[Breach]:
    plan = case.plan
    formulas_of = {kpi.id: (f"kpi:{kpi.id}", kpi.measured.formula) for _, kpi in plan.kpis()}
    formulas_of |= {o.id: (f"objective:{o.id}", o.result.formula) for o in plan.objectives}
    for _, kri in plan.kris():
        if kri.lead_measured and kri.lead_days is not None and kri.lead_days[0] >= 1:
            continue
        watched = _watched(kri, plan)
        for threatened in kri.threatens:
            subject, text = formulas_of.get(threatened, ("", None))
            shared = watched & leaves(text, plan)
            if shared:
                details = {"threatens": threatened, "measures": sorted(shared)}
                yield Breach(f"kri:{kri.id}", kri.path, details, (subject,))
                break


def _watched(kri: Kri, plan: Plan) -> frozenset[str]:
    row = catalogue.kris().get(kri.use or "")
    if row is not None:
        return frozenset(row.measures)
    expression = down_to_measures(kri.formula, plan)
    if expression is None:
        return frozenset()
    return frozenset(names(expression)) - frozenset(denominator(expression))


RULE = warning("X002", _breaches, "plan+catalogue")

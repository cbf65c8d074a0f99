"""D006: every measure, KPI and KRI named is known."""

from __future__ import annotations

from collections.abc import Iterator

from jalon import catalogue
from jalon.catalogue.formula import names
from jalon.plan.document.values import nearest
from jalon.plan.lint.cascades import guardrails, measured_things
from jalon.plan.lint.formulas import formulas, parsed
from jalon.plan.lint.rule import Breach, Case, error


def _breaches(case: Case) -> Iterator[Breach]:
    plan = case.plan
    own = {kpi.id for _, kpi in plan.kpis()}
    known = {*catalogue.measures(), *catalogue.kpis(), *own}
    for subject, path, measured in measured_things(plan):
        if measured.use is not None and measured.use not in catalogue.kpis():
            yield _unknown(subject, f"{path}.use", measured.use, set(catalogue.kpis()))
    for _, kri in plan.kris():
        if kri.use is not None and kri.use not in catalogue.kris():
            yield _unknown(f"kri:{kri.id}", f"{kri.path}.use", kri.use, set(catalogue.kris()))
    for formula in formulas(plan):
        expression = parsed(formula.text)
        for name in names(expression) if expression is not None else ():
            if name not in known:
                yield _unknown(formula.subject, formula.path, name, known)
    for event in plan.own_events:
        for number, name in enumerate(event.measures):
            if name not in catalogue.measures():
                path = f"{event.path}.measures.{number}"
                yield _unknown(f"event:{event.id}", path, name, set(catalogue.measures()))
    for subject, guardrail in guardrails(plan):
        if guardrail.use is not None and guardrail.use not in catalogue.kpis():
            yield _unknown(subject, f"{guardrail.path}.use", guardrail.use, set(catalogue.kpis()))


def _unknown(subject: str, path: str, name: str, known: set[str]) -> Breach:
    return Breach(subject, path, {"name": name, "near": ", ".join(nearest(name, known, 3))})


RULE = error("D006", _breaches, "plan+catalogue")

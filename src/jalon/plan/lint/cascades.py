"""Cascades as rules see them: each part with its formula, unit, filter, baseline and target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jalon.plan.lint.formulas import down_to_measures, is_ratio, not_additive
from jalon.plan.lint.rule import Case
from jalon.plan.model import Cascade, Guardrail, Measurement, Plan
from jalon.plan.model.company import Filter


@dataclass(frozen=True, slots=True)
class Row:
    """One part of a cascade, measured."""

    name: str
    path: str
    formula: str | None
    unit: str | None
    filter: Filter
    baseline: Decimal | None
    target: Decimal | None


@dataclass(frozen=True, slots=True)
class Cascaded:
    """An objective's cascade with its parts found."""

    subject: str
    path: str
    cascade: Cascade
    result: Measurement
    rows: tuple[Row, ...]

    @property
    def target(self) -> Decimal | None:
        """The result's target in force: the version decided last."""
        last = self.result.last_target
        return last.target if last else None

    def broken(self, case: Case) -> bool:
        """Whether a field of the cascade or of a part is already named by a finding."""
        owner = self.path.rpartition(".")[0]
        return case.wrong(self.path, f"{owner}.result", *(row.path for row in self.rows))


def cascades(plan: Plan, mode: str) -> Iterator[Cascaded]:
    """Cascades of one mode whose parts are all found."""
    found = {kpi.id: (kpi.path, kpi.measured) for _, kpi in plan.kpis()}
    found |= {o.id: (f"{o.path}.result", o.result) for o in plan.objectives}
    for objective in plan.objectives:
        cascade = objective.cascade
        if cascade is None or cascade.mode != mode:
            continue
        names = [part.kpi or part.objective or "" for part in cascade.parts]
        if all(name in found for name in names):
            rows = tuple(_row(name, *found[name]) for name in names)
            yield Cascaded(f"objective:{objective.id}", cascade.path, cascade, objective.result, rows)


def sums(plan: Plan) -> Iterator[Cascaded]:
    """Sum cascades."""
    return cascades(plan, "sum")


def _row(name: str, path: str, measured: Measurement) -> Row:
    last = measured.last_target
    target = last.target if last else None
    return Row(name, path, measured.formula, measured.unit, measured.filter, measured.baseline, target)


def mixes_units(cascade: Cascaded) -> bool:
    """Whether parts and result are counted in more than one unit."""
    units = {row.unit for row in cascade.rows if row.unit} | ({cascade.result.unit} if cascade.result.unit else set())
    return len(units) > 1


def adds_wrongly(cascade: Cascaded, plan: Plan) -> bool:
    """Whether M001 or M002 already speak of this cascade."""
    expressions = [e for row in cascade.rows if (e := down_to_measures(row.formula, plan)) is not None]
    return any(is_ratio(e) or not_additive(e) for e in expressions)


def measured_things(plan: Plan) -> Iterator[tuple[str, str, Measurement]]:
    """Subject, path and measurement of every KPI and every result."""
    for _, kpi in plan.kpis():
        yield f"kpi:{kpi.id}", kpi.path, kpi.measured
    for objective in plan.objectives:
        yield f"objective:{objective.id}", f"{objective.path}.result", objective.result


def guardrails(plan: Plan) -> Iterator[tuple[str, Guardrail]]:
    """Subject and guardrail, wherever one stands."""
    for _, kpi in plan.kpis():
        if kpi.guardrail is not None:
            yield f"kpi:{kpi.id}", kpi.guardrail
    for objective in plan.objectives:
        for guardrail in objective.guardrails:
            yield f"objective:{objective.id}", guardrail
    for action in plan.actions:
        if action.guardrail is not None:
            yield f"action:{action.id}", action.guardrail

"""What people already completed in a draft, carried over into the draft made anew from other names or files."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jalon.plan.model import Measurement, Plan

Answers = Mapping[str, str | Decimal]
"""Path of a field of the new draft → the value that somebody gave it in the one before."""


def carried_over(before: Plan, after: Plan) -> Answers:
    """Targets, typed baselines and the objective's name, for what is still there under the same id and measure."""
    found: dict[str, str | Decimal] = {}
    old = {kpi.id: kpi.measured for _, kpi in before.kpis()}
    for _, kpi in after.kpis():
        found.update(_answers(kpi.path, old.get(kpi.id), kpi.measured))
    for objective in after.objectives:
        known = before.objective(objective.id)
        if known is not None and known.name is not None and objective.name is not None:
            found.update(_answers(f"{objective.path}.result", known.result, objective.result))
            name = known.name.in_language(before.languages[0])
            if known.result.use == objective.result.use and name != objective.name.in_language(after.languages[0]):
                found[f"{objective.path}.name"] = name
    return found


def _answers(path: str, old: Measurement | None, new: Measurement) -> Answers:
    if old is None or old.use != new.use or old.filter != new.filter:
        return {}
    found: dict[str, str | Decimal] = {}
    last = old.last_target
    if last is not None and last.target is not None and new.last_target is None:
        found[f"{path}.target"] = last.target
    if old.baseline is not None and new.baseline is None:
        found[f"{path}.baseline"] = old.baseline
    return found

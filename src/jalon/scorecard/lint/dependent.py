"""X005: an objective that leans on one channel, with no watch on that channel."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jalon import catalogue
from jalon.catalogue.formula import RefusedFormula, parse
from jalon.facts.engine import UNMAPPED
from jalon.findings import Detail, Finding, Place, Severity
from jalon.metrics import Measurements, Wanted
from jalon.plan.model import Kri, Objective, Plan
from jalon.quantities import Period
from jalon.scorecard.lint.known import Known

LARGE = Decimal("0.40")
WATCHES = ("algorithm", "saturation", "dependency")
CHANNEL = "channel"


def wanted_by_objectives(plan: Plan) -> list[Wanted]:
    """Results by channel, of the objectives on whose channels no risk is watched."""
    if CHANNEL not in plan.grounds:
        return []
    found = []
    for objective in plan.objectives:
        result = objective.result
        if CHANNEL in result.filter or is_watched(plan, objective):
            continue
        try:
            formula = parse(result.formula or "")
        except RefusedFormula:  # the lint's own finding
            continue
        found.append(Wanted(_key(objective), formula, result.filter, result.params, group_by=CHANNEL))
    return found


def is_watched(plan: Plan, objective: Objective) -> bool:
    """Whether a KRI on algorithms, saturation or dependency threatens the objective or a KPI of its cascade."""
    parts = objective.cascade.parts if objective.cascade else ()
    own = {objective.id, *(name for part in parts for name in (part.kpi, part.objective) if name)}
    return any(_category(kri) in WATCHES and own & set(kri.threatens) for _, kri in plan.kris())


def leaning_on_one_channel(known: Known) -> Iterator[Finding]:
    """Objectives of which one channel brought more than two fifths since the period began."""
    for objective in known.plan.objectives:
        if is_watched(known.plan, objective):
            continue
        lead = _lead(known.measurements, objective, Period(known.period.start, max(known.as_of, known.period.start)))
        if lead is not None and lead[1] > LARGE:
            details: dict[str, Detail] = {"value": lead[0], "part": str(lead[1].quantize(Decimal("0.001")))}
            yield Finding(
                "X005", Severity.WARNING, f"objective:{objective.id}", Place(None, None, objective.path), details
            )


def _lead(measurements: Measurements, objective: Objective, days: Period) -> tuple[str, Decimal] | None:
    """The channel that brings most, and its share of what channels bring."""
    series = measurements.series_for(_key(objective))
    if series.refusal is not None or series.kind != "flow":
        return None
    read = {name: one.over(days) for name, one in series.groups().items()}
    brought = {name: value for name, value in read.items() if isinstance(value, Decimal) and value > 0}
    whole = sum(brought.values(), Decimal(0))
    named = {name: value for name, value in brought.items() if name != UNMAPPED}
    if not named or not whole:
        return None
    first = max(named, key=lambda name: named[name])
    return first, named[first] / whole


def _key(objective: Objective) -> str:
    return f"rule:X005:{objective.id}"


def _category(kri: Kri) -> str | None:
    row = catalogue.kris().get(kri.use or "")
    return row.category if row else None

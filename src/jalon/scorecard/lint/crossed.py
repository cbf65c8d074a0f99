"""D003: a comparison that crosses a measurement break the plan has not rebased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jalon.catalogue.formula import names
from jalon.findings import Finding, Place, Severity
from jalon.metrics import Measurements
from jalon.plan.model import Measurement, Plan
from jalon.quantities import Period
from jalon.scorecard.breaks import unsettled
from jalon.scorecard.spans import window_of


def crossed_breaks(plan: Plan, measurements: Measurements, period: Period, as_of: date) -> Iterator[Finding]:
    """One finding for each KPI or objective with a target whose measures count otherwise since a day of its window."""
    for subject, measurement, path in _targeted(plan):
        series = measurements.series_for(subject)
        version = measurement.target_on(as_of)
        if series.refusal is not None or version is None or measurement.direction == "context":
            continue
        window = window_of(period, version)
        channels = frozenset(measurement.filter.get("channel", ()))
        day = unsettled(names(series.expression), plan, subject.partition(":")[2], window, as_of, channels)
        if day is not None:
            yield Finding("D003", Severity.WARNING, subject, Place(None, None, path), {"day": day.isoformat()})


def _targeted(plan: Plan) -> Iterator[tuple[str, Measurement, str]]:
    for objective in plan.objectives:
        yield f"objective:{objective.id}", objective.result, objective.path
    for _, kpi in plan.kpis():
        yield f"kpi:{kpi.id}", kpi.measured, kpi.path

"""A007: a KPI off course on which nobody does anything."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.findings import Detail, Finding, Place, Severity
from jalon.scorecard.lint.known import Known
from jalon.scorecard.results import KpiStanding


def off_course_and_left_alone(known: Known) -> Iterator[Finding]:
    """Open KPIs off course without an action under way, nor a decision on them that waits for its review."""
    paths = {kpi.id: kpi.path for _, kpi in known.plan.kpis()}
    for row in known.kpis:
        measured = row.measured
        if measured.standing is not KpiStanding.OFF_COURSE or measured.closed is not None or row.next_action:
            continue
        if not _decided(known, measured.id):
            details: dict[str, Detail] = {"owner": measured.owner, "kra": row.kra}
            place = Place(None, None, paths.get(measured.id, ""))
            yield Finding("A007", Severity.WARNING, f"kpi:{measured.id}", place, details)


def _decided(known: Known, kpi: str) -> bool:
    """Whether a decision about the KPI is awaited, or in force until its review."""
    return any(
        one.effect is not None
        and one.effect.kpi == kpi
        and (one.chosen is None or (one.review_on is not None and one.review_on >= known.as_of))
        for one in known.plan.decisions
    )

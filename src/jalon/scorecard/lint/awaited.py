"""Z002: a decision awaited for longer than the plan allows."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.findings import Finding, Place, Severity
from jalon.scorecard.lint.known import Known


def overdue_decisions(known: Known) -> Iterator[Finding]:
    """Questions still open after the working days that arbitration has."""
    for decision in known.plan.decisions:
        due = known.plan.deadline_of(decision)
        if decision.chosen is None and due is not None and due < known.as_of:
            arbitration = known.plan.arbitration
            details = {
                "asked": decision.day.isoformat() if decision.day else None,
                "due": due.isoformat(),
                "working_days": known.plan.working_days_to_decide,
                "decider": arbitration.decider if arbitration else None,
            }
            place = Place(None, None, decision.path)
            yield Finding("Z002", Severity.WARNING, f"decision:{decision.id}", place, details)

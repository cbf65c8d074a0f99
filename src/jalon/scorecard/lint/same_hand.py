"""X008: a risk that only the person it judges can see."""

from __future__ import annotations

from collections.abc import Iterator

from jalon.findings import Finding, Place, Severity
from jalon.plan.model import Kri, Plan
from jalon.scorecard.lint.known import Known


def judged_by_oneself(known: Known) -> Iterator[Finding]:
    """KRIs whose owner also looks after every source they read and answers for all that they threaten."""
    plan = known.plan
    owners = {source.id: source.owner for source in plan.sources}
    answers = {kpi.id: kra.owner for kra, kpi in plan.kpis()} | {o.id: o.owner for o in plan.objectives}
    for _, kri in plan.kris():
        hands = {owners.get(source) for source in _sources(known, kri)}
        threatened = {answers.get(name) for name in kri.threatens}
        if kri.owner is not None and hands == threatened == {kri.owner}:
            details = {"owner": kri.owner, "reviewer": _other(plan, kri.owner)}
            yield Finding("X008", Severity.INFO, f"kri:{kri.id}", Place(None, None, kri.path), details)


def _sources(known: Known, kri: Kri) -> set[str]:
    """The sources that its inputs are read from."""
    inputs = (one for key, one in known.measurements.series.items() if key.startswith(f"kri:{kri.id}:"))
    return {binding.source for one in inputs for binding in one.bindings if binding.source}


def _other(plan: Plan, owner: str) -> str | None:
    """Who could look after the source instead: the owner's deputy."""
    person = plan.person(owner)
    return person.deputy if person else None

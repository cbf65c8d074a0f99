"""Risks of time: data that grows old, milestones that others wait for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jalon.plan.model import Action, Milestone
from jalon.quantities import Refusal
from jalon.quantities.refusals import NeverLoaded
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.reading import Read, plainly
from jalon.scorecard.refused import NoEndDate, NoMilestone

_JUDGED = ("kpi:", "objective:")


def freshness(case: Case, day: date) -> Read:
    """Age of the latest source over what is expected of it; a tool never loaded leaves nothing quiet."""
    ages: dict[str, Decimal] = {}
    never: set[str] = set()
    for key, series in case.measurements.series.items():
        if not key.startswith(_JUDGED):
            continue
        if isinstance(series.refusal, NeverLoaded):
            never.add(series.refusal.tool)
        for binding in series.bindings:
            if binding.age_days is not None and binding.expected_days:
                name = binding.source or binding.tool
                ages[name] = max(ages.get(name, Decimal(0)), Decimal(binding.age_days) / binding.expected_days)
    worst = max(sorted(ages), key=ages.__getitem__, default=None)
    appetite = case.kri.appetite if isinstance(case.kri.appetite, Decimal) else Decimal(0)
    if worst is None or (never and ages[worst] <= appetite):
        return NeverLoaded(", ".join(sorted(never)) or "any")
    case.evidence["worst"] = worst
    return plainly(ages[worst])


def slack(case: Case, day: date) -> Read:
    """Days left before others wait, along the whole graph: the tightest open milestone. Late work ends today."""
    work = {action.id: action for action in case.plan.actions if action.status in ("planned", "running")}
    milestones = {milestone.id: milestone for milestone in case.plan.milestones if milestone.status == "open"}
    left: dict[str, Decimal] = {}
    for milestone in milestones.values():
        if milestone.day is None:
            continue
        ready = day
        for name in milestone.needs:
            end = _end(name, work, milestones, day, (milestone.id,))
            if isinstance(end, Refusal):
                return end
            ready = max(ready, end)
        left[milestone.id] = Decimal((milestone.day - ready).days)
    if not left:
        return NoMilestone()
    worst = min(sorted(left), key=left.__getitem__)
    case.evidence["milestone"] = worst
    return plainly(left[worst])


def _end(
    name: str, work: dict[str, Action], milestones: dict[str, Milestone], day: date, path: tuple[str, ...]
) -> date | Refusal:
    """The day on which something needed is there, with what it needs itself; what is done is there already."""
    needed = work.get(name) or milestones.get(name)
    if needed is None or name in path:
        return day
    own = needed.end if isinstance(needed, Action) else needed.day
    if own is None:
        return NoEndDate(name)
    latest = max(own, day)
    for other in needed.needs:
        end = _end(other, work, milestones, day, (*path, name))
        if isinstance(end, Refusal):
            return end
        latest = max(latest, end)
    return latest

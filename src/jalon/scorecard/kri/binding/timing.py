"""Inputs of `freshness` and `slack`: the age of each source, the milestones of the plan with what they wait for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from jalon.plan.model import Action, Milestone
from jalon.quantities import Refusal
from jalon.quantities.refusals import NeverLoaded, NoEndDate, NoMilestone
from jalon.scorecard.kri.binding.question import Question, Span
from jalon.scorecard.kri.case import Case
from jalon.stats.signals import DOWN, UP, Given, Observed

_JUDGED = ("kpi:", "objective:")


def freshness(case: Case, span: Span) -> list[Question] | Refusal:
    """Age of each source beside what is expected of it; a tool never loaded leaves nothing quiet."""
    ages: dict[str, tuple[float, float]] = {}
    never: set[str] = set()
    for key, series in case.measurements.series.items():
        if not key.startswith(_JUDGED):
            continue
        if isinstance(series.refusal, NeverLoaded):
            never.add(series.refusal.tool)
        for binding in series.bindings:
            if binding.age_days is not None and binding.expected_days:
                name, own = binding.source or binding.tool, (float(binding.age_days), float(binding.expected_days))
                ages[name] = max(ages.get(name, own), own, key=lambda pair: pair[0] / pair[1])
    appetite = 0.0 if case.kri.appetite is None or isinstance(case.kri.appetite, tuple) else float(case.kri.appetite)
    latest = max((age / expected for age, expected in ages.values()), default=0.0)
    if not ages or (never and latest <= appetite):
        return NeverLoaded(", ".join(sorted(never)) or "any")
    names = sorted(ages)
    inputs = {
        "age": Observed(np.array([[ages[name][0] for name in names]])),
        "expected": Observed(np.array([[ages[name][1] for name in names]])),
    }
    return [Question(Given(inputs, {}, UP), (span.last,), (0,), cells=tuple(names))]


def slack(case: Case, span: Span) -> list[Question] | Refusal:
    """Each open milestone and planned work, in days from today; what is done is there already."""
    plan, today = case.plan, span.last
    work = {action.id: action for action in plan.actions if action.status in ("planned", "running")}
    open_ones = {one.id: one for one in plan.milestones if one.status == "open" and one.day is not None}
    if not open_ones:
        return NoMilestone()
    names = (*sorted(open_ones), *sorted(work))
    needs = np.zeros((len(names), len(names)))
    due, end = np.full((1, len(names)), np.nan), np.full((1, len(names)), np.nan)
    waited = _waited_for(open_ones.keys(), {**work, **open_ones})
    for row, name in enumerate(names):
        thing = work.get(name) or open_ones[name]
        for other in thing.needs:
            if other in names:
                needs[row, names.index(other)] = 1
        if name in open_ones:
            due[0, row] = _from(today, open_ones[name].day)
        elif name in waited and work[name].end is None:
            return NoEndDate(name)
        else:
            end[0, row] = _from(today, work[name].end)
    inputs = {"due": Observed(due), "end": Observed(end), "needs": Observed(needs)}
    return [Question(Given(inputs, {}, DOWN), (today,), (0,), cells=names)]


def _waited_for(milestones: Iterable[str], things: Mapping[str, Action | Milestone]) -> set[str]:
    """Everything that some milestone waits for, along the whole graph."""
    found: set[str] = set()
    ahead = [name for one in milestones for name in things[one].needs]
    while ahead:
        name = ahead.pop()
        if name in things and name not in found:
            found.add(name)
            ahead += things[name].needs
    return found


def _from(today: date, day: date | None) -> float:
    return float("nan") if day is None else float((day - today).days)

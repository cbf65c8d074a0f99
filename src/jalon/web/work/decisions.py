"""Decisions: those awaited first, and one with its options, the rule, its evidence and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon.plan.model import Decision, Plan
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import said
from jalon.web.work.naming import all_named, named


@dataclass(frozen=True, slots=True)
class Option:
    """One option, and whether it was chosen."""

    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A decision as a list shows it; `due` while it is awaited."""

    decision: Decision
    question: str
    options: list[Option]
    due: date | None
    late: bool


def deadline(decision: Decision, plan: Plan) -> date | None:
    """The day by which a decision is due: so many working days after it was asked."""
    due = decision.day
    left = plan.arbitration.within_working_days if plan.arbitration else 5
    while due is not None and left > 0:
        due += timedelta(days=1)
        left -= 1 if due.weekday() < 5 else 0
    return due


def line(place: Here, decision: Decision) -> Line:
    """One decision in words."""
    due = deadline(decision, place.plan) if place.plan and decision.chosen is None else None
    options = [
        Option(said(decision.option_name(option), place.language), option == decision.chosen)
        for option in decision.options
    ]
    late = bool(due and place.as_of and due < place.as_of)
    return Line(decision, said(decision.question, place.language), options, due, late)


@here("see")
def listed(request: HttpRequest, place: Here) -> HttpResponse:
    """Decisions awaited, then those taken, newest first, and the rules in their order."""
    lines = [line(place, one) for one in (place.plan.decisions if place.plan else ())]
    taken = sorted((one for one in lines if one.decision.chosen), key=lambda one: str(one.decision.day), reverse=True)
    context = framed(
        place,
        "decision",
        [(_("Arbitration"), "")],
        awaited=[one for one in lines if not one.decision.chosen],
        taken=taken,
        rules=place.plan.arbitration.rules if place.plan and place.plan.arbitration else (),
        decider=place.plan.arbitration.decider if place.plan and place.plan.arbitration else None,
    )
    return render(request, "work/decisions.html", context)


@here("see")
def one(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """A decision that can be replayed: what was asked, on which evidence, by which rule, with what outcome."""
    plan = place.plan
    found = next((one for one in plan.decisions if one.id == name), None) if plan else None
    if plan is None or found is None:
        raise Http404
    rules = plan.arbitration.rules if plan.arbitration else ()
    written = next((rule.name for rule in rules if rule.id == found.rule), None)
    shared = next((rule.rule for rule in plan.overlap_rules if rule.id == found.rule), None)
    effect = found.effect
    context = framed(
        place,
        "decision",
        [(_("Arbitration"), "/decision"), (found.id, "")],
        line=line(place, found),
        decision=found,
        rule=said(written or shared, place.language),
        decider=plan.arbitration.decider if plan.arbitration else None,
        evidence=all_named(place, found.evidence),
        moved_from=named(place, effect.source) if effect else None,
        moved_to=named(place, effect.to) if effect else None,
        touches=all_named(place, [effect.kpi, *effect.kras]) if effect else [],
    )
    return render(request, "work/decision.html", context)

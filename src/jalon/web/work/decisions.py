"""Decisions: those awaited first, and one with its options, the rule, its evidence and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon.plan.model import Decision
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


def line(place: Here, decision: Decision) -> Line:
    """One decision in words."""
    due = place.plan.deadline_of(decision) if place.plan and decision.chosen is None else None
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

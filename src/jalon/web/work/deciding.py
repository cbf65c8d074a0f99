"""A question opened, a decision taken, a decision judged: kept by whoever may, proposed by the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon.plan.model import Decision, Plan
from jalon.records import plans
from jalon.routines import arbitrating
from jalon.routines.arbitrating import Chosen, Reviewed
from jalon.routines.editing import Edited
from jalon.scorecard.arbitrating import Ruling, expecting
from jalon.scorecard.arbitrating.ruling import rules_of
from jalon.web.here import Here, here
from jalon.web.plan.deciding import decided, may_change, today
from jalon.web.plan.keeping import keep, kept_said, propose
from jalon.web.rows import items, measured
from jalon.web.work import conflicting
from jalon.web.work.arbitrated import ruled

REVIEWED_AFTER = timedelta(days=91)
"""A decision is looked at again a quarter later, unless its page says another day."""
LONGEST = 500
VERDICTS = {"came": "good", "did_not_come": "bad", "cannot_tell": "unclear"}
"""What the measure says → the verdict that follows from it."""


@require_POST
@here("propose")
def opening(request: HttpRequest, place: Here) -> HttpResponse:
    """A conflict becomes a question that is awaited."""
    asked = conflicting.asked_of(place, str(request.POST.get("conflict", "")))
    if asked is None:
        messages.error(request, _("This conflict is no longer there, or its question is already awaited."))
        return redirect("decisions")
    reason = asked.question.in_language(place.language)
    written = arbitrating.opened(place.workspace, asked, decided(place, reason))
    return carried(request, place, written.result if written else None, reason, redirect("decisions"))


@require_POST
@here("propose")
def choose(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """An option chosen, with its reason; what is expected of it is written down as it is known today."""
    decision = decision_of(place, name)
    reason, option = said_in(request, "reason"), str(request.POST.get("option", ""))
    back = redirect("decision", name)
    if decision.chosen is not None or option not in decision.options or not reason:
        messages.error(request, _("Choose one option, and say why in a sentence."))
        return back
    choice = choice_of(place, decision, option, _day(request, place))
    result = arbitrating.chosen(place.workspace, name, choice, decided(place, reason))
    return carried(request, place, result, reason, back)


@require_POST
@here("propose")
def review(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """What became of a decision: the measure confirmed, or a sentence that says why not."""
    decision = decision_of(place, name)
    verdict, note, back = str(request.POST.get("verdict", "")), said_in(request, "note"), redirect("decision", name)
    row = review_of(place, name)
    measure = row.get("measure") if row else None
    told = measure if isinstance(measure, dict) and "refused" not in measure else None
    follows = VERDICTS.get(str(row.get("came"))) if row and told else None
    if decision.chosen is None or verdict not in VERDICTS.values() or (verdict != follows and not note):
        messages.error(request, _("Say in a sentence why, when the verdict is not the one of the measure."))
        return back
    reason = note or _("Review confirmed: %(question)s") % {"question": decision.id}
    result = arbitrating.judged(
        place.workspace, name, replace(seen(verdict, note, told), by=person_here(place)), decided(place, reason)
    )
    return carried(request, place, result, reason, back)


def seen(verdict: str, note: str, told: dict[str, object] | None) -> Reviewed:
    """A verdict with the measure it rests on."""
    if told is None:
        return Reviewed(verdict, note)
    low, high = (Decimal(str(end)) for end in items(told["interval95"]))
    value = Decimal(str(told["value"]))
    return Reviewed(verdict, note, None if told["share"] else value, value if told["share"] else None, (low, high))


def choice_of(place: Here, decision: Decision, option: str, review_on: date, rule: str | None = None) -> Chosen:
    """An answer with the rule that gave it, its evidence, and its expected effect as published today."""
    found = ruled(place, decision)
    by_rule = found.rule if found and found.option == option else None
    evidence = decision.evidence or _evidence(place, found)
    effects = expecting(decision, option, place.card) if place.card else decision.effects
    last = _last_resort(place.plan) if place.plan else ""
    return Chosen(option, rule or by_rule or last, review_on, evidence, effects, person_here(place))


def person_here(place: Here) -> str:
    """Whoever acts, where the plan knows them; else who decides by it."""
    decider = place.plan.arbitration.decider if place.plan and place.plan.arbitration else None
    return place.member.person or decider or ""


def _last_resort(plan: Plan) -> str:
    """The rule under which a person decides: the one that says so, else the last of the plan."""
    written = plan.arbitration.rules if plan.arbitration else ()
    rules = [rule for rule in rules_of(plan) if rule in written]
    return next((rule.id for rule in rules if rule.compares == "decider"), rules[-1].id if rules else "")


def _evidence(place: Here, found: Ruling | None) -> tuple[str, ...]:
    """The published numbers that the rules read."""
    known = {str(measured(row)["id"]) for kind in ("kpis", "objectives") for row in place.rows(kind)}
    figures = [figure for step in found.steps for figure in step.figures] if found else []
    read = [figure.subject.partition(":")[2] for figure in figures]
    read += [gain.kpi for one in found.options for gain in one.gains] if found else []
    return tuple(dict.fromkeys(name for name in read if name in known))


def carried(request: HttpRequest, place: Here, result: Edited | None, reason: str, back: HttpResponse) -> HttpResponse:
    """Keep the change where it is this member's to make, propose it to those it concerns where it is not."""
    if result is None or not result.sound or result.changed.empty:
        messages.error(request, _("The plan has changed in between, or forbids it: open its form to see why."))
        return back
    if not may_change(place, result.changed):
        return propose(request, place, str(result.document), result.changed, reason, result.after)
    try:
        done = keep(place, str(result.document), reason, result.after)
    except plans.Overtaken:
        messages.error(request, _("Somebody changed the plan in between: look at it again."))
        return back
    kept_said(request, done)
    return back


def decision_of(place: Here, name: str) -> Decision:
    """A decision of the plan shown, or an honest 404."""
    found = next((one for one in place.plan.decisions if one.id == name), None) if place.plan else None
    if found is None:
        raise Http404
    return found


def review_of(place: Here, name: str) -> dict[str, object] | None:
    """What was measured of a decision whose review has come; None before."""
    found = next((row.get("review") for row in place.rows("decisions") if row["id"] == name), None)
    return found if isinstance(found, dict) else None


def said_in(request: HttpRequest, field: str) -> str:
    """A sentence that was typed."""
    return " ".join(str(request.POST.get(field, "")).split())[:LONGEST]


def _day(request: HttpRequest, place: Here) -> date:
    """The review day asked for, in the future; a quarter later where none was."""
    first = today(place) + timedelta(days=1)
    try:
        return max(date.fromisoformat(str(request.POST.get("review_on", ""))), first)
    except ValueError:
        return today(place) + REVIEWED_AFTER

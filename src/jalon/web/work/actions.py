"""Actions: the list by state, and one with what it was expected to do, for which objective, and what was measured."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.plan.model import Action
from jalon.scorecard.leverage import expected_of
from jalon.web.claims import claim_words
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import said
from jalon.web.work.naming import Named, all_named, expected_words, gain_words, measured_words, named

ORDER = ("running", "planned", "idea", "done", "stopped", "cancelled")


@dataclass(frozen=True, slots=True)
class Line:
    """An action as a list shows it."""

    action: Action
    owner: str | None
    on: Named | None
    expected: str
    measured: str
    brings: str
    late: bool


def line(place: Here, action: Action) -> Line:
    """One action in words."""
    gain = expected_of(place.card, action)
    late = action.status == "running" and bool(action.end and place.as_of and action.end < place.as_of)
    return Line(
        action,
        place.plan.owner_of(action) if place.plan else action.owner,
        named(place, action.kpi or action.objective),
        expected_words(place, action),
        measured_words(place, action),
        gain_words(gain, place.language) if gain else "",
        late,
    )


@here("see")
def listed(request: HttpRequest, place: Here) -> HttpResponse:
    """Every action, those under way first."""
    actions = place.plan.actions if place.plan else ()
    groups = [
        {"status": status, "lines": [line(place, one) for one in actions if one.status == status]} for status in ORDER
    ]
    running = sum(1 for one in actions if one.status == "running")
    unmeasured = sum(1 for one in actions if one.status in ("running", "planned") and not designed(one))
    context = framed(
        place,
        "action",
        [(_("Actions"), "")],
        groups=[group for group in groups if group["lines"]],
        running=running,
        unmeasured=unmeasured,
    )
    return render(request, "work/actions.html", context)


def designed(action: Action) -> bool:
    """Whether its effect will be measured: the way was chosen before the start."""
    return action.effect_design not in (None, "none")


@here("see")
def one(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """An action and its chain: the objective, the area, the KPI, the work; announced against measured."""
    plan = place.plan
    action = next((one for one in plan.actions if one.id == name), None) if plan else None
    if plan is None or action is None:
        raise Http404
    kra = plan.kra(action.kra)
    gain = expected_of(place.card, action)
    above = [gain.objective] if gain else list(kra.serves) if kra else []
    context = framed(
        place,
        "action",
        [(_("Actions"), "/action"), (action.id, "")],
        action=action,
        line=line(place, action),
        designed=designed(action),
        design=wording.phrase(f"design.{action.effect_design}", place.language) if designed(action) else "",
        chain=all_named(place, dict.fromkeys([*above, action.kra, action.kpi or action.objective])),
        answers=named(place, action.answers_kri),
        budget=named(place, action.budget),
        needs=all_named(place, action.needs),
        waited=all_named(place, [m.id for m in plan.milestones if action.id in (*m.needs, *m.needed_by)]),
        proves=all_named(place, [d.id for d in plan.decisions if action.id in d.evidence]),
        claims=[claim_words(claim, plan, place.language) for claim in action.touches],
        title=said(action.name, place.language) or action.id,
    )
    return render(request, "work/action.html", context)

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
from jalon.web.work import effects
from jalon.web.work.naming import Named, all_named, brought_words, expected_words, gain_words, measured_words, named
from jalon.web.work.testing import day_of, may_count

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
    brought: str = ""


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
        brought_words(place, action),
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
        may_propose=place.may("propose"),
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
        **_proof(place, action),
    )
    return render(request, "work/action.html", context)


def _proof(place: Here, action: Action) -> dict[str, object]:
    """What a page shows of the action's measure."""
    row = effects.row_of(place, action.id)
    designs, advice = effects.shown_designs(place, row)
    seen = row.get("announced") if row else None
    moved = effects.moved_design(place, row)
    return {
        "row": row or {},
        "effect": effects.shown_effect(place, row),
        "again": effects.shown_effect(place, row, "again"),
        "why_not": effects.why_not(row, place.language),
        "designs": designs,
        "advice": advice,
        "announced_on": seen["made_on"] if isinstance(seen, dict) else None,
        "is_test": effects.is_test(action),
        "counted": effects.counted(place, action),
        "may_count": may_count(place, action),
        "count_day": day_of(place),
        "may_explain": place.may("propose"),
        "moved": moved,
        "moved_by": place.person(moved.author)["name"] if moved else "",
    }


@here("see")
def recorded(request: HttpRequest, place: Here) -> HttpResponse:
    """Expected against measured, by area and kind of action."""
    context = framed(
        place,
        "action",
        [(_("Actions"), "/action"), (_("Expected against measured"), "")],
        told=effects.told_actions(place),
        counts=effects.counts(place),
    )
    return render(request, "work/ledger.html", context)

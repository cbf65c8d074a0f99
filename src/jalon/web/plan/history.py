"""Every revision of the plan: who decided it, why, what it changed in words; any of them can be taken up again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon import wording
from jalon.plan.difference import PlanDifference, difference
from jalon.plan.document import plan_in
from jalon.records import plans
from jalon.records.plans import Revision
from jalon.routines import editing
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.plan.deciding import decided, may_change
from jalon.web.plan.keeping import keep, kept_said, propose

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A revision as the page lists it."""

    revision: Revision
    who: dict[str, str]
    changes: int


@require_GET
@here("see")
def listed(request: HttpRequest, place: Here) -> HttpResponse:
    """The revisions, newest first."""
    history = plans.history(place.workspace)
    before = [*history[1:], None]
    rows = [
        Listed(one, place.person(one.author), len(_between(was, one).changes))
        for one, was in list(zip(history, before, strict=True))[:A_PAGE]
    ]
    crumbs = [(_("Plan"), "/plan"), (_("History"), "")]
    return render(request, "plan/history.html", framed(place, "plan", crumbs, rows=rows, all=len(history)))


@require_http_methods(["GET", "POST"])
@here("see")
def one(request: HttpRequest, place: Here, number: int) -> HttpResponse:
    """What a revision changed; taken up again, its plan is the next revision."""
    found, last = plans.numbered(place.workspace, number), plans.latest(place.workspace)
    if found is None or last is None:
        raise Http404
    reason = str(request.POST.get("reason", "")).strip()
    back = editing.judged(found.document, last, decided(place, reason or "plan"))
    allowed, proposes = may_change(place, back.changed), request.POST.get("do") == "propose"
    if request.method == "POST" and not (place.may("propose") and (allowed or proposes)):
        return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)
    if request.method == "POST" and reason and back.sound and not back.changed.empty:
        if proposes:
            return propose(request, place, str(back.document), back.changed, reason, back.after)
        return _taken_up(place, request, str(back.document), reason, back.after)
    was = plans.numbered(place.workspace, number - 1) if number > 1 else None
    context = framed(
        place,
        "plan",
        [(_("Plan"), "/plan"), (_("History"), "/plan/history"), (str(number), "")],
        revision=found,
        who=place.person(found.author),
        sentences=wording.differences(_between(was, found).as_document(), place.language),
        first=was is None,
        newest=found.number == last.number,
        back=wording.differences(back.changed.as_document(), place.language),
        sound=back.sound,
        errors=[one.as_document() for one in back.errors],
        allowed=allowed,
        may_propose=place.may("propose"),
        asked=request.method == "POST",
    )
    return render(request, "plan/revision.html", context, status=409 if request.method == "POST" else 200)


def _taken_up(place: Here, request: HttpRequest, document: str, reason: str, after: int) -> HttpResponse:
    try:
        done = keep(place, document, reason, after)
    except plans.Overtaken:
        messages.error(request, _("The plan has changed in between: look again."))
        return redirect("plan_history")
    kept_said(request, done)
    return redirect("plan_history")


def _between(was: Revision | None, now: Revision) -> PlanDifference:
    return _compared(was.document, now.document) if was else PlanDifference(())


@lru_cache(maxsize=128)
def _compared(before: str, after: str) -> PlanDifference:
    """Two revisions compared once: they never change."""
    was, now = plan_in(before), plan_in(after)
    return difference(was, now) if was and now else PlanDifference(())

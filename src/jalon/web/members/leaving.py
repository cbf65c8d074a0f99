"""Somebody leaves the team: everything she holds is handed over in one change, seen in words before it counts."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon import wording
from jalon.plan.document.leaving import Held, handed_over, held
from jalon.plan.forms.choosing import Choices
from jalon.plan.forms.standing import found
from jalon.records import plans
from jalon.routines import editing
from jalon.routines.editing import Edited
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.plan.deciding import decided, may_change, told_of
from jalon.web.plan.keeping import keep, kept_said, propose


@require_http_methods(["GET", "POST"])
@here("propose")
def hand_over(request: HttpRequest, place: Here, person: str) -> HttpResponse:
    """To whom each area goes, and the rest; then the whole change, with its reason."""
    last = plans.latest(place.workspace)
    content = editing.base(place.workspace, last.number) if last else None
    who = found(content, "person", person)
    if last is None or who is None:
        raise Http404
    given = {name: str(request.POST.get(name, "")).strip() for name in ("to", "last_day", "reason")}
    people = [one for one in Choices(content, place.language).of(("person",)) if one.value != person]
    known = {one.value for one in people}
    areas = {n[5:]: to for n in request.POST if n.startswith("area:") and (to := str(request.POST[n])) in known}
    result: Edited | None = None
    if given["to"] in known:
        wanted = handed_over(content, person, given["to"], areas, _day(given["last_day"]))
        result = editing.edited(place.workspace, last.number, wanted, decided(place, given["reason"] or "plan"))
    do = str(request.POST.get("do", ""))
    if result is not None and do in ("save", "propose"):
        if do == "save" and not may_change(place, result.changed):
            return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)
        seen = told_of(result.changed) == request.POST.get("told")
        if result.sound and not result.changed.empty and seen and given["reason"]:
            return _kept(request, place, result, given["reason"], do)
    mine = held(content, person)
    context = framed(
        place,
        "plan",
        [(_("Plan"), "/plan"), (_("Hand-over"), "")],
        name=str(who.said.get("name") or person),
        given=given,
        people=people,
        areas=_areas(mine, content, areas, place.language),
        others=_counted(mine, place.language),
        result=result,
        told=told_of(result.changed) if result else "",
        sentences=wording.differences(result.changed.as_document(), place.language) if result else [],
        errors=[one.as_document() for one in result.errors] if result else [],
        allowed=result is None or may_change(place, result.changed),
        asked=do in ("save", "propose"),
    )
    return render(request, "members/hand_over.html", context, status=409 if context["asked"] else 200)


def _kept(request: HttpRequest, place: Here, result: Edited, reason: str, do: str) -> HttpResponse:
    if do == "propose":
        return propose(request, place, str(result.document), result.changed, reason, result.after)
    try:
        done = keep(place, str(result.document), reason, result.after)
    except plans.Overtaken:
        messages.error(request, _("The plan has changed in between: look again."))
        return redirect(request.path)
    kept_said(request, done)
    return redirect("plan_history")


def _areas(mine: list[Held], content: object, chosen: dict[str, str], language: str) -> list[tuple[str, str, str]]:
    """The areas that somebody answers for: id, name, to whom it goes."""
    owned = [one.id for one in mine if one.kind == "kra" and one.field == "owner"]
    named = {one.value: one.label for one in Choices(content, language).of(("kra",))}  # type: ignore[arg-type]
    return [(name, named.get(name, name), chosen.get(name, "")) for name in owned]


def _counted(mine: list[Held], language: str) -> list[tuple[str, int]]:
    """Everything else by kind of thing and field, with how many."""
    counts: dict[str, int] = {}
    for one in mine:
        if (one.kind, one.field) != ("kra", "owner"):
            said = f"{wording.object_word(one.kind, language)} – {wording.label(one.kind, one.field, language)}"
            counts[said] = counts.get(said, 0) + 1
    return list(counts.items())


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None

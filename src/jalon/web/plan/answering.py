"""A name put on what nobody answers for: one ground, one value, one area; said in words, then kept or proposed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon import wording
from jalon.plan.forms.giving import given
from jalon.plan.sheets.fields import GROUNDS
from jalon.records import plans
from jalon.routines import editing
from jalon.routines.editing import Edited
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.plan.deciding import conflict_said, decided, may_change, told_of
from jalon.web.plan.keeping import keep, kept_said, propose
from jalon.web.rows import said


@require_http_methods(["GET", "POST"])
@here("propose")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """Which area answers for this, what that changes, and why."""
    last = plans.latest(place.workspace)
    if last is None:
        return redirect("start")
    asked = request.POST if request.method == "POST" else request.GET
    ground, value, kra = (str(asked.get(name, "")).strip()[:200] for name in ("ground", "value", "kra"))
    ground = ground if ground in GROUNDS else GROUNDS[0]
    reason = str(asked.get("reason", "")).strip()
    number = int(str(asked.get("revision", ""))) if str(asked.get("revision", "")).isdecimal() else last.number
    result = None
    if value and kra:
        wanted = given(editing.base(place.workspace, number), kra, ground, value)
        result = editing.edited(place.workspace, number, wanted, decided(place, reason or "plan"))
    do = str(request.POST.get("do", ""))
    typed = {"ground": ground, "value": value, "kra": kra, "reason": reason, "number": number}
    if do in ("save", "propose") and result is not None:
        return _carried(request, place, result, typed, do)
    return _shown(request, place, result, typed)


def _carried(request: HttpRequest, place: Here, result: Edited, typed: dict[str, object], do: str) -> HttpResponse:
    """Kept or proposed, once the page has shown this very change and has its reason."""
    if do == "save" and not may_change(place, result.changed):
        return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)
    shown = result.sound and not result.changed.empty and told_of(result.changed) == request.POST.get("told")
    if not shown or not typed["reason"]:
        return _shown(request, place, result, typed, 409)
    reason = str(typed["reason"])
    if do == "propose":
        return propose(request, place, str(result.document), result.changed, reason, result.after)
    try:
        kept_said(request, keep(place, str(result.document), reason, result.after))
    except plans.Overtaken:
        return _shown(request, place, result, typed, 409)
    return redirect("territories")


def _shown(
    request: HttpRequest, place: Here, result: Edited | None, typed: dict[str, object], status: int = 200
) -> HttpResponse:
    changed = result.changed if result else None
    plan = place.plan
    context = framed(
        place,
        "territories",
        [(_("Territories"), "/territories"), (_("Name somebody"), "")],
        grounds=GROUNDS,
        areas=[(one.id, said(one.name, place.language), place.person(one.owner)["name"]) for one in plan.kras]
        if plan
        else [],
        typed=typed,
        told=told_of(changed) if changed else "",
        sentences=wording.differences(changed.as_document(), place.language) if changed else [],
        conflicts=[conflict_said(one) for one in result.conflicts] if result else [],
        findings=[one.as_document() for one in result.errors] if result else [],
        ready=bool(result and result.sound and changed and not changed.empty),
        already=bool(result and result.sound and changed and changed.empty),
        allowed=changed is None or may_change(place, changed),
        asked=status == 409,
    )
    return render(request, "plan/answer.html", context, status=status)

"""One click undoes a revision that was just kept: what it changed is changed back in the newest plan."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon.records import plans
from jalon.routines import editing
from jalon.web.here import Here, here
from jalon.web.plan.deciding import decided, may_change
from jalon.web.plan.keeping import keep, kept_said


@require_POST
@here("propose")
def undo(request: HttpRequest, place: Here, number: int) -> HttpResponse:
    """A new revision that says what was said before `number`, whatever came since; where both meet, a person looks."""
    if plans.numbered(place.workspace, number) is None:
        raise Http404
    if number == 1:
        messages.info(request, _("The first plan has nothing before it."))
        return redirect("plan_history")
    reason = _("Revision %(number)s undone") % {"number": number}
    result = editing.edited(place.workspace, number, editing.base(place.workspace, number - 1), decided(place, reason))
    if result is None:
        raise Http404
    if not may_change(place, result.changed):
        return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)
    if result.conflicts or not result.sound or result.document is None:
        messages.error(request, _("Something changed the same place since: look at both before you take it up again."))
        return redirect("plan_revision", number)
    if result.changed.empty:
        messages.info(request, _("Nothing is left of it: the plan already says what it said before."))
        return redirect("plan_revision", number)
    try:
        kept_said(request, keep(place, result.document, reason, result.after))
    except plans.Overtaken:
        messages.error(request, _("The plan has changed in between: look again."))
        return redirect("plan_revision", number)
    return redirect("plan_history")

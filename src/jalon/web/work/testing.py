"""What people say of an action from its page: what its arms counted, and why it will not be measured."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon.plan.forms.standing import Object, found, put
from jalon.plan.model import Action
from jalon.records import plans
from jalon.records.arms import Counted
from jalon.routines import counting, editing
from jalon.routines.counting import Unread
from jalon.web.here import Here, here
from jalon.web.plan.deciding import author, decided, may_change, today
from jalon.web.plan.keeping import keep, kept_said, propose

MOST = 200_000
"""Characters of a file of counts."""


def action_of(place: Here, name: str) -> Action:
    """The action of the plan, or an honest 404."""
    action = next((one for one in place.plan.actions if one.id == name), None) if place.plan else None
    if action is None:
        raise Http404
    return action


def may_count(place: Here, action: Action) -> bool:
    """Whoever decides, the action's owner and the holder of its area."""
    if place.may("decide"):
        return True
    plan = place.plan
    if plan is None or not place.may("comment") or not place.member.person:
        return False
    kra = plan.kra(action.kra)
    return place.member.person in {plan.owner_of(action), kra.owner if kra else None}


@require_POST
@here("comment")
def count(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """Both arms on a day, or a file of them."""
    action = action_of(place, name)
    if not may_count(place, action):
        return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)
    told = _told(request, action)
    if isinstance(told, Unread):
        messages.error(request, _unread(told))
    elif told:
        by = (author(place), place.member.email)
        counting.count(place.workspace, told, by, datetime.now(UTC))
        messages.success(request, _("Counted. The scorecard is being computed again."))
    return redirect("action", name)


def _told(request: HttpRequest, action: Action) -> list[Counted] | Unread:
    file = request.FILES.get("file")
    if file is not None:
        try:
            return counting.of_text(action.id, file.read(MOST).decode("utf-8"))
        except UnicodeDecodeError:
            return Unread("columns")
    lines = ["day,arm,units,converted,guarded"]
    for arm in ("control", "treated"):
        cells = [str(request.POST.get(f"{arm}_{one}", "")).strip() for one in ("units", "converted", "guarded")]
        lines.append(",".join([str(request.POST.get("day", "")), arm, *cells]))
    return counting.of_text(action.id, "\n".join(lines))


def _unread(told: Unread) -> str:
    if told.why == "columns":
        return _("The file needs the columns day, arm, units and converted, in UTF-8.")
    if told.why == "arm":
        return _("Line %(line)s: the arm is control or treated.") % {"line": told.line}
    if told.why == "more":
        return _("Line %(line)s: more converted than were drawn.") % {"line": told.line}
    return _("Line %(line)s cannot be read: days as 2026-03-31, whole numbers.") % {"line": told.line}


@require_POST
@here("propose")
def explain(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """Why an action that is over will not be measured: written in the plan, or proposed to whom it belongs."""
    action_of(place, name)
    why = str(request.POST.get("why", "")).strip()[:500]
    last = plans.latest(place.workspace)
    if not why or last is None:
        messages.error(request, _("Write the reason in a sentence."))
        return redirect("action", name)
    choice = decided(place, why)
    content = editing.base(place.workspace, last.number)
    one = found(content, "action", name)
    if one is None:
        raise Http404
    wanted: Object = {**editing.shown(one), "outcome": {"verdict": "not_measured", "reason": why}}
    changed = put(content, one, editing.kept(one, wanted, content, choice))
    result = editing.edited(place.workspace, last.number, changed, choice)
    if result is None or not result.sound:
        messages.error(request, _("The plan could not be changed: open it and write the reason there."))
    elif may_change(place, result.changed):
        kept_said(request, keep(place, str(result.document), why, result.after))
    else:
        return propose(request, place, str(result.document), result.changed, why, result.after)
    return redirect("action", name)


def day_of(place: Here) -> str:
    """The day that a form of counts begins with."""
    return (place.as_of or today(place)).isoformat()

"""Second factors of a workspace's people: which roles must have one, and the reset for whoever lost hers."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon.records import audit, factors, visits
from jalon.records.workspaces import ROLES
from jalon.web import letters
from jalon.web.here import Here, here
from jalon.web.members.views import forbidden, may_reset, member_asked


@require_POST
@here("invite")
def require(request: HttpRequest, place: Here) -> HttpResponse:
    """Set the roles that come in with a second factor only."""
    asked = [role for role in ROLES if role in request.POST.getlist("role")]
    before = factors.require(place.workspace, asked)
    if before != set(asked):
        told = {"before": sorted(before), "after": sorted(asked)}
        audit.write(place.member.email, "require", "second_factor", datetime.now(UTC), told, place.workspace.id)
        messages.success(request, _("Kept. Whoever has no second factor is brought to one at the next page."))
    return redirect("members")


@require_POST
@here("invite")
def reset(request: HttpRequest, place: Here) -> HttpResponse:
    """Somebody lost her telephone and her codes: she signs in by her password, and her visits are over."""
    found, now = member_asked(place, request), datetime.now(UTC)
    if not may_reset(place, found):
        return forbidden(request, place)
    if factors.reset(found.account):
        visits.end_all(found.account, now)
        audit.write(place.member.email, "reset", "second_factor", now, {"email": found.email}, place.workspace.id)
        letters.tell_changed(request, found.email, found.name, found.language, "factor_reset")
        messages.success(
            request, _("%(name)s has no second factor any more, and is signed out.") % {"name": found.name}
        )
    return redirect("members")

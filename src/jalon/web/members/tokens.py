"""API tokens of the person signed in: made, shown once, ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jalon.records import audit, tokens
from jalon.web.frame import framed
from jalon.web.here import Here, here

DAYS = (30, 90, 365)


@require_GET
@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """One's own tokens here."""
    return _shown(request, place)


@require_POST
@here("see")
def issue(request: HttpRequest, place: Here) -> HttpResponse:
    """A new token, whose text is on this page and never again."""
    name, scope = str(request.POST.get("name", "")).strip(), str(request.POST.get("scope", ""))
    days = str(request.POST.get("days", ""))
    if not name or scope not in tokens.SCOPES or days not in map(str, DAYS):
        return _shown(request, place, wrong=True, status=400)
    now = datetime.now(UTC)
    chosen = next(one for one in tokens.SCOPES if one == scope)
    text, kept = tokens.issue(place.member, name, chosen, now, timedelta(days=int(days)))
    audit.write(
        place.member.email,
        "issue",
        "token",
        now,
        {"token": str(kept.id), "scope": scope, "name": kept.name},
        workspace=place.workspace.id,
    )
    return _shown(request, place, text=text)


@require_POST
@here("see")
def revoke(request: HttpRequest, place: Here) -> HttpResponse:
    """End one of one's own; whoever administers may end anybody's."""
    now = datetime.now(UTC)
    try:
        chosen = UUID(str(request.POST.get("token", "")))
    except ValueError:
        return redirect("tokens")
    everybody = place.may("administer")
    if tokens.revoke(place.workspace, chosen, now, None if everybody else place.member.account):
        audit.write(place.member.email, "revoke", "token", now, {"token": str(chosen)}, workspace=place.workspace.id)
        messages.success(request, _("The token no longer opens anything."))
    return redirect("tokens")


def _shown(request: HttpRequest, place: Here, text: str = "", wrong: bool = False, status: int = 200) -> HttpResponse:
    now, everybody = datetime.now(UTC), place.may("administer")
    held = tokens.every(place.workspace, None if everybody else place.member.account)
    context = framed(
        place,
        "tokens",
        [(_("API tokens"), "")],
        rows=[(one, one.holds(now)) for one in held],
        text=text,
        wrong=wrong,
        lengths=DAYS,
        scopes=list(tokens.SCOPES),
        everybody=everybody,
    )
    return render(request, "members/tokens.html", context, status=status)

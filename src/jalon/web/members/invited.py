"""Behind an invitation: whoever it was sent to makes her account, or joins with the one she has."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jalon.identity.oidc.chosen import Provider, Refused, provider_in
from jalon.records import accounts, audit, invitations, models
from jalon.records.invitations import Invitation

WAITING = "invited"
"""Where a visit keeps the link while she signs in."""
DOOR = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link: nothing is told of a workspace to whoever has none that works."""
    found = invitations.behind(token, datetime.now(UTC))
    if found is None:
        raise Http404
    if request.user.is_authenticated:
        return _with_account(request, token, found)
    if accounts.found(found.email) is not None:
        request.session[WAITING] = token
        return render(request, "members/invited.html", {"invitation": found, "sign_in": True})
    if request.method == "GET":
        return render(request, "members/invited.html", {"invitation": found, "new": True, "provider": _provider()})
    return _with_new_account(request, token, found)


def _provider() -> Provider | None:
    """Whoever is invited may come by the provider instead of choosing a password."""
    try:
        return provider_in(os.environ)
    except Refused:
        return None


def _with_account(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    account = models.Account.objects.get(email=request.user.get_username())
    if account.email != found.email:
        request.session[WAITING] = token
        context = {"invitation": found, "other": account.email}
        return render(request, "members/invited.html", context, status=403)
    if request.method == "GET":
        return render(request, "members/invited.html", {"invitation": found, "join": True})
    return _joined(request, token, account)


def _with_new_account(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    name, password = str(request.POST.get("name", "")).strip(), str(request.POST.get("password", ""))
    given = {"invitation": found, "new": True, "name": name}
    if not name:
        return render(request, "members/invited.html", {**given, "missing": True}, status=400)
    try:
        accounts.weigh(password, found.email, name)
    except ValueError:
        return render(request, "members/invited.html", {**given, "weak": True}, status=400)
    person = accounts.create(found.email, name, password, request.LANGUAGE_CODE)
    account = models.Account.objects.get(id=person.id)
    login(request, account, backend=DOOR)
    return _joined(request, token, account)


def _joined(request: HttpRequest, token: str, account: models.Account) -> HttpResponse:
    now = datetime.now(UTC)
    taken = invitations.accept(token, account.id, now)
    if taken is None:
        raise Http404
    request.session.pop(WAITING, None)
    request.session["workspace"] = taken.workspace.slug
    audit.write(
        account.email,
        "join",
        "workspace",
        now,
        {"role": taken.role, "person": taken.person},
        workspace=taken.workspace.id,
    )
    return redirect("today")

"""Passkeys of my account: several, each with a name."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon.identity.passkeys import NotProven, made, offer
from jalon.records import audit, factors, models, passkeys, visits
from jalon.web import letters
from jalon.web.account.codes import on_paper
from jalon.web.account.owned import ONWARD, owned, provable, proves
from jalon.web.account.views import shown
from jalon.web.entry.arriving import proven, refuse
from jalon.web.entry.door import site
from jalon.web.entry.keys import PATIENCE
from jalon.web.visiting import STRONG, VISIT

OFFERED = "offered_key"
"""Where a session keeps what a browser was asked to make."""


@require_POST
@owned
def options(request: HttpRequest, account: models.Account) -> HttpResponse:
    """What the browser needs to make one; a session left open is asked to prove itself first."""
    here, now = site(request), datetime.now(UTC)
    if here is None:
        return JsonResponse({}, status=400)
    if provable(account) and not proven(request, now):
        request.session[ONWARD] = reverse("account")
        return JsonResponse({"go": reverse("account_confirm")})
    handle, held = UUID(str(account.pk)).bytes, passkeys.publics(account.pk)
    told, state = offer(here, handle, account.email, account.name, held)
    request.session[OFFERED] = {"state": state, "at": now.timestamp()}
    return JsonResponse(told)


@require_POST
@owned
def add(request: HttpRequest, account: models.Account) -> HttpResponse:
    """Keep the one it made, under a name; the first factor comes with codes on paper."""
    here, now, kept = site(request), datetime.now(UTC), request.session.pop(OFFERED, None)
    if here is None or kept is None or now.timestamp() - float(kept["at"]) > PATIENCE:
        return redirect("account")
    name = " ".join(str(request.POST.get("name", "")).split())[:60] or _("Passkey")
    try:
        key = made(here, kept["state"], str(request.POST.get("credential", "")))
    except NotProven:
        refuse(request, account.email, "passkey_made")
        return shown(request, account, wrong_key=True, status=400)
    first = not factors.of(account.pk).some
    if not passkeys.add(account.pk, key.credential, key.public, key.count, name, now):
        return shown(request, account, wrong_key=True, status=400)
    request.session[STRONG] = True
    request.session.cycle_key()
    if first:
        visits.end_all(account.pk, now, but=request.session.get(VISIT))
    audit.write(account.email, "add", "passkey", now, {"name": name})
    letters.tell_changed(request, account.email, account.name, account.language, "factor_added")
    return on_paper(request, account, now)


@require_POST
@owned
def change(request: HttpRequest, account: models.Account) -> HttpResponse:
    """Another name for one."""
    name = " ".join(str(request.POST.get("name", "")).split())[:60]
    if name and passkeys.rename(account.pk, _id(request), name):
        messages.success(request, _("Kept."))
    return redirect("account")


@require_POST
@owned
def remove(request: HttpRequest, account: models.Account) -> HttpResponse:
    """One less; the password or a code is asked for."""
    now = datetime.now(UTC)
    wrong = proves(request, account, str(request.POST.get("proof", "")), now)
    if wrong:
        return shown(request, account, wrong_key_of=str(request.POST.get("key", "")), wrong_proof=wrong, status=401)
    if passkeys.remove(account.pk, _id(request)):
        audit.write(account.email, "remove", "passkey", now)
        letters.tell_changed(request, account.email, account.name, account.language, "factor_removed")
        messages.success(request, _("This passkey no longer opens your account."))
    return redirect("account")


def _id(request: HttpRequest) -> UUID:
    try:
        return UUID(str(request.POST.get("key", "")))
    except ValueError:
        return UUID(int=0)

"""Coming in by a passkey: as the second step, or alone where the browser verified its owner."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon.identity.passkeys import NotProven, Site, ask, credential_in, shown
from jalon.records import factors, models, passkeys
from jalon.web.entry import door, tries
from jalon.web.entry.arriving import Way, arrive, refuse, waiting
from jalon.web.entry.door import site

ASKED, PATIENCE = "asked_key", 300
"""Where a session keeps what a browser was asked, and for how many seconds."""
_log = logging.getLogger(__name__)


@require_POST
def options(request: HttpRequest) -> HttpResponse:
    """What the browser is asked: a passkey of whoever waits at the second step, or any of its own."""
    here, now = site(request), datetime.now(UTC)
    if here is None or tries.too_many(request, "", "key"):
        return JsonResponse({}, status=400 if here is None else 429)
    found = waiting(request, now)
    told, state = ask(here, passkeys.publics(found[0].pk) if found else None)
    request.session[ASKED] = {"state": state, "at": now.timestamp(), "second": str(found[0].pk) if found else ""}
    return JsonResponse(told)


@require_POST
def come(request: HttpRequest) -> HttpResponse:
    """The browser's answer: whoever it proves comes in. What was asked serves once."""
    here, now, kept = site(request), datetime.now(UTC), request.session.pop(ASKED, None)
    if here is None or kept is None or now.timestamp() - float(kept["at"]) > PATIENCE:
        return redirect("second_step" if waiting(request, now) else "sign_in")
    if tries.too_many(request, "", "key"):
        return door.shown(request, 429, wait=tries.WINDOW // 60)
    tries.count(request, "", "key")
    pending = waiting(request, now)
    account = _proven(request, here, kept, now)
    second = str(kept["second"])
    if account is None or (second and (pending is None or str(account.pk) != second)):
        return _refused(request, pending)
    tries.forget(request, "", "key")
    way: Way = pending[1] if second and pending else "passkey"
    return arrive(request, account, way, strong=True)


def _proven(request: HttpRequest, here: Site, kept: dict[str, dict[str, str]], now: datetime) -> models.Account | None:
    answer, email = str(request.POST.get("credential", "")), ""
    try:
        credential = credential_in(answer)
        held = passkeys.found(credential)
        if held is None:
            raise NotProven("unknown")
        account = models.Account.objects.filter(id=held[0], is_active=True).first()
        if account is None:
            raise NotProven("closed")
        email = account.email
        proof = shown(here, kept["state"], answer, held[1])
        if not kept["second"] and proof.handle != UUID(str(account.pk)).bytes:
            raise NotProven("handle")
        if not passkeys.use(credential, proof.count, now):
            raise NotProven("copied")
    except NotProven as fault:
        _log.info("a passkey was refused: %s", fault)
        why = str(fault) if str(fault) in ("unknown", "closed", "handle", "copied") else "passkey"
        refuse(request, email, f"passkey_{why}" if why != "passkey" else why)
        return None
    return account


def _refused(request: HttpRequest, pending: tuple[models.Account, Way] | None) -> HttpResponse:
    if pending is None:
        return door.shown(request, 401, wrong_key=True)
    context = {"factors": factors.of(pending[0].pk), "wrong_key": True, "site": site(request)}
    return render(request, "entry/second.html", context, status=401)

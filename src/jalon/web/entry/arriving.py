"""From the first proof to the door: a second step where the account has one, then the visit, then where one was going.

Nothing is kept of a first step but in a session whose id is new; the address to go on to is of this site, or none.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from jalon.records import audit, factors, models
from jalon.web.entry import tries
from jalon.web.language import CHOSEN
from jalon.web.members.invited import DOOR, WAITING
from jalon.web.visiting import PROVEN, STRONG, WAY

Way = Literal["password", "passkey", "provider"]
PENDING, NEXT = "pending", "next"
PATIENCE, FRESH = timedelta(minutes=10), timedelta(minutes=15)
"""How long a first step waits for the second; how long a proof stands for what changes an account."""


def first_step(request: HttpRequest, account: models.Account, way: Way, now: datetime) -> HttpResponse:
    """A first proof was right: either the second is asked for, or this is the door."""
    if not factors.of(account.pk).some:
        return arrive(request, account, way, strong=False)
    request.session.cycle_key()
    request.session[PENDING] = {"account": str(account.pk), "way": way, "at": now.timestamp()}
    return redirect("second_step")


def waiting(request: HttpRequest, now: datetime) -> tuple[models.Account, Way] | None:
    """Whose first step waits in this session for its second, and how it was made; None after a while."""
    held = request.session.get(PENDING)
    if not isinstance(held, dict) or now.timestamp() - float(held["at"]) > PATIENCE.total_seconds():
        request.session.pop(PENDING, None)
        return None
    account = models.Account.objects.filter(id=held["account"], is_active=True).first()
    return (account, held["way"]) if account else None


def arrive(request: HttpRequest, account: models.Account, way: Way, *, strong: bool) -> HttpResponse:
    """In: the session's id is new, the visit is written, and one goes on to where one was going."""
    now = datetime.now(UTC)
    request.session.pop(PENDING, None)
    setattr(request, WAY, way)
    login(request, account, backend=DOOR)
    request.session[STRONG] = strong
    request.session.setdefault(CHOSEN, account.language)
    audit.write(account.email, "sign_in", "account", now, {"way": way, "second": strong})
    invited, onward = request.session.pop(WAITING, None), str(request.session.pop(NEXT, ""))
    answer = redirect("invitation", invited) if invited else redirect(of_this_site(request, onward) or "today")
    tries.know(request, answer, account.email)
    return answer


def prove(request: HttpRequest, now: datetime) -> None:
    """Whoever is here has just shown who she is."""
    request.session[PROVEN] = now.timestamp()


def proven(request: HttpRequest, now: datetime) -> bool:
    """Whether that was a short while ago."""
    return 0 <= now.timestamp() - float(request.session.get(PROVEN, 0)) <= FRESH.total_seconds()


def refuse(request: HttpRequest, email: str, why: str, details: dict[str, object] | None = None) -> None:
    """Write a denial down, as many as a place may fill the trail with in a while.

    A name that is no account may be a secret typed in the wrong place, and is not kept.
    """
    if tries.too_many(request, "", "refusal"):
        return
    tries.count(request, "", "refusal")
    known = models.Account.objects.filter(email=email).exists()
    told = {"why": why, "place": str(request.META.get("REMOTE_ADDR", "")), **(details or {})}
    audit.write(email if known else "unknown", "refused", "sign_in", datetime.now(UTC), told)


def keep_next(request: HttpRequest) -> None:
    """Remember where one was going, if that is here."""
    asked = str(request.GET.get("next", ""))
    if asked and of_this_site(request, asked):
        request.session[NEXT] = asked


def of_this_site(request: HttpRequest, address: str) -> str:
    """An address of this site; empty for any other, however it is written."""
    safe = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else ""

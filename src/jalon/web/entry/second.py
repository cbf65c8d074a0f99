"""The second step of a sign-in: a code of the application, or one on paper. Each serves once."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jalon.records import factors, models
from jalon.web.entry import door, tries
from jalon.web.entry.arriving import PENDING, arrive, refuse, waiting


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest) -> HttpResponse:
    """Asked of whoever passed the first step, for ten minutes; without one, back to the door."""
    now = datetime.now(UTC)
    found = waiting(request, now)
    if found is None:
        return redirect("sign_in")
    account, way = found
    if request.method == "GET":
        return _shown(request, account)
    counted = str(account.pk)
    if tries.too_many(request, counted, "code"):
        request.session.pop(PENDING, None)
        refuse(request, account.email, "too_many_codes")
        return door.shown(request, 429, wait=tries.WINDOW // 60)
    tries.count(request, counted, "code")
    proof = shown(account, str(request.POST.get("code", "")), now)
    if not proof:
        refuse(request, account.email, "code")
        return _shown(request, account, wrong=True)
    tries.forget(request, counted, "code")
    answer = arrive(request, account, way, strong=True)
    if proof == "paper":
        left = factors.of(account.pk).paper
        said = ngettext("%(left)s recovery code is left.", "%(left)s recovery codes are left.", left)
        messages.info(request, said % {"left": left})
    return answer


def shown(account: models.Account, code: str, now: datetime) -> str:
    """Which factor a code belongs to, spent by this: `application`, `paper`, or nothing."""
    if factors.spend_code(account.pk, code, now, settings.SECRET_KEY):
        return "application"
    if factors.spend_paper(account.pk, code, now, settings.SECRET_KEY):
        return "paper"
    return ""


def _shown(request: HttpRequest, account: models.Account, wrong: bool = False) -> HttpResponse:
    context = {"factors": factors.of(account.pk), "wrong": wrong, "site": door.site(request)}
    return render(request, "entry/second.html", context, status=401 if wrong else 200)

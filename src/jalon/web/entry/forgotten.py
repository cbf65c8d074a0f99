"""A forgotten password: the same answer whoever asks, a link by mail, and a password that opens no second factor."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from jalon.alerts.door_letters import Addressee, password_letter
from jalon.records import accounts, audit, models, password_links, visits
from jalon.web import letters
from jalon.web.entry import tries
from jalon.web.entry.arriving import refuse


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a link; whether the address is known shows neither in what is said nor in how long it takes."""
    if not settings.PASSWORDS:
        raise Http404
    if request.method == "GET" or not letters.mailed():
        return render(request, "entry/forgotten.html", {"mailed": letters.mailed()})
    email = str(request.POST.get("email", "")).strip().lower()[:254]
    if tries.too_many(request, email, "link"):
        return render(request, "entry/forgotten.html", {"mailed": True, "wait": tries.WINDOW // 60}, status=429)
    tries.count(request, email, "link")
    letters.later(lambda: _write(email, datetime.now(UTC)))
    return render(request, "entry/forgotten.html", {"mailed": True, "sent": email})


def _write(email: str, now: datetime) -> None:
    account = models.Account.objects.filter(email=email, is_active=True).first()
    token = password_links.issue(account.pk, now) if account else None
    if account is None or token is None:
        return
    link = letters.address(reverse("password", args=[token]))
    minutes = int(password_links.LASTS.total_seconds() // 60)
    to = Addressee(account.email, account.name, account.language)
    audit.write(account.email, "forgot", "password", now, {"failed": letters.send(
        password_letter(letters.new_key(), to, link, minutes)
    )})  # fmt: skip


@sensitive_variables("given")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link: a new password; a second factor is still asked for, and every visit is over."""
    now = datetime.now(UTC)
    held = password_links.behind(token, now) if settings.PASSWORDS else None
    account = models.Account.objects.filter(id=held, is_active=True).first() if held else None
    if account is None:
        refuse(request, "", "password_link")
        return _private(render(request, "entry/gone.html", status=404))
    if request.method == "GET":
        return _private(render(request, "entry/choose.html", {"account": account}))
    given = str(request.POST.get("password", ""))
    try:
        accounts.weigh(given, account.email, account.name)
    except ValueError:
        return _private(render(request, "entry/choose.html", {"account": account, "weak": True}, status=400))
    if not password_links.spend(token, now):
        return _private(render(request, "entry/gone.html", status=404))
    account.set_password(given)
    account.save(update_fields=["password"])
    visits.end_all(account.pk, now)
    audit.write(account.email, "password", "account", now, {"way": "link"})
    letters.tell_changed(request, account.email, account.name, account.language, "password")
    messages.success(request, _("Your password is changed. Sign in with it."))
    return _private(redirect("sign_in"))


def _private(answer: HttpResponse) -> HttpResponse:
    """The address is the key: it is told to no other site, and kept nowhere.

    Told to nobody at all (`no-referrer`), browsers send its form without an origin, and the form is refused.
    """
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer

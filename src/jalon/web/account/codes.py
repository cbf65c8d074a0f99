"""An application that shows codes, and the codes on paper that stand in for a lost one."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jalon.identity import codes, sealing
from jalon.records import audit, factors, models, visits
from jalon.web import letters
from jalon.web.account.owned import freshly, owned, proves, shown_to
from jalon.web.account.views import shown
from jalon.web.visiting import STRONG, VISIT

OFFERED = "offered"
"""Where a session keeps, sealed, the secret that an application is being given."""


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@owned
@freshly
def enrol(request: HttpRequest, account: models.Account) -> HttpResponse:
    """A picture to scan, then a code of it: only an application that was seen to work is kept."""
    key, now = settings.SECRET_KEY, datetime.now(UTC)
    secret = sealing.opened(str(request.session.get(OFFERED, "")), key)
    if request.method == "GET" or secret is None:
        secret = codes.new_secret()
        request.session[OFFERED] = sealing.sealed(secret, key)
        return _offered(request, account, secret)
    first = not factors.of(account.pk).some
    if not factors.add_application(account.pk, secret, str(request.POST.get("code", "")), now, key):
        return _offered(request, account, secret, wrong=True)
    request.session.pop(OFFERED)
    request.session[STRONG] = True
    request.session.cycle_key()
    if first:
        visits.end_all(account.pk, now, but=request.session.get(VISIT))
    audit.write(account.email, "add", "application", now)
    letters.tell_changed(request, account.email, account.name, account.language, "factor_added")
    return on_paper(request, account, now)


def on_paper(request: HttpRequest, account: models.Account, now: datetime, *, anew: bool = False) -> HttpResponse:
    """After a first factor, its codes on paper, shown once; with some already, back to the account."""
    if factors.of(account.pk).paper and not anew:
        messages.success(request, _("Your second factor is kept."))
        return redirect("account")
    made = factors.write_paper(account.pk, settings.SECRET_KEY)
    audit.write(account.email, "write", "recovery_codes", now, {"codes": len(made)})
    text = "\r\n".join([f"Jalon · {account.email} · {now:%Y-%m-%d}", "", *made, ""])
    title = _("Recovery codes")
    return shown_to(request, account, "account/paper.html", codes=made, text=text, title=title)


@sensitive_post_parameters("proof")
@require_POST
@owned
def paper(request: HttpRequest, account: models.Account) -> HttpResponse:
    """Fresh codes on paper; the earlier ones stop working."""
    now = datetime.now(UTC)
    if not factors.of(account.pk).some:
        return redirect("account")
    wrong = proves(request, account, str(request.POST.get("proof", "")), now)
    if wrong:
        return shown(request, account, wrong_paper=wrong, status=401)
    return on_paper(request, account, now, anew=True)


@sensitive_post_parameters("proof")
@require_POST
@owned
def remove(request: HttpRequest, account: models.Account) -> HttpResponse:
    """No application any more; the password or a second factor is asked for."""
    now = datetime.now(UTC)
    wrong = proves(request, account, str(request.POST.get("proof", "")), now)
    if wrong:
        return shown(request, account, wrong_application=wrong, status=401)
    if factors.remove_application(account.pk):
        audit.write(account.email, "remove", "application", now)
        letters.tell_changed(request, account.email, account.name, account.language, "factor_removed")
        messages.success(request, _("The application no longer opens your account."))
    return redirect("account")


def _offered(request: HttpRequest, account: models.Account, secret: str, wrong: bool = False) -> HttpResponse:
    side, drawn = codes.picture(secret, account.email)
    spaced = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
    told: dict[str, object] = {"side": side, "drawn": drawn, "secret": spaced, "wrong": wrong}
    title = _("Application for codes")
    return shown_to(request, account, "account/codes.html", 400 if wrong else 200, title=title, **told)

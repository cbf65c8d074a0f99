"""My account on one page: password, second factors, where it is open."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from jalon.records import accounts, audit, factors, models, outside, passkeys, visits
from jalon.web import letters
from jalon.web.account.owned import owned, proves, shown_to
from jalon.web.entry.door import offered, site
from jalon.web.visiting import VISIT


@require_GET
@owned
def page(request: HttpRequest, account: models.Account) -> HttpResponse:
    """What opens the account, and where it is open."""
    return shown(request, account)


@sensitive_post_parameters("proof", "password")
@require_POST
@owned
def password(request: HttpRequest, account: models.Account) -> HttpResponse:
    """Another password; every other visit is over, and this one goes on under a new id."""
    now, given = datetime.now(UTC), str(request.POST.get("password", ""))
    try:
        accounts.weigh(given, account.email, account.name)
    except ValueError:
        return shown(request, account, weak=True, status=400)
    wrong = proves(request, account, str(request.POST.get("proof", "")), now)
    if wrong:
        return shown(request, account, wrong_password=wrong, status=401)
    account.set_password(given)
    account.save(update_fields=["password"])
    update_session_auth_hash(request, account)
    visits.end_all(account.pk, now, but=request.session.get(VISIT))
    audit.write(account.email, "password", "account", now)
    letters.tell_changed(request, account.email, account.name, account.language, "password")
    messages.success(request, _("Your password is changed; everywhere else you are signed out."))
    return redirect("account")


@require_POST
@owned
def end(request: HttpRequest, account: models.Account) -> HttpResponse:
    """Sign out somewhere else, or everywhere else."""
    now, chosen, own = datetime.now(UTC), request.POST.get("visit"), request.session.get(VISIT)
    ended = visits.end(account.pk, chosen, now) if chosen else visits.end_all(account.pk, now, but=own)
    if ended:
        audit.write(account.email, "sign_out", "account", now, {"elsewhere": int(ended)})
        messages.success(request, _("Done: that place is signed out.") if chosen else _("Signed out everywhere else."))
    return redirect("account")


def shown(request: HttpRequest, account: models.Account, status: int = 200, **more: object) -> HttpResponse:
    """The page itself, with what went wrong on it."""
    now, own = datetime.now(UTC), str(request.session.get(VISIT))
    places = [(one, str(one.id) == own) for one in visits.open_now(account.pk, now)]
    told = {"factors": factors.of(account.pk), "places": sorted(places, key=lambda pair: not pair[1])}
    told |= {
        "keys": passkeys.of(account.pk),
        "links": outside.of(account.pk),
        "provider": offered(),
        "site": site(request),
    }
    return shown_to(request, account, "account/page.html", status, **{**told, **more})

"""My account and who I am at the identity provider: linked by a form, unlinked where something else opens it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jalon.records import audit, models, outside
from jalon.web.account.owned import freshly, owned, proves
from jalon.web.account.views import shown
from jalon.web.entry.outside import TO_LINK, provider_here


@require_POST
@owned
@freshly
def link(request: HttpRequest, account: models.Account) -> HttpResponse:
    """The link that was looked at on the page before."""
    provider, now, waiting = provider_here(), datetime.now(UTC), request.session.pop(TO_LINK, {})
    if waiting.get("account") != str(account.pk) or waiting.get("issuer") != provider.issuer:
        raise Http404
    if outside.link(account.pk, provider.issuer, str(waiting["subject"]), now):
        audit.write(account.email, "link", "provider", now, {"issuer": provider.issuer})
        messages.success(request, _("Linked: you can come in by %(name)s.") % {"name": provider.said})
    else:
        messages.error(request, _("That person is linked to an account already."))
    return redirect("account")


@require_POST
@owned
def unlink(request: HttpRequest, account: models.Account) -> HttpResponse:
    """No way in by the provider any more; an account that nothing else opens keeps it."""
    now, issuer = datetime.now(UTC), str(request.POST.get("issuer", ""))
    if not account.has_usable_password():
        messages.error(request, _("Nothing else opens your account: choose a password first, as if you forgot one."))
        return redirect("account")
    wrong = proves(request, account, str(request.POST.get("proof", "")), now)
    if wrong:
        return shown(request, account, wrong_provider=wrong, status=401)
    if outside.unlink(account.pk, issuer):
        audit.write(account.email, "unlink", "provider", now, {"issuer": issuer})
        messages.success(request, _("The link is gone."))
    return redirect("account")

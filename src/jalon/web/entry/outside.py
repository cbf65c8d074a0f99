"""Coming in by an identity provider: sent there, come back, and known by its subject, or once by a checked address."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jalon.identity.oidc import speaking
from jalon.identity.oidc.believing import Somebody
from jalon.identity.oidc.chosen import Provider, Refused
from jalon.records import accounts, audit, invitations, models, outside, workspaces
from jalon.web.entry.arriving import arrive, first_step, keep_next, refuse
from jalon.web.entry.door import offered

LEFT, TO_LINK = "left", "to_link"
"""Where a session keeps what one left for the provider with; and the subject that waits to be linked."""


@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Off to the provider; a page that is asked for by a link, because no form may lead to another site."""
    provider, now = provider_here(), datetime.now(UTC)
    keep_next(request)
    try:
        address, kept = speaking.leave(provider, request.build_absolute_uri(reverse("provider_back")), now)
    except Refused as fault:
        return _refused(request, provider, fault)
    linking = request.user.is_authenticated and "link" in request.GET
    request.session[LEFT] = {**kept, "for": str(request.user.pk) if linking else ""}
    return HttpResponseRedirect(address)


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Back from it: what the session kept serves once, whatever is wrong with what came."""
    provider, now, kept = provider_here(), datetime.now(UTC), request.session.pop(LEFT, {})
    whose = str(kept.pop("for", ""))
    try:
        somebody = speaking.come_back(provider, request.GET.dict(), kept, now)
        if whose:
            return _to_link(request, provider, somebody, whose)
        account = _account_of(provider, somebody, request.LANGUAGE_CODE, now)
    except Refused as fault:
        return _refused(request, provider, fault)
    if somebody.factor:
        return arrive(request, account, "provider", strong=True)
    return first_step(request, account, "provider", now)


def provider_here() -> Provider:
    """The provider, or an honest 404."""
    provider = offered()
    if provider is None:
        raise Http404
    return provider


def _account_of(provider: Provider, somebody: Somebody, language: str, now: datetime) -> models.Account:
    """By the subject; the first time by a checked address, invited or here; else refused, unless set."""
    held = outside.known(provider.issuer, somebody.subject, now)
    if held is not None:
        return _open(held)
    if not somebody.email:
        raise Refused("oidc.unchecked_email")
    found, fresh = accounts.found(somebody.email), False
    if found is None:
        invited = invitations.waiting_for(somebody.email, now)
        home = workspaces.found(provider.join[0]) if provider.join else None
        if not invited and home is None:
            raise Refused("oidc.uninvited")
        fresh = True
        found = accounts.from_outside(somebody.email, somebody.name or somebody.email.partition("@")[0], language)
        if provider.join and home is not None and not invited:
            workspaces.join(home, found.id, provider.join[1])
        audit.write(found.email, "create", "account", now, {"issuer": provider.issuer, "invited": bool(invited)})
    account = _open(found.id)
    # An address given to somebody new is no longer hers who left: the account stays with the first subject.
    if not outside.link(account.pk, provider.issuer, somebody.subject, now):
        raise Refused("oidc.other_subject")
    audit.write(account.email, "link", "provider", now, {"issuer": provider.issuer})
    for one in invitations.accept_for(account.pk, now) if fresh else ():
        told = {"role": one.role, "person": one.person}
        audit.write(account.email, "join", "workspace", now, told, one.workspace.id)
    return account


def _open(account: UUID) -> models.Account:
    row = models.Account.objects.filter(id=account, is_active=True).first()
    if row is None:
        raise Refused("oidc.closed")
    return row


def _to_link(request: HttpRequest, provider: Provider, somebody: Somebody, whose: str) -> HttpResponse:
    """Nothing is linked by an address that somebody could be led to: it is looked at, and a form says yes."""
    if not isinstance(request.user, models.Account) or str(request.user.pk) != whose:
        raise Refused("oidc.state")
    request.session[TO_LINK] = {"account": whose, "issuer": provider.issuer, "subject": somebody.subject}
    told = {"provider": provider, "there": somebody.email or somebody.name or somebody.subject}
    return render(request, "account/link.html", {"account": request.user, **told})


def _refused(request: HttpRequest, provider: Provider, fault: Refused) -> HttpResponse:
    """Said in plain words on the page, exactly in the audit trail; secrets are in neither."""
    email = request.user.get_username() if request.user.is_authenticated else ""
    refuse(request, email, fault.code, dict(fault.details))
    said = {
        "oidc.unreachable": _("%(name)s does not answer. Try again in a moment."),
        "oidc.state": _("This sign-in was begun elsewhere, or too long ago. Begin again here."),
        "oidc.declined": _("%(name)s did not let you through."),
        "oidc.uninvited": _("%(name)s knows you, but nobody invited you here. Ask whoever directs the workspace."),
        "oidc.unchecked_email": _(
            "%(name)s does not say it checked your address. Sign in, then link it in My account."
        ),
        "oidc.domain": _("Your account at %(name)s is not of a domain that comes in here."),
        "oidc.other_subject": _("This address belongs to somebody else at %(name)s. Whoever runs Jalon can help."),
        "oidc.closed": _("This account is closed."),
    }.get(fault.code, _("What %(name)s answered cannot be believed. Whoever runs Jalon finds why in the audit trail."))
    status = 503 if fault.code == "oidc.unreachable" else 403
    return render(request, "entry/outside.html", {"sentence": said % {"name": provider.said}}, status=status)

"""The door itself: the one page with every way in that this deployment offers."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jalon.identity.oidc import chosen, speaking
from jalon.identity.oidc.chosen import Provider, Refused
from jalon.identity.passkeys import Site, site_of
from jalon.records import accounts

_log = logging.getLogger(__name__)


def shown(request: HttpRequest, status: int = 200, **told: object) -> HttpResponse:
    """The page, with what went wrong on it."""
    context = {
        "first": accounts.none_yet(),
        "passwords": settings.PASSWORDS,
        "provider": offered(),
        "site": site(request),
        "way_out": way_out(request) if "out" in request.GET else None,
        **told,
    }
    return render(request, "entry/sign_in.html", context, status=status)


def site(request: HttpRequest) -> Site | None:
    """The site of a request, where browsers keep passkeys for it."""
    return site_of("https" if request.is_secure() else "http", request.get_host())


def offered() -> Provider | None:
    """The provider that the settings name; none when they name none whole, which the log says."""
    try:
        return chosen.provider_in(os.environ)
    except Refused as fault:
        _log.error("%s: %s", fault.code, fault.details)
        return None


def way_out(request: HttpRequest) -> tuple[str, str] | None:
    """The provider's name and where one signs out of it too; only for whoever came by it."""
    provider = offered()
    if provider is None:
        return None
    there = speaking.way_out(provider, request.build_absolute_uri(reverse("sign_in")), datetime.now(UTC))
    return (provider.said, there) if there else None

"""A visit begins with each sign-in and is asked about at each page: one that idled, lasted or was ended is over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from jalon.records import models, visits
from jalon.web.language import CHOSEN, OF_PROGRAMS

VISIT, STRONG, PROVEN, WAY = "visit", "strong", "proven", "way"
"""Where a session keeps which visit it is, whether a second factor was shown and when one last proved who one is;
where a request says how one came."""
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


class KeepsVisits:
    """Signs out whoever comes with a session whose visit is over."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OF_PROGRAMS) and request.user.is_authenticated:
            known, now = request.session.get(VISIT), datetime.now(UTC)
            if not visits.goes_on(known, request.user.pk, now):
                chosen = request.session.get(CHOSEN)
                logout(request)
                if chosen:
                    request.session[CHOSEN] = chosen
        return self.answer(request)


def begin(sender: object, request: HttpRequest, user: models.Account, **_: object) -> None:
    """Every way in begins a visit: called by Django at each sign-in, after the session has its new id."""
    told = request.META.get("HTTP_USER_AGENT", "")
    way, place = getattr(request, WAY, ""), str(request.META.get("REMOTE_ADDR", ""))
    now = datetime.now(UTC)
    request.session[VISIT] = str(visits.begin(user.pk, way, place, _browser(told), now))
    request.session[PROVEN] = now.timestamp()
    request.session[WAY] = way
    request.session.pop(STRONG, None)


def _browser(told: str) -> str:
    """A browser and a system as people name them; empty for one that says neither."""
    browser = next((name for mark, name in _BROWSERS if re.search(rf"{mark}\w*/", told)), "")
    system = next((name for mark, name in _SYSTEMS if mark in told), "")
    return ", ".join(part for part in (browser, system) if part)

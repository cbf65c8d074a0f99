"""What a link opens to whoever holds it: one frozen page, or one person's dates. No session, no cookie, no index."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from jalon import wording
from jalon.assembly import House
from jalon.records import open_links, snapshots
from jalon.reports.codir.page import Page
from jalon.routines import reporting
from jalon.web.reports.codir import on_screen

MOST_MISSES, MOST_READS, WINDOW = 30, 120, 300
"""Unknown links tried, and readings in all, from one place; seconds after which they are forgotten."""


@require_GET
def page(request: HttpRequest, token: str) -> HttpResponse:
    """A frozen page, in the language it was frozen in. Unknown, past and revoked links answer the same."""
    link = _opened(request, "report", token)
    found = snapshots.one(link.workspace, int(link.subject)) if link else None
    if found is None or not found.whole:
        return _private(render(request, "sharing/gone.html", status=404))
    with translation.override(found.language):
        made = Page.of(found.document)
        told = {"sheet": on_screen(made), "frozen": found, "page": made, "language": found.language}
        return _private(render(request, "sharing/shared.html", told))


@require_GET
def dates(request: HttpRequest, token: str) -> HttpResponse:
    """One person's dates, for her agenda to read again and again."""
    link = _opened(request, "calendar", token)
    content = reporting.calendar(link.workspace, link.subject, House(settings.HOME).post().address) if link else None
    if content is None:
        return _private(HttpResponse("404\n", content_type="text/plain", status=404))
    return _private(HttpResponse(content, content_type="text/calendar; charset=utf-8"))


def _opened(request: HttpRequest, kind: open_links.Kind, token: str) -> open_links.Link | None:
    """The link, unless this place tried too many that do not exist, or reads without end."""
    place = str(request.META.get("REMOTE_ADDR", ""))
    misses, reads = f"open-misses:{place}", f"open-reads:{place}"
    cache.add(misses, 0, WINDOW)
    cache.add(reads, 0, WINDOW)
    if int(cache.get(misses, 0)) >= MOST_MISSES or cache.incr(reads) > MOST_READS:
        return None
    link = open_links.opened(kind, token, datetime.now(UTC))
    if link is None:
        cache.incr(misses)
    return link


def _private(answer: HttpResponse) -> HttpResponse:
    """The address is the key: it is not to be indexed, kept, or told to another site."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def address_of(request: HttpRequest, path: str) -> str:
    """A whole address of this site."""
    return request.build_absolute_uri(path)


def when_said(link: open_links.Link, language: str, now: datetime) -> str:
    """What became of a link, in a few words."""
    if link.revoked is not None:
        return wording.phrase("shared.revoked", language, {"day": wording.day(link.revoked.date(), language)})
    if link.expires is None:
        return wording.phrase("shared.lasting", language)
    day = {"day": wording.day(link.expires.date(), language)}
    return wording.phrase("shared.until" if link.holds(now) else "shared.expired", language, day)

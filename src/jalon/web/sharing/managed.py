"""The page of what leaves the house: frozen board pages, their links, one's own calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jalon import wording
from jalon.records import open_links, snapshots
from jalon.records.open_links import Link
from jalon.records.snapshots import Snapshot
from jalon.reports.codir.forms import FORMS
from jalon.reports.codir.page import Page
from jalon.routines import reporting, sharing
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.reports.codir import as_file, lacking, on_screen
from jalon.web.sharing.public import address_of, when_said


@dataclass(frozen=True, slots=True)
class Shown:
    """A link as the page lists it."""

    id: int
    about: str
    by: str
    state: str
    reads: int
    holds: bool


@require_GET
@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """Everything that leaves the house, and what was read."""
    return _page(request, place)


def _page(request: HttpRequest, place: Here, fresh: str = "", about: str = "") -> HttpResponse:
    """`fresh` is an address just made: shown once, on this very answer."""
    now, language = datetime.now(UTC), place.language
    frozen = snapshots.every(place.workspace, "codir")
    days = {str(one.id): wording.day(one.as_of, language) for one in frozen}
    links = open_links.of(place.workspace, "report") if place.may("publish") else []
    mine = open_links.of(place.workspace, "calendar", place.member.person) if place.member.person else []
    return render(request, "sharing/page.html", framed(
        place, "shared", [(wording.phrase("shared.room", language), "")],
        frozen=frozen, may_publish=place.may("publish"), fresh=fresh, about=about, forms=list(FORMS),
        links=[_shown(one, days.get(one.subject, one.subject), language, now) for one in links],
        calendars=[_shown(one, "", language, now) for one in mine], person=place.member.person,
        dates=reporting.dates(place.workspace, place.member.person, language) if place.member.person else [],
    ))  # fmt: skip


def _shown(link: Link, about: str, language: str, now: datetime) -> Shown:
    return Shown(link.id, about, link.made_by, when_said(link, language, now), link.reads, link.holds(now))


@require_POST
@here("publish")
def freeze(request: HttpRequest, place: Here) -> HttpResponse:
    """Keep the board page as it is, in the language it is read in."""
    if place.published is None:
        raise Http404
    address = request.build_absolute_uri("/").rstrip("/")
    try:
        kept = sharing.freeze(
            place.workspace, place.published, address, place.language, place.member, datetime.now(UTC)
        )
    except reporting.Incomplete as fault:
        said = lacking(fault, place.language)
        return render(request, "reports/codir.html", framed(place, "codir", lacking=said), status=409)
    if kept is None:
        raise Http404
    messages.success(request, _("Frozen: this page no longer changes."))
    return redirect("shared")


@require_GET
@here("see")
def frozen(request: HttpRequest, place: Here, number: int) -> HttpResponse:
    """A frozen page, inside the house."""
    found = _snapshot(place, number)
    made = Page.of(found.document)
    crumbs = [(wording.phrase("shared.room", place.language), "/shared"), (made.day, "")]
    return render(request, "sharing/frozen.html", framed(
        place, "shared", crumbs, sheet=on_screen(made), frozen=found, forms=list(FORMS), language=found.language,
    ))  # fmt: skip


@require_GET
@here("see")
def frozen_file(request: HttpRequest, place: Here, number: int, ending: str) -> HttpResponse:
    """A frozen page as a file."""
    if ending not in FORMS:
        raise Http404
    return as_file(request, place, Page.of(_snapshot(place, number).document), ending)


@require_POST
@here("publish")
def share(request: HttpRequest, place: Here, number: int) -> HttpResponse:
    """A link to a frozen page, for thirty days; its address is shown once."""
    found = _snapshot(place, number)
    token = sharing.share(place.workspace, found, place.member, datetime.now(UTC))
    return _page(request, place, address_of(request, f"/s/{token}"), wording.day(found.as_of, place.language))


@require_POST
@here("see")
def subscribe(request: HttpRequest, place: Here) -> HttpResponse:
    """A secret address of one's own dates; the earlier ones end."""
    if not place.member.person:
        raise Http404
    token = sharing.subscribe(place.workspace, place.member, datetime.now(UTC))
    return _page(request, place, address_of(request, f"/calendar/{token}.ics"), "calendar")


@require_POST
@here("see")
def revoke(request: HttpRequest, place: Here, number: int) -> HttpResponse:
    """End a link: one's own calendar, or any report's for whoever publishes."""
    done = sharing.revoke(place.workspace, number, place.member, place.may("publish"), datetime.now(UTC))
    if done is None:
        return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)
    if done:
        messages.success(request, _("The link no longer opens anything."))
    return redirect("shared")


def _snapshot(place: Here, number: int) -> Snapshot:
    found = snapshots.one(place.workspace.id, number)
    if found is None:
        raise Http404
    return found

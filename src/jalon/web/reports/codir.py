"""The Page CODIR on the screen, and the files it is taken away in."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from jalon import wording
from jalon.assembly import House
from jalon.records import audit
from jalon.reports.codir.drawn import Drawing, sheet
from jalon.reports.codir.forms import FORMS
from jalon.reports.codir.page import Page
from jalon.reports.codir.printed import Missing
from jalon.routines import reporting
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.reports.sending import lately_sent
from jalon.web.templatetags.drawing import glyph, icon, pickets, standing


def on_screen(page: Page, heading: str = "h1") -> SafeString:
    """The sheet with the screen's own signs, which follow its theme."""
    own = ("yes", "no")
    drawing = Drawing(
        lambda code: icon(code) if code in own else glyph(code), lambda code, word: standing(code), pickets
    )
    return mark_safe(sheet(page, drawing, heading=heading, screen=True))  # noqa: S308  # escaped by its own template


@require_GET
@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """The page as it stands, with every form it leaves in."""
    crumbs = [(wording.phrase("codir.crumb", place.language), "")]
    if place.published is None:
        return render(request, "day/empty.html", framed(place, "codir"))
    try:
        address = request.build_absolute_uri("/").rstrip("/")
        made = reporting.codir_page(place.workspace, address, place.language, place.as_of)
    except reporting.Incomplete as fault:
        said = lacking(fault, place.language)
        return render(request, "reports/codir.html", framed(place, "codir", crumbs, lacking=said))
    if made is None:
        raise Http404
    return render(request, "reports/codir.html", framed(
        place, "codir", crumbs, sheet=on_screen(made), forms=list(FORMS), day=place.as_of,
        may_send=place.may("publish"), sent=lately_sent(place),
    ))  # fmt: skip


def lacking(fault: reporting.Incomplete, language: str) -> list[str]:
    """Why the page is not made, line by line."""
    return [
        wording.phrase("report.lacking", language, {
            "objective": objective, "lack": wording.phrase(f"report.lack.{lack}", language),
        })
        for objective, lack in fault.lacking
    ]  # fmt: skip


@require_GET
@here("see")
def taken_away(request: HttpRequest, place: Here, ending: str) -> HttpResponse:
    """The page as a file."""
    form = FORMS.get(ending)
    if form is None or place.published is None:
        raise Http404
    address = House(settings.HOME).post().address
    try:
        made = reporting.codir_page(place.workspace, address, place.language, place.as_of)
    except reporting.Incomplete as fault:
        said = lacking(fault, place.language)
        return render(request, "reports/codir.html", framed(place, "codir", lacking=said), status=409)
    if made is None:
        raise Http404
    return as_file(request, place, made, ending)


def as_file(request: HttpRequest, place: Here, made: Page, ending: str) -> HttpResponse:
    """A page in one form, under a name of ours; what is not installed is said."""
    form = FORMS[ending]
    try:
        content = form.make(made)
    except Missing as fault:
        return render(request, "reports/missing.html", framed(place, "codir", system=fault.system), status=501)
    audit.write(
        place.member.email,
        "take_report",
        f"codir:{made.day_iso}",
        datetime.now(UTC),
        {"form": ending},
        workspace=place.workspace.id,
    )
    name = f"codir-{place.workspace.slug}-{made.day_iso}.{ending}"
    return HttpResponse(content, content_type=form.mime, headers={
        "Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff",
    })  # fmt: skip

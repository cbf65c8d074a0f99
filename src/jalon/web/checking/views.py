"""The check-in's two doors: signed in, or by a link that lets one person do this one act."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon.records import check_in_links, check_ins, workspaces
from jalon.routines import checking_in
from jalon.routines.checking_in import Answer, Teller, judged
from jalon.web.checking.asked import Asked, asked, owed
from jalon.web.entry import tries
from jalon.web.frame import framed
from jalon.web.here import Here, here, stand_by_link


@here("comment")
def mine(request: HttpRequest, place: Here) -> HttpResponse:
    """The next check-in of whoever is signed in."""
    waiting = owed(place)
    first = next((one for one in waiting if one.done is None), waiting[0] if waiting else None)
    if first is not None:
        return redirect("check_in", kpi=first.kpi)
    return render(request, "checking/none.html", framed(place, "today", [(_("My check-in"), "")]))


@here("comment")
def by_session(request: HttpRequest, place: Here, kpi: str) -> HttpResponse:
    """A check-in on one KPI, for a person of its area."""
    if place.as_of is None:
        raise Http404
    found = asked(place, kpi, check_ins.week_of(place.as_of))
    return _answered(request, place, found, "session", f"/check-in/{kpi}")


@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same by a signed link: no session, this person, this KPI, this week; reading it writes nothing."""
    now = datetime.now(UTC)
    if tries.too_many(request, "", "check_in"):
        return _private(render(request, "checking/gone.html", status=429))
    link = check_in_links.opened(token, now)
    place = _stand(request, link) if link else None
    if link is None or place is None or not place.may("comment"):
        tries.count(request, "", "check_in")
        return _private(render(request, "checking/gone.html", status=404))
    try:
        found = asked(place, link.kpi, link.week)
    except Http404:
        return _private(render(request, "checking/gone.html", status=404))
    if request.method == "POST" and not check_in_links.spend(token, now):
        return _private(render(request, "checking/gone.html", status=404))
    return _private(_answered(request, place, found, "link", f"/c/{token}"))


def _stand(request: HttpRequest, link: check_in_links.Opened) -> Here | None:
    workspace = next((one for one in workspaces.every() if one.id == link.workspace), None)
    return stand_by_link(workspace, link.person, request.LANGUAGE_CODE) if workspace else None


def _private(answer: HttpResponse) -> HttpResponse:
    """The address is the key: it is not to be indexed, kept, or told to another site.

    Told to nobody at all (`no-referrer`), browsers send its form without an origin, and the form is refused.
    """
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _answered(request: HttpRequest, place: Here, found: Asked, way: check_ins.Way, back: str) -> HttpResponse:
    """The form; sent, the check-in kept and the page shown anew."""
    if request.method != "POST":
        return _page(request, place, found, way, _known(found), "sent" in request.GET and found.kept is not None)
    teller = Teller(place.member.person, way, place.member.email or f"link:{place.member.person}")
    if request.POST.get("take_back"):
        checking_in.take_back(place.workspace, found.kpi, found.week, teller, datetime.now(UTC))
        return redirect(f"{back}?back=1")
    given = _given(request, found)
    if not given.whole or place.published is None:
        return _page(request, place, found, way, given, False, 400)
    checking_in.keep(place.workspace, found.kpi, found.week, given, place.published, teller, datetime.now(UTC))
    return redirect(f"{back}?sent=1")


def _given(request: HttpRequest, found: Asked) -> Answer:
    """What was typed, judged."""
    confidence, step = request.POST.get("confidence", ""), request.POST.get("next", "")
    return judged(str(confidence), str(request.POST.get("sentence", "")), str(step), found.odds)


def _known(found: Asked) -> Answer:
    if found.kept is None:
        return Answer()
    share = next((str(one) for one in check_ins.CONFIDENCES if one == found.kept.confidence), "")
    return Answer(share, found.kept.sentence, found.kept.next_step)


def _page(
    request: HttpRequest, place: Here, found: Asked, way: str, given: Answer, sent: bool, status: int = 200
) -> HttpResponse:
    others = [one for one in owed(place) if one.done is None and one.kra["id"] != found.kra] if way == "session" else []
    context = {
        "here": place,
        "me": place.person(place.member.person),
        "asked": found,
        "given": given,
        "sent": sent,
        "signed_in": way == "session",
        "taken_back": "back" in request.GET and not sent,
        "next_one": others[0] if others else None,
        "longest": check_ins.LONGEST,
    }
    return render(request, "checking/page.html", context, status=status)

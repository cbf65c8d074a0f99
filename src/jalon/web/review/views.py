"""One point after the other: what changed, what was said, who promised what; closed, the week's summary."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jalon import wording
from jalon.plan.model import Plan
from jalon.records import check_ins, minutes
from jalon.records.scorecards import Published
from jalon.reports.review import Agenda, Point
from jalon.routines import meeting, reporting
from jalon.web.frame import framed
from jalon.web.here import Here, here


@require_GET
@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """The point asked for, else the first that nobody spoke of."""
    if place.published is None or place.plan is None:
        return render(request, "day/empty.html", framed(place, "review"))
    week = check_ins.week_of(place.published.as_of)
    found = reporting.review_agenda(place.workspace, place.published, place.plan, place.language)
    said = minutes.of_week(place.workspace, week)
    done = {one.subject for one in said}
    left = [one for one in found.points if one.subject not in done]
    asked = found.point(str(request.GET.get("point", "")))
    closed = next((one for one in said if one.kind == "closed"), None)
    current = asked or (None if closed else left[0] if left else None)
    return render(request, "review/page.html", framed(
        place, "review", _crumbs(place, current),
        agenda=found, current=current, done=done, week=week.isocalendar().week, lines=_of(said, current),
        number=found.points.index(current) + 1 if current else 0, left=len(left), closed=closed,
        share=_share(found, left), summary=_summary(found, said, place) if current is None else [],
        spoken=_spoken(place, week, current), longest=minutes.LONGEST,
        promises=[(one, place.person(one.person), done, one.due is not None and one.due < place.published.as_of)
                  for one, done in minutes.promises(place.workspace, week)],
        people=[one for one in place.plan.people if one.actor], may_write=place.may("comment"),
    ))  # fmt: skip


def _crumbs(place: Here, current: Point | None) -> list[tuple[str, str]]:
    room = wording.phrase("review.room", place.language)
    return [(room, "/review"), (current.title, "")] if current else [(room, "")]


def _share(found: Agenda, left: list[Point]) -> str:
    """How much of the agenda is behind, as a width."""
    return f"{100 * (len(found.points) - len(left)) / len(found.points):.1f}%" if found.points else "100%"


def _of(said: list[minutes.Line], current: Point | None) -> list[minutes.Line]:
    return [one for one in said if current and one.subject == current.subject and one.kind in ("note", "promise")]


def _summary(found: Agenda, said: list[minutes.Line], place: Here) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What was said of each point: title, link, lines with who promised."""
    told = []
    for point in found.points:
        lines = [one for one in said if one.subject == point.subject and one.kind in ("note", "promise")]
        if lines:
            told.append((point.title, point.link, [_line(one, place) for one in lines]))
    return told


def _line(one: minutes.Line, place: Here) -> tuple[str, str]:
    if one.kind != "promise":
        return one.text, ""
    who = place.person(one.person)["name"]
    if one.due is None:
        return one.text, f"({who})"
    return one.text, wording.phrase(
        "review.promise", place.language, {"who": who, "day": wording.day(one.due, place.language)}
    )


def _spoken(place: Here, week: date, current: Point | None) -> list[tuple[dict[str, str], str, str]]:
    """What the people of an area said in their check-ins of the week: person, confidence, sentence."""
    if current is None or place.plan is None or not current.subject.startswith("kra:"):
        return []
    kra = place.plan.kra(current.subject.partition(":")[2])
    own = {kpi.id for kpi in kra.kpis} if kra else set()
    return [
        (place.person(one.person), wording.percent(one.confidence, place.language, 0), one.sentence)
        for one in check_ins.of_week(place.workspace, week)
        if one.kpi in own
    ]


@require_POST
@here("comment")
def write(request: HttpRequest, place: Here) -> HttpResponse:
    """A line of the minutes, and the next point."""
    published, plan = _now(place)
    said = meeting.Spoken(
        str(request.POST.get("text", "")).strip(),
        str(request.POST.get("promise", "")).strip(),
        str(request.POST.get("who", "")),
        _day(request),
    )
    point = str(request.POST.get("point", ""))
    if not meeting.write(place.workspace, published, plan, point, said, place.member, datetime.now(UTC)):
        raise Http404
    return redirect("review")


@require_POST
@here("comment")
def close(request: HttpRequest, place: Here) -> HttpResponse:
    """The week is closed: its summary is what was written."""
    published, _plan = _now(place)
    if meeting.close(place.workspace, published, str(request.POST.get("text", "")), place.member, datetime.now(UTC)):
        messages.success(request, _("The review of the week is closed."))
    return redirect("review")


@require_POST
@here("comment")
def kept(request: HttpRequest, place: Here, number: int) -> HttpResponse:
    """A promise of an earlier week was kept."""
    published, _plan = _now(place)
    if not meeting.keep_promise(place.workspace, published, number, place.member, datetime.now(UTC)):
        raise Http404
    return redirect("review")


def _now(place: Here) -> tuple[Published, Plan]:
    if place.published is None or place.plan is None:
        raise Http404
    return place.published, place.plan


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(str(request.POST.get("due", "")))
    except ValueError:
        return None

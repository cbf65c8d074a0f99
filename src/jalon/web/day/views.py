"""The opening page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jalon import wording
from jalon.web.day.today import adapt, advance, arbitrate, sentences
from jalon.web.frame import framed
from jalon.web.here import Here, here


@here("see")
def today(request: HttpRequest, place: Here) -> HttpResponse:
    """What matters this morning, for the person signed in."""
    if place.plan is None and place.may("import"):
        return redirect("start")
    if place.published is None:
        return render(request, "day/empty.html", framed(place, "today"))
    verbs = {"advance": advance(place), "adapt": adapt(place), "arbitrate": arbitrate(place)}
    said = sentences(place)
    greeted = wording.phrase(
        f"today.title.{len(said)}", place.language, {"name": place.member.name.split()[0] if place.member.name else ""}
    )
    context = framed(
        place,
        "today",
        [(wording.phrase("today.room", place.language), "")],
        title=greeted,
        sentences=said,
        verbs=verbs,
        names={verb: wording.phrase(f"today.{verb}", place.language) for verb in verbs},
        none={verb: wording.phrase(f"today.{verb}.none", place.language) for verb in verbs},
        people=len([one for one in place.plan.people if one.actor]) if place.plan else 0,
        demo=settings.DEMO,
        may_import=place.may("import"),
    )
    return render(request, "day/today.html", context)

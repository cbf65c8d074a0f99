"""The opening page, for the person signed in."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jalon import wording
from jalon.records import jobs
from jalon.web.checking.asked import owed
from jalon.web.day.adapting import adapt
from jalon.web.day.advancing import advance
from jalon.web.day.arbitrating import arbitrate
from jalon.web.day.items import Mine, Verb
from jalon.web.day.sentences import sentences
from jalon.web.day.tiles import tiles
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import measured as measured_of
from jalon.web.rows import said


@here("see")
def today(request: HttpRequest, place: Here) -> HttpResponse:
    """What matters this morning, for the person signed in."""
    if place.plan is None and place.may("import"):
        return redirect("start")
    if place.published is None:
        working = place.plan is not None and jobs.under_way(place.workspace, "refresh", datetime.now(UTC))
        return render(request, "day/empty.html", framed(place, "today", working=working))
    mine = Mine(place)
    verbs = {"advance": advance(mine), "adapt": adapt(mine), "arbitrate": arbitrate(mine)}
    told = sentences(place) if mine.everything else []
    waiting = [one for one in owed(place) if one.done is None]
    context = framed(
        place,
        "today",
        [(wording.phrase("today.room", place.language), "")],
        title=_title(place, mine, len(told), verbs),
        lead="" if mine.everything else _lead(place, mine),
        sentences=told,
        verbs=[
            {
                "id": name,
                "name": wording.phrase(f"today.{name}", place.language),
                "none": wording.phrase(f"today.{name}.none", place.language),
                "verb": verb,
            }
            for name, verb in verbs.items()
        ],
        areas=[] if mine.everything else tiles(place, mine),
        check_in=waiting[0] if waiting else None,
        people=len([one for one in place.plan.people if one.actor]) if place.plan else 0,
        director=mine.everything,
        demo=settings.DEMO,
        may_import=place.may("import"),
    )
    return render(request, "day/today.html", context)


def _title(place: Here, mine: Mine, said: int, verbs: dict[str, Verb]) -> str:
    """For the director, how many things to know; for anybody else, how much there is of each verb."""
    first = place.member.name.split()[0] if place.member.name else ""
    if mine.everything:
        return wording.phrase(f"today.title.{said}", place.language, {"name": first})
    counts = []
    for name, verb in verbs.items():
        number = verb.count
        if number:
            key = f"today.count.{name}.{'one' if number == 1 else 'many'}"
            counts.append(wording.phrase(key, place.language, {"count": str(number)}))
    if not counts:
        return wording.phrase("today.title.0", place.language, {"name": first})
    return wording.phrase("today.title.mine", place.language, {"name": first, "counts": ", ".join(counts)})


def _lead(place: Here, mine: Mine) -> str:
    """What weighs on one's own area: the KPI that decides how it stands, and why."""
    because = next(
        (str(row["because"]) for row in place.rows("kras") if row["id"] in mine.areas and row["because"]), None
    )
    measured = next((m for row in place.rows("kpis") if (m := measured_of(row))["id"] == because), None)
    reasons = measured["reasons"] if measured else None
    first = reasons[0] if isinstance(reasons, list) and reasons else None
    if measured is None or first is None or str(first["code"]).startswith("refused."):
        return ""
    facts = {"name": said(measured["name"], place.language), "sentence": wording.reason(first, place.language)}
    return wording.phrase("today.lead", place.language, facts)

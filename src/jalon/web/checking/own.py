"""One's own forecasts against what came: for the person signed in, about herself, and for nobody else."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jalon import wording
from jalon.quantities import Refusal
from jalon.records import check_ins
from jalon.routines import checking_in
from jalon.scorecard.confidence import ENOUGH, Forecast, Lesson, lessons, own_calibration
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import measured as measured_of
from jalon.web.rows import said


@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """What I believed, and what came. No address names a person: whoever opens it sees herself."""
    mine = check_ins.of_person(place.workspace, place.member.person) if place.member.person else []
    told = [Forecast(one.kpi, one.target, one.due, one.confidence) for one in mine if one.due]
    learned = lessons(told, place.card)
    found = own_calibration(learned)
    refused = isinstance(found, Refusal)
    context = framed(
        place,
        "today",
        [(_("My own forecasts"), "")],
        said=len(mine),
        learned=[_line(place, one) for one in learned],
        targets=len({(one.forecast.kpi, one.forecast.target) for one in learned}),
        needed=ENOUGH,
        bins=[] if isinstance(found, Refusal) else [_bin(one, place.language) for one in found.bins],
        brier=None if isinstance(found, Refusal) else f"{found.brier:.3f}",
        refused=refused,
    )
    return render(request, "checking/own.html", context)


def forecasts(place: Here) -> dict[str, object]:
    """Everything that whoever is signed in believed, with what came where it is known: hers to take away."""
    mine = check_ins.of_person(place.workspace, place.member.person)
    told = [Forecast(one.kpi, one.target, one.due, one.confidence) for one in mine if one.due]
    learned = lessons(told, place.card)
    came = {(one.forecast.kpi, one.forecast.target, one.forecast.due): one.reached for one in learned}
    found = own_calibration(learned)
    known = {"refused": found.as_document()} if isinstance(found, Refusal) else {"brier": f"{found.brier:.6f}"}
    return {
        "contract": 1,
        "person": place.member.person,
        "said": [
            {
                "kpi": one.kpi, "week": one.week, "target": one.target or None, "due": one.due, "odds": one.odds,
                "confidence": one.confidence, "sentence": one.sentence, "next_step": one.next_step,
                "reached": came.get((one.kpi, one.target, one.due)) if one.due else None,
            }
            for one in mine
        ],
        "calibration": known,
    }  # fmt: skip


def erased(place: Here, now: datetime) -> int:
    """Erase them, sentences and all; how many there were."""
    return checking_in.forget(place.workspace, place.member.person, place.member.email, now)


@require_GET
@here("see")
def taken_away(request: HttpRequest, place: Here) -> HttpResponse:
    """One's own forecasts as a file."""
    if not place.member.person:
        raise Http404
    answer = JsonResponse(forecasts(place), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="my-forecasts.json"'
    return answer


@require_POST
@here("comment")
def erase(request: HttpRequest, place: Here) -> HttpResponse:
    """Nothing is left to judge one's own forecasts by."""
    if place.member.person and request.POST.get("sure"):
        erased(place, datetime.now(UTC))
        messages.success(request, _("Your forecasts are erased."))
    return redirect("me")


def _line(place: Here, one: Lesson) -> dict[str, object]:
    rows = (measured_of(row) for row in place.rows("kpis"))
    name = next((said(row["name"], place.language) for row in rows if row["id"] == one.forecast.kpi), one.forecast.kpi)
    return {
        "name": name,
        "kpi": one.forecast.kpi,
        "confidence": wording.percent(one.forecast.confidence, place.language, 0),
        "reached": one.reached,
        "due": one.forecast.due,
    }


def _bin(row: object, language: str) -> dict[str, str]:
    said_share, came = (wording.percent(str(getattr(row, name)), language, 0) for name in ("said", "reached"))
    return {"said": said_share, "came": came, "count": str(getattr(row, "count", ""))}

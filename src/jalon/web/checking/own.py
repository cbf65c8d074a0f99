"""One's own forecasts against what came: for the person signed in, about herself, and for nobody else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.quantities import Refusal
from jalon.records import check_ins
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

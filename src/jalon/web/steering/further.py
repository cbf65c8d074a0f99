"""What a page about a number tells from the facts anew: why it moved, and where. Read after the page, not before it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jalon.web.here import Here, here
from jalon.web.rows import measured as measured_of
from jalon.web.steering.where import where, where_known
from jalon.web.steering.why import moved_known, moved_lately

Told = dict[str, object]


def further(request: HttpRequest, place: Here, kind: str, measured: Mapping[str, object]) -> Told:
    """Both at once where they are known or asked for; else the address that the page reads when it is there.

    A first look at the facts of a day takes seconds, every other one none: nobody waits for the figures themselves.
    """
    name, by = str(measured["id"]), request.GET.get("by", "")
    if "by" not in request.GET and not (moved_known(place, name) and where_known(place, name, by)):
        return {"later": f"/{kind}/{name}/further"}
    return _both(place, measured, by)


def _both(place: Here, measured: Mapping[str, object], by: str) -> Told:
    return {"moving": moved_lately(place, str(measured["id"])), "where": where(place, measured, by)}


@require_GET
@here("see")
def of_kpi(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """The part of a KPI's page."""
    return _part(request, place, "kpi", measured_of(place.row("kpis", name)))


@require_GET
@here("see")
def of_objective(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """The part of an objective's page."""
    return _part(request, place, "objective", measured_of(place.row("objectives", name)))


def _part(request: HttpRequest, place: Here, kind: str, measured: Mapping[str, object]) -> HttpResponse:
    told = _both(place, measured, request.GET.get("by", ""))
    return render(request, "steering/further.html", {"here": place, "m": measured, "kind": kind, **told})

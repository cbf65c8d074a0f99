"""What the published scorecard says, row by row, in its own JSON form: nothing is computed a second time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jalon import wording
from jalon.assembly import House
from jalon.quantities import Grain, Period, Text
from jalon.records import scorecards, workspaces
from jalon.routines.exploring import explore
from jalon.web.api.answering import as_it_is, card_page, of_card, page
from jalon.web.api.asking import Asked, Listed, member_of, place_of
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound, Problem
from jalon.web.here import Here
from jalon.web.rows import items
from jalon.web.rows import measured as measured_of

router = Router()


class KpisAsked(Listed):
    """Which KPIs."""

    standing: str | None = None
    kra: str | None = None


class SeriesAsked(Asked):
    """How close to look."""

    grain: Literal["day", "week", "month"] = "week"
    by: str | None = None


@router.get("/workspaces", operation_id="workspaces", openapi_extra=gives("Workspace", many=True))
def of_token(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The workspace that the token opens: one."""
    member = member_of(request)
    found = workspaces.found_by_id(member.workspace)
    told = {
        "id": found.id, "slug": found.slug, "name": found.name, "timezone": found.timezone,
        "currency": found.currency, "role": member.role, "person": member.person or None,
        "verbs": sorted(member.within or ()),
    }  # fmt: skip
    return page(request, [told], asked)


@router.get("/days", operation_id="days", openapi_extra=gives("Day", many=True))
def days(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The days that have a scorecard, newest first."""
    place = place_of(request)
    return page(request, [{"day": one} for one in scorecards.days(place.workspace, 10_000)], asked)


@router.get("/scorecard", operation_id="scorecard", openapi_extra=gives("Scorecard"))
def scorecard(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """The scorecard as it was published."""
    place = place_of(request, asked.day)
    if place.published is None:
        raise Problem("no_scorecard")
    return of_card(request, place, lambda: place.card)


@router.get("/map", operation_id="map", openapi_extra=gives("Map"))
def drawn(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Objectives, areas, KPIs and KRIs, and what leads from one to another."""
    place = place_of(request, asked.day)
    return of_card(request, place, lambda: _map(place))


def _map(place: Here) -> dict[str, object]:
    nodes, links = [], []
    for kind, name in (("objective", "objectives"), ("kra", "kras"), ("kpi", "kpis"), ("kri", "kris")):
        for row in place.rows(name):
            inner = row.get("measured", row)
            assert isinstance(inner, Mapping)  # noqa: S101  # the form of the contract
            said = {one: inner.get(one) for one in ("id", "name", "owner", "standing")}
            nodes.append({"kind": kind, **said, "owner": said["owner"] or row.get("owner")})
            if kind == "kra":
                links += [_link("serves", str(inner["id"]), str(one)) for one in items(row["serves"])]
            elif kind == "kpi":
                links.append(_link("belongs_to", str(inner["id"]), str(row["kra"])))
            elif kind == "kri":
                links += [_link("threatens", str(inner["id"]), str(one)) for one in items(row["threatens"])]
    for node, leads in _work(place):
        nodes.append(node)
        links += leads
    return {"nodes": nodes, "links": links}


def _work(place: Here) -> Iterator[tuple[dict[str, object], list[dict[str, str]]]]:
    """What is done and by whom: actions, common milestones, people; a standing is theirs where the plan says one."""
    plan = place.plan
    for action in plan.actions if plan else ():
        aim = action.kpi or action.objective
        leads = [_link("belongs_to", action.id, action.kra)] if action.kra else []
        leads += [_link("moves", action.id, aim)] if aim else []
        yield _node("action", action.id, action.name, plan.owner_of(action) if plan else None, action.status), leads
    for one in plan.milestones if plan else ():
        waits = [_link("waits_for", str(needed), one.id) for needed in one.needed_by]
        yield _node("milestone", one.id, one.name, one.owner, one.status), waits
    for person in plan.people if plan else ():
        if person.actor:
            held = [kra.id for kra in (plan.kras if plan else ()) if kra.owner == person.id]
            leads = [_link("answers_for", person.id, kra) for kra in held]
            yield _node("person", person.id, Text.of(person.name, person.name), None, None), leads


def _node(kind: str, name: str, said: Text | None, owner: str | None, standing: str | None) -> dict[str, object]:
    told = said.as_document() if said else {}
    return {"kind": kind, "id": name, "name": told, "owner": owner, "standing": standing}


def _link(kind: str, source: str, target: str) -> dict[str, str]:
    return {"kind": kind, "from": source, "to": target}


def _rows(request: HttpRequest, kind: str, asked: Listed) -> HttpResponse:
    place = place_of(request, asked.day)
    return card_page(request, place, place.rows(kind), asked)


def _row(request: HttpRequest, kind: str, name: str, asked: Asked) -> HttpResponse:
    place = place_of(request, asked.day)
    found = place.row(kind, name)
    return of_card(request, place, lambda: found)


@router.get("/objectives", operation_id="objectives", openapi_extra=gives("ObjectiveRow", many=True))
def objectives(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The objectives."""
    return _rows(request, "objectives", asked)


@router.get("/objectives/{name}", operation_id="objective", openapi_extra=gives("ObjectiveRow"))
def objective(request: HttpRequest, name: str, asked: Query[Asked]) -> HttpResponse:
    """One objective with its cascade."""
    return _row(request, "objectives", name, asked)


@router.get("/kras", operation_id="kras", openapi_extra=gives("KraRow", many=True))
def kras(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The key result areas."""
    return _rows(request, "kras", asked)


@router.get("/kras/{name}", operation_id="kra", openapi_extra=gives("KraRow"))
def kra(request: HttpRequest, name: str, asked: Query[Asked]) -> HttpResponse:
    """One key result area."""
    return _row(request, "kras", name, asked)


@router.get("/kpis", operation_id="kpis", openapi_extra=gives("KpiRow", many=True))
def kpis(request: HttpRequest, asked: Query[KpisAsked]) -> HttpResponse:
    """The KPIs, by area or by standing."""
    place = place_of(request, asked.day)
    rows = [
        row
        for row in place.rows("kpis")
        if asked.standing in (None, measured_of(row)["standing"]) and asked.kra in (None, row["kra"])
    ]
    return card_page(request, place, rows, asked)


@router.get("/kpis/{name}", operation_id="kpi", openapi_extra=gives("KpiRow"))
def kpi(request: HttpRequest, name: str, asked: Query[Asked]) -> HttpResponse:
    """One KPI: value, target, odds, forecast, series, threats, the way back to its source."""
    return _row(request, "kpis", name, asked)


@router.get("/kpis/{name}/series", operation_id="kpi_series", openapi_extra=gives("Exploration"))
def series(request: HttpRequest, name: str, asked: Query[SeriesAsked]) -> HttpResponse:
    """A closer look at a KPI, on the facts of the scorecard: marked as exploration."""
    place = place_of(request, asked.day)
    measured = measured_of(place.row("kpis", name))
    span = measured["period"]
    if place.plan is None or place.as_of is None:
        raise NotFound
    if not isinstance(span, list):
        return as_it_is(request, _unseen(name, measured, asked))
    period = Period(*(date.fromisoformat(str(one)) for one in span))
    engine = House(Path(settings.HOME)).engine(place.workspace)
    found = explore(place.plan, engine, name, place.as_of, period, asked.by, Grain(asked.grain))
    if found is None:
        raise NotFound
    return as_it_is(request, found.as_document())


def _unseen(name: str, measured: Mapping[str, object], asked: SeriesAsked) -> dict[str, object]:
    """No day to look at: the refusal of the published value, in the form of an exploration."""
    why = measured["value"]
    refused = (
        {"code": why["refused"], **{k: v for k, v in why.items() if k != "refused"}}
        if isinstance(why, Mapping)
        else None
    )
    return {
        "contract": 1, "exploration": True, "id": name, "unit": measured["unit"], "period": None, "by": asked.by,
        "grain": asked.grain, "refused": refused, "groups": [],
    }  # fmt: skip


@router.get("/kris", operation_id="kris", openapi_extra=gives("KriRow", many=True))
def kris(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The KRIs."""
    return _rows(request, "kris", asked)


@router.get("/kris/{name}", operation_id="kri", openapi_extra=gives("KriRow"))
def kri(request: HttpRequest, name: str, asked: Query[Asked]) -> HttpResponse:
    """One KRI with its evidence and the response prepared."""
    return _row(request, "kris", name, asked)


@router.get("/sources", operation_id="sources", openapi_extra=gives("SourceRow", many=True))
def sources(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The sources, and how fresh each is."""
    return _rows(request, "sources", asked)


@router.get("/events", operation_id="events", openapi_extra=gives("EventRow", many=True))
def events(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The dated events in force."""
    return _rows(request, "events", asked)


@router.get("/findings", operation_id="findings", openapi_extra=gives("SaidFinding", many=True))
def findings(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """What was noticed in the data, each with its sentence."""
    place = place_of(request, asked.day)
    rows = [{**one, "sentence": wording.say(one, place.language)} for one in place.rows("findings")]
    return card_page(request, place, rows, asked)

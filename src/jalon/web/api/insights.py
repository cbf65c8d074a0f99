"""What the screens say beyond rows: the day's work, why it moved, trust in the odds, agenda, board page, dates."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router

from jalon.alerts.digest import in_words
from jalon.quantities import Period
from jalon.records import backtests, jobs
from jalon.routines import describing, reporting, telling
from jalon.web.api.answering import as_it_is, page
from jalon.web.api.asking import Asked, Listed, Name, Searched, place_of
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound, Problem, invalid
from jalon.web.checking.own import erased, forecasts
from jalon.web.day.adapting import adapt
from jalon.web.day.advancing import advance
from jalon.web.day.arbitrating import arbitrate
from jalon.web.day.items import Item, Mine
from jalon.web.day.sentences import sentences
from jalon.web.here import Here
from jalon.web.rows import measured as measured_of
from jalon.web.search import things
from jalon.web.steering.why import explained, ways

router = Router()


class WhyAsked(Asked):
    """Between which periods, and split by what."""

    by: str = Field("", max_length=80)
    against: Literal["previous", "year", "free"] = "previous"
    first: date | None = None
    last: date | None = None
    other_first: date | None = None
    other_last: date | None = None


class ReaderAsked(Asked):
    """Whose."""

    person: str = Field("", max_length=64)


@router.get("/today", operation_id="today", openapi_extra=gives("Today"))
def today(request: HttpRequest) -> HttpResponse:
    """What matters to the token's owner this morning, in the order of what it weighs; one inbox."""
    place = place_of(request)
    if place.published is None:
        raise Problem("no_scorecard")
    mine = Mine(place)
    verbs = {"advance": advance(mine), "adapt": adapt(mine), "arbitrate": arbitrate(mine)}
    told = [asdict(one) for one in sentences(place)] if mine.everything else []
    lists = {name: [_line(one) for one in (*verb.items, *verb.rest)] for name, verb in verbs.items()}
    return as_it_is(request, {"as_of": place.as_of, "sentences": told, **lists})


def _line(one: Item) -> dict[str, object]:
    person = one.person["id"] if one.person else None
    return {
        "title": one.title, "text": one.text, "why": one.why, "weight": one.weight, "person": person or None,
        "due": one.due, "late": one.late, "link": one.link,
    }  # fmt: skip


@router.get("/kpis/{name}/why", operation_id="kpi_why", openapi_extra=gives("Why"))
def kpi_why(request: HttpRequest, name: Path[Name], asked: Query[WhyAsked]) -> HttpResponse:
    """Why a KPI moved between two periods: every part, and the rest as a line of its own."""
    return _why(request, "kpis", name, asked)


@router.get("/objectives/{name}/why", operation_id="objective_why", openapi_extra=gives("Why"))
def objective_why(request: HttpRequest, name: Path[Name], asked: Query[WhyAsked]) -> HttpResponse:
    """Why an objective moved, by its cascade first."""
    return _why(request, "objectives", name, asked)


def _why(request: HttpRequest, kind: str, name: str, asked: WhyAsked) -> HttpResponse:
    place = place_of(request, asked.day)
    measured_of(place.row(kind, name))
    known = ways(place, name)
    if asked.by and asked.by not in known:
        raise invalid([{"loc": ["query", "by"], "type": "unknown"}])
    period, other = _period(asked.first, asked.last, "first"), _period(asked.other_first, asked.other_last, "other")
    if asked.against == "free" and other is None:
        raise invalid([{"loc": ["query", "other_first"], "type": "missing"}])
    against: Period | str = other if asked.against == "free" and other is not None else asked.against
    found = explained(place, name, asked.by or known[0], period, against)
    if found is None:
        raise NotFound
    return as_it_is(request, {**found, "ways": list(known)})


def _period(first: date | None, last: date | None, where: str) -> Period | None:
    if first is None and last is None:
        return None
    try:
        return Period(first, last)  # type: ignore[arg-type]  # a missing end is the fault that is caught
    except (ValueError, TypeError) as fault:
        raise invalid([{"loc": ["query", where], "type": "period"}]) from fault


@router.get("/trust", operation_id="trust", openapi_extra=gives("Trust"))
def trust(request: HttpRequest) -> HttpResponse:
    """Can the odds be trusted: what was said against what came, replayed and on closed targets."""
    found = backtests.latest(place_of(request).workspace)
    if found is None:
        raise NotFound
    return as_it_is(request, found.document)


@router.get("/review", operation_id="review", openapi_extra=gives("ReviewAgenda"))
def review(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """The agenda of the week with its minutes, and the promises still open."""
    place = place_of(request, asked.day)
    found = reporting.review_document(place.workspace, place.language, asked.day)
    if found is None:
        raise Problem("no_scorecard")
    return as_it_is(request, found)


@router.get("/codir", operation_id="codir", openapi_extra=gives("BoardPage"))
def codir(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """The board page as data, in the language asked."""
    place = place_of(request, asked.day)
    address = request.build_absolute_uri("/").rstrip("/")
    try:
        found = reporting.codir_page(place.workspace, address, place.language, asked.day)
    except reporting.Incomplete as fault:
        raise Problem("incomplete", {"lacking": [list(one) for one in fault.lacking]}) from fault
    if found is None:
        raise Problem("no_scorecard")
    return as_it_is(request, found.as_document())


@router.get("/digest", operation_id="digest", openapi_extra=gives("DigestTold"))
def digest(request: HttpRequest, asked: Query[ReaderAsked]) -> HttpResponse:
    """The Monday mail of the token's owner; anybody's for whoever directs or administers."""
    place = place_of(request, asked.day)
    plan, published, mine = place.plan, place.published, place.member.person
    chosen = asked.person or mine
    if plan is None or published is None:
        raise Problem("no_scorecard")
    allowed = chosen == mine or place.member.role in ("director", "administrator")
    if not allowed or plan.person(chosen) is None:
        raise NotFound
    content = telling.weekly_content(place.workspace, published, plan, chosen)
    told = in_words(content, published.document, plan, place.language)
    lines = [{"title": one.title, "text": one.text, "act": one.act, "link": one.path} for one in told.lines]
    said = {"person": chosen, "as_of": published.as_of, "subject": told.subject, "lead": told.lead, "lines": lines}
    return as_it_is(request, said)


@router.get("/agenda", operation_id="agenda", openapi_extra=gives("DateRow", many=True))
def agenda(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The dates of the token's owner: milestones, ends of actions, reviews, decisions."""
    place = place_of(request)
    person = place.member.person
    found = reporting.dates(place.workspace, person, place.language) if person else []
    rows = [{"id": one.uid, "day": one.day, "title": one.title, "text": one.text, "link": one.path} for one in found]
    return page(request, rows, asked)


@router.get("/formats", operation_id="formats", openapi_extra=gives("FormatRow", many=True))
def formats(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The formats that this workspace has described itself."""
    place = place_of(request)
    return page(request, [one.as_document() for one in describing.own_formats(place.workspace)], asked)


@router.get("/search", operation_id="search", openapi_extra=gives("ThingRow", many=True))
def searched(request: HttpRequest, asked: Query[Searched]) -> HttpResponse:
    """Everything of the plan that a few letters may mean, the best kind first."""
    place = place_of(request)
    words = " ".join(asked.q.split())[:200]
    rows = [
        {"kind": one.kind, "title": one.title, "text": one.text, "link": one.link}
        for kind in things.found(place, words, asked.limit)
        for one in kind.things
    ]
    return page(request, rows, asked)


@router.get("/working", operation_id="working", openapi_extra=gives("Working"))
def working(request: HttpRequest) -> HttpResponse:
    """Whether a scorecard is being computed."""
    place = place_of(request)
    return as_it_is(request, {"working": jobs.under_way(place.workspace, "refresh", datetime.now(UTC))})


@router.get("/me/forecasts", operation_id="own_forecasts", openapi_extra=gives("OwnForecasts"))
def own(request: HttpRequest) -> HttpResponse:
    """What the token's owner believed against what came: for her own eyes, whole, to take away."""
    return as_it_is(request, forecasts(_self(place_of(request))))


@router.delete("/me/forecasts", operation_id="forget_forecasts", openapi_extra=gives("Forgotten"))
def forget(request: HttpRequest) -> HttpResponse:
    """Erase what the token's owner believed, sentences and all: nothing is left to judge her forecasts by."""
    return as_it_is(request, {"erased": erased(_self(place_of(request, verb="comment")), datetime.now(UTC))})


def _self(place: Here) -> Here:
    if not place.member.person:
        raise NotFound
    return place

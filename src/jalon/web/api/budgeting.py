"""What channels return, and where a budget would go: the fits that were kept, and a split asked of one of them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router

from jalon.records import jobs
from jalon.routines.budgeting import budget, told_curves
from jalon.scorecard.curves.wishes import Wish
from jalon.web.api.answering import as_it_is, made, page
from jalon.web.api.asking import MOST, Asked, Listed, Name, place_of
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound, Problem, invalid
from jalon.web.budget.curves import KIND
from jalon.web.rows import items

router = Router()
_MANY = 60
"""Bounds and amounts that one question may name."""


class SplitAsked(Asked):
    """A total, bounds and amounts a week; each bound as `channel=amount`."""

    total: float | None = Field(None, ge=0, le=MOST)
    reserve: float = Field(0.0, ge=0, le=MOST)
    least: list[str] = Field([], max_length=_MANY)
    most: list[str] = Field([], max_length=_MANY)
    spend: list[str] = Field([], max_length=_MANY)


@router.get("/curves", operation_id="curves", openapi_extra=gives("CurveFit", many=True))
def curves(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The newest fit of each result, without its draws."""
    place = place_of(request, asked.day)
    return page(request, told_curves(place.workspace, place.as_of), asked)


# Before the route of a name, which would take these words for one.
@router.post("/curves/fit", operation_id="fit_curves", openapi_extra=gives("Working", status=201))
def fit(request: HttpRequest) -> HttpResponse:
    """Put the fit of the curves on the list of work; one that is there already is not put twice."""
    place, now = place_of(request, verb="publish"), datetime.now(UTC)
    if not jobs.under_way(place.workspace, KIND, now):
        jobs.plan(place.workspace, KIND, {"actor": place.member.email}, now)
    return made(request, {"working": True})


@router.post("/curves/stop", operation_id="stop_curves", openapi_extra=gives("Working", status=201))
def stop(request: HttpRequest) -> HttpResponse:
    """Ask the fit to stop between two of its steps; what it found is kept."""
    place, now = place_of(request, verb="publish"), datetime.now(UTC)
    if not jobs.ask_to_stop(place.workspace, KIND, now):
        raise Problem("conflict")
    return made(request, {"working": jobs.under_way(place.workspace, KIND, now)})


@router.get("/curves/{name}", operation_id="curve", openapi_extra=gives("CurveFit"))
def curve(request: HttpRequest, name: Path[Name], asked: Query[Asked]) -> HttpResponse:
    """What each channel returns on one result."""
    place = place_of(request, asked.day)
    for one in told_curves(place.workspace, place.as_of):
        result = one["result"]
        if isinstance(result, dict) and result["id"] == name:
            return as_it_is(request, one)
    raise NotFound


@router.get("/budget/{name}", operation_id="budget", openapi_extra=gives("BudgetMove"))
def split(request: HttpRequest, name: Path[Name], asked: Query[SplitAsked]) -> HttpResponse:
    """The split proposed for a result, and one typed by hand weighed beside it."""
    place = place_of(request, asked.day)
    wish = Wish(
        asked.total, asked.reserve, _amounts(asked.least, "least"), _amounts(asked.most, "most"),
        tried=_amounts(asked.spend, "spend"),
    )  # fmt: skip
    found = budget(place.workspace, name, wish, place.as_of, place.plan)
    if found is None:
        raise NotFound
    return as_it_is(request, dict(found.document))


def _amounts(given: list[str], where: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for at, word in enumerate(items(given)):
        name, _, amount = str(word).partition("=")
        try:
            value = float(amount)
        except ValueError:
            value = -1.0
        if not 0 <= value <= MOST:
            raise invalid([{"loc": ["query", where, at], "type": "amount"}])
        found[name] = value
    return found

"""Arbitration for programs: what the rules make of a question, the conflicts seen, a question opened, a review."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from jalon.routines import arbitrating
from jalon.routines.arbitrating import document_of
from jalon.web.api.answering import card_page, of_card
from jalon.web.api.asking import Asked, Listed, Name, place_of
from jalon.web.api.changing import Carried, carried_by
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound, Problem
from jalon.web.plan.deciding import decided
from jalon.web.work import conflicting
from jalon.web.work.deciding import decision_of, person_here, review_of, seen

router = Router()


class Opened(Schema):
    """A conflict put as a question."""

    conflict: str = Field(max_length=400, min_length=1)
    reason: str = Field(max_length=500, min_length=1)


class Judged(Schema):
    """What came of a decision."""

    verdict: Literal["good", "bad", "unclear"]
    reason: str = Field(max_length=500, min_length=1)


@router.get("/decisions/{name}/ruling", operation_id="decision_ruling", openapi_extra=gives("DecisionTold"))
def ruling(request: HttpRequest, name: Path[Name], asked: Query[Asked]) -> HttpResponse:
    """What the plan's rules make of a question, with their figures; what was measured of one that is taken."""
    place = place_of(request, asked.day)
    if place.plan is None or not place.card:
        raise Problem("no_scorecard")
    told = document_of(place.plan, name, place.card)
    if told is None:
        raise NotFound
    return of_card(request, place, lambda: told)


@router.get("/conflicts", operation_id="conflicts", openapi_extra=gives("ConflictRow", many=True))
def conflicts(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """Conflicts between areas that the plan and the figures show."""
    place = place_of(request, asked.day)
    rows = [
        {"key": one.key, "sentence": one.sentence, "owners": one.owners, "asked": one.asked}
        for one in conflicting.shown(place)
    ]
    return card_page(request, place, rows, asked)


@router.post("/conflicts", operation_id="open_decision", openapi_extra=gives("PlanKept"))
def open_decision(request: HttpRequest, given: Opened, asked: Query[Carried]) -> HttpResponse:
    """A conflict becomes a question that is awaited."""
    place = place_of(request)
    if not place.may("propose"):
        raise Problem("forbidden")
    question = conflicting.asked_of(place, given.conflict)
    if question is None:
        raise NotFound
    written = arbitrating.opened(place.workspace, question, decided(place, given.reason))
    return carried_by(request, place, written.result if written else None, asked, given.reason)


@router.post("/decisions/{name}/outcome", operation_id="decision_outcome", openapi_extra=gives("PlanKept"))
def decision_outcome(request: HttpRequest, name: Path[Name], given: Judged, asked: Query[Carried]) -> HttpResponse:
    """What came of a decision, with the measure it rests on."""
    place = place_of(request)
    if not place.may("propose"):
        raise Problem("forbidden")
    decision_of(place, name)
    row = review_of(place, name)
    measure = row.get("measure") if row else None
    told = measure if isinstance(measure, dict) and "refused" not in measure else None
    outcome = replace(seen(given.verdict, given.reason, told), by=person_here(place))
    result = arbitrating.judged(place.workspace, name, outcome, decided(place, given.reason))
    return carried_by(request, place, result, asked, given.reason)

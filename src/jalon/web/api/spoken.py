"""What lives beside the scorecard: imports, alerts, check-ins, charters; and the few things a token may do."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from jalon.records import alerts, audit, check_ins, loads
from jalon.web.api.answering import as_it_is, page, part
from jalon.web.api.asking import Listed, place_of
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound, Problem
from jalon.web.telling.ledger import answered, may_answer
from jalon.web.work.charters import charters_of

router = Router()


class OfWeek(Listed):
    """Which week: any of its days."""

    week: date | None = None


class Trailing(Listed):
    """A page of the trail: its cursor is the number of the last entry read."""

    cursor: str = Field("", max_length=20, pattern=r"^\d*$")

    @property
    def before(self) -> int | None:
        """The number before which the page begins."""
        return min(int(self.cursor), MOST) if self.cursor else None


class Answer(Schema):
    """What is said to an alert."""

    answer: Literal["acknowledged", "rearmed", "snooze", "hit", "false_alarm", "averted"]


MOST = 2_000_000_000
Number = Annotated[int, Field(ge=1, le=MOST)]


@router.get("/imports", operation_id="imports", openapi_extra=gives("Import", many=True))
def imports(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """Every import with what it changed, newest first."""
    place = place_of(request)
    rows = [one.as_document() for one in loads.recent(place.workspace, 1_000_000)]
    return page(request, rows, asked)


@router.get("/alerts", operation_id="alerts", openapi_extra=gives("Alert", many=True))
def told(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The ledger of alerts, newest first: what was told, to whom, and what became of it."""
    place = place_of(request)
    return page(request, [one.as_document() for one in alerts.every(place.workspace)], asked)


@router.get("/audit", operation_id="audit", openapi_extra=gives("AuditEntry", many=True))
def trail(request: HttpRequest, asked: Query[Trailing]) -> HttpResponse:
    """Who did what in this workspace, newest first; what the operator did for the whole house is not told here."""
    place = place_of(request, verb="invite")
    found = audit.of(place.workspace, asked.before, asked.limit + 1)
    shown = [asdict(one) for one in found[: asked.limit]]
    onward = str(found[asked.limit - 1].number) if len(found) > asked.limit else None
    made = {"items": shown, "total": audit.count_of(place.workspace), "limit": asked.limit, "next": onward}
    return part(request, made, asked)


@router.get("/check-ins", operation_id="check_ins", openapi_extra=gives("CheckIn", many=True))
def believed(request: HttpRequest, asked: Query[OfWeek]) -> HttpResponse:
    """The check-ins of a week: confidence beside the odds, never mixed in."""
    place = place_of(request, asked.day)
    day = asked.week or place.as_of
    found = check_ins.of_week(place.workspace, check_ins.week_of(day)) if day else []
    rows = [
        {
            "person": one.person, "kra": one.kra, "kpi": one.kpi, "week": one.week, "as_of": one.as_of,
            "odds": one.odds, "confidence": one.confidence, "sentence": one.sentence,
            "next_step": one.next_step, "written": one.written,
        }
        for one in found
    ]  # fmt: skip
    return page(request, rows, asked)


@router.get("/charters", operation_id="charters", openapi_extra=gives("Charter", many=True))
def charters(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The charter of every active area: its version, and whether its holder signed it."""
    place = place_of(request)
    rows = [
        {"kra": kra, "digest": one.digest, "signed": one.signed.when if one.signed else None}
        for kra, one in charters_of(place).items()
    ]
    return page(request, rows, asked)


@router.post("/alerts/{number}/answer", operation_id="answer_alert", openapi_extra=gives("Alert"))
def answer(request: HttpRequest, number: Path[Number], given: Answer) -> HttpResponse:
    """Acknowledge an alert, put it off for a week, re-arm it, or say what it turned out to be."""
    place = place_of(request, verb="acknowledge")
    alert = alerts.one(place.workspace, number)
    if alert is None:
        raise NotFound
    if not may_answer(alert, place):
        raise Problem("forbidden")
    if not answered(place, alert, given.answer):
        raise Problem("conflict")
    now = alerts.one(place.workspace, number)
    return as_it_is(request, now.as_document() if now else None)

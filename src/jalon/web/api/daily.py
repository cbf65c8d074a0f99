"""What a person of the team says in a week: check-in, charter, minutes, answers to alerts and to signals."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema

from jalon.records import alerts, check_ins, minutes, risks
from jalon.routines import answering, checking_in, meeting
from jalon.routines.checking_in import Teller
from jalon.web.api.answering import as_it_is, made
from jalon.web.api.asking import MOST, Name, Number, place_of
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound, Problem, invalid
from jalon.web.api.spoken import check_in_row, signal_row
from jalon.web.here import Here
from jalon.web.steering.signals import may_act
from jalon.web.telling.ledger import answered, may_answer
from jalon.web.work.charters import charters_of

router = Router()
Line = Annotated[str, Field(max_length=minutes.LONGEST)]


class Answer(Schema):
    """What is said to an alert."""

    answer: Literal["acknowledged", "rearmed", "snooze", "hit", "false_alarm", "averted"]


class Undone(Schema):
    """Which answer is taken back: the last one, by the number of its step."""

    step: int = Field(ge=1, le=MOST)


class Saying(Schema):
    """A check-in as it is sent."""

    confidence: Literal["0.05", "0.2", "0.4", "0.6", "0.8", "0.95"]
    next_step: Literal["hold", "act", "ask"]
    sentence: str = Field("", max_length=check_ins.LONGEST)


class Signing(Schema):
    """The version of a charter that was read."""

    digest: str = Field(max_length=64)


class MinuteSent(Schema):
    """A line of the minutes as it is sent."""

    subject: str = Field(max_length=80)
    text: Line = ""
    promise: Line = ""
    who: str = Field("", max_length=64)
    due: date | None = None


class ClosingSent(Schema):
    """The week closed."""

    text: Line = ""


class SignalTold(Schema):
    """What becomes of a signal: `treated`, or closed by its verdict."""

    step: Literal["treated", "hit", "false_alarm", "averted"]
    why: str = Field(min_length=1, max_length=500)


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


@router.post("/alerts/{number}/undo", operation_id="undo_answer", openapi_extra=gives("Alert"))
def take_back(request: HttpRequest, number: Path[Number], given: Undone) -> HttpResponse:
    """Take back the last answer: it stays in the ledger and counts no more."""
    place = place_of(request, verb="acknowledge")
    alert = alerts.one(place.workspace, number)
    if alert is None:
        raise NotFound
    if not may_answer(alert, place):
        raise Problem("forbidden")
    last = answering.is_last_answer(alert, given.step)
    if not last or not answering.take_back(place.workspace, alert, place.member, datetime.now(UTC)):
        raise Problem("conflict")
    now = alerts.one(place.workspace, number)
    return as_it_is(request, now.as_document() if now else None)


@router.post("/kpis/{name}/check-in", operation_id="check_in", openapi_extra=gives("CheckIn", status=201))
def check_in(request: HttpRequest, name: Path[Name], given: Saying) -> HttpResponse:
    """A check-in on a KPI of one's own area, for the week of the newest scorecard."""
    place = place_of(request, verb="comment")
    if place.plan is None or place.published is None:
        raise NotFound
    teller = Teller(place.member.person, "program", place.member.email)
    spoken = (given.confidence, given.sentence, given.next_step)
    done = checking_in.check_in(place.workspace, place.plan, place.published, name, spoken, teller, datetime.now(UTC))
    if done is None:
        raise NotFound
    if isinstance(done, checking_in.Answer):
        raise invalid([{"loc": ["body", one], "type": "missing"} for one in done.lacking])
    return made(request, check_in_row(done))


@router.post("/kras/{name}/charter/sign", operation_id="sign_charter", openapi_extra=gives("Charter"))
def sign(request: HttpRequest, name: Path[Name], given: Signing) -> HttpResponse:
    """Sign the charter of one's own area, in the version that was read."""
    place = place_of(request, verb="acknowledge")
    charter = charters_of(place).get(name)
    if charter is None or not charter.mine:
        raise NotFound
    if given.digest != charter.digest:
        raise Problem("conflict", {"digest": charter.digest})
    answering.sign(place.workspace, name, charter.digest, place.revision, place.member, datetime.now(UTC))
    signed = charters_of(place)[name].signed
    said = {"kra": name, "digest": charter.digest, "signed": signed.when if signed else None}
    return as_it_is(request, said)


@router.post("/review/minutes", operation_id="write_minutes", openapi_extra=gives("MinuteLine", many=True, status=201))
def write(request: HttpRequest, given: MinuteSent) -> HttpResponse:
    """The lines of one point of this week's agenda: a note, a promise, or neither: it was passed."""
    place = place_of(request, verb="comment")
    if place.plan is None or place.published is None:
        raise NotFound
    said = meeting.Spoken(given.text.strip(), given.promise.strip(), given.who, given.due)
    now = datetime.now(UTC)
    if not meeting.write(place.workspace, place.published, place.plan, given.subject, said, place.member, now):
        raise NotFound
    return made(request, _lines(place, given.subject))


@router.post("/review/close", operation_id="close_review", openapi_extra=gives("MinuteLine", many=True, status=201))
def close(request: HttpRequest, given: ClosingSent) -> HttpResponse:
    """The review of this week is closed."""
    place = place_of(request, verb="comment")
    if place.plan is None or place.published is None:
        raise NotFound
    if not meeting.close(place.workspace, place.published, given.text, place.member, datetime.now(UTC)):
        raise Problem("conflict")
    return made(request, _lines(place, meeting.CLOSING))


@router.post(
    "/review/promises/{number}/kept", operation_id="promise_kept", openapi_extra=gives("MinuteLine", status=201)
)
def promise_kept(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """A promise of an earlier week was kept."""
    place = place_of(request, verb="comment")
    if place.published is None:
        raise NotFound
    if not meeting.keep_promise(place.workspace, place.published, number, place.member, datetime.now(UTC)):
        raise NotFound
    week = check_ins.week_of(place.published.as_of)
    found = next((one for one, _ in minutes.promises(place.workspace, week) if one.id == number), None)
    return made(request, minute_row(found) if found else None)


@router.post("/kris/{name}/signal", operation_id="tell_signal", openapi_extra=gives("Signal", status=201))
def tell_signal(request: HttpRequest, name: Path[Name], given: SignalTold) -> HttpResponse:
    """Say that the prepared response is under way, or close the running signal of a KRI with its verdict."""
    place = place_of(request)
    place.row("kris", name)
    if not may_act(place, name):
        raise Problem("forbidden")
    signal = next((one for one in risks.of(place.workspace, name) if one.state != "closed"), None)
    if signal is None or place.as_of is None:
        raise Problem("conflict")
    now, actor = datetime.now(UTC), place.member.person or place.member.name
    refused = (
        risks.treat(signal, actor, given.why, place.as_of, now)
        if given.step == "treated"
        else risks.close(signal, given.step, actor, given.why, place.as_of, now)
    )
    if refused == "signals.why":
        raise invalid([{"loc": ["body", "why"], "type": "missing"}])
    if refused:
        raise Problem("conflict")
    return made(request, signal_row(risks.of(place.workspace, name)[0]))


def minute_row(one: minutes.Line) -> dict[str, object]:
    """A line of the minutes."""
    return {
        "id": one.id, "week": one.week, "subject": one.subject, "kind": one.kind, "text": one.text,
        "person": one.person or None, "due": one.due, "by": one.by, "at": one.at,
    }  # fmt: skip


def _lines(place: Here, subject: str) -> dict[str, object]:
    day = place.as_of
    said = minutes.of_week(place.workspace, check_ins.week_of(day)) if day else []
    rows = [minute_row(one) for one in said if one.subject == subject]
    return {"items": rows, "total": len(rows), "limit": len(rows), "next": None}

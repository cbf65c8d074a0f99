"""The page of alerts: every line with what became of it; its reader acknowledges, puts off, says what it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jalon import wording
from jalon.records import alerts
from jalon.records.alerts import Alert, Step
from jalon.routines import answering
from jalon.routines.posting import REPORT
from jalon.routines.telling import DIGEST, POSTED
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.undone import undone_by
from jalon.wording.carried import carried

STATES = ("open", "answered", "held", "report", "digest")


@dataclass(frozen=True, slots=True)
class Line:
    """One alert as the page shows it."""

    id: int
    sign: str
    title: str
    text: str
    link: str
    person: dict[str, str]
    when: date
    state: str
    state_word: str
    why: str
    verdict: str
    steps: tuple[str, ...]
    may_answer: bool
    snoozed: bool
    acknowledged: bool
    group: str


@require_GET
@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """The ledger, what awaits an answer first."""
    found = [_line(one, place) for one in alerts.every(place.workspace)]
    grouped = [(name, [one for one in found if one.group == name]) for name in STATES]
    return render(request, "telling/alerts.html", framed(
        place, "alerts", [(wording.phrase("alerts.room", place.language), "")],
        groups=[(name, wording.phrase(f"alerts.group.{name}", place.language), rows) for name, rows in grouped if rows],
        title=_title(found, place.language),
        verdicts=[(code, wording.phrase(f"alert.verdict.{code}", place.language)) for code in alerts.VERDICTS],
    ))  # fmt: skip


def _title(found: list[Line], language: str) -> str:
    waiting = sum(1 for one in found if one.group == "open")
    key = "alerts.title.none" if not waiting else "alerts.title.one" if waiting == 1 else "alerts.title"
    return wording.phrase(key, language, {"count": str(waiting)})


def _line(alert: Alert, place: Here) -> Line:
    intent, language = alert.intent, place.language
    about = carried(place.card, place.plan, intent.subject, language) if place.plan else None
    name = about.name if about else wording.subject(intent.subject, language)
    if intent.rule == DIGEST:
        title = wording.phrase("alert.week.name", language, {"week": intent.subject.partition("-W")[2]})
        text, link, sign = wording.phrase("alert.rule.digest", language), f"/digest?person={intent.person}", "mail"
    elif intent.rule == REPORT:
        title = wording.phrase("alert.report.name", language, {"day": wording.day(intent.as_of, language)})
        number = intent.subject.partition(":")[2]
        text, sign = wording.phrase("alert.rule.report", language), "file"
        link = f"/shared/{number}" if number != "0" else "/codir"
    else:
        words = {"name": name, "word": _word(intent.after, intent.subject, language)}
        title = wording.phrase("letter.alert.subject", language, words)
        dated = intent.after in ("due", "late")
        before = _word(intent.before, intent.subject, language) if intent.before not in ("fresh", "") else ""
        text = wording.phrase("alerts.before" if before else "alerts.late", language, {"before": before})
        if dated:
            text = wording.phrase("alerts.dated", language, {"day": about.due if about else "–"})
        if about and about.share is not None:
            facts = {"value": about.value, "target": about.target, "odds": about.odds, "due": about.due}
            text = f"{text} {wording.phrase('alerts.facts', language, facts)}"
        link, sign = about.path if about else "", "calendar" if dated else intent.after
    held, failed = alert.last("held"), alert.last("failed")
    answered = alert.last("acknowledged") is not None or bool(alert.verdict)
    group = intent.rule if intent.rule in POSTED else "held" if held else "answered" if answered else "open"
    why = wording.phrase(f"alert.held.{held.said}", language) if held else ""
    if alert.state == "failed" and failed:
        why = wording.phrase(f"channel.{failed.said.partition('.')[2]}", language)
    snoozed = alert.snoozed_until is not None and place.as_of is not None and alert.snoozed_until >= place.as_of
    return Line(
        alert.id, sign, title, text, link, place.person(intent.person), intent.as_of, alert.state,
        wording.phrase(f"alert.state.{alert.state}", language), why,
        wording.phrase(f"alert.verdict.{alert.verdict}", language) if alert.verdict else "",
        tuple(_step(one, place) for one in alert.steps), may_answer(alert, place), snoozed,
        alert.last("acknowledged") is not None, group,
    )  # fmt: skip


def _word(code: str, subject: str, language: str) -> str:
    if subject.startswith("source:"):
        return wording.phrase("carried.stale", language)
    return wording.phrase(f"carried.{code}", language) if code in ("due", "late") else wording.standing(code, language)


def _step(step: Step, place: Here) -> str:
    language = place.language
    until = wording.day(step.until, language) if step.until else ""
    said = wording.phrase(f"alert.step.{step.kind}", language, {"by": step.by, "until": until})
    when = f"{wording.day(step.at.date(), language)}, {wording.hour(step.at, language)}"
    more = f" ({wording.phrase(f'alert.verdict.{step.said}', language)})" if step.kind == "verdict" else ""
    return f"{when} · {said}{more}"


def may_answer(alert: Alert, place: Here) -> bool:
    """Its reader answers, or whoever directs."""
    mine = place.member.person == alert.intent.person or place.member.role == "director"
    return alert.intent.rule not in POSTED and mine and place.may("acknowledge")


@require_POST
@here("acknowledge")
def answer(request: HttpRequest, place: Here, number: int) -> HttpResponse:
    """Acknowledge, put off for a week, re-arm, or say what it turned out to be: each is a new line of the ledger."""
    alert = alerts.one(place.workspace, number)
    if alert is None:
        raise Http404
    if not may_answer(alert, place):
        return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)
    done = answered(place, alert, str(request.POST.get("answer", "")))
    if done is None:
        raise Http404
    if done:
        written = alerts.one(place.workspace, number)
        last = written.steps[-1].number if written else 0
        messages.success(request, _("Written down."), undone_by("undo_answer", number, last))
    return redirect("alerts")


@require_POST
@here("acknowledge")
def undo(request: HttpRequest, place: Here, number: int, step: int) -> HttpResponse:
    """Take back the last answer: it stays in the ledger and counts no more; of an older one nothing is undone."""
    alert = alerts.one(place.workspace, number)
    if alert is None or not answering.is_last_answer(alert, step):
        raise Http404
    if not may_answer(alert, place):
        return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)
    if answering.take_back(place.workspace, alert, place.member, datetime.now(UTC)):
        messages.success(request, _("Taken back: the alert waits again."))
    return redirect("alerts")


def answered(place: Here, alert: Alert, said: str) -> bool | None:
    """Write an answer down; False where somebody else took the next step meanwhile, None for no answer known."""
    now = datetime.now(UTC)
    return answering.answer(place.workspace, alert, said, place.member, place.as_of or now.date(), now)

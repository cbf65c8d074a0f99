"""What a KRI's page shows and does about its signals: the table, the delays that run, treating and closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon import wording
from jalon.plan.model import Kri, Plan
from jalon.records import risks
from jalon.records.risks import KeptSignal
from jalon.web.here import Here, here

TONES = {"amber": "watch", "red": "off"}


@require_POST
@here("comment")
def treat(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """Say that the prepared response is under way."""
    return _done(request, place, name, None)


@require_POST
@here("comment")
def close(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """Close the signal with its verdict."""
    return _done(request, place, name, str(request.POST.get("verdict", "")))


def _done(request: HttpRequest, place: Here, name: str, verdict: str | None) -> HttpResponse:
    if not may_act(place, name):
        return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)
    signal = next((one for one in risks.of(place.workspace, name) if one.state != "closed"), None)
    why, actor, on = str(request.POST.get("why", "")), place.member.person or place.member.name, place.as_of
    if signal is None or on is None:
        return redirect("kri", name)
    now = datetime.now(UTC)
    refused = (
        risks.treat(signal, actor, why, on, now)
        if verdict is None
        else risks.close(signal, verdict, actor, why, on, now)
    )
    if refused:
        request.session["kri_refused"] = refused
    return redirect("kri", name)


def may_act(place: Here, name: str) -> bool:
    """Whoever decides, and those the plan names on this KRI: its owner, the area's, the one who acts."""
    if place.may("decide"):
        return True
    found = _found(place.plan, name)
    if found is None or not place.may("comment") or not place.member.person:
        return False
    owner, kri = found
    return place.member.person in {owner, kri.owner, kri.response.owner}


def _found(plan: Plan | None, name: str) -> tuple[str | None, Kri] | None:
    pairs = plan.kris() if plan is not None else ()
    return next(((kra.owner, kri) for kra, kri in pairs if kri.id == name), None)


def rows(place: Here, signals: Sequence[KeptSignal], scale: str) -> list[dict[str, object]]:
    """The table of signals: day, evidence in a sentence, reading, what came of it."""
    return [
        {
            "day": one.opened,
            "level": one.level,
            "tone": TONES.get(one.level, ""),
            "proof": _proof(one, place.language),
            "reading": one.reading if scale != "rule" else "",
            "unit": one.unit,
            "state": one.state,
            "follow": wording.phrase(
                f"signal.verdict.{one.verdict}" if one.verdict else f"signal.state.{one.state}", place.language
            ),
            "steps": [{"told": step, "who": _who(place, step.actor), "word": _word(step.step, place.language)}
                      for step in one.steps],
        }
        for one in signals
    ]  # fmt: skip


def _word(step: str, language: str) -> str:
    return wording.phrase(f"signal.step.{step}", language)


def _who(place: Here, actor: str) -> str:
    if actor == risks.PUBLICATION:
        return wording.phrase("signal.publication", place.language)
    return place.person(actor)["name"]


def _proof(one: KeptSignal, language: str) -> str:
    """The one fact that says most: who was worst, what came, the share that is apart."""
    facts = one.evidence
    if "against_controls" in facts and facts.get("controls") == "apart":
        gap = wording.percent(str(facts["against_controls"]), language)
        return wording.phrase("signal.proof.apart", language, {"gap": gap})
    for key in ("worst", "largest", "milestone", "areas"):
        if facts.get(key):
            return wording.phrase("signal.proof.place", language, {"name": str(facts[key])})
    return wording.phrase(f"signal.proof.{one.level}", language)


def responses(place: Here, name: str, row: Mapping[str, object], live: KeptSignal | None) -> list[dict[str, object]]:
    """The prepared response of each level: what, who, within how long, and the day it is due while a signal runs."""
    found = _found(place.plan, name)
    kri = found[1] if found else None
    defaults = place.plan.kri_defaults if place.plan is not None else None
    amber = defaults.amber_within if defaults is not None else None
    red = kri.response.within if kri is not None else None
    told = []
    for level, text, within in (("amber", row["response_amber"], amber), ("red", row["response_red"], red)):
        days = within.whole_days() if within is not None else None
        runs = live is not None and live.state != "closed" and live.level == level
        due = live.level_since + timedelta(days=days) if runs and live is not None and days is not None else None
        told.append(
            {
                "level": level,
                "tone": TONES[level] if runs else "",
                "text": text,
                "within": _within(days, place.language),
                "due": due,
                "late": due is not None and live is not None and live.state == "open" and _past(due, place.as_of),
                "treated": runs and live is not None and live.state == "treated",
            }
        )
    return told


def _within(days: int | None, language: str) -> str:
    if days is None:
        return ""
    return wording.phrase("signal.within", language, {"delay": wording.quantity(str(days), "day", language)})


def _past(due: date, day: date | None) -> bool:
    return day is not None and due < day

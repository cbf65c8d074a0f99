"""KRI (risks): the list by level, and one with its signal, what it threatens and its prepared plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.catalogue.events import event_name
from jalon.facts.engine import ACROSS
from jalon.records import risks
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import said, strings
from jalon.web.steering import hindsight, signals
from jalon.web.steering.response_chart import shown_responses
from jalon.web.steering.risk_chart import Band, risk_chart
from jalon.web.steering.shift_chart import shown_shift
from jalon.web.steering.warned import warned

LEVELS = ("red", "amber", "unknown", "quiet")


@here("see")
def listed(request: HttpRequest, place: Here) -> HttpResponse:
    """Every KRI, the loudest first; those that are quiet are counted, then listed apart."""
    rows = place.rows("kris")
    groups = {level: [row for row in rows if row["standing"] == level] for level in LEVELS}
    fired = len(groups["red"]) + len(groups["amber"])
    title = wording.phrase("risks.none" if not fired else "risks.one" if fired == 1 else "risks.many", place.language,
                           {"count": str(fired)})  # fmt: skip
    lead = wording.phrase(
        "risks.rest", place.language, {"quiet": str(len(groups["quiet"])), "unknown": str(len(groups["unknown"]))}
    )
    context = framed(
        place,
        "kri",
        [(_("Risks (KRI)"), "")],
        title=title,
        lead=lead,
        fired=groups["red"] + groups["amber"],
        unknown=groups["unknown"],
        quiet=groups["quiet"],
        names=kpi_names(place),
    )
    return render(request, "steering/kris.html", context)


@here("see")
def one(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """A KRI: level, reading in its own unit, what it threatens, what was prepared."""
    row = place.row("kris", name)
    kra = place.row("kras", str(row["kra"]))
    from jalon.records import scorecards

    moved = next((c for c in scorecards.changes(place.workspace, date.min) if c.subject == f"kri:{name}"), None)
    context = framed(
        place,
        "kri",
        [(_("Risks (KRI)"), "/kri"), (said(row["name"], place.language), "")],
        row=row,
        kra=kra,
        moved=moved,
        chart=risk_chart(row, place.language, _dated(row, place.language)),
        warned=warned(place, name),
        shift=shown_shift(row, place.language),
        **_watched(request, place, name, row),
        next_costs=shown_responses(row, kpi_names(place), place.language),
        threatened=[{"id": kpi, "name": kpi_names(place).get(kpi)} for kpi in strings(row["threatens"])],
        evidence=_evidence(row["evidence"], kpi_names(place), place.language),
        **_definition(place, name),
    )
    return render(request, "steering/kri.html", context)


def _watched(request: HttpRequest, place: Here, name: str, row: Mapping[str, object]) -> dict[str, object]:
    """Its signals, the delays that run, what the person here may do, and its past in hindsight."""
    kept = risks.of(place.workspace, name)
    live = next((one for one in kept if one.state != "closed"), None)
    refused = request.session.pop("kri_refused", None)
    return {
        "live": live,
        "signals": signals.rows(place, kept, str(row["scale"])),
        "planned": signals.responses(place, name, row, live),
        "escalated": place.person(row["escalate_to"]),
        "may_act": signals.may_act(place, name),
        "past": hindsight.of(place, name),
        "refusal": wording.phrase(refused, place.language) if refused else "",
    }


def _definition(place: Here, name: str) -> dict[str, object]:
    if place.plan is None:
        return {}
    found = next((kri for _, kri in place.plan.kris() if kri.id == name), None)
    return {"kri": found}


def _evidence(facts: object, names: Mapping[str, object], language: str) -> list[tuple[str, str]]:
    """What the method saw, label and value; labels without a phrase are left out of the page, not of the JSON."""
    found = []
    for key, value in facts.items() if isinstance(facts, Mapping) else ():
        label = f"evidence.{key}"
        if wording.known(label, language) and value is not None and not isinstance(value, Mapping | list):
            told = said(names[value], language) if key == "worst" and value in names else _event(key, value, language)
            found.append((wording.phrase(label, language), told or _plain(str(key), value, language)))
    return found


def _dated(row: Mapping[str, object], language: str) -> list[Band]:
    """Dated events that a risk may go with: those compared with its change of level, and the one it saw itself."""
    facts, shift = row["evidence"], row.get("shift")
    listed = shift.get("candidates") if isinstance(shift, Mapping) else None
    found = [
        Band(date.fromisoformat(one["window"][0]), date.fromisoformat(one["window"][1]), said(one["name"], language))
        for one in (listed if isinstance(listed, list) else [])
        if one["kind"] == "event"
    ]
    if isinstance(facts, Mapping) and {"event", "start", "end"} <= facts.keys():
        first, last = (date.fromisoformat(str(facts[end])) for end in ("start", "end"))
        found.append(Band(first, last, _event("event", facts["event"], language)))
    return sorted(set(found), key=lambda one: one.first)


def _event(key: object, value: object, language: str) -> str:
    """The name of the dated event that was seen; empty for anything else."""
    name = event_name(str(value)) if key == "event" else None
    return name.in_language(language) if name else ""


def _named(text: str, language: str) -> str:
    """The word of the trade for a value of the evidence; empty where it has none."""
    known = (f"{kind}.{text}" for kind in ("term", "dimension", "ground") if wording.known(f"{kind}.{text}", language))
    return next((wording.phrase(one, language) for one in known), "")


def _plain(key: str, value: object, language: str) -> str:
    text = str(value)
    if key in ("read_by", "not_split_by"):
        return " × ".join(_named(part, language) or part for part in text.split(ACROSS))
    if _named(text, language):
        return _named(text, language)
    lasting = re.fullmatch(r"(\d+)([dh])", text)
    if lasting:
        return wording.quantity(lasting[1], {"d": "day", "h": "hour"}[lasting[2]], language)
    if key.endswith(("share", "ratio", "chance", "against_controls")):
        return wording.percent(text, language)
    if key.endswith("day") or key in ("start", "end"):
        return wording.day(text, language)
    try:
        return wording.number(text, language, 2 if "." in text else 0)
    except ArithmeticError:
        return text


def kpi_names(place: Here) -> dict[str, object]:
    """KPI and objective names by id."""
    found: dict[str, object] = {}
    for row in [*place.rows("kpis"), *place.rows("objectives")]:
        measured = row["measured"]
        if isinstance(measured, Mapping):
            found[str(measured["id"])] = measured["name"]
    return found

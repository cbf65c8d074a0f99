"""KPIs and objectives: the list, and one of them with its chart, definition, threats and markers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.catalogue.events import google_updates
from jalon.plan.model import Kpi, Measurement, Objective
from jalon.records import scorecards
from jalon.web.checking.told import may_tell, told
from jalon.web.frame import framed
from jalon.web.gap import gap_to_path
from jalon.web.here import Here, here
from jalon.web.rows import items, said
from jalon.web.rows import measured as measured_of
from jalon.web.steering.chart import Chart, Mark, chart
from jalon.web.steering.explained import fed, target_on, version_of
from jalon.web.steering.fan import ahead_of
from jalon.web.steering.further import further
from jalon.web.steering.shift_chart import shown_shift

STANDINGS = ("off_course", "watch", "on_course", "stale", "no_data", "no_target")
_MOST_EVENTS = 6
A_PAGE = 50
"""KPIs that one page of the list holds, about."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One line of the markers: an action, a decision, an event, a target that moved."""

    day: date
    lead: str
    title: str
    text: str
    link: str = ""


@here("see")
def listed(request: HttpRequest, place: Here) -> HttpResponse:
    """Every KPI by area, worst first on request."""
    wanted = request.GET.get("standing", "")
    rows = [row for row in place.rows("kpis") if not wanted or measured_of(row)["standing"] == wanted]
    leaves = _leaves(_by_area(place, rows))
    asked = request.GET.get("page", "")
    leaf = min(max(int(asked) if asked.isdecimal() else 1, 1), max(len(leaves), 1))
    counts = [
        {"code": code, "count": sum(1 for row in place.rows("kpis") if measured_of(row)["standing"] == code)}
        for code in STANDINGS
    ]
    context = framed(
        place,
        "kpi",
        [(_("Indicators (KPI)"), "")],
        groups=leaves[leaf - 1] if leaves else [],
        leaf=leaf,
        leaves=[(number, said(one[0]["kra"]["name"], place.language)) for number, one in enumerate(leaves, 1)],
        counts=[one for one in counts if one["count"]],
        chosen=wanted,
        all=len(place.rows("kpis")),
    )
    return render(request, "steering/kpis.html", context)


def _by_area(place: Here, rows: list[dict[str, object]]) -> list[dict[str, Any]]:
    held: dict[object, list[dict[str, object]]] = {}
    for row in rows:
        held.setdefault(row["kra"], []).append(row)
    return [{"kra": kra, "rows": held[kra["id"]]} for kra in place.rows("kras") if kra["id"] in held]


def _leaves(groups: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Pages of whole areas, of as many as make about a page of KPIs."""
    leaves: list[list[dict[str, Any]]] = []
    held = A_PAGE
    for group in groups:
        if held >= A_PAGE or held + len(group["rows"]) > A_PAGE * 5 // 4:
            leaves.append([])
            held = 0
        leaves[-1].append(group)
        held += len(group["rows"])
    return leaves


@here("see")
def one(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """A KPI: where it stands, its course, what threatens it, what was done, how it is computed."""
    row = place.row("kpis", name)
    measured = measured_of(row)
    kra = place.row("kras", str(row["kra"]))
    threats = [risk for risk in place.rows("kris") if name in items(risk["threatens"])]
    context = framed(
        place,
        "kpi",
        [
            (_("Indicators (KPI)"), "/kpi"),
            (said(kra["name"], place.language), f"/kra/{kra['id']}"),
            (said(measured["name"], place.language), ""),
        ],
        row=row,
        m=measured,
        kra=kra,
        threats=[risk for risk in threats if risk["standing"] != "quiet"],
        calm=[risk for risk in threats if risk["standing"] == "quiet"],
        next_action=next((one for one in _actions(place, name) if one.id == row["next_action"]), None),
        may_propose=place.may("propose"),
        told=told(place, name),
        may_tell=may_tell(place, str(row["kra"])),
        shift=shown_shift(row, place.language),
        asked_on=target_on(measured, request.GET.get("target_on", "")),
        **further(request, place, "kpi", measured),
        **_shared(place, measured, name),
    )
    return render(request, "steering/kpi.html", context)


@here("see")
def objective(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """A company result with its cascade: which part of the gap comes from where."""
    row = place.row("objectives", name)
    measured = measured_of(row)
    served = [kra for kra in place.rows("kras") if name in items(kra["serves"])]
    context = framed(
        place,
        "map",
        [(_("Map"), "/map"), (said(measured["name"], place.language), "")],
        row=row,
        m=measured,
        served=served,
        asked_on=target_on(measured, request.GET.get("target_on", "")),
        **further(request, place, "objective", measured),
        **_shared(place, measured, name),
    )
    return render(request, "steering/objective.html", context)


def _shared(place: Here, measured: Mapping[str, object], name: str) -> dict[str, object]:
    """What a KPI and an objective show alike."""
    markers = dated(place, name, measured)
    drawn = _chart(place, measured, name)
    return {
        "chart": drawn,
        "young": drawn.young is not None if drawn else False,
        "young_from": young_from(measured),
        "chart_title": chart_title(place, measured),
        "markers": sorted(markers, key=lambda one: one.day, reverse=True),
        "gap": gap_to_path(measured),
        "moved": next((c for c in _changes(place) if c.subject.endswith(f":{name}")), None),
        "history": list(reversed(items(measured["target_history"]))),
        "cut": items(measured["provenance"]),
        "fed": fed(place, measured),
        "version": version_of(measured),
    }


def _changes(place: Here):  # type: ignore[no-untyped-def]  # records' own rows
    return scorecards.changes(place.workspace, date.min)


def chart_title(place: Here, measured: Mapping[str, object]) -> str:
    """The finding of the chart, in a sentence."""
    away = gap_to_path(measured)
    if away is None:
        return _("Course of the year")
    key = "chart.on" if abs(away) < 0.005 else "chart.above" if away > 0 else "chart.below"
    return wording.phrase(key, place.language, {"gap": wording.percent(abs(away), place.language)})


def _chart(place: Here, measured: Mapping[str, object], name: str) -> Chart | None:
    if place.as_of is None:
        return None
    events = [Mark(e.day, e.last, e.title) for e in _events(place, name)]
    actions = [Mark(a.start, a.start, a.id) for a in _actions(place, name) if a.start]
    return chart(
        items(measured["series"]),
        str(measured["unit"]),
        place.language,
        place.as_of,
        events,
        actions,
        items(measured["masked"]),
        known_until(measured),
        young_from(measured),
        ahead_of(measured["forecast"]),
    )


def known_until(measured: Mapping[str, object]) -> date | None:
    """The last day to be drawn: of the facts, young ones too; of an older scorecard, of the value."""
    settlement, period = measured.get("settlement"), items(measured["period"])
    if isinstance(settlement, Mapping) and settlement["last_day"] and not measured["closed"]:
        return date.fromisoformat(str(settlement["last_day"]))
    return date.fromisoformat(str(period[1])) if len(period) == 2 else None


def young_from(measured: Mapping[str, object]) -> date | None:
    """The first of the last days that still move; what was read too young long ago is told by the sources page."""
    settlement = measured.get("settlement")
    if not isinstance(settlement, Mapping) or not settlement["young_days"] or not settlement["settled_until"]:
        return None
    return date.fromisoformat(str(settlement["settled_until"])) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Event:
    day: date
    last: date
    title: str
    text: str


def _definition(place: Here, name: str) -> Kpi | Objective | None:
    if place.plan is None:
        return None
    found = next((kpi for _, kpi in place.plan.kpis() if kpi.id == name), None)
    return found or place.plan.objective(name)


def _measurement(place: Here, name: str) -> Measurement | None:
    found = _definition(place, name)
    return found.measured if isinstance(found, Kpi) else found.result if found else None


def _events(place: Here, name: str) -> list[_Event]:
    """Dated events that may have moved it: the company's own that name a measure it reads, Google's for search."""
    plan, definition = place.plan, _measurement(place, name)
    if plan is None or plan.period is None or definition is None or place.as_of is None:
        return []
    text = f"{definition.formula or ''} {definition.use or ''}"
    found = [
        _Event(e.first_day, e.last_day or e.first_day, said(e.name, place.language), _("Event of the company’s own"))
        for e in plan.own_events
        if e.first_day is not None and any(measure in text for measure in e.measures)
    ]
    organic = "organic" in text or "seo" in definition.filter.get("channel", ())
    for update in google_updates() if organic and "google_updates" in plan.event_sources else ():
        if update.official and update.period.start in plan.period and update.period.start <= place.as_of:
            source = _("Dated event outside the company, official source")
            found.append(
                _Event(update.period.start, update.period.end, update.name.in_language(place.language), source)
            )
    return sorted(found, key=lambda one: one.day)[-_MOST_EVENTS:]


def _actions(place: Here, name: str):  # type: ignore[no-untyped-def]  # the plan's actions
    return [a for a in place.plan.actions if name in (a.kpi, a.objective)] if place.plan else []


def dated(place: Here, name: str, measured: Mapping[str, object]) -> list[Dated]:
    """Markers of a KPI: events (numbered as on the chart), actions, decisions and targets that moved."""
    found = [
        Dated(event.day, "calendar", f"{number} · {event.title}", _until(place, event))
        for number, event in enumerate(_events(place, name), 1)
    ]
    for action in _actions(place, name):
        if action.start:
            status = wording.phrase(f"status.{action.status}", place.language)
            verdict = action.outcome
            told = f"{status} · {wording.phrase(f'status.{verdict.verdict}', place.language)}" if verdict else status
            found.append(
                Dated(
                    action.start,
                    "action",
                    f"{action.id} · {said(action.name, place.language)}",
                    told,
                    f"/action/{action.id}",
                )
            )
    for decision in place.plan.decisions if place.plan else ():
        if decision.day and decision.effect and decision.effect.kpi == name:
            chosen = said(decision.option_name(decision.chosen), place.language) if decision.chosen else _("awaited")
            asked = f"{decision.id} · {said(decision.question, place.language)}"
            found.append(Dated(decision.day, "decision", asked, chosen, f"/decision/{decision.id}"))
    return found


def _until(place: Here, event: _Event) -> str:
    if event.last <= event.day:
        return event.text
    until = wording.phrase("marker.until", place.language, {"day": wording.day(event.last, place.language, "short")})
    return f"{until} · {event.text}"

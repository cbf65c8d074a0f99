"""The first plan of somebody without a file at hand: who does what, then the indicators of each trade."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalon import catalogue
from jalon.plan.document.annotated import annotated
from jalon.plan.document.from_roles import KPIS, KRIS, Seat, Team, first_plan, proposed, seated
from jalon.plan.forms.choosing import Choices
from jalon.records import plans
from jalon.routines import planning, starting
from jalon.scorecard.starting.draft import person_ids
from jalon.scorecard.starting.places import slug
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.plan.deciding import author, today
from jalon.web.start.given import ahead_of

ROWS = 8
"""Rows of the team at first; a team of more adds the others later, on the plan's pages."""
RESULTS = ("revenue", "leads", "orders", "sessions")
"""What a company mostly wants, first in the list."""


@require_http_methods(["GET", "POST"])
@here("edit_plan")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """One page: the result, the team, then what each trade brings; a draft at the end."""
    last = plans.latest(place.workspace)
    if last is not None and last.status != "draft":
        return redirect("plan")
    team = _team(request, place)
    areas = seated(team)
    if request.method == "POST" and request.POST.get("do") == "create":
        if areas and team.objective:
            return _created(request, place, team)
        messages.error(request, _("A result and one person with a role are needed to begin."))
    context = framed(
        place,
        "start",
        [(_("Start from the roles"), "")],
        team=team,
        rows=_rows(request),
        roles=[(one.id, one.name) for one in catalogue.roles().values()],
        results=_results(place),
        areas=[_area(request, seat, template) for seat, template in areas],
        lone=sum(1 for seat in team.seats if seat.role) - len(areas),
        **ahead_of(today(place), team.period.start.year),
        years=[team.period.start.year - 1, team.period.start.year, team.period.start.year + 1],
        has_draft=last is not None,
    )
    return render(request, "start/trades.html", context)


def _team(request: HttpRequest, place: Here) -> Team:
    sent, year = request.POST, str(request.POST.get("year", ""))
    period = starting.year_of_plan(today(place), int(year) if year.isdecimal() and len(year) == 4 else None)
    director = str(sent.get("director", "")).strip()[:80] or place.member.name
    seats = tuple(
        Seat(name, role, _ticked(request, "kpi", role), _ticked(request, "kri", role))
        for name, role in _rows(request)
        if name and (role in catalogue.roles() or not role)
    )
    result = str(sent.get("result", ""))
    names = list(dict.fromkeys([director, *(seat.name for seat in seats)]))
    return Team(
        place.workspace.name,
        slug(place.workspace.name, "company"),
        place.workspace.currency,
        place.workspace.timezone,
        period,
        director,
        str(sent.get("objective", "")).strip()[:200],
        result if result in catalogue.kpis() else RESULTS[0],
        seats,
        place.language,
        person_ids(names),
    )


def _rows(request: HttpRequest) -> list[tuple[str, str]]:
    """The rows of the team as they were typed; empty ones to the end."""
    names, roles = request.POST.getlist("name"), request.POST.getlist("role")
    given = [(name.strip()[:80], role) for name, role in zip(names, roles, strict=False) if name.strip() or role]
    return [*given[:40], *[("", "")] * max(ROWS - len(given), 2)]


def _ticked(request: HttpRequest, kind: str, role: str) -> tuple[str, ...] | None:
    """What is kept of a trade, once its choices were on the page."""
    if f"shown:{role}" not in request.POST:
        return None
    return tuple(str(one) for one in request.POST.getlist(f"{kind}:{role}"))


def _area(request: HttpRequest, seat: Seat, template: catalogue.RoleTemplate) -> dict[str, object]:
    every_kpi, every_kri = proposed(template)
    kept_kpis = every_kpi[:KPIS] if seat.kpis is None else seat.kpis
    kept_kris = every_kri[:KRIS] if seat.kris is None else seat.kris
    return {
        "seat": seat,
        "template": template,
        "kpis": [(one, catalogue.kpis()[one].name, one in kept_kpis) for one in every_kpi],
        "kris": [(one, catalogue.kris()[one].name, one in kept_kris) for one in every_kri],
        "channels": template.channels,
    }


def _results(place: Here) -> list[tuple[str, str]]:
    every = [(one.value, one.label) for one in Choices(None, place.language).catalogue("kpi")]
    first = [one for name in RESULTS for one in every if one[0] == name]
    return [*first, *(one for one in every if one not in first)]


def _created(request: HttpRequest, place: Here, team: Team) -> HttpResponse:
    now, text = datetime.now(UTC), annotated(first_plan(team), {})
    done = planning.apply(text.encode(), "plan.yaml", place.workspace, author(place), "roles", today(place), now)
    if done.revision is None:
        messages.error(request, _("The draft could not be written: two of these roles hold the same ground."))
        return redirect("start_trades")
    return redirect("plan")

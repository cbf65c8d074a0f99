"""The companies of one account, each in a line: how its targets stand, what threatens, who is late."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jalon.plan.document import plan_in
from jalon.plan.model import Plan
from jalon.records import plans, scorecards, workspaces
from jalon.records.workspaces import Workspace
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import measured

KPI_ORDER = ("off_course", "watch", "on_course", "stale", "no_data", "no_target")
WORST_FIRST = ("off_course", "watch")


@dataclass(frozen=True, slots=True)
class Company:
    """One workspace at a glance. `late` are the people with an action past its end, `sources` the feeds not fresh."""

    workspace: Workspace
    role: str
    as_of: date | None
    standings: tuple[tuple[str, int], ...]
    red: int
    amber: int
    late: tuple[str, ...]
    sources: int
    draft: bool
    here: bool

    @property
    def weight(self) -> tuple[int, int, int]:
        """The one to look at first has the most off course, then the most alerts."""
        counts = dict(self.standings)
        return (-counts.get("off_course", 0), -self.red, -counts.get("watch", 0))


@require_GET
@here("see")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """All of them, the one in most danger first."""
    every = [_glance(one, place) for one in workspaces.of_account(place.member.account)]
    found = sorted((one for one in every if one is not None), key=lambda one: one.weight)
    context = framed(place, "companies", [(_("My companies"), "")], companies=found)
    return render(request, "members/companies.html", context)


@require_POST
@here("see")
def switch(request: HttpRequest, place: Here) -> HttpResponse:
    """Go to another of one's companies; one that is not one's own does not exist."""
    slug = str(request.POST.get("workspace", ""))
    if slug not in {one.slug for one in workspaces.of_account(place.member.account)}:
        raise Http404
    request.session["workspace"] = slug
    request.session.pop("day", None)
    return redirect("today")


def _glance(one: Workspace, place: Here) -> Company | None:
    member = workspaces.member(place.member.account, one.slug)
    if member is None:
        return None
    published, revision = scorecards.latest(one), plans.latest(one)
    card = published.document if published else {}
    plan = plan_in(revision.document) if revision else None
    counts = Counter(str(measured(row)["standing"]) for row in _rows(card.get("kpis")))
    risks = Counter(str(row.get("standing")) for row in _rows(card.get("kris")))
    as_of = published.as_of if published else None
    return Company(
        one,
        member.role,
        as_of,
        tuple((code, counts[code]) for code in KPI_ORDER if counts[code]),
        risks["red"],
        risks["amber"],
        _late(plan, as_of),
        sum(1 for row in _rows(card.get("sources")) if row.get("standing") != "fresh"),
        plan is None or plan.is_draft,
        one.id == place.workspace.id,
    )


def _rows(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _late(plan: Plan | None, as_of: date | None) -> tuple[str, ...]:
    """People with an action still open past its last day."""
    if plan is None or as_of is None:
        return ()
    open_ones = [one for one in plan.actions if one.status in ("planned", "running") and one.end and one.end < as_of]
    names = [person.name for one in open_ones if one.owner and (person := plan.person(one.owner))]
    return tuple(dict.fromkeys(names))

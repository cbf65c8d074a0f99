"""What becomes of a change that a page has shown: kept by whoever may, proposed to those it concerns by the others."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jalon.plan.difference import PlanDifference
from jalon.records import audit, jobs, proposals
from jalon.routines import planning
from jalon.routines.planning import Applied
from jalon.web.here import Here
from jalon.web.plan.deciding import author, today

FILE = "plan.yaml"


def keep(place: Here, document: str, reason: str, after: int, by: str = "") -> Applied:
    """One more revision behind `after`, and the scorecard that follows from it.

    `by` signs it when somebody else wrote it. Raises `plans.Overtaken` when another revision came in between.
    """
    now = datetime.now(UTC)
    who, day = by or author(place), today(place)
    done = planning.apply(document.encode(), FILE, place.workspace, who, reason, day, now, after)
    if done.new and done.revision is not None and done.revision.status == "in_force":
        jobs.plan(place.workspace, "refresh", {"actor": place.member.email}, now)
    return done


def kept_said(request: HttpRequest, done: Applied) -> None:
    """Say on the next page which revision was kept."""
    number = done.revision.number if done.revision else 0
    messages.success(request, _("Revision %(number)s is kept.") % {"number": number})


def propose(
    request: HttpRequest, place: Here, document: str, changed: PlanDifference, reason: str, after: int
) -> HttpResponse:
    """A change made from revision `after`, asked of those it concerns."""
    now, touched = datetime.now(UTC), changed.touched_kras()
    made = proposals.make(place.workspace, after, document, touched, author(place), reason, now)
    said = {"proposal": made.number, "reason": reason}
    audit.write(author(place), "propose", "plan", now, said, workspace=place.workspace.id)
    messages.success(request, _("Proposed: those it concerns see it on their page."))
    return redirect("plan_proposal", made.number)

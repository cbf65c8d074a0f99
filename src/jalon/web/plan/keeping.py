"""What becomes of a change that a page has shown: kept by whoever may, proposed to those it concerns by the others."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jalon.plan.difference import PlanDifference
from jalon.routines import proposing
from jalon.routines.planning import Applied
from jalon.routines.proposing import Change
from jalon.web.here import Here
from jalon.web.plan.deciding import author, today
from jalon.web.undone import undone_by


def keep(place: Here, document: str, reason: str, after: int, by: str = "") -> Applied:
    """One more revision behind `after`, and the scorecard that follows from it.

    `by` signs it when somebody else wrote it. Raises `plans.Overtaken` when another revision came in between.
    """
    change = Change(by or author(place), reason, today(place), place.member.email)
    return proposing.keep(place.workspace, document, after, change, datetime.now(UTC))


def kept_said(request: HttpRequest, done: Applied) -> None:
    """Say on the next page which revision was kept."""
    number = done.revision.number if done.revision else 0
    said = _("Revision %(number)s is kept.") % {"number": number}
    messages.success(request, said, undone_by("plan_undo", number) if done.new and number > 1 else "")


def propose(
    request: HttpRequest, place: Here, document: str, changed: PlanDifference, reason: str, after: int
) -> HttpResponse:
    """A change made from revision `after`, asked of those it concerns."""
    by, now = (author(place), reason), datetime.now(UTC)
    made = proposing.propose(place.workspace, document, changed, after, by, now)
    messages.success(request, _("Proposed: those it concerns see it on their page."))
    return redirect("plan_proposal", made.number)

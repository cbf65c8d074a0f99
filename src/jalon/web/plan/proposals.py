"""Changes that leave somebody's own area: asked of those they concern, answered with a sentence, kept as a revision."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jalon import wording
from jalon.records import plans, proposals
from jalon.records.proposals import Proposal
from jalon.routines import editing, proposing
from jalon.routines.editing import Edited
from jalon.routines.proposing import Change
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.plan.deciding import author, awaits, conflict_said, decided, may_change, today
from jalon.web.plan.keeping import kept_said


@require_GET
@here("see")
def listed(request: HttpRequest, place: Here) -> HttpResponse:
    """Those that wait, then those answered."""
    rows = proposals.every(place.workspace)
    context = framed(
        place,
        "plan",
        [(_("Plan"), "/plan"), (_("Proposals"), "")],
        waiting=[(one, place.person(one.author), awaits(one, place)) for one in rows if one.state == "open"],
        answered=[(one, place.person(one.author), False) for one in rows if one.state != "open"][:50],
    )
    return render(request, "plan/proposals.html", context)


@require_http_methods(["GET", "POST"])
@here("see")
def one(request: HttpRequest, place: Here, number: int) -> HttpResponse:
    """One proposal: what it changes in the plan of now; yes, no, or taken back, each with a sentence."""
    found = proposals.numbered(place.workspace, number)
    if found is None:
        raise Http404
    result = editing.edited(place.workspace, found.base, editing.content(found.document), decided(place, found.reason))
    if result is None:
        raise Http404
    if request.method == "POST" and found.state == "open":
        return _answered(request, place, found, result)
    return _shown(request, place, found, result)


def _answered(request: HttpRequest, place: Here, found: Proposal, result: Edited) -> HttpResponse:
    do, said = request.POST.get("do", ""), str(request.POST.get("answer", "")).strip()[:500]
    now, who = datetime.now(UTC), author(place)
    if do == "withdraw" and found.author == who and place.newest:
        proposing.withdraw(place.workspace, found, who, said, now)
        return redirect("plan_proposals")
    if not awaits(found, place):
        return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)
    if do == "decline" and said:
        proposing.decline(place.workspace, found, who, said, now)
        messages.info(request, _("Declined: the plan is as it was."))
        return redirect("plan_proposals")
    if do != "accept" or not result.sound:
        return _shown(request, place, found, result, 409)
    return _accepted(request, place, found, result, said, now)


def _accepted(
    request: HttpRequest, place: Here, found: Proposal, result: Edited, said: str, now: datetime
) -> HttpResponse:
    """Kept as a revision once everybody it concerns has said yes; the director's yes is enough."""
    change = Change(author(place), found.reason, today(place), place.member.email)
    alone = may_change(place, result.changed)
    try:
        done = proposing.accept(place.workspace, found, result, said, change, alone, now)
    except plans.Overtaken:
        messages.error(request, _("The plan has changed in between: look again."))
        return redirect("plan_proposal", found.number)
    if done is None:
        messages.info(request, _("Your yes is kept; others still have to answer."))
        return redirect("plan_proposal", found.number)
    kept_said(request, done)
    return redirect("plan_proposals")


def _shown(request: HttpRequest, place: Here, found: Proposal, result: Edited, status: int = 200) -> HttpResponse:
    context = framed(
        place,
        "plan",
        [(_("Plan"), "/plan"), (_("Proposals"), "/plan/proposals"), (str(found.number), "")],
        one=found,
        who=place.person(found.author),
        by=place.person(found.answered_by) if found.answered_by else None,
        agreed=[place.person(person) for person in found.agreed],
        awaited=_awaited(place, found),
        sentences=wording.differences(result.changed.as_document(), place.language),
        conflicts=[conflict_said(both) for both in result.conflicts],
        errors=[fault.as_document() for fault in result.errors],
        awaits=awaits(found, place),
        own=found.author == author(place) and found.state == "open" and place.newest,
        sound=result.sound and not result.changed.empty,
        asked=status == 409,
    )
    return render(request, "plan/proposal.html", context, status=status)


def _awaited(place: Here, found: Proposal) -> list[dict[str, str]]:
    """The holders it concerns who have not answered; nobody where only the director decides."""
    owners = [kra.owner for kra in (place.plan.kras if place.plan else ()) if kra.id in found.touched and kra.owner]
    said = {*found.agreed, found.author}
    return [place.person(owner) for owner in dict.fromkeys(owners) if owner not in said]

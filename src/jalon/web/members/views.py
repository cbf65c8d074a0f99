"""Members of a workspace: who they are in the plan, what they may do; inviting, changing a role, removing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jalon import wording
from jalon.records import access, factors, invitations, workspaces
from jalon.records.invitations import LANGUAGES, Invitation
from jalon.records.workspaces import ROLES, Member
from jalon.routines import membership
from jalon.web import letters
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.members import inviting


@dataclass(frozen=True, slots=True)
class Row:
    """A member as the page lists her; `mine` may be changed by whoever looks."""

    member: Member
    person: dict[str, str] | None
    mine: bool
    areas: int
    factor: bool
    resettable: bool


@require_GET
@here("invite")
def page(request: HttpRequest, place: Here) -> HttpResponse:
    """Everybody, and the invitations that wait."""
    return _shown(request, place)


@require_POST
@here("invite")
def invite(request: HttpRequest, place: Here) -> HttpResponse:
    """A link for one address: mailed where mail leaves, else shown once, to be handed over."""
    email, role = str(request.POST.get("email", "")).strip().lower(), str(request.POST.get("role", ""))
    if not role:
        return _shown(request, place, wrong=email or "–", status=400)
    person, now = _known(place, str(request.POST.get("person", ""))), datetime.now(UTC)
    language = str(request.POST.get("language", place.language))
    done = membership.invite(place.workspace, email, role, person, place.member, now, language)
    if done == "forbidden":
        return forbidden(request, place)
    if done == "address":
        return _shown(request, place, wrong=email or "–", status=400)
    if isinstance(done, str):
        messages.info(request, _("This address is a member already."))
        return redirect("members")
    return _handed_over(request, place, *done)


@require_POST
@here("invite")
def resend(request: HttpRequest, place: Here) -> HttpResponse:
    """Another link for an invitation that nobody has accepted; the one before stops working."""
    chosen = _id(str(request.POST.get("invitation", "")))
    done = membership.renew(place.workspace, chosen, place.member, datetime.now(UTC)) if chosen else "unknown"
    if done == "unknown":
        raise Http404
    if isinstance(done, str):
        return forbidden(request, place)
    return _handed_over(request, place, *done)


def _handed_over(request: HttpRequest, place: Here, token: str, sent: Invitation) -> HttpResponse:
    """By mail, in the language of whoever is invited; where none leaves, the page shows the link."""
    failed = inviting.sent(place, token, sent)
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    if failed is None:
        return _shown(request, place, link=link, sent_to=sent.email)
    if failed:
        why = wording.phrase(f"channel.{failed}", place.language)
        return _shown(request, place, link=link, sent_to=sent.email, not_mailed=why)
    messages.success(request, _("The invitation left by mail for %(email)s.") % {"email": sent.email})
    return redirect("members")


@require_POST
@here("invite")
def withdraw(request: HttpRequest, place: Here) -> HttpResponse:
    """An invitation that nobody has accepted stops working."""
    chosen = _id(str(request.POST.get("invitation", "")))
    if chosen and membership.withdraw(place.workspace, chosen, place.member, datetime.now(UTC)):
        messages.success(request, _("The invitation no longer works."))
    return redirect("members")


@require_POST
@here("invite")
def change(request: HttpRequest, place: Here) -> HttpResponse:
    """Another role, or another person of the plan. Nobody changes her own."""
    person, role = _known(place, str(request.POST.get("person", ""))), str(request.POST.get("role", ""))
    done = membership.change(place.workspace, _account(request), role, person, place.member, datetime.now(UTC))
    return _answered(request, place, done, _("Done: %(name)s has another role."))


@require_POST
@here("invite")
def remove(request: HttpRequest, place: Here) -> HttpResponse:
    """Out of the workspace at once, with her tokens; what she held in the plan is handed over on its own page."""
    done = membership.remove(place.workspace, _account(request), place.member, datetime.now(UTC))
    return _answered(request, place, done, _("%(name)s no longer comes in."))


def _account(request: HttpRequest) -> UUID:
    chosen = _id(str(request.POST.get("account", "")))
    if chosen is None:
        raise Http404
    return chosen


def _answered(request: HttpRequest, place: Here, done: Member | membership.Refused, said: str) -> HttpResponse:
    if done == "unknown":
        raise Http404
    if done == "forbidden":
        return forbidden(request, place)
    if isinstance(done, Member):
        messages.success(request, said % {"name": done.name})
    else:
        messages.error(request, _("A workspace keeps at least one director."))
    return redirect("members")


def member_asked(place: Here, request: HttpRequest) -> Member:
    """The member asked about; of this workspace, or there is none."""
    chosen = _id(str(request.POST.get("account", "")))
    found = next((one for one in workspaces.members(place.workspace) if one.account == chosen), None)
    if found is None:
        raise Http404
    return found


def may_reset(place: Here, found: Member) -> bool:
    """Whether one may take somebody's second factor off: she changes that person in every workspace they come into."""
    if not may_change(place, found):
        return False
    for one in workspaces.of_account(found.account):
        mine, theirs = (workspaces.member(who, one.slug) for who in (place.member.account, found.account))
        if mine is None or theirs is None or theirs.role not in access.grants(mine):
            return False
    return True


def may_change(place: Here, found: Member) -> bool:
    """Whether one may change that membership: never one's own."""
    return membership.may_change(found, place.member)


def _known(place: Here, person: str) -> str:
    return person if place.plan and place.plan.person(person) else ""


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _shown(
    request: HttpRequest,
    place: Here,
    link: str = "",
    sent_to: str = "",
    wrong: str = "",
    status: int = 200,
    not_mailed: str = "",
) -> HttpResponse:
    now, plan = datetime.now(UTC), place.plan
    everybody = workspaces.members(place.workspace)
    safe = factors.with_some(one.account for one in everybody)
    rows = [
        Row(
            one,
            place.person(one.person) if one.person else None,
            may_change(place, one),
            sum(1 for kra in plan.kras if kra.owner == one.person) if plan and one.person else 0,
            one.account in safe,
            one.account in safe and may_reset(place, one),
        )
        for one in everybody
    ]
    linked = {row.member.person for row in rows}
    context = framed(
        place,
        "members",
        [(_("Members"), "")],
        rows=rows,
        waiting=[(one, one.waits(now)) for one in invitations.every(place.workspace) if one.open],
        roles=[role for role in ROLES if role in access.grants(place.member)],
        people=[(one.id, one.name, one.id in linked) for one in plan.people] if plan else [],
        link=link,
        sent_to=sent_to,
        not_mailed=not_mailed,
        mailed=letters.mailed(),
        languages=LANGUAGES,
        wrong=wrong,
        required=factors.required(place.workspace.id),
        every_role=ROLES,
    )
    return render(request, "members/page.html", context, status=status)


def forbidden(request: HttpRequest, place: Here) -> HttpResponse:
    """Not her part: the page that says so."""
    return HttpResponseForbidden(render(request, "entry/forbidden.html", {"here": place}).content)

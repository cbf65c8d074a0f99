"""Who comes in and what leaves the house: members, invitations, tokens, frozen pages and their links."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Path, Query, Router, Schema

from jalon.records import invitations, open_links, snapshots, tokens, workspaces
from jalon.records.invitations import Invitation
from jalon.records.open_links import Link
from jalon.records.snapshots import Snapshot
from jalon.records.workspaces import Member
from jalon.routines import membership, reporting, sharing
from jalon.web.api.answering import as_it_is, made, page
from jalon.web.api.asking import Listed, Number, place_of
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound, Problem, invalid
from jalon.web.here import Here
from jalon.web.members import inviting
from jalon.web.sharing.public import address_of

router = Router()
Role = Literal["director", "holder", "contributor", "reader", "administrator"]


class Inviting(Schema):
    """Whom to invite."""

    email: str = Field(max_length=254)
    role: Role
    person: str = Field("", max_length=64)
    language: Literal["fr", "en"] = "fr"


class Placing(Schema):
    """What somebody is to be here."""

    role: Role
    person: str = Field("", max_length=64)


@router.get("/members", operation_id="members", openapi_extra=gives("MemberRow", many=True))
def members(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """Everybody of the workspace."""
    place = place_of(request, verb="invite")
    return page(request, [_member(one) for one in workspaces.members(place.workspace)], asked)


@router.patch("/members/{account}", operation_id="member_change", openapi_extra=gives("MemberRow"))
def change(request: HttpRequest, account: Path[UUID], given: Placing) -> HttpResponse:
    """Another role, or another person of the plan. Nobody changes her own."""
    place = place_of(request, verb="invite")
    person = _known(place, given.person)
    done = membership.change(place.workspace, account, given.role, person, place.member, datetime.now(UTC))
    found = next((one for one in workspaces.members(place.workspace) if one.account == account), None)
    if not isinstance(done, Member) or found is None:
        raise _refused(done)
    return as_it_is(request, _member(found))


@router.delete("/members/{account}", operation_id="member_remove", openapi_extra=gives("MemberRow"))
def remove(request: HttpRequest, account: Path[UUID]) -> HttpResponse:
    """Out of the workspace at once, with her tokens."""
    place = place_of(request, verb="invite")
    done = membership.remove(place.workspace, account, place.member, datetime.now(UTC))
    if not isinstance(done, Member):
        raise _refused(done)
    return as_it_is(request, _member(done))


@router.get("/invitations", operation_id="invitations", openapi_extra=gives("InvitationRow", many=True))
def invited(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The invitations, newest first; never their links."""
    place = place_of(request, verb="invite")
    return page(request, [_invitation(one) for one in invitations.every(place.workspace)], asked)


@router.post("/invitations", operation_id="invite", openapi_extra=gives("InvitationMade", status=201))
def invite(request: HttpRequest, given: Inviting) -> HttpResponse:
    """A link for one address, shown once; it leaves by mail too, where mail leaves, as from the page."""
    place = place_of(request, verb="invite")
    person, now = _known(place, given.person), datetime.now(UTC)
    done = membership.invite(place.workspace, given.email, given.role, person, place.member, now, given.language)
    if isinstance(done, str):
        raise _refused(done)
    link = request.build_absolute_uri(reverse("invitation", args=[done[0]]))
    return _once(made(request, {**_invitation(done[1]), "link": link, "mailed": inviting.sent(place, *done) == ""}))


@router.delete("/invitations/{invitation}", operation_id="invitation_withdraw", openapi_extra=gives("InvitationRow"))
def withdraw(request: HttpRequest, invitation: Path[UUID]) -> HttpResponse:
    """An invitation that nobody has accepted stops working."""
    place = place_of(request, verb="invite")
    if not membership.withdraw(place.workspace, invitation, place.member, datetime.now(UTC)):
        raise NotFound
    return as_it_is(request, next(_invitation(o) for o in invitations.every(place.workspace) if o.id == invitation))


@router.get("/tokens", operation_id="tokens", openapi_extra=gives("TokenRow", many=True))
def held(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """One's own tokens here, everybody's for whoever administers: scope, end, last use; never their text."""
    place = place_of(request)
    account = None if place.may("administer") else place.member.account
    return page(request, [_token(one) for one in tokens.every(place.workspace, account)], asked)


@router.get("/snapshots", operation_id="snapshots", openapi_extra=gives("SnapshotRow", many=True))
def frozen(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The frozen board pages, newest first."""
    place = place_of(request)
    return page(request, [_snapshot(one) for one in snapshots.every(place.workspace, "codir")], asked)


@router.get("/snapshots/{number}", operation_id="snapshot", openapi_extra=gives("BoardPage"))
def frozen_page(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """One of them, as it was frozen."""
    return as_it_is(request, _kept(place_of(request), number).document)


@router.post("/snapshots", operation_id="freeze", openapi_extra=gives("SnapshotRow", status=201))
def freeze(request: HttpRequest) -> HttpResponse:
    """Keep the board page as it is, in the language asked."""
    place = place_of(request, verb="publish")
    if place.published is None:
        raise Problem("no_scorecard")
    address, now = request.build_absolute_uri("/").rstrip("/"), datetime.now(UTC)
    try:
        kept = sharing.freeze(place.workspace, place.published, address, place.language, place.member, now)
    except reporting.Incomplete as fault:
        raise Problem("incomplete", {"lacking": [list(one) for one in fault.lacking]}) from fault
    if kept is None:
        raise Problem("no_scorecard")
    return made(request, _snapshot(kept))


@router.get("/links", operation_id="links", openapi_extra=gives("LinkRow", many=True))
def links(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The links that open something: of reports for whoever publishes, and one's own calendar."""
    place = place_of(request)
    reports = open_links.of(place.workspace, "report") if place.may("publish") else []
    mine = open_links.of(place.workspace, "calendar", place.member.person) if place.member.person else []
    return page(request, [_link(one) for one in (*reports, *mine)], asked)


@router.post("/snapshots/{number}/links", operation_id="share", openapi_extra=gives("LinkMade", status=201))
def share(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """A link to a frozen page, for thirty days; its address is shown once."""
    place = place_of(request, verb="publish")
    token = sharing.share(place.workspace, _kept(place, number), place.member, datetime.now(UTC))
    kept = open_links.of(place.workspace, "report", str(number))[0]
    return _once(made(request, {**_link(kept), "address": address_of(request, f"/s/{token}")}))


@router.post("/links/calendar", operation_id="subscribe", openapi_extra=gives("LinkMade", status=201))
def subscribe(request: HttpRequest) -> HttpResponse:
    """A secret address of one's own dates, shown once; the earlier ones end."""
    place = place_of(request, verb="comment")
    if not place.member.person:
        raise NotFound
    token = sharing.subscribe(place.workspace, place.member, datetime.now(UTC))
    kept = open_links.of(place.workspace, "calendar", place.member.person)[0]
    return _once(made(request, {**_link(kept), "address": address_of(request, f"/calendar/{token}.ics")}))


@router.delete("/links/{number}", operation_id="revoke_link", openapi_extra=gives("LinkRow"))
def revoke(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """End a link: one's own calendar, or any report's for whoever publishes."""
    place = place_of(request)
    if not (place.may("publish") or place.may("comment")):
        raise Problem("forbidden")
    done = sharing.revoke(place.workspace, number, place.member, place.may("publish"), datetime.now(UTC))
    if done is None:
        raise NotFound
    kinds = open_links.of(place.workspace, "report"), open_links.of(place.workspace, "calendar")
    return as_it_is(request, next(_link(one) for kind in kinds for one in kind if one.id == number))


def _once(answer: HttpResponse) -> HttpResponse:
    """What is shown once is kept nowhere on its way."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _refused(why: object) -> Problem:
    if why == "unknown":
        return NotFound()
    if why == "address":
        return invalid([{"loc": ["body", "email"], "type": "email"}])
    return Problem({"forbidden": "forbidden", "last": "last_director"}.get(str(why), "conflict"))


def _known(place: Here, person: str) -> str:
    if person and not (place.plan and place.plan.person(person)):
        raise invalid([{"loc": ["body", "person"], "type": "unknown"}])
    return person


def _kept(place: Here, number: int) -> Snapshot:
    found = snapshots.one(place.workspace.id, number)
    if found is None:
        raise NotFound
    return found


def _member(one: Member) -> dict[str, object]:
    return {
        "account": one.account, "name": one.name, "email": one.email, "role": one.role, "person": one.person or None,
    }  # fmt: skip


def _invitation(one: Invitation) -> dict[str, object]:
    return {
        "id": one.id, "email": one.email, "role": one.role, "person": one.person or None,
        "invited_by": one.invited_by, "created": one.created, "expires": one.expires, "accepted": one.accepted,
        "revoked": one.revoked,
    }  # fmt: skip


def _token(one: tokens.Token) -> dict[str, object]:
    return {
        "id": one.id, "who": one.who, "name": one.name, "start": one.start, "scope": one.scope,
        "created": one.created, "expires": one.expires, "revoked": one.revoked, "last_used": one.last_used,
    }  # fmt: skip


def _snapshot(one: Snapshot) -> dict[str, object]:
    return {
        "id": one.id, "as_of": one.as_of, "edition": one.edition, "language": one.language, "digest": one.digest,
        "made": one.made, "made_by": one.made_by,
    }  # fmt: skip


def _link(one: Link) -> dict[str, object]:
    return {
        "id": one.id, "kind": one.kind, "subject": one.subject, "made": one.made, "made_by": one.made_by,
        "expires": one.expires, "revoked": one.revoked, "reads": one.reads, "last_read": one.last_read,
    }  # fmt: skip

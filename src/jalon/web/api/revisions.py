"""The plan and its revisions with what each changed; what is proposed, and the yes or no of those it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from jalon import wording
from jalon.plan.difference import PlanDifference, difference
from jalon.plan.document import plan_in
from jalon.plan.document.writing import content_of
from jalon.records import plans, proposals
from jalon.records.plans import Revision
from jalon.records.proposals import Proposal
from jalon.routines import editing, proposing
from jalon.routines.editing import Edited
from jalon.routines.proposing import Change
from jalon.web.api.answering import as_it_is, page
from jalon.web.api.asking import Asked, Listed, Number, place_of
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound, Problem, invalid
from jalon.web.here import Here
from jalon.web.plan.deciding import author, awaits, decided, may_change, today

router = Router()


class WhichPlan(Asked):
    """The plan of the scorecard, or the newest."""

    newest: bool = False


class Answered(Schema):
    """What is answered to a proposal."""

    do: Literal["accept", "decline", "withdraw"]
    answer: str = Field("", max_length=500)


def content_as_data(document: str) -> dict[str, object]:
    """A plan document as data, its numbers as the plan's own schema has them."""
    return dict(_read(document))


@lru_cache(maxsize=32)
def _read(document: str) -> Mapping[str, object]:
    """Read once: a revision never changes, and whoever asks gets a copy."""
    found = _numbers(content_of(document))
    return found if isinstance(found, dict) else {}


def _numbers(value: object) -> object:
    """Numbers as the plan's own schema has them."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {str(name): _numbers(inner) for name, inner in value.items()}
    return [_numbers(one) for one in value] if isinstance(value, list) else value


@router.get("/plan", operation_id="plan", openapi_extra=gives("PlanRevision"))
def plan(request: HttpRequest, asked: Query[WhichPlan]) -> HttpResponse:
    """The plan that the scorecard was published under or the newest, as it is written and as data."""
    place = place_of(request, asked.day)
    revision = plans.latest(place.workspace) if asked.newest else plans.numbered(place.workspace, place.revision)
    if revision is None:
        raise NotFound
    return as_it_is(request, whole(revision), tag=tag_of(place, revision.number))


@router.get("/plan/revisions", operation_id="revisions", openapi_extra=gives("RevisionRow", many=True))
def revisions(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """Every revision of the plan, newest first."""
    place = place_of(request, asked.day)
    return page(request, [revision_row(one) for one in plans.history(place.workspace)], asked)


@router.get("/plan/revisions/{number}", operation_id="revision", openapi_extra=gives("RevisionChanges"))
def revision(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """One revision, with what it changed since the one before, as data and in sentences."""
    place = place_of(request)
    found, was = plans.numbered(place.workspace, number), plans.numbered(place.workspace, number - 1)
    if found is None:
        raise NotFound
    changed = _changed(was, found).as_document()
    sentences = wording.differences(changed, place.language)
    told = {**whole(found), "changes": changed["changes"], "sentences": sentences}
    return as_it_is(request, told, tag=tag_of(place, found.number, place.language))


def _changed(was: Revision | None, now: Revision) -> PlanDifference:
    before, after = plan_in(was.document) if was else None, plan_in(now.document)
    return difference(before, after) if before and after else PlanDifference(())


def tag_of(place: Here, number: int, more: str = "plan") -> str:
    """The tag of a revision: what `If-Match` names when the plan is changed."""
    return f'"r{number}.{place.workspace.id.hex}.{more}"'


def revision_row(one: Revision) -> dict[str, object]:
    """A revision without its plan."""
    return {
        "number": one.number, "status": one.status, "author": one.author, "reason": one.reason,
        "in_force_from": one.in_force_from, "written": one.written,
    }  # fmt: skip


def whole(one: Revision) -> dict[str, object]:
    """A revision with its plan."""
    return {**revision_row(one), "document": one.document, "content": content_as_data(one.document)}


@router.get("/plan/proposals", operation_id="proposals", openapi_extra=gives("ProposalRow", many=True))
def proposed(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """What is proposed and what was answered, newest first."""
    place = place_of(request)
    return page(request, [proposal_row(one) for one in proposals.every(place.workspace)], asked)


@router.get("/plan/proposals/{number}", operation_id="proposal", openapi_extra=gives("ProposalChanges"))
def proposal(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """One proposal, with what it changes in the plan of now."""
    place = place_of(request)
    found = proposals.numbered(place.workspace, number)
    result = _result(place, found) if found else None
    if found is None or result is None:
        raise NotFound
    changed = result.changed.as_document()
    said = {
        **proposal_row(found), "document": found.document, "changes": changed["changes"],
        "sentences": wording.differences(changed, place.language), "conflicts": len(result.conflicts),
    }  # fmt: skip
    return as_it_is(request, said)


@router.post("/plan/proposals/{number}/answer", operation_id="answer_proposal", openapi_extra=gives("ProposalRow"))
def answer(request: HttpRequest, number: Path[Number], given: Answered) -> HttpResponse:
    """Yes, no with a sentence, or taken back by its author."""
    place = place_of(request, verb="propose")
    found = proposals.numbered(place.workspace, number)
    result = _result(place, found) if found else None
    if found is None or result is None:
        raise NotFound
    who, now = author(place), datetime.now(UTC)
    if found.state != "open":
        raise Problem("conflict")
    mine = given.do == "withdraw" and found.author == who
    if not mine and not awaits(found, place):
        raise Problem("forbidden")
    if given.do == "withdraw" and not mine:
        raise Problem("forbidden")
    if given.do == "decline" and not given.answer.strip():
        raise invalid([{"loc": ["body", "answer"], "type": "missing"}])
    said = given.answer.strip()
    if given.do == "accept":
        _accepted(place, found, result, said, now)
    else:
        settle = proposing.withdraw if given.do == "withdraw" else proposing.decline
        if not settle(place.workspace, found, who, said, now):
            raise Problem("conflict")
    kept = proposals.numbered(place.workspace, number)
    return as_it_is(request, proposal_row(kept or found))


def _accepted(place: Here, found: Proposal, result: Edited, said: str, now: datetime) -> None:
    if result.conflicts or not result.sound:
        raise Problem("plan_conflict", {"newest": result.after, "conflicts": [one.path for one in result.conflicts]})
    change = Change(author(place), found.reason, today(place), place.member.email)
    alone = may_change(place, result.changed)
    try:
        proposing.accept(place.workspace, found, result, said, change, alone, now)
    except plans.Overtaken as fault:
        raise Problem("conflict") from fault


def _result(place: Here, found: Proposal) -> Edited | None:
    choice = decided(place, found.reason)
    return editing.edited(place.workspace, found.base, editing.content(found.document), choice)


def proposal_row(one: Proposal) -> dict[str, object]:
    """A proposal as it stands."""
    return {
        "number": one.number, "base": one.base, "author": one.author, "reason": one.reason, "created": one.created,
        "state": one.state, "touches": sorted(one.touched), "agreed": list(one.agreed),
        "answered_by": one.answered_by or None, "answer": one.answer, "answered": one.answered,
        "revision": one.revision,
    }  # fmt: skip

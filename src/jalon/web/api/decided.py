"""What was decided: the plan and its revisions, and the objects of the plan as the document writes them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router

from jalon import wording
from jalon.plan.difference import PlanDifference, difference
from jalon.plan.document import plan_in
from jalon.plan.document.writing import content_of
from jalon.records import plans
from jalon.records.plans import Revision
from jalon.web.api.answering import as_it_is, card_page, of_card, page
from jalon.web.api.asking import Asked, Listed, place_of
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound
from jalon.web.here import Here
from jalon.web.steering.matrix import matrix
from jalon.web.steering.territories import answers

router = Router()
Number = Annotated[int, Field(ge=1, le=2_000_000_000)]


class Searched(Listed):
    """What is looked for."""

    q: str = ""


def _content(document: str) -> dict[str, object]:
    found = _numbers(content_of(document))
    return found if isinstance(found, dict) else {}


def _numbers(value: object) -> object:
    """Numbers as the plan's own schema has them."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {str(name): _numbers(inner) for name, inner in value.items()}
    return [_numbers(one) for one in value] if isinstance(value, list) else value


def _objects(place: Here, kind: str) -> list[dict[str, object]]:
    """The objects of one kind in the plan of the scorecard."""
    revision = plans.numbered(place.workspace, place.revision)
    found = _content(revision.document).get(kind) if revision else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _listed(request: HttpRequest, kind: str, asked: Listed) -> HttpResponse:
    place = place_of(request, asked.day)
    return card_page(request, place, _objects(place, kind), asked)


def _one(request: HttpRequest, kind: str, name: str, asked: Asked) -> HttpResponse:
    place = place_of(request, asked.day)
    found = next((one for one in _objects(place, kind) if one.get("id") == name), None)
    if found is None:
        raise NotFound
    return of_card(request, place, lambda: found)


@router.get("/actions", operation_id="actions", openapi_extra=gives("plan.action", many=True))
def actions(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The actions."""
    return _listed(request, "actions", asked)


@router.get("/actions/{name}", operation_id="action", openapi_extra=gives("plan.action"))
def action(request: HttpRequest, name: str, asked: Query[Asked]) -> HttpResponse:
    """One action."""
    return _one(request, "actions", name, asked)


@router.get("/milestones", operation_id="milestones", openapi_extra=gives("plan.milestone", many=True))
def milestones(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The common milestones."""
    return _listed(request, "milestones", asked)


@router.get("/milestones/{name}", operation_id="milestone", openapi_extra=gives("plan.milestone"))
def milestone(request: HttpRequest, name: str, asked: Query[Asked]) -> HttpResponse:
    """One milestone."""
    return _one(request, "milestones", name, asked)


@router.get("/decisions", operation_id="decisions", openapi_extra=gives("plan.decision", many=True))
def decisions(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The decisions."""
    return _listed(request, "decisions", asked)


@router.get("/decisions/{name}", operation_id="decision", openapi_extra=gives("plan.decision"))
def decision(request: HttpRequest, name: str, asked: Query[Asked]) -> HttpResponse:
    """One decision."""
    return _one(request, "decisions", name, asked)


@router.get("/people", operation_id="people", openapi_extra=gives("Person", many=True))
def people(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """The people of the plan and what each holds: nobody is scored."""
    place = place_of(request, asked.day)
    return card_page(request, place, _people(place), asked)


@router.get("/people/{name}", operation_id="person", openapi_extra=gives("Person"))
def person(request: HttpRequest, name: str, asked: Query[Asked]) -> HttpResponse:
    """One person."""
    place = place_of(request, asked.day)
    found = next((one for one in _people(place) if one["id"] == name), None)
    if found is None:
        raise NotFound
    return of_card(request, place, lambda: found)


def _people(place: Here) -> list[dict[str, object]]:
    plan = place.plan
    return [
        {
            "id": one.id, "name": one.name, "role": one.role, "team": one.team,
            "answers_for": [kra.id for kra in plan.kras if kra.owner == one.id],
            "stands_in_for": [
                kra.id for kra in plan.kras if plan.deputy_of(kra) == one.id and kra.owner != one.id
            ],
            "contributes_to": [kra.id for kra in plan.kras if one.id in kra.contributors],
        }
        for one in (plan.people if plan else ())
        if plan and one.actor
    ]  # fmt: skip


@router.get("/territories", operation_id="territories", openapi_extra=gives("TerritoryRow", many=True))
def territories(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """Who answers for what: every channel, page, budget; those without an owner or with two first."""
    place = place_of(request, asked.day)
    rows = [
        {
            "ground": row.ground, "value": row.value, "label": row.label, "state": row.state,
            "held_by": [
                {"kra": cell.kra.id, "owner": cell.kra.owner, "state": cell.state} for cell in row.cells if cell.state
            ],
        }
        for row in (matrix(place.plan, place.as_of, place.language) if place.plan else ())
    ]  # fmt: skip
    return card_page(request, place, rows, asked)


@router.get("/territories/whose", operation_id="whose", openapi_extra=gives("Whose", many=True))
def whose(request: HttpRequest, asked: Query[Searched]) -> HttpResponse:
    """Whose is it: everything that may be meant by a few words, what was understood best first."""
    place = place_of(request, asked.day)
    rows = [
        {
            "understood": one.understood, "person": one.person, "through": one.through,
            "rules": [rule.id for rule in one.rules],
            "held_by": [{"kra": kra.id, "owner": kra.owner, "deputy": deputy} for kra, deputy in one.holders],
        }
        for one in answers(place, " ".join(asked.q.split())[:200])
    ]  # fmt: skip
    return card_page(request, place, rows, asked)


@router.get("/plan", operation_id="plan", openapi_extra=gives("PlanRevision"))
def plan(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """The plan that the scorecard was published under, as it is written and as data."""
    place = place_of(request, asked.day)
    revision = plans.numbered(place.workspace, place.revision)
    if revision is None:
        raise NotFound
    return as_it_is(request, _whole(revision))


@router.get("/plan/revisions", operation_id="revisions", openapi_extra=gives("RevisionRow", many=True))
def revisions(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """Every revision of the plan, newest first."""
    place = place_of(request, asked.day)
    return page(request, [_row(one) for one in plans.history(place.workspace)], asked)


@router.get("/plan/revisions/{number}", operation_id="revision", openapi_extra=gives("RevisionChanges"))
def revision(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """One revision, with what it changed since the one before, as data and in sentences."""
    place = place_of(request)
    found, was = plans.numbered(place.workspace, number), plans.numbered(place.workspace, number - 1)
    if found is None:
        raise NotFound
    changed = _changed(was, found).as_document()
    sentences = wording.differences(changed, place.language)
    return as_it_is(request, {**_whole(found), "changes": changed["changes"], "sentences": sentences})


def _changed(was: Revision | None, now: Revision) -> PlanDifference:
    before, after = plan_in(was.document) if was else None, plan_in(now.document)
    return difference(before, after) if before and after else PlanDifference(())


def _row(one: Revision) -> dict[str, object]:
    return {
        "number": one.number, "status": one.status, "author": one.author, "reason": one.reason,
        "in_force_from": one.in_force_from, "written": one.written,
    }  # fmt: skip


def _whole(one: Revision) -> dict[str, object]:
    return {**_row(one), "document": one.document, "content": _content(one.document)}

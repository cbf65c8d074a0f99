"""What was decided: the objects of the plan as the document writes them, its people, its territories."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jalon.records import plans
from jalon.web.api.answering import card_page, of_card
from jalon.web.api.asking import Asked, Listed, Searched, place_of
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound
from jalon.web.api.revisions import content_as_data
from jalon.web.here import Here
from jalon.web.steering.matrix import matrix
from jalon.web.steering.territories import answers

router = Router()


def _objects(place: Here, kind: str) -> list[dict[str, object]]:
    """The objects of one kind in the plan of the scorecard."""
    revision = plans.numbered(place.workspace, place.revision)
    found = content_as_data(revision.document).get(kind) if revision else None
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

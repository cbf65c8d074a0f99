"""What actions did: the effect measured at its date, the ledger of all of them, and the counts a test is read from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from jalon.records import arms
from jalon.records.arms import Counted
from jalon.routines import counting
from jalon.routines.counting import Unread
from jalon.web.api.answering import card_page, made, of_card
from jalon.web.api.asking import MOST, Asked, Listed, Name, place_of
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound, Problem, invalid
from jalon.web.plan.deciding import author
from jalon.web.work.testing import may_count

router = Router()


class ArmSent(Schema):
    """One arm up to a day."""

    arm: Literal["control", "treated"]
    day: date
    units: int = Field(ge=0, le=MOST)
    converted: int = Field(ge=0, le=MOST)
    guarded: int | None = Field(None, ge=0, le=MOST)


class Counts(Schema):
    """What arms counted."""

    counts: list[ArmSent] = Field(min_length=1, max_length=200)


@router.get("/effects", operation_id="effects", openapi_extra=gives("ActionRow", many=True))
def effects(request: HttpRequest, asked: Query[Listed]) -> HttpResponse:
    """Every action: what its design could see, what was measured, what was expected."""
    place = place_of(request, asked.day)
    return card_page(request, place, place.rows("actions"), asked)


@router.get("/actions/{name}/effect", operation_id="action_effect", openapi_extra=gives("ActionRow"))
def action_effect(request: HttpRequest, name: str, asked: Query[Asked]) -> HttpResponse:
    """The effect of one action."""
    place = place_of(request, asked.day)
    found = next((one for one in place.rows("actions") if one["id"] == name), None)
    if found is None:
        raise NotFound
    return of_card(request, place, lambda: found)


@router.post(
    "/actions/{name}/counts", operation_id="count_arms", openapi_extra=gives("ArmCountRow", many=True, status=201)
)
def count(request: HttpRequest, name: Path[Name], given: Counts) -> HttpResponse:
    """What the arms of a test counted."""
    place = place_of(request, verb="comment")
    action = next((one for one in place.plan.actions if one.id == name), None) if place.plan else None
    if action is None:
        raise NotFound
    if not may_count(place, action):
        raise Problem("forbidden")
    told = counting.checked(
        Counted(name, one.arm, one.day, one.units, one.converted, one.guarded) for one in given.counts
    )
    if isinstance(told, Unread):
        raise invalid([{"loc": ["body", "counts", told.line - 2], "type": told.why}])
    counting.count(place.workspace, told, (author(place), place.member.email), datetime.now(UTC))
    kept = arms.of_workspace(place.workspace).get(name, ())
    rows = [
        {
            "action": one.action,
            "arm": one.arm,
            "day": one.day.isoformat(),
            "units": one.units,
            "converted": one.converted,
            "guarded": one.guarded,
        }
        for one in kept
    ]
    return made(request, {"items": rows, "total": len(rows), "limit": len(rows), "next": None})

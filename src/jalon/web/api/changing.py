"""The plan changed by a program: whole or one thing of it, on the revision that was read, kept or proposed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Schema

from jalon import wording
from jalon.plan.document import read_plan
from jalon.plan.document.merging import Conflict, name_of
from jalon.plan.document.writing import Data
from jalon.plan.forms.giving import declared
from jalon.plan.forms.standing import INSIDE_KRA, LISTS, Object, Standing, found, put, without
from jalon.records import plans
from jalon.records.plans import Revision
from jalon.routines import editing, planning, proposing
from jalon.routines.editing import Edited
from jalon.routines.proposing import Change
from jalon.web.api.answering import made
from jalon.web.api.asking import Name, Number, place_of
from jalon.web.api.forms import gives
from jalon.web.api.problems import NotFound, Problem, invalid
from jalon.web.api.revisions import proposal_row, revision_row, router, tag_of
from jalon.web.here import Here
from jalon.web.plan.deciding import author, decided, may_change, today
from jalon.web.work.deciding import REVIEWED_AFTER, choice_of

FILE = "plan.yaml"
YAML = ("application/yaml", "text/yaml", "application/x-yaml")
_REVISION = re.compile(r'"r(\d{1,9})\.(\w{32})\.\w+"')
Kind = Literal[
    "objective", "kra", "kpi", "kri", "action", "milestone", "decision", "overlap_rule", "person", "team", "role",
    "axis", "budget_line", "source", "own_event", "plan",
]  # fmt: skip
Listable = Literal[
    "objective", "kra", "kpi", "kri", "action", "milestone", "decision", "overlap_rule", "person", "team", "role",
    "axis", "budget_line", "source", "own_event",
]  # fmt: skip


class Carried(Schema):
    """How a change is carried out."""

    merge: bool = False
    propose: bool = False


class Documented(Carried):
    """The same, where the body is the document alone."""

    reason: str = Field("plan", max_length=500, min_length=1)


class Changed(Schema):
    """Some fields of one thing, as in a merge patch (RFC 7396): null takes a field away."""

    changes: dict[str, object]
    reason: str = Field(max_length=500, min_length=1)


class Added(Schema):
    """One more thing: what the plan is to say of it, and the area that a KPI or a KRI lives in."""

    object: dict[str, object]
    kra: str | None = Field(None, max_length=64)
    reason: str = Field(max_length=500, min_length=1)


class Undoing(Schema):
    """Why something is taken back."""

    reason: str = Field(max_length=500, min_length=1)


class Status(Schema):
    """Where an action stands."""

    status: Literal["idea", "planned", "running", "done", "stopped", "cancelled"]
    reason: str = Field(max_length=500, min_length=1)


class Unmeasured(Schema):
    """Why an action will not be measured."""

    reason: str = Field(max_length=500, min_length=1)


class Choice(Schema):
    """A decision taken."""

    chosen: str = Field(max_length=200, min_length=1)
    rule: str | None = Field(None, max_length=64)
    day: date | None = None
    review_on: date | None = None
    reason: str = Field(max_length=500, min_length=1)


WHOLE = gives("PlanKept") | {
    "requestBody": {"required": True, "content": {YAML[0]: {"schema": {"type": "string"}}}},
}


@router.put("/plan", operation_id="put_plan", openapi_extra=WHOLE)
def put_plan(request: HttpRequest, asked: Query[Documented]) -> HttpResponse:
    """The whole plan as a YAML document, made from the revision that `If-Match` names."""
    place = _standing(request)
    if request.content_type not in YAML:
        raise Problem("media_type")
    try:
        document = request.body.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Problem("unreadable") from fault
    last = plans.latest(place.workspace)
    if last is None:
        return _first(request, place, document, asked.reason)
    number = _read(request, place, required=True)
    _readable(document, place)
    choice = decided(place, asked.reason)
    if number == last.number:
        result: Edited | None = editing.judged(document, last, choice)
    else:
        result = editing.edited(place.workspace, number, editing.content(document), choice)
    return _carried(request, place, result, number, asked, asked.reason)


@router.post("/plan/{kind}", operation_id="add_to_plan", openapi_extra=gives("PlanKept", status=201))
def add_to_plan(request: HttpRequest, kind: Path[Listable], given: Added, asked: Query[Carried]) -> HttpResponse:
    """One more thing in the plan, as the form of the screens adds it; without an id it gets one from its name."""
    place = _standing(request)
    number = _read(request, place)
    content = editing.base(place.workspace, number)
    kra = given.kra if kind in INSIDE_KRA else None
    if kind in INSIDE_KRA and (kra is None or found(content, "kra", kra) is None):
        raise invalid([{"loc": ["body", "kra"], "type": "unknown"}])
    one = Standing(kind, "", None, {}, kra)
    said = editing.named(_exact(given.object), one, content)
    if found(content, kind, name_of(said)) is not None:
        raise Problem("conflict")
    choice = decided(place, given.reason)
    wanted = declared(put(content, one, editing.kept(one, said, content, choice)))
    result = editing.edited(place.workspace, number, wanted, choice)
    return _carried(request, place, result, number, asked, given.reason, 201)


@router.patch("/plan/{kind}/{name}", operation_id="patch_plan", openapi_extra=gives("PlanKept"))
def patch_plan(
    request: HttpRequest, kind: Path[Kind], name: Path[Name], given: Changed, asked: Query[Carried]
) -> HttpResponse:
    """Some fields of one thing of the plan."""
    return _patched(request, kind, name, _exact(given.changes), given.reason, asked)


@router.delete("/plan/{kind}/{name}", operation_id="delete_plan", openapi_extra=gives("PlanKept"))
def delete_plan(request: HttpRequest, kind: Path[Kind], name: Path[Name], asked: Query[Documented]) -> HttpResponse:
    """One thing taken out of the plan."""
    place = _standing(request)
    number = _read(request, place)
    content = editing.base(place.workspace, number)
    one = found(content, kind, name) if kind in LISTS else None
    if one is None:
        raise NotFound
    result = editing.edited(place.workspace, number, without(content, one), decided(place, asked.reason))
    return _carried(request, place, result, number, asked, asked.reason)


@router.post("/plan/revisions/{number}/undo", operation_id="undo_revision", openapi_extra=gives("PlanKept"))
def undo_revision(request: HttpRequest, number: Path[Number], given: Undoing, asked: Query[Carried]) -> HttpResponse:
    """What a revision changed is changed back in the newest plan, whatever came since."""
    place = _standing(request)
    if number == 1 or plans.numbered(place.workspace, number) is None:
        raise NotFound
    before = editing.base(place.workspace, number - 1)
    result = editing.edited(place.workspace, number, before, decided(place, given.reason))
    merged = Carried(merge=True, propose=asked.propose)
    return _carried(request, place, result, number, merged, given.reason)


@router.post("/actions/{name}/status", operation_id="action_status", openapi_extra=gives("PlanKept"))
def action_status(request: HttpRequest, name: Path[Name], given: Status, asked: Query[Carried]) -> HttpResponse:
    """Where an action stands."""
    return _patched(request, "action", name, {"status": given.status}, given.reason, asked)


@router.post("/actions/{name}/reason", operation_id="explain_action", openapi_extra=gives("PlanKept"))
def explain_action(request: HttpRequest, name: Path[Name], given: Unmeasured, asked: Query[Carried]) -> HttpResponse:
    """Why an action that is over will not be measured."""
    said: Object = {"outcome": {"verdict": "not_measured", "reason": given.reason}}
    return _patched(request, "action", name, said, given.reason, asked)


@router.post("/decisions/{name}/choice", operation_id="decision_choice", openapi_extra=gives("PlanKept"))
def decision_choice(request: HttpRequest, name: Path[Name], given: Choice, asked: Query[Carried]) -> HttpResponse:
    """An option chosen: by which rule, on which day, for what reason."""
    place = _standing(request)
    decision = next((one for one in place.plan.decisions if one.id == name), None) if place.plan else None
    if decision is None:
        raise NotFound
    day = given.day or today(place)
    said: Object = {
        "chosen": given.chosen,
        "decided_on": day.isoformat(),
        "reason": given.reason,
    }
    choice = choice_of(place, decision, given.chosen, given.review_on or day + REVIEWED_AFTER, given.rule)
    kept: Object = {
        "by": choice.by, "rule": choice.rule, "evidence": list(choice.evidence),
        "review_on": choice.review_on.isoformat(),
    }  # fmt: skip
    said |= {name: value for name, value in kept.items() if value}
    return _patched(request, "decision", name, said, given.reason, asked)


def carried_by(request: HttpRequest, place: Here, result: Edited | None, asked: Carried, reason: str) -> HttpResponse:
    """The same for a change that was made in the newest plan."""
    return _carried(request, place, result, result.after if result else 0, asked, reason)


def _standing(request: HttpRequest) -> Here:
    """Where it stands; whoever may neither change nor propose goes no further."""
    place = place_of(request)
    if not place.may("propose"):
        raise Problem("forbidden")
    return place


def _patched(request: HttpRequest, kind: str, name: str, changes: Object, reason: str, asked: Carried) -> HttpResponse:
    place = _standing(request)
    number = _read(request, place)
    content = editing.base(place.workspace, number)
    one = found(content, kind, name)
    if one is None:
        raise NotFound
    if kind == "plan":
        changes = {name: changes.get(name)}
    choice = decided(place, reason)
    said = _patch(editing.shown(one), changes)
    if not isinstance(said, dict):
        raise invalid([{"loc": ["body", "changes"], "type": "object"}])
    wanted = put(content, one, editing.kept(one, said, content, choice))
    result = editing.edited(place.workspace, number, wanted, choice)
    return _carried(request, place, result, number, asked, reason)


def _patch(was: Data, changes: Data) -> Data:
    """RFC 7396."""
    if not isinstance(changes, dict):
        return changes
    kept: Object = dict(was) if isinstance(was, dict) else {}
    for name, value in changes.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = _patch(kept.get(name), value)
    return kept


def _exact(changes: Mapping[str, object]) -> Object:
    """What JSON says, with numbers as the plan has them: exact."""
    try:
        text = json.dumps(changes, allow_nan=False)
    except ValueError as fault:
        raise invalid([{"loc": ["body", "changes"], "type": "number"}]) from fault
    said: Object = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    return said


def _read(request: HttpRequest, place: Here, required: bool = False) -> int:
    """The revision that was read: what `If-Match` names; the newest where it may be left out."""
    said, last = request.headers.get("If-Match", "").strip(), plans.latest(place.workspace)
    if last is None:
        raise NotFound
    if said in ("", "*"):
        if required:
            raise Problem("precondition")
        return last.number
    named = _REVISION.fullmatch(said)
    if named is None or named[2] != place.workspace.id.hex or plans.numbered(place.workspace, int(named[1])) is None:
        raise Problem("stale", {"newest": last.number, "mergeable": False, "conflicts": []})
    return int(named[1])


def _readable(document: str, place: Here) -> None:
    """A document that is no plan goes no further, and says where."""
    reading = read_plan(document.encode(), FILE)
    if reading.plan is None:
        raise _faulty([one.as_document() for one in reading.findings], place)


def _faulty(findings: list[dict[str, object]], place: Here) -> Problem:
    said = [{**one, "sentence": wording.say(one, place.language)} for one in findings if one["severity"] == "error"]
    return Problem("plan_faulty", {"findings": said[:100]})


def _carried(
    request: HttpRequest,
    place: Here,
    result: Edited | None,
    number: int,
    asked: Carried,
    reason: str,
    status: int = 200,
) -> HttpResponse:
    """Keep the change or propose it, unless the plan moved on, cannot be so, or is not this member's to change."""
    if result is None:
        raise NotFound
    conflicts = [_conflict(one) for one in result.conflicts]
    if number != result.after and not asked.merge:
        raise Problem("stale", {"newest": result.after, "mergeable": not conflicts, "conflicts": conflicts})
    if conflicts:
        raise Problem("plan_conflict", {"newest": result.after, "conflicts": conflicts})
    if not result.sound:
        raise _faulty([one.as_document() for one in result.errors], place)
    changed = result.changed.as_document()
    told = {"changes": changed["changes"], "sentences": wording.differences(changed, place.language)}
    last = plans.latest(place.workspace)
    if result.changed.empty:
        return _kept(request, place, last, None, told)
    now = datetime.now(UTC)
    if asked.propose:
        by = (author(place), reason)
        proposal = proposing.propose(place.workspace, str(result.document), result.changed, result.after, by, now)
        return _kept(request, place, None, proposal_row(proposal), told, 202)
    if not may_change(place, result.changed):
        raise Problem("not_yours", {"touches": sorted(result.changed.touched_kras())})
    change = Change(author(place), reason, today(place), place.member.email)
    try:
        done = proposing.keep(place.workspace, str(result.document), result.after, change, now)
    except plans.Overtaken as fault:
        raise Problem("stale", {"newest": result.after + 1, "mergeable": False, "conflicts": []}) from fault
    return _kept(request, place, done.revision, None, told, status)


def _first(request: HttpRequest, place: Here, document: str, reason: str) -> HttpResponse:
    """The first plan of a company: there is none to read, `If-None-Match: *` says so."""
    if request.headers.get("If-None-Match", "").strip() != "*":
        raise Problem("precondition")
    if not place.may("edit_plan"):
        raise Problem("forbidden")
    _readable(document, place)
    day, now = today(place), datetime.now(UTC)
    done = planning.apply(document.encode(), FILE, place.workspace, author(place), reason, day, now, 0)
    if done.revision is None:
        raise _faulty([one.as_document() for one in done.proved.report.findings], place)
    return _kept(request, place, done.revision, None, {"changes": [], "sentences": []})


def _conflict(one: Conflict) -> dict[str, object]:
    return {"path": one.path, "base": one.base, "theirs": one.theirs, "now": one.now}


def _kept(
    request: HttpRequest,
    place: Here,
    revision: Revision | None,
    proposal: object,
    told: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    said = {"revision": revision_row(revision) if revision else None, "proposal": proposal, **told}
    answer = made(request, said, status)
    if revision is not None:
        answer.headers["ETag"] = tag_of(place, revision.number)
    return answer

"""Who changes the plan from a page, on which day, and whether that person may: asked of the newest plan."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from jalon.plan.difference import PlanDifference
from jalon.plan.document.merging import Conflict
from jalon.plan.document.versions import Decided
from jalon.plan.document.writing import Data
from jalon.records import access
from jalon.records.access import Target, TouchesKras, Verb
from jalon.records.proposals import Proposal
from jalon.routines.proposing import areas_of
from jalon.web.here import Here
from jalon.web.sources.bringing import DEMO_ARRIVAL


def author(place: Here) -> str:
    """How the history names who decides."""
    return place.member.person or place.member.email


def today(place: Here) -> date:
    """Today where the company lives; in the demo, the demo's day."""
    return DEMO_ARRIVAL.date() if settings.DEMO else datetime.now(ZoneInfo(place.workspace.timezone)).date()


def decided(place: Here, reason: str) -> Decided:
    """By whom, why and from which day."""
    return Decided(author(place), reason, today(place))


def may_change(place: Here, diff: TouchesKras, verb: Verb = "edit_plan") -> bool:
    """Whether this change is this member's to make: her areas are those of the newest plan, before the change."""
    if not place.newest:
        return False
    return access.may(
        place.member, verb, Target(place.workspace.id, own_kras(place, place.member.person)), diff
    ).allowed


def told_of(changed: PlanDifference) -> str:
    """Which change a page has shown, whatever its reason: keeping it asks for the same one."""
    said = repr([(one.kind, one.subject, {**one.details, "reason": ""}) for one in changed.changes])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def conflict_said(one: Conflict) -> dict[str, str]:
    """Both sides of a conflict in plain words, with the place where they meet."""
    return {"path": one.path.replace(".", " › "), "theirs": _plain(one.theirs), "now": _plain(one.now)}


def _plain(value: Data) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} : {_plain(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return "–" if value is None else str(value)


def own_kras(place: Here, person: str) -> frozenset[str]:
    """The areas somebody answers for in the newest plan."""
    return areas_of(place.workspace, person)


def awaits(found: Proposal, place: Here) -> bool:
    """Whether this member has a word to say on a proposal that she has not said."""
    if found.state != "open" or not place.newest or found.author == author(place) or not place.may("propose"):
        return False
    mine = own_kras(place, place.member.person)
    return found.concerns(place.member.role, mine) and author(place) not in found.agreed

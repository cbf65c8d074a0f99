"""People: what each one holds, stands in for and owes. Work is listed, nobody is scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon.catalogue.roles import roles
from jalon.plan.model import Kra, Person, Plan
from jalon.records import check_ins
from jalon.scorecard.confidence import asked_about
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import said
from jalon.web.work.actions import Line, line
from jalon.web.work.charters import charters_of
from jalon.web.work.decisions import Line as DecisionLine
from jalon.web.work.decisions import line as decision_line
from jalon.web.work.milestones import Stage, stage


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody holds and stands in for, by area."""

    areas: list[Mapping[str, object]]
    relays: list[Mapping[str, object]]
    contributes: list[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Owes:
    """What somebody owes on the day known."""

    check_ins: list[Mapping[str, object]]
    charters: list[Mapping[str, object]]
    actions: list[Line]
    milestones: list[Stage]
    decisions: list[DecisionLine]
    sources: list[Mapping[str, object]]
    responses: list[Mapping[str, object]]

    @property
    def nothing(self) -> bool:
        """Whether nothing is due."""
        return not any((self.check_ins, self.charters, self.actions, self.milestones, self.decisions, self.sources))


def held(place: Here, person: str) -> Held:
    """The areas of a person, as they stand."""
    plan = place.plan
    rows = {str(row["id"]): row for row in place.rows("kras")}
    kras = [kra for kra in (plan.kras if plan else ()) if kra.id in rows]

    def those(kept: list[Kra]) -> list[Mapping[str, object]]:
        return [rows[kra.id] for kra in kept]

    return Held(
        those([kra for kra in kras if kra.owner == person]),
        those([kra for kra in kras if plan and plan.deputy_of(kra) == person and kra.owner != person]),
        those([kra for kra in kras if person in kra.contributors]),
    )


def owes(place: Here, person: str) -> Owes:
    """What is expected of a person, from the plan and what was published."""
    plan, day = place.plan, place.as_of
    mine = held(place, person).areas
    spoken = check_ins.of_week(place.workspace, check_ins.week_of(day)) if day else []
    done = {one.kra for one in spoken if one.person == person}
    charters = charters_of(place)
    actions = [
        one
        for one in (plan.actions if plan else ())
        if one.status == "running" and plan and plan.owner_of(one) == person
    ]
    milestones = [one for one in (plan.milestones if plan else ()) if one.owner == person and one.status == "open"]
    decider = plan.arbitration.decider if plan and plan.arbitration else None
    waiting = [one for one in (plan.decisions if plan else ()) if one.chosen is None and decider == person]
    return Owes(
        [row for row in mine if row["id"] not in done and asked_about(place.card, str(row["id"]))],
        [row for row in mine if (own := charters.get(str(row["id"]))) and not own.signed],
        sorted((line(place, one) for one in actions), key=lambda one: str(one.action.end)),
        sorted((stage(place, one) for one in milestones), key=lambda one: str(one.milestone.day)),
        [decision_line(place, one) for one in waiting],
        [row for row in place.rows("sources") if row["owner"] == person and row["standing"] == "stale"],
        [r for r in place.rows("kris") if r["response_owner"] == person and r["standing"] in ("amber", "red")],
    )


def role_of(plan: Plan, person: Person, language: str) -> str:
    """A role by name: the plan's own, else the template's."""
    own = next((role for role in plan.roles if role.id == person.role), None)
    if own is not None:
        return said(own.name, language)
    template = roles().get(person.role or "")
    return said(template.name, language) if template else (person.role or "").replace("_", " ")


@here("see")
def listed(request: HttpRequest, place: Here) -> HttpResponse:
    """Everybody of the plan by team, with the area each answers for."""
    plan = place.plan
    people = plan.people if plan else ()
    lines = [
        {
            "person": one,
            "role": role_of(plan, one, place.language) if plan else "",
            "held": held(place, one.id),
            "team": next((said(team.name, place.language) for team in plan.teams if team.id == one.team), "")
            if plan
            else "",
        }
        for one in people
        if one.actor
    ]
    context = framed(place, "person", [(_("People"), "")], lines=lines)
    return render(request, "work/people.html", context)


@here("see")
def one(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """One person: holds, stands in for, contributes to, owes; never a score."""
    plan = place.plan
    person = plan.person(name) if plan else None
    if plan is None or person is None:
        raise Http404
    context = framed(
        place,
        "person",
        [(_("People"), "/person"), (person.name, "")],
        person=person,
        role=role_of(plan, person, place.language),
        deputy=person.deputy,
        held=held(place, name),
        owes=owes(place, name),
        sources=[row for row in place.rows("sources") if row["owner"] == name],
        own=bool(name) and name == place.member.person,
        may_propose=place.may("propose"),
    )
    return render(request, "work/person.html", context)

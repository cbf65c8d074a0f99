"""Common milestones: who waits for a date, what it waits for itself, and the slack that is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.plan.model import Milestone, Plan
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.rows import said
from jalon.web.work.naming import Named, all_named


@dataclass(frozen=True, slots=True)
class Stage:
    """A milestone on a day: in words, how far it is; `late` when its day has passed, or what it needs comes after."""

    milestone: Milestone
    name: str
    when: str
    slack: str
    late: bool
    waiting: list[Named]
    needs: list[Named]
    chance: str = ""
    refused: bool = False


def stage(place: Here, milestone: Milestone) -> Stage:
    """One milestone in words."""
    plan, day, language = place.plan, place.as_of, place.language
    when, late = "", False
    if milestone.status == "done" and milestone.day and milestone.done_on:
        away = (milestone.done_on - milestone.day).days
        when = _t("kept" if away == 0 else "late" if away > 0 else "early", language, away)
    elif milestone.status == "open" and milestone.day and day:
        away = (milestone.day - day).days
        when, late = _t("ahead" if away >= 0 else "past", language, away), away < 0
    last = _last_needed(plan, milestone) if plan and milestone.status == "open" else None
    slack = ""
    if last and milestone.day:
        room = (milestone.day - last).days
        slack, late = _t("slack" if room >= 0 else "short", language, room), late or room < 0
    return Stage(
        milestone,
        said(milestone.name, language) or milestone.id,
        when,
        slack,
        late,
        all_named(place, milestone.needed_by),
        all_named(place, milestone.needs),
        *_chance(place, milestone.id),
    )


def _chance(place: Here, name: str) -> tuple[str, bool]:
    """The published chance that it is kept, in words, or why there is none."""
    row = next((one for one in place.rows("milestones") if one["id"] == name), None)
    return (wording.on_time(row["on_time"], place.language), "refused" in str(row["on_time"])) if row else ("", False)


def _last_needed(plan: Plan, milestone: Milestone) -> date | None:
    """The latest day of what must come before, of what is not done yet."""
    ends = {one.id: one.end for one in plan.actions if one.status in ("running", "planned")}
    ends |= {one.id: one.day for one in plan.milestones if one.status == "open"}
    return max((end for name in milestone.needs if (end := ends.get(name))), default=None)


def _t(key: str, language: str, days: int) -> str:
    count = abs(days)
    one = f"stage.{key}.one"
    wanted = one if count == 1 and wording.known(one, language) else f"stage.{key}"
    return wording.phrase(wanted, language, {"days": str(count)})


@here("see")
def listed(request: HttpRequest, place: Here) -> HttpResponse:
    """Every milestone, those to come first and in their order."""
    stages = [stage(place, one) for one in (place.plan.milestones if place.plan else ())]
    ahead = sorted((one for one in stages if one.milestone.status == "open"), key=lambda one: str(one.milestone.day))
    gone = [one for one in stages if one.milestone.status != "open"]
    gone.sort(key=lambda one: str(one.milestone.day), reverse=True)
    context = framed(place, "milestone", [(_("Common milestones"), "")], ahead=ahead, gone=gone)
    return render(request, "work/milestones.html", context)


@here("see")
def one(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """A milestone: who waits for it, what it waits for."""
    found = next((one for one in place.plan.milestones if one.id == name), None) if place.plan else None
    if found is None:
        raise Http404
    crumbs = [(_("Common milestones"), "/milestone"), (found.id, "")]
    shown = stage(place, found)
    holders = [
        {"kra": kra, "owner": kra.owner} for kra in (place.plan.kras if place.plan else ()) if kra.id in found.needed_by
    ]
    others = [one for one in shown.waiting if one.kind != "kra"]
    context = framed(place, "milestone", crumbs, stage=shown, holders=holders, others=others)
    return render(request, "work/milestone.html", context)

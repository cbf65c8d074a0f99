"""Advance: check-ins and charters due, actions under way, responses that were prepared, milestones ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from jalon.plan.model import Action
from jalon.records import check_ins
from jalon.scorecard.confidence import asked_about
from jalon.scorecard.leverage import expected_of
from jalon.web.checking.asked import owed
from jalon.web.day.items import Item, Mine, Verb, name_of, ordered, shortly, t
from jalon.web.here import Here
from jalon.web.rows import said
from jalon.web.work.charters import charters_of
from jalon.web.work.milestones import stage


def advance(mine: Mine) -> Verb:
    """What moves the year forward, by what it weighs."""
    place = mine.place
    if place.plan is None or place.as_of is None:
        return Verb([], [])
    found = [*_check_ins(mine), *_charters(mine), *_responses(mine), *_actions(mine), *_milestones(mine)]
    return ordered(found)


def _check_ins(mine: Mine) -> Iterator[Item]:
    place = mine.place
    day = place.as_of
    if day is None:
        return
    due = check_ins.week_of(day) + timedelta(days=6)
    for one in owed(place):
        if one.done is None:
            why, weight = mine.reason(f"kpi:{one.kpi}")
            title = t("owed", place, area=said(one.kra["name"], place.language))
            yield Item(
                "calendar", title, f"/check-in/{one.kpi}", t("owed.text", place), None, shortly(due, place),
                False, why, weight, due,
            )  # fmt: skip
    if mine.everything:
        yield from _received(place)


def _received(place: Here) -> Iterator[Item]:
    """For the director: how many check-ins came, and whose are awaited."""
    day = place.as_of
    asked = [row for row in place.rows("kras") if row["owner"] and asked_about(place.card, str(row["id"]))]
    if day is None or not asked:
        return
    spoken = {one.kra for one in check_ins.of_week(place.workspace, check_ins.week_of(day))}
    missing = [place.person(row["owner"])["name"] for row in asked if row["id"] not in spoken]
    if missing:
        title = t("received", place, done=str(len(asked) - len(missing)), all=str(len(asked)))
        yield Item("people", title, "/kra", _names(missing, place), once="check-ins")


def _names(people: list[str], place: Here) -> str:
    names = list(dict.fromkeys(people))
    shown = ", ".join(names[:3])
    rest = len(names) - 3
    return t("awaited_from.more", place, names=shown, rest=str(rest)) if rest > 0 else t(
        "awaited_from", place, names=shown
    )  # fmt: skip


def _charters(mine: Mine) -> Iterator[Item]:
    place, known = mine.place, charters_of(mine.place)
    unsigned = [kra for kra in (place.plan.kras if place.plan else ()) if kra.id in known and not known[kra.id].signed]
    for kra in unsigned:
        if kra.owner == mine.person:
            yield Item(
                "kra", t("sign", place, area=said(kra.name, place.language)), f"/kra/{kra.id}", t("sign.text", place)
            )
    others = [place.person(kra.owner)["name"] for kra in unsigned if kra.owner != mine.person]
    if mine.everything and others:
        key = "unsigned" if len(others) > 1 else "unsigned.one"
        yield Item("kra", t(key, place, count=str(len(others))), "/kra", _names(others, place))


def _responses(mine: Mine) -> Iterator[Item]:
    """A risk at its limit puts the response that was prepared among the things to do."""
    place = mine.place
    for row in place.rows("kris"):
        if row["standing"] == "red" and mine.does(row["response_owner"]):
            why, weight = mine.reason(f"kri:{row['id']}")
            title = t("respond", place, risk=said(row["name"], place.language))
            yield Item(
                "red", title, f"/kri/{row['id']}", said(row["response_red"], place.language), None,
                shortly(str(row["reading_day"] or "") or None, place), False, why, weight,
            )  # fmt: skip


def _actions(mine: Mine) -> Iterator[Item]:
    plan = mine.plan
    for action in plan.actions if plan else ():
        owner = plan.owner_of(action) if plan else None
        if action.status == "running" and mine.has(owner):
            yield _action(mine, action, owner)
    yield from _unproved(mine)


def _unproved(mine: Mine) -> Iterator[Item]:
    """Actions that are over and say nothing of their effect: on their owner's list until they do."""
    place, plan = mine.place, mine.plan
    named = {action.id: action for action in plan.actions} if plan else {}
    for row in place.rows("actions"):
        action = named.get(str(row["id"]))
        if row["owes"] and action is not None and action.status != "running" and mine.has(str(row["owner"] or "")):
            why, weight = mine.reason(str(row["aim"]))
            yield Item(
                "action", f"{action.id} · {said(action.name, place.language)}", f"/action/{action.id}",
                t("owes.text", place), place.person(row["owner"]), shortly(action.end, place), True, why, weight,
                action.end,
            )  # fmt: skip


def _action(mine: Mine, action: Action, owner: str | None) -> Item:
    place = mine.place
    on = action.kpi or action.objective or ""
    why, weight = mine.gain(expected_of(place.card, action), f"kra:{action.kra}")
    late = bool(action.end and place.as_of and action.end < place.as_of)
    return Item(
        "action", f"{action.id} · {said(action.name, place.language)}", f"/action/{action.id}",
        t("action", place, kpi=name_of(place, on)), place.person(owner), shortly(action.end, place), late, why, weight,
        action.end,
    )  # fmt: skip


def _milestones(mine: Mine) -> Iterator[Item]:
    plan, place = mine.plan, mine.place
    for milestone in plan.milestones if plan else ():
        if milestone.status != "open" or not milestone.day:
            continue
        if not (mine.has(milestone.owner) or mine.holds(milestone.needed_by)):
            continue
        count = len(milestone.needed_by)
        key = "milestone" if count > 1 else "milestone.one" if count else "milestone.none"
        shown = stage(place, milestone)
        yield Item(
            "flag", said(milestone.name, place.language), f"/milestone/{milestone.id}", t(key, place, count=str(count)),
            place.person(milestone.owner), shortly(milestone.day, place), shown.late, shown.slack, due=milestone.day,
        )  # fmt: skip

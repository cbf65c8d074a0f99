"""The four sentences and the three lists of a day, chosen from what was published; nothing is computed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from jalon import wording
from jalon.plan.model import Action
from jalon.records import scorecards
from jalon.web.here import Here
from jalon.web.rows import said
from jalon.web.unanswered import unanswered

_GRAVITY = ("off_course", "no_data", "stale", "watch", "on_course", "no_target")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of the director's four sentences, with its way on."""

    kind: str
    code: str
    title: str
    text: str
    link: str
    act: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of work or reading."""

    lead: str
    title: str
    link: str
    text: str
    person: dict[str, str] | None
    when: str
    late: bool = False


def sentences(here: Here) -> list[Sentence]:
    """Objective in danger, money nobody answers for, the decision due, the actions proven or not."""
    found = [_objective(here), _unclaimed(here), _decision(here), _proof(here)]
    return [one for one in found if one is not None]


def _t(key: str, here: Here, **values: str) -> str:
    return wording.phrase(f"today.{key}", here.language, values)


def _objective(here: Here) -> Sentence | None:
    """The gravest objective, the plan's first among equals."""
    rows = [row["measured"] for row in here.rows("objectives")]
    judged = [row for row in rows if isinstance(row, dict)]
    if not judged:
        return None
    worst = min(judged, key=lambda row: _GRAVITY.index(str(row["standing"])))
    unit = str(worst["unit"])
    word = wording.standing(str(worst["standing"]), here.language)
    title = _t("objective", here, name=said(worst["name"], here.language), word=word)
    text = "" if isinstance(worst["value"], Mapping) else _where_it_stands(worst, unit, here)
    return Sentence("standing", str(worst["standing"]), title, text, f"/objective/{worst['id']}", _t("why", here))


def _where_it_stands(row: Mapping[str, object], unit: str, here: Here) -> str:
    """The value and the odds with what is foreseen; without odds the pace, and why there are none."""
    target, odds, ahead = row["target"], row["odds"], row["forecast"]

    def amount(value: object) -> str:
        return wording.quantity(str(value), unit, here.language, compact=True)

    told = {
        "value": amount(row["value"]),
        "target": amount(target) if target else "–",
        "due": wording.day(str(row["due"]), here.language) if row["due"] else "–",
    }
    if not isinstance(odds, Mapping) and isinstance(ahead, Mapping) and "median" in ahead:
        likely = {"odds": wording.odds(str(odds), here.language), "forecast": amount(ahead["median"])}
        return _t("objective.odds", here, **told, **likely)
    why = wording.refusal(odds, here.language) if isinstance(odds, Mapping) else ""
    if isinstance(row["pace"], Mapping):
        return why
    pace = wording.percent(str(row["pace"]), here.language, 0)
    return _t("objective.text", here, **told, pace=pace, why=why).strip()


def _unclaimed(here: Here) -> Sentence | None:
    """The largest money that nobody answers for, what it brings, and the nearest way out."""
    found = [one for one in unanswered(here) if not one.is_note]
    if not found or not found[0].kind:
        return None
    first, others = found[0], len(found) - 1
    key = "unclaimed" if first.kind == "media_cost" else "unclaimed.earned"
    title = _t(key, here, value=first.name, amount=first.amount, since=first.since or "–")
    text = _t("unclaimed.text", here, activity=first.activity, remedy=first.remedy)
    if others:
        text += " " + _t("unclaimed.others" if others > 1 else "unclaimed.other", here, count=str(others))
    return Sentence("icon", "warning", title, text, "/territories", _t("name_one", here))


def _decision(here: Here) -> Sentence | None:
    plan = here.plan
    waiting = [d for d in plan.decisions if d.chosen is None] if plan else []
    if plan is None or not waiting:
        return None
    first = min(waiting, key=lambda d: str(d.day))
    due = plan.deadline_of(first)
    day = wording.day(due, here.language, "long") if due else "–"
    options = ", ".join(said(first.option_name(option), here.language) for option in first.options)
    title = _t("decision", here, day=day, question=said(first.question, here.language))
    decider = here.person(plan.arbitration.decider)["name"] if plan.arbitration else "–"
    return Sentence(
        "icon", "decision", title, _t("decision.text", here, options=options, decider=decider), "/map", _t("see", here)
    )


def _proof(here: Here) -> Sentence | None:
    actions = here.plan.actions if here.plan else ()
    proven = next((a for a in actions if a.outcome and a.outcome.verdict == "positive"), None)
    unproven = next((a for a in actions if a.outcome and a.outcome.verdict in ("inconclusive", "no_effect")), None)
    if proven is None and unproven is None:
        return None
    key = "proof.both" if proven and unproven else "proof.one" if proven else "proof.none"
    parts = [_verdict(action, here) for action in (proven, unproven) if action]
    first = proven or unproven
    link = f"/kra/{first.kra}" if first else "/map"
    return Sentence("duo", "", _t(key, here), " ".join(parts), link, _t("proofs", here))


def _verdict(action: Action, here: Here) -> str:
    outcome = action.outcome
    verdict = wording.phrase(f"status.{outcome.verdict}", here.language) if outcome else ""
    why = f" {said(outcome.reason, here.language)}." if outcome and outcome.reason else ""
    return (
        f"{said(action.name, here.language)} : {verdict}.{why}"
        if here.language == "fr"
        else f"{said(action.name, here.language)}: {verdict}.{why}"
    )


def advance(here: Here) -> list[Item]:
    """Actions under way and common milestones ahead, nearest first."""
    plan, day = here.plan, here.as_of
    if plan is None or day is None:
        return []
    items = []
    for milestone in plan.milestones:
        if milestone.status == "open" and milestone.day:
            count = len(milestone.needed_by)
            key = "milestone" if count > 1 else "milestone.one" if count else "milestone.none"
            waiting = _t(key, here, count=str(count))
            when = wording.day(milestone.day, here.language, "short")
            person = here.person(milestone.owner)
            name = said(milestone.name, here.language)
            items.append((milestone.day, Item("today", name, "/map", waiting, person, when, milestone.day < day)))
    for action in plan.actions:
        if action.status == "running" and action.end:
            when = wording.day(action.end, here.language, "short")
            on = _t("action", here, kpi=_kpi_name(action, here))
            items.append(
                (
                    action.end,
                    Item(
                        "action",
                        f"{action.id} · {said(action.name, here.language)}",
                        f"/kra/{action.kra}",
                        on,
                        here.person(action.owner),
                        when,
                        action.end < day,
                    ),
                )
            )
    return [item for _, item in sorted(items, key=lambda pair: pair[0])][:5]


def _kpi_name(action: Action, here: Here) -> str:
    """What an action works on, by name."""
    wanted = action.kpi or action.objective
    rows = [row["measured"] for row in (*here.rows("kpis"), *here.rows("objectives"))]
    found = next((row for row in rows if isinstance(row, Mapping) and row["id"] == wanted), None)
    return said(found["name"], here.language) if found else wanted or "–"


def adapt(here: Here) -> list[Item]:
    """Risks that fired, standings that moved, sources that are late."""
    items = []
    for row in here.rows("kris"):
        if row["standing"] in ("red", "amber"):
            word = wording.standing(str(row["standing"]), here.language)
            response = row["response_red"] if row["standing"] == "red" else row["response_amber"]
            text = _t("kri", here, word=word, response=said(response, here.language))
            when = wording.day(str(row["reading_day"]), here.language, "short") if row["reading_day"] else ""
            items.append(
                Item(
                    str(row["standing"]),
                    said(row["name"], here.language),
                    f"/kri/{row['id']}",
                    text,
                    here.person(row["owner"]),
                    when,
                )
            )
    items.sort(key=lambda item: item.lead != "red")
    moved = scorecards.changes(here.workspace, here.as_of - timedelta(days=6)) if here.as_of else []
    names = {str(m["id"]): m["name"] for r in here.rows("kpis") if isinstance(m := r["measured"], dict)}
    for change in moved:
        kind, _, name = change.subject.partition(":")
        if kind == "kpi" and name in names:
            before, after = (wording.standing(code, here.language) for code in (change.before, change.after))
            text = _t("moved", here, before=before, after=after)
            when = wording.day(change.as_of, here.language, "short")
            items.append(
                Item(
                    change.after,
                    said(names[name], here.language),
                    f"/kpi/{name}",
                    text,
                    here.person(change.owner),
                    when,
                )
            )
    for source in here.rows("sources"):
        if source["standing"] == "stale":
            text = _t("stale", here, day=wording.day(str(source["last_day"]), here.language, "short"))
            items.append(
                Item(
                    "stale",
                    _t("stale.title", here, tool=_tool(str(source["tool"]), here)),
                    "/sources",
                    text,
                    here.person(source["owner"]),
                    f"{source['age_days']} j" if here.language == "fr" else f"{source['age_days']} d",
                    True,
                )
            )
    return items[:6]


def _tool(tool: str, here: Here) -> str:
    """A tool as people call it."""
    key = f"tool.{tool}"
    return wording.phrase(key, here.language) if wording.known(key, here.language) else tool


def arbitrate(here: Here) -> list[Item]:
    """Decisions awaited and what nobody answers for."""
    items = []
    for decision in here.plan.decisions if here.plan else ():
        if decision.chosen is None:
            due = here.plan.deadline_of(decision) if here.plan else None
            when = wording.day(due, here.language, "short") if due else ""
            text = _t("awaited", here, id=decision.id, count=str(len(decision.options)))
            items.append(Item("decision", said(decision.question, here.language), "/map", text, None, when))
    for one in unanswered(here):
        if not one.is_note:
            title = _t("nobody", here, value=one.name)
            items.append(Item("territory", title, "/territories", _t("nobody.text", here), None, one.amount))
    return items[:5]

"""The director's four sentences: an objective in danger, money without a name, a decision due, proofs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from jalon import wording
from jalon.plan.model import Action
from jalon.web.here import Here
from jalon.web.rows import said
from jalon.web.unanswered import unanswered
from jalon.web.work.naming import effect_of, measured_words

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


def sentences(here: Here) -> list[Sentence]:
    """Objective in danger, money nobody answers for, the decision due, the actions proven or not."""
    found = [_objective(here), _unclaimed(here), _decision(here), _proof(here)]
    return [one for one in found if one is not None]


def _t(key: str, here: Here, **values: str) -> str:
    return wording.phrase(f"today.{key}", here.language, values)


def _objective(here: Here) -> Sentence | None:
    """The gravest objective with its odds, the least likely among equals, then the plan's first."""
    rows = [row["measured"] for row in here.rows("objectives")]
    judged = [row for row in rows if isinstance(row, dict)]
    if not judged:
        return None
    worst = min(judged, key=lambda row: (_GRAVITY.index(str(row["standing"])), _likely(row)))
    name, target = said(worst["name"], here.language), _target(worst, here)
    if isinstance(worst["odds"], str) and target:
        odds = wording.odds(str(worst["odds"]), here.language)
        title = _t("objective.likely", here, name=name, odds=odds)
    elif isinstance(worst["value"], Mapping) and worst["value"].get("refused") == "NotBegun" and target:
        title = _t("objective.ahead", here, name=name, target=target)
    else:
        title = _t("objective", here, name=name, word=wording.standing(str(worst["standing"]), here.language))
    link = f"/objective/{worst['id']}"
    return Sentence(
        "standing", str(worst["standing"]), title, _where_it_stands(worst, target, here), link, _t("why", here)
    )


def _likely(row: Mapping[str, object]) -> float:
    return float(str(row["odds"])) if isinstance(row["odds"], str) else 1.0


def _target(row: Mapping[str, object], here: Here) -> str:
    target = row["target"]
    return wording.quantity(str(target), str(row["unit"]), here.language, compact=True) if target else ""


def _where_it_stands(row: Mapping[str, object], target: str, here: Here) -> str:
    """The value with what is foreseen; without odds the pace, and why there are none."""
    if isinstance(row["value"], Mapping):
        return wording.refusal(row["value"], here.language)
    odds, ahead, unit = row["odds"], row["forecast"], str(row["unit"])

    def amount(value: object) -> str:
        return wording.quantity(str(value), unit, here.language, compact=True)

    due = wording.day(str(row["due"]), here.language) if row["due"] else "–"
    told = {"value": amount(row["value"]), "target": target or "–", "due": due}
    if not isinstance(odds, Mapping) and isinstance(ahead, Mapping) and "median" in ahead:
        return _t("objective.heading", here, **told, forecast=amount(ahead["median"]))
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
    named = first.value and here.may("propose")
    way = f"/name?{urlencode({'ground': first.ground, 'value': first.value})}" if named else ""
    return Sentence("icon", "warning", title, text, f"/territories{way}", _t("name_one", here))


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
        "icon",
        "decision",
        title,
        _t("decision.text", here, options=options, decider=decider),
        f"/decision/{first.id}",
        _t("see", here),
    )


def _proof(here: Here) -> Sentence | None:
    actions = here.plan.actions if here.plan else ()
    verdicts = {action.id: _judged(action, here) for action in actions}
    proven = next((a for a in actions if verdicts[a.id] in ("effect", "positive")), None)
    unproven = next((a for a in actions if verdicts[a.id] in ("cannot_tell", "inconclusive", "no_effect")), None)
    if proven is None and unproven is None:
        return None
    key = "proof.both" if proven and unproven else "proof.one" if proven else "proof.none"
    parts = [_verdict(action, here) for action in (proven, unproven) if action]
    first = proven or unproven
    link = f"/action/{first.id}" if first and not (proven and unproven) else "/action"
    return Sentence("duo", "", _t(key, here), " ".join(parts), link, _t("proofs", here))


def _judged(action: Action, here: Here) -> str:
    """The verdict measured here, else the one brought from before."""
    found = effect_of(here, action)
    return str(found["verdict"]) if found else action.outcome.verdict if action.outcome else ""


def _verdict(action: Action, here: Here) -> str:
    outcome = None if effect_of(here, action) else action.outcome
    why = f" {said(outcome.reason, here.language)}." if outcome and outcome.reason else ""
    return _t("verdict", here, name=said(action.name, here.language), verdict=measured_words(here, action)) + why

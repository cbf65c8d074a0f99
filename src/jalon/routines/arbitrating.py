"""A question put to arbitration, answered, judged: each a change of the plan for whoever may keep or propose it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalon.plan.document.versions import Decided
from jalon.plan.document.writing import Data
from jalon.plan.forms.standing import Object, Standing, every, found, put
from jalon.plan.model import HELD, Decision, DecisionEffect, Expect, OptionEffect, Plan
from jalon.quantities import Text
from jalon.records import plans
from jalon.records.workspaces import Workspace
from jalon.routines import editing
from jalon.routines.editing import Edited
from jalon.scorecard.arbitrating import ruling
from jalon.scorecard.plainly import plainly

KEPT = "keep"
"""The option that changes nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it comes in: its options with their names and effects, what it rests on, what it would move."""

    question: Text
    options: tuple[str, ...]
    names: Mapping[str, Text]
    why: Text | None = None
    effects: tuple[OptionEffect, ...] = ()
    evidence: tuple[str, ...] = ()
    moved: DecisionEffect | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Money that would go from one line of the budget to another, and what it is expected to bring."""

    source: str
    to: str
    amount: Decimal
    kra: str | None = None
    kpi: str | None = None
    cost_kpi: str | None = None
    expect: Expect | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer: the option, the rule that gave it, when it is looked at again, and what is expected of it by then."""

    option: str
    rule: str
    review_on: date
    evidence: tuple[str, ...] = ()
    effects: tuple[OptionEffect, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What became of a decision in the eyes of whoever reviews it, with the measure where there was one."""

    verdict: str
    note: str = ""
    abs: Decimal | None = None
    rel: Decimal | None = None
    interval: tuple[Decimal, Decimal] | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The decision's id and the plan that holds it so."""

    id: str
    result: Edited


def asked_of_moves(
    moves: Sequence[Move],
    question: Text,
    names: Mapping[str, Text],
    why: Text | None = None,
    evidence: tuple[str, ...] = (),
) -> Asked:
    """The question that moves of money ask: make them (`move`), change nothing (`keep`), or hold the money in reserve.

    `names` says each option by id. With one move, its lines and amount are the decision's own.
    """
    effects = tuple(
        OptionEffect("move", one.kra, one.kpi, one.expect, one.source, one.to, one.amount, one.cost_kpi)
        for one in moves
    )
    only = moves[0] if len(moves) == 1 else None
    moved = DecisionEffect(only.source, only.to, only.amount, None, ()) if only else None
    return Asked(question, ("move", KEPT, HELD), names, why, effects, evidence, moved)


def opened(workspace: Workspace, asked: Asked, decided: Decided) -> Written | None:
    """The newest plan with one more question awaited; None where there is no plan."""
    last = plans.latest(workspace)
    if last is None:
        return None
    content = editing.content(last.document)
    name = _free(content)
    said: Object = {
        "id": name, "date": decided.day.isoformat(), "question": _text(asked.question),
        "options": list(asked.options), "option_names": {one: _text(text) for one, text in asked.names.items()},
    }  # fmt: skip
    if asked.why is not None:
        said["why"] = _text(asked.why)
    if asked.effects:
        said["effects"] = [_effect(one) for one in asked.effects]
    if asked.evidence:
        said["evidence"] = list(asked.evidence)
    if asked.moved is not None:
        said["effect"] = _moved(asked.moved)
    wanted = put(content, Standing("decision", "", None, {}), said)
    result = editing.edited(workspace, last.number, wanted, decided)
    return Written(name, result) if result else None


def chosen(workspace: Workspace, name: str, choice: Chosen, decided: Decided) -> Edited | None:
    """The newest plan with a decision taken: what is expected of it is kept as it is known today."""
    said: Object = {
        "chosen": choice.option, "by": choice.by or decided.author, "rule": choice.rule,
        "decided_on": decided.day.isoformat(), "review_on": choice.review_on.isoformat(), "reason": decided.reason,
    }  # fmt: skip
    if choice.evidence:
        said["evidence"] = list(choice.evidence)
    if choice.effects:
        said["effects"] = [_effect(one) for one in choice.effects]
    return _changed(workspace, name, said, decided)


def judged(workspace: Workspace, name: str, seen: Reviewed, decided: Decided) -> Edited | None:
    """The newest plan with what became of a decision."""
    outcome: Object = {"verdict": seen.verdict, "seen_on": decided.day.isoformat(), "by": seen.by or decided.author}
    if seen.note:
        outcome["note"] = seen.note
    for field_, value in (("abs", seen.abs), ("rel", seen.rel)):
        if value is not None:
            outcome[field_] = value
    if seen.interval is not None:
        outcome["interval"] = list(seen.interval)
    return _changed(workspace, name, {"outcome": outcome}, decided)


def _changed(workspace: Workspace, name: str, said: Object, decided: Decided) -> Edited | None:
    last = plans.latest(workspace)
    content = editing.content(last.document) if last else None
    one = found(content, "decision", name) if last else None
    if last is None or one is None:
        return None
    return editing.edited(workspace, last.number, put(content, one, {**one.said, **said}), decided)


def _free(content: Data) -> str:
    """The next id of the kind `D06` that nothing bears."""
    taken = {one.id for one in every(content, "decision")}
    return next(name for name in (f"D{number:02d}" for number in range(1, 10_000)) if name not in taken)


def _text(text: Text) -> Data:
    return dict(text.as_document())


def _effect(one: OptionEffect) -> Data:
    """An effect as the document writes it; what is not said is left out."""
    expect = one.expect
    bounds = {name: getattr(expect, name) for name in ("abs", "rel", "low", "high")} if expect else {}
    said: dict[str, Data] = {
        "option": one.option, "kra": one.kra, "kpi": one.kpi,
        "expect": {name: value for name, value in bounds.items() if value is not None} or None,
        "from": one.source, "to": one.to, "amount": one.amount, "cost_kpi": one.cost_kpi,
        "undone_within": one.undone_within.text if one.undone_within else None,
        "against": _text(one.against) if one.against else None,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def _moved(one: DecisionEffect) -> Data:
    said: dict[str, Data] = {"from": one.source, "to": one.to, "amount": one.amount, "kpi": one.kpi}
    if one.kras:
        said["kras"] = list(one.kras)
    return {name: value for name, value in said.items() if value is not None}


def document_of(plan: Plan, name: str, card: Mapping[str, object]) -> dict[str, object] | None:
    """A decision as programs read it, contract 1: what the plan says, what the rules make of it, what came of it."""
    found = next((one for one in plan.decisions if one.id == name), None)
    if found is None:
        return None
    rows = card.get("decisions")
    row: Mapping[str, object] = next((one for one in rows if one["id"] == name), {}) if isinstance(rows, list) else {}
    ruled = ruling(plan, found, card) if found.chosen is None else None
    return {
        "contract": 1,
        "kind": "decision",
        "id": found.id,
        "as_of": card["as_of"],
        "question": plainly(found.question),
        "why": plainly(found.why),
        "state": state_of(found, date.fromisoformat(str(card["as_of"]))),
        "options": [{"id": one, "name": plainly(found.option_name(one))} for one in found.options],
        "chosen": found.chosen,
        "rule": found.rule,
        "by": found.by,
        "decided_on": plainly(found.decided_on or (found.day if found.chosen else None)),
        "review_on": plainly(found.review_on),
        "verdict": found.outcome.verdict if found.outcome else None,
        "ruling": ruled.as_document() if ruled else None,
        "costs": row.get("costs", []),
        "review": row.get("review"),
    }


def state_of(decision: Decision, day: date) -> str:
    """Where a decision stands on a day: `awaited`, `coming`, `to_review`, `judged`."""
    if decision.chosen is None:
        return "awaited"
    if decision.outcome is not None:
        return "judged"
    return "to_review" if decision.review_on and decision.review_on <= day else "coming"

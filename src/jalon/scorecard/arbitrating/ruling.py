"""The plan's rules read in their order on a published scorecard: the first that decides wins, and it says with what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from jalon.plan.model import USUAL_RULES, ArbitrationRule, Decision, Plan
from jalon.quantities import Text
from jalon.scorecard.arbitrating.figures import Document, Figure, rules_by
from jalon.scorecard.arbitrating.rules import Case, Result, Said, read_by
from jalon.scorecard.arbitrating.weighing import Weighed, weighed
from jalon.scorecard.plainly import plainly

State = Literal["settled", "refused", "to_decider"]
_LAST = frozenset({"decides", "refused", "unread", "to_decider"})


@dataclass(frozen=True, slots=True)
class Step:
    """One rule, in its turn: what it compares, what came of it, what it leaves, the figures it read."""

    rule: str
    name: Text | None
    compares: str | None
    result: Result
    left: tuple[str, ...]
    figures: tuple[Figure, ...]

    @property
    def option(self) -> str | None:
        """The option that it designates."""
        return self.left[0] if self.result == "decides" else None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules make of a question on a day. `settled` by `rule` for `option`; else a person decides by `due`.

    `missing` are the figures without which no rule may decide.
    """

    decision: str
    as_of: date
    state: State
    option: str | None
    rule: str | None
    steps: tuple[Step, ...]
    options: tuple[Weighed, ...]
    missing: tuple[Figure, ...]
    decider: str | None
    due: date | None

    def as_document(self) -> dict[str, object]:
        """Its JSON form, contract 1."""
        found = plainly(self)
        assert isinstance(found, dict)  # noqa: S101  # a dataclass is an object
        return {"contract": 1, **found}


def ruling(plan: Plan, decision: Decision, document: Document) -> Ruling:
    """The rules read until one decides or lacks a figure: what might have decided otherwise is never passed over."""
    as_of = date.fromisoformat(str(document["as_of"]))
    options = weighed(plan, decision, document)
    left, steps, over = decision.options, [], False
    for rule in rules_of(plan):
        if over:
            steps.append(_step(rule, Said("not_reached", ())))
            continue
        asked = tuple(one for one in options if one.option in left)
        said = read_by(Case(plan, decision, document, as_of, rule, asked))
        steps.append(_step(rule, said))
        over, left = said.result in _LAST, said.left
    last = next((one for one in steps if one.result in _LAST), None)
    settled = last if last and last.result == "decides" else None
    lacking = last if last and last.result == "refused" else None
    return Ruling(
        decision=decision.id,
        as_of=as_of,
        state="settled" if settled else "refused" if lacking else "to_decider",
        option=settled.option if settled else None,
        rule=settled.rule if settled else None,
        steps=tuple(steps),
        options=options,
        missing=lacking.figures if lacking else (),
        decider=plan.arbitration.decider if plan.arbitration else None,
        due=plan.deadline_of(decision),
    )


def rules_of(plan: Plan) -> tuple[ArbitrationRule, ...]:
    """The plan's rules in their order; the usual ones where it writes none."""
    written = rules_by(plan)
    return written.rules if written else tuple(ArbitrationRule(name, None) for name in USUAL_RULES)


def _step(rule: ArbitrationRule, said: Said) -> Step:
    return Step(rule.id, rule.name, rule.compares, said.result, said.left, said.figures)

"""A question is opened from moves of money, answered and judged: each is one change of the plan, with its words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from jalon.plan.document.versions import Decided
from jalon.plan.model import HELD, Decision, Expect, Plan
from jalon.quantities import Text
from jalon.records import plans, workspaces
from jalon.records.workspaces import Workspace
from jalon.routines import arbitrating
from jalon.routines.arbitrating import Chosen, Move, Reviewed, Written
from jalon.routines.editing import Edited

SOUND = (Path(__file__).parents[1] / "plan" / "sound.yaml").read_text("utf-8")
DAN = Decided("dan", "Proposé par la page du budget", date(2027, 3, 1))
NAMES = {"move": Text.of("déplacer", "move"), "keep": Text.of("garder", "keep"), HELD: Text.of("en réserve", "hold")}
MOVE = Move(
    "reserve", "ads", Decimal(5), "K_sea", "sea_leads", None, Expect(Decimal(40), None, Decimal(10), Decimal(70))
)


@pytest.fixture
def company(records_home: Path) -> Workspace:
    made = workspaces.create(f"a-{uuid4().hex[:10]}", "Savonnerie", "Europe/Paris", "EUR")
    plans.append(made, SOUND, "in_force", "dan", "Plan 2027", date(2027, 1, 4))
    return made


def ask(company: Workspace) -> Written:
    asked = arbitrating.asked_of_moves([MOVE], Text.of("Déplacer 5 € ?", "Move €5?"), NAMES)
    written = arbitrating.opened(company, asked, DAN)
    assert written is not None
    return written


def plan_of(result: Edited | None) -> Plan:
    assert result is not None
    assert result.reading is not None
    assert result.reading.plan is not None
    return result.reading.plan


def kept(company: Workspace, result: Edited | None) -> None:
    assert result is not None
    plans.append(company, str(result.document), "in_force", "dan", "x", DAN.day)


def told(plan: Plan, name: str) -> Decision:
    return next(one for one in plan.decisions if one.id == name)


def test_a_move_of_money_opens_a_question_that_offers_the_reserve(company: Workspace) -> None:
    written = ask(company)
    asked = told(plan_of(written.result), written.id)
    assert asked.options == ("move", "keep", HELD)
    assert asked.chosen is None
    assert asked.moves_money
    assert written.result.sound
    (effect,) = asked.effects_of("move")
    assert effect.expect == MOVE.expect
    assert written.result.changed.touched_kras() == frozenset({"*"})


def test_an_answer_and_what_became_of_it_are_kept_with_who_said_them(company: Workspace) -> None:
    written = ask(company)
    kept(company, written.result)
    choice = Chosen("move", "marginal_value", date(2027, 6, 1), ("sea_leads",))
    taken = arbitrating.chosen(company, written.id, choice, DAN)
    answer = told(plan_of(taken), written.id)
    assert (answer.chosen, answer.by, answer.decided_on) == ("move", "dan", DAN.day)
    kept(company, taken)
    seen = Reviewed("good", "", Decimal(31), None, (Decimal(12), Decimal(50)))
    last = told(plan_of(arbitrating.judged(company, written.id, seen, DAN)), written.id)
    assert last.outcome is not None
    assert (last.outcome.verdict, last.outcome.by, last.outcome.abs) == ("good", "dan", Decimal(31))

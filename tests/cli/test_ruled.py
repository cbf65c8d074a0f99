"""A decision in the terminal says the rule that settles it, with its figures, and what came of one that was judged."""

from __future__ import annotations

import pytest
from tests.scorecard.test_arbitrated import card, plan, question, spending

from jalon.cli.ruled import print_decision
from jalon.plan.model import HELD, Decision
from jalon.quantities import Text
from jalon.routines.arbitrating import document_of


def asked() -> Decision:
    from dataclasses import replace

    return replace(question(spending("sea", "a")), question=Text.of("Où va l’argent ?", "Where does the money go?"))


def test_the_terminal_says_the_rule_and_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    from dataclasses import replace

    from jalon.plan.model import Arbitration, ArbitrationRule

    rules = Arbitration((ArbitrationRule("cheapest", None, by="marginal_value"),), "dan")
    of = replace(plan(), decisions=(asked(),), arbitration=rules)
    told = document_of(of, "D9", card(a=("80", "70", "95", "60")))
    assert told is not None
    print_decision(told, "en")
    said = capsys.readouterr().out
    assert "Rule 1 settles it" in said
    assert HELD.replace("_", " ") in said
    assert "€80 (€70 to €95), above the admitted ceiling of €60" in said
    assert document_of(of, "D77", card()) is None

"""An option of a decision is said by its written name, in each language; without one, its id as words."""

from __future__ import annotations

from pathlib import Path

from jalon.plan.document import read_plan

SAMPLE = (Path(__file__).resolve().parents[2] / "src/jalon/demo/plan.yaml").read_text("utf-8")


def test_an_option_is_said_by_its_written_name_and_else_by_its_id() -> None:
    plan = read_plan(SAMPLE.encode(), "plan.yaml").plan
    assert plan is not None
    (moved,) = (one for one in plan.decisions if one.id == "D05")
    assert moved.option_name("hold_in_reserve").in_language("fr") == "garder en réserve"
    assert moved.option_name("hold_in_reserve").in_language("en") == "hold in reserve"
    assert moved.option_name("ask_again").in_language("fr") == "ask again"


def test_a_name_for_an_option_that_is_not_there_is_found() -> None:
    wrong = SAMPLE.replace("option_names: {keep: ", "option_names: {kept: ", 1)
    found = [(one.code, one.place.path, one.details.get("allowed")) for one in read_plan(wrong.encode(), "p").findings]
    assert ("F104", "decisions.0.option_names.kept", ["keep", "cut_50", "cut_all"]) in found


def test_an_effect_belongs_to_an_option_and_says_what_it_moves() -> None:
    told = SAMPLE.replace(
        "    rule: marginal_value\n",
        "    rule: marginal_value\n    effects: [{option: cut_50, kra: K_sea, kpi: sea_leads, "
        "expect: {abs: -20, low: -40, high: 0}, from: sea, amount: 6000, undone_within: P7D}]\n",
        1,
    )
    reading = read_plan(told.encode(), "p")
    assert reading.plan is not None
    (effect,) = reading.plan.decisions[0].effects_of("cut_50")
    assert (effect.source, effect.moves_money, effect.undone_within and effect.undone_within.text) == (
        "sea",
        True,
        "P7D",
    )
    assert reading.plan.decisions[0].moves_money
    gone = read_plan(told.replace("option: cut_50", "option: cut_some").encode(), "p")
    assert ("F104", "decisions.0.effects.0.option") in [(one.code, one.place.path) for one in gone.findings]


def test_a_rule_of_a_usual_id_says_what_it_compares_without_being_told() -> None:
    plan = read_plan(SAMPLE.encode(), "plan.yaml").plan
    assert plan is not None
    assert plan.arbitration is not None
    compared = [rule.compares for rule in plan.arbitration.rules]
    assert compared == ["compliance", "priority", "marginal_value", "reversible", "decider"]

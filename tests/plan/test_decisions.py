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

"""A question shows the rule that decides and why; it is opened, answered, judged by whoever may, or proposed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import home_of_process

from jalon.plan.document import plan_in
from jalon.plan.model import Decision
from jalon.records import plans
from jalon.records.workspaces import Workspace

home_of_process()

from tests.web.steered import SOUND, come_in, publish, steered  # noqa: E402

ASKED = """decisions:
  - id: D9
    date: 2027-06-14
    question: Qui prend les guides ?
    why: Les deux les demandent
    options: [K_seo, K_sea]
    effects:
      - {option: K_seo, kra: K_seo, kpi: seo_leads, expect: {abs: 12, low: 4, high: 20}}
      - {option: K_sea, kra: K_sea, kpi: sea_leads, expect: {abs: 9, low: 1, high: 17}}
"""
RULES = """arbitration:
  rules:
    - {id: first_area, name: La zone du trimestre, by: priority, priority: {"2027-Q2": K_seo}}
    - {id: person, name: La direction tranche, by: decider}
"""
PLAN = SOUND.replace("decisions:\n", ASKED, 1).replace("arbitration:\n  rules:\n", RULES, 1)
TAKEN = PLAN.replace(
    "    options: [K_seo, K_sea]\n",
    "    options: [K_seo, K_sea]\n    chosen: K_seo\n    by: dan\n    rule: person\n    evidence: [seo_leads]\n"
    "    decided_on: 2027-03-01\n    review_on: 2027-06-01\n",
    1,
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


def told(workspace: Workspace, name: str) -> Decision:
    last = plans.latest(workspace)
    plan = plan_in(last.document) if last else None
    assert plan is not None
    return next(one for one in plan.decisions if one.id == name)


def test_the_page_says_which_rule_decides_and_what_each_option_should_bring(folder: Path) -> None:
    page = come_in(steered(folder, {}, PLAN), "reader").get("/decision/D9").content.decode()
    assert "Rule 1 settles it" in page
    assert "Les deux les demandent" in page
    assert "Not reached" in page
    assert "+12" in page
    assert 'href="/person/ana"' in page
    listed = come_in(steered(folder, {}, PLAN), "reader").get("/decision").content.decode()
    assert "Rule 1 settles it" in listed


def test_the_director_decides_with_a_reason_and_a_holder_proposes(folder: Path) -> None:
    workspace = steered(folder, {}, PLAN)
    director, ana = come_in(workspace, "director", "dan"), come_in(workspace, "holder", "ana")
    form = {"option": "K_seo", "reason": "Elles répondent aux guides", "review_on": "2099-01-05"}
    assert (
        "Choose one option" in director.post("/decision/D9/choice", form | {"reason": ""}, follow=True).content.decode()
    )
    assert ana.post("/decision/D9/choice", form).headers["Location"].startswith("/plan/proposals/")
    assert told(workspace, "D9").chosen is None
    assert director.post("/decision/D9/choice", form).status_code == 302
    kept = told(workspace, "D9")
    assert (kept.chosen, kept.by, kept.rule, kept.review_on) == ("K_seo", "dan", "first_area", date(2099, 1, 5))
    assert "seo_leads" in kept.evidence
    assert come_in(workspace, "reader").post("/decision/D9/choice", form).status_code == 403


def test_a_review_without_a_measure_asks_for_a_sentence(folder: Path) -> None:
    workspace = steered(folder, {}, TAKEN)
    director = come_in(workspace, "director", "dan")
    page = director.get("/decision/D9").content.decode()
    assert "Judge it" in page
    refused = director.post("/decision/D9/outcome", {"verdict": "good"}, follow=True).content.decode()
    assert "Say in a sentence why" in refused
    director.post("/decision/D9/outcome", {"verdict": "unclear", "note": "Trop tôt"})
    outcome = told(workspace, "D9").outcome
    assert outcome is not None
    assert (outcome.verdict, outcome.by) == ("unclear", "dan")
    assert "To review" in director.get("/decision").content.decode()
    publish(workspace, folder, {}, TAKEN)
    assert "To review" not in director.get("/decision").content.decode()


def test_a_conflict_becomes_a_question_in_one_click(folder: Path) -> None:
    borrowed = PLAN.replace("    expect: {abs: 12}\n", "    expect: {abs: 12}\n    cost: 10\n    budget: ads\n", 1)
    workspace = steered(folder, {}, borrowed)
    director = come_in(workspace, "director", "dan", "fr")
    page = director.get("/decision").content.decode()
    assert "que tient" in page
    key = page.split('name="conflict" value="', 1)[1].split('"', 1)[0]
    assert director.post("/decision/open", {"conflict": "no"}).status_code == 302
    assert come_in(workspace, "reader").post("/decision/open", {"conflict": key}).status_code == 403
    ana = come_in(workspace, "holder", "ana")
    asked = ana.post("/decision/open", {"conflict": key})
    assert asked.headers["Location"].startswith("/plan/proposals/")
    assert "se paie-t-elle" in director.get(asked.headers["Location"]).content.decode()


def test_a_program_reads_the_ruling_and_decides(folder: Path) -> None:
    from tests.web.api.programs import program

    workspace = steered(folder, {}, PLAN)
    asking = program(workspace, "director", "plan", "dan")
    told_ = asking.get("decisions/D9/ruling").json()
    assert (told_["state"], told_["ruling"]["state"], told_["ruling"]["option"]) == ("awaited", "settled", "K_seo")
    assert asking.get("decisions/D77/ruling").status_code == 404
    assert asking.get("conflicts").json()["items"] == []
    done = asking.post("decisions/D9/choice", {"chosen": "K_seo", "reason": "La zone du trimestre"})
    assert done.status_code == 200, done.content
    kept = told(workspace, "D9")
    assert (kept.chosen, kept.by, kept.rule, kept.day) == ("K_seo", "dan", "first_area", date(2027, 6, 14))
    seen = asking.post("decisions/D9/outcome", {"verdict": "unclear", "reason": "Trop tôt"})
    assert seen.status_code == 200, seen.content

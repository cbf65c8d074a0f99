"""The page of a risk: its signal treated and closed by those it concerns, the delay that runs, its past."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import home_of_process

from jalon.records import alerts, backtests, risks
from jalon.records.workspaces import Workspace

home_of_process()

from tests.web.steered import DAY, NOW, come_in, steered  # noqa: E402

LOUD = {"id": "panne", "standing": "amber", "reading": "0.08", "unit": "ratio", "evidence": {"worst": "carte"}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    made = steered(folder, {})
    risks.follow(made, DAY - timedelta(days=3), [LOUD], NOW)
    return made


def test_whoever_answers_for_the_area_starts_the_plan_and_closes_with_a_verdict(workspace: Workspace) -> None:
    page = come_in(workspace, "holder", "cleo")
    shown = page.get("/kri/panne").content.decode()
    assert "carte" in shown
    assert "Start the prepared plan" in shown
    assert page.post("/kri/panne/treat", {"why": "Second payment page on"}).status_code == 302
    assert (
        "under way" in page.get("/kri/panne").content.decode()
        or "being treated" in page.get("/kri/panne").content.decode()
    )
    page.post("/kri/panne/close", {"verdict": "averted", "why": "Back under 6 percent"})
    (one,) = risks.of(workspace)
    assert (one.state, one.verdict, one.steps[-1].actor) == ("closed", "averted", "cleo")
    closed = page.get("/kri/panne").content.decode()
    assert "averted" in closed
    assert "Start the prepared plan" not in closed


def test_a_verdict_without_its_reason_is_refused_in_words(workspace: Workspace) -> None:
    page = come_in(workspace, "director", "dan")
    page.post("/kri/panne/close", {"verdict": "hit", "why": ""})
    assert "Say why" in page.get("/kri/panne").content.decode()
    assert risks.of(workspace)[0].state == "open"


@pytest.mark.parametrize(("role", "person"), [("holder", "ben"), ("contributor", "eve"), ("reader", "")])
def test_nobody_else_touches_it(workspace: Workspace, role: str, person: str) -> None:
    page = come_in(workspace, role, person)
    assert "Start the prepared plan" not in page.get("/kri/panne").content.decode()
    assert page.post("/kri/panne/treat", {"why": "x"}).status_code == 403
    assert risks.of(workspace)[0].state == "open"


def test_the_past_says_no_proven_lead_and_a_copy_is_told(workspace: Workspace) -> None:
    row = {
        "id": "panne", "verdict": "no_lead", "refused": None, "first": "2025-06-15", "last": "2027-06-14",
        "readings": 730, "alarms": [{"day": "2026-02-01", "level": "amber", "followed": False}],
        "falls": [{"day": "2026-05-01", "subject": "cvr_order", "lead": None}], "hits": 1, "judged": 6,
        "precision": 0.1667, "recall": 0.2, "median_lead": 4.0, "false_a_year": 2.5, "chance": 0.3,
        "copies": "cvr_order",
    }  # fmt: skip
    backtests.keep(workspace, DAY, {"risks": [row]}, NOW)
    shown = come_in(workspace, "reader").get("/kri/panne").content.decode()
    for said in ("No proven lead", "It repeats what it guards", "2.5", "30"):
        assert said in shown


def test_the_page_says_who_was_told_of_it_and_that_they_saw_it(workspace: Workspace) -> None:
    """Nobody until a message leaves; a message about another risk is none of this one's."""
    page = come_in(workspace, "reader")
    card = page.get("/kri/panne").content.decode().partition("Who was told")[2].partition("</section>")[0]
    assert "nobody yet" in card
    told = [
        alerts.Intent(key, "kri_amber", subject, (), "quiet", "amber", DAY, 1, "cleo", "email", 5)
        for key, subject in (("one", "kri:panne"), ("other", "kri:autre"))
    ]
    alerts.note(workspace, told, (), NOW)
    (mine,) = alerts.of(workspace, "kri:panne")
    sent = alerts.step(mine, "sent", NOW)
    assert sent is not None
    alerts.step(sent, "acknowledged", NOW, by="cleo")
    card = page.get("/kri/panne").content.decode().partition("Who was told")[2].partition("</section>")[0]
    assert "nobody yet" not in card
    assert card.count("<dt>") == 1
    assert "seen" in card

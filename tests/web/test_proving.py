"""What people say of an action from its page or by a program: the counts of its test, and why it is not measured."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from tests.conftest import home_of_process

from jalon.records import arms, audit, plans
from jalon.records.workspaces import Workspace
from jalon.routines.counting import Unread, of_text

home_of_process()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.test import Client  # noqa: E402
from tests.web.steered import SOUND, come_in, steered  # noqa: E402

Enter = Callable[..., Client]
COUNTS = {
    "day": "2027-03-20", "control_units": "1000", "control_converted": "40", "treated_units": "1000",
    "treated_converted": "55",
}  # fmt: skip
WITHOUT = SOUND.replace("    outcome: {verdict: positive, rel: 0.04}\n", "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    return steered(folder, {}, WITHOUT)


@pytest.fixture
def enter(workspace: Workspace) -> Enter:
    return partial(come_in, workspace)


def test_counts_of_a_test_are_kept_by_hand_or_by_file_and_shown(enter: Enter, workspace: Workspace) -> None:
    director = enter("director", "dan")
    assert director.post("/action/A1/arms", COUNTS).status_code == 302
    lines = b"day,arm,units,converted\n2027-03-27,control,2000,81\n2027-03-27,treated,2010,112\n"
    file = SimpleUploadedFile("a.csv", lines)
    director.post("/action/A1/arms", {"file": file})
    kept = arms.of_workspace(workspace)["A1"]
    assert [(one.day.day, one.arm, one.converted) for one in kept] == [
        (20, "control", 40), (20, "treated", 55), (27, "control", 81), (27, "treated", 112),
    ]  # fmt: skip
    assert [one.verb for one in audit.of(workspace)].count("count") == 2
    assert arms.of_workspace(workspace, date(2027, 3, 21))["A1"][-1].converted == 55


def test_the_newest_word_of_a_day_counts_and_a_stranger_says_none(enter: Enter, workspace: Workspace) -> None:
    director = enter("director", "dan")
    director.post("/action/A1/arms", COUNTS)
    director.post("/action/A1/arms", {**COUNTS, "treated_converted": "60"})
    assert [one.converted for one in arms.of_workspace(workspace)["A1"]] == [40, 60]
    assert enter("contributor", "eve").post("/action/A1/arms", COUNTS).status_code == 403


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("day;arm;units;converted\n2027-03-20;control;10;3\n", None),
        ("day,arm,units\n2027-03-20,control,10\n", "columns"),
        ("day,arm,units,converted\n20/03/2027,control,10,3\n", "line"),
        ("day,arm,units,converted\n2027-03-20,b,10,3\n", "arm"),
        ("day,arm,units,converted\n2027-03-20,control,10,30\n", "more"),
    ],
)
def test_a_file_of_counts_is_read_or_says_where_it_cannot_be(text: str, why: str | None) -> None:
    told = of_text("A1", text)
    assert (told.why if isinstance(told, Unread) else None) == why


def test_why_an_action_is_not_measured_is_written_in_the_plan(enter: Enter, workspace: Workspace) -> None:
    enter("director", "dan").post("/action/A1/reason", {"why": "L’outil a été débranché"})
    last = plans.latest(workspace)
    assert last is not None
    assert "not_measured" in last.document
    assert "débranché" in last.document


def test_outside_one_s_area_the_reason_is_asked_of_whoever_holds_it(enter: Enter, workspace: Workspace) -> None:
    before = plans.latest(workspace)
    answer = enter("holder", "ana").post("/action/A1/reason", {"why": "Vu autrement"})
    assert "/plan/proposals/" in answer.headers["location"]
    assert plans.latest(workspace) == before


def test_the_ledger_is_there_before_anything_is_measured(enter: Enter) -> None:
    page = enter("reader").get("/ledger").content.decode()
    assert "No action has been measured yet" in page

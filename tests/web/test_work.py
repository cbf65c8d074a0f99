"""Actions, milestones, decisions, people, charters: each has its page, each says who, nobody is scored."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from tests.conftest import home_of_process

from jalon.records import audit, check_ins, plans, scorecards
from jalon.records.workspaces import Workspace

home_of_process()

from django.test import Client  # noqa: E402
from tests.web.steered import SOUND, come_in, publish, steered  # noqa: E402

Enter = Callable[..., Client]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    return steered(folder, {})


@pytest.fixture
def enter(workspace: Workspace) -> Enter:
    return partial(come_in, workspace)


def test_an_action_shows_its_chain_what_was_announced_and_what_was_measured(enter: Enter) -> None:
    page = enter("reader").get("/action/A1").content.decode()
    for step in ("/objective/O1", "/kra/K_shop", "/kpi/cvr_order", "/person/cleo"):
        assert f'href="{step}"' in page
    assert "proven effect, +4" in page
    assert "A/B test" in page


def test_an_action_without_a_way_of_measuring_says_so_from_the_start(folder: Path) -> None:
    plan = SOUND.replace("effect_design: page_group_control", "effect_design: none\n    status: running")
    page = come_in(steered(folder, {}, plan), "reader").get("/action/A2").content.decode()
    assert "will not be measured" in page


def test_a_milestone_says_who_waits_and_how_far_it_is(enter: Enter) -> None:
    page = enter("reader").get("/milestone").content.decode()
    assert "in 78 days" in page
    assert "2 days early" in page
    assert 'href="/kra/K_shop"' in enter("reader").get("/milestone/M2").content.decode()


def test_what_is_not_there_is_not_found(enter: Enter) -> None:
    for path in ("/action/x", "/milestone/x", "/decision/x", "/person/x", "/kra/x"):
        assert enter("director", "dan").get(path).status_code == 404


def test_a_person_s_page_lists_work_and_no_score(enter: Enter, workspace: Workspace) -> None:
    page = enter("director", "dan").get("/person/ana").content.decode()
    assert 'href="/kra/K_seo"' in page
    assert "Sign the charter: Visibilité organique" in page
    assert not re.search(r"calibration|Brier|confiden", page)
    assert 'href="/me"' not in page, "the way to her own forecasts is hers alone"
    assert 'href="/me"' in enter("holder", "ana").get("/person/ana").content.decode()


def _charter(client: Client) -> str:
    found = re.search(r'name="digest" value="(\w+)"', client.get("/kra/K_seo").content.decode())
    return found[1] if found else ""


def test_a_holder_signs_the_version_she_read_once(enter: Enter, workspace: Workspace) -> None:
    ana = enter("holder", "ana")
    digest = _charter(ana)
    assert ana.post("/kra/K_seo/sign", {"digest": "0" * 64}).status_code == 302
    assert _charter(ana) == digest, "another version is not signed"
    for _ in range(2):
        ana.post("/kra/K_seo/sign", {"digest": digest})
    assert "signed on" in ana.get("/kra/K_seo").content.decode()
    assert _charter(ana) == ""
    assert audit.verify() is None


def test_only_its_holder_signs_a_charter_and_the_director_sees_who_has_not(enter: Enter) -> None:
    digest = _charter(enter("holder", "ana"))
    for role, person, status in (("director", "dan", 404), ("holder", "ben", 404), ("reader", "ana", 403)):
        assert enter(role, person).post("/kra/K_seo/sign", {"digest": digest}).status_code == status
    page = enter("director", "dan").get("/kra").content.decode()
    assert "3 charters are not signed yet." in page


def test_a_charter_that_changes_is_to_be_signed_anew(enter: Enter, workspace: Workspace, folder: Path) -> None:
    ana = enter("holder", "ana")
    ana.post("/kra/K_seo/sign", {"digest": _charter(ana)})
    changed = SOUND.replace("target: 135", "target: 140")
    plans.append(workspace, changed, "in_force", "dan", "Plus haut", date(2027, 6, 15))
    publish(workspace, folder, {}, changed)
    assert _charter(ana) != ""
    assert "charter not signed yet" in ana.get("/kra/K_seo").content.decode()


@pytest.fixture
def twelve_lessons(workspace: Workspace, folder: Path) -> None:
    """Ana said twelve times what she believed of a target that is now closed."""
    read = scorecards.latest(workspace)
    assert read is not None
    for week in range(12):
        said = check_ins.Said(Decimal("0.8"), "", "hold")
        monday = date(2027, 3, 1) + week * (date(2027, 3, 8) - date(2027, 3, 1))
        check_ins.keep(workspace, "ana", "seo_leads", monday, said, read, "session", datetime.now(UTC))
    publish(workspace, folder, {"seo_leads": {"closed": "reached"}})


@pytest.mark.usefixtures("twelve_lessons")
def test_somebody_s_own_forecasts_are_seen_by_her_alone(enter: Enter) -> None:
    mine = enter("holder", "ana").get("/me").content.decode()
    assert "you said 80%" in mine
    assert "Score" in mine
    for role, person in (("director", "dan"), ("administrator", ""), ("holder", "ben"), ("reader", "")):
        client = enter(role, person)
        seen = "".join(
            client.get(path).content.decode()
            for path in ("/me", "/me?person=ana", "/person/ana", "/kra/K_seo", "/kpi/seo_leads")
        )
        assert "you said 80%" not in seen
        assert "Score 0" not in seen
        assert client.get("/me/ana").status_code == 404


def test_under_ten_forecasts_nothing_is_said_of_anybody(enter: Enter) -> None:
    page = enter("holder", "ana").get("/me").content.decode()
    assert "0 forecasts on closed targets; 10 are needed" in page


def test_every_list_teaches_when_it_is_empty(folder: Path) -> None:
    cut = re.sub(r"(?m)^(milestones|actions):\n(?:  .*\n)+", "", SOUND)
    reader = come_in(steered(folder, {}, cut), "reader")
    assert "No action is written in the plan." in reader.get("/action").content.decode()
    assert "No common milestone is written in the plan." in reader.get("/milestone").content.decode()
    assert "No decision is awaited" in reader.get("/decision").content.decode()

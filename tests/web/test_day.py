"""The opening page: three verbs for whoever is signed in, by what each thing weighs, with the reason in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from tests.conftest import home_of_process

from jalon.records.workspaces import Workspace

home_of_process()

from django.test import Client  # noqa: E402
from tests.web.steered import FORECAST, SOUND, come_in, publish, steered  # noqa: E402

Enter = Callable[..., Client]
SHORT: Mapping[str, Mapping[str, object]] = {
    "O2": {"value": "150", "expected": "170", "standing": "off_course", "odds": "0.21", "forecast": FORECAST},
    "part:seo_leads": {"contribution": "-18.9"},
    "part:sea_leads": {"contribution": "-3.8"},
    "seo_leads": {
        "odds": "0.03",
        "value": "60",
        "standing": "off_course",
        "forecast": {**FORECAST, "safe_target": "120"},
    },
    "index_loss": {"standing": "amber", "reading_day": "2027-06-14"},
    "panne": {"standing": "red", "reading_day": "2027-06-14"},
}
PLAN = SOUND.replace(
    "effect_design: page_group_control", "effect_design: page_group_control\n    status: running"
).replace(
    "decisions:\n", "decisions:\n  - {id: D9, date: 2027-06-14, question: Ouvrir un stand ?, options: [oui, non]}\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    return steered(folder, SHORT, PLAN)


@pytest.fixture
def enter(workspace: Workspace) -> Enter:
    return partial(come_in, workspace)


def lists(client: Client) -> dict[str, list[str]]:
    """Titles of each verb, in their order."""
    page = client.get("/").content.decode()
    found = {}
    for verb in ("advance", "adapt", "arbitrate"):
        part = page.partition(f'<h2 id="{verb}">')[2].partition("</section>")[0]
        found[verb] = [re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<h3>(.*?)</h3>", part, re.DOTALL)]
    return found


def test_a_holder_sees_her_own_day(enter: Enter) -> None:
    seen = lists(enter("holder", "ana"))
    assert any(one.startswith("Check-in of the week: Visibilité organique") for one in seen["advance"])
    assert any(one.startswith("Sign the charter") for one in seen["advance"])
    assert any(one.startswith("A2 · ") for one in seen["advance"])
    assert not any("Boutique" in one or "M2" in one for one in seen["advance"])
    assert "Start the prepared plan: Paiements refusés" in lists(enter("holder", "cleo"))["advance"]


def test_what_weighs_most_comes_first_and_says_what_it_weighs(enter: Enter) -> None:
    page = enter("holder", "ana").get("/").content.decode()
    assert "Missing to date on O2: 19, 5% of its target value" in page
    assert "Expected: 12 more on objective O2, 3.2% of its target value" in page
    order = lists(enter("holder", "ana"))["advance"]
    assert order.index("Check-in of the week: Visibilité organique") < order.index("A2 · Guides refondus")


def test_a_target_out_of_reach_says_which_one_would_hold(enter: Enter) -> None:
    assert "out of reach: 3% odds; 120 would hold 8 times out of 10" in enter("holder", "ana").get("/").content.decode()


def test_a_check_in_done_leaves_the_list_and_reaches_the_one_who_stands_in(enter: Enter) -> None:
    ana, ben = enter("holder", "ana"), enter("holder", "ben")
    assert "Leads" not in str(lists(ben)["adapt"])
    ana.post("/check-in/seo_leads", {"confidence": "0.80", "sentence": "Il me faut un rédacteur.", "next": "ask"})
    assert not any(one.startswith("Check-in") for one in lists(ana)["advance"])
    assert "Il me faut un rédacteur." in ben.get("/").content.decode()
    asked = lists(enter("director", "dan"))["arbitrate"]
    assert any(one.startswith("A request on") for one in asked)


def test_the_director_opens_on_her_sentences(enter: Enter) -> None:
    page = enter("director", "dan").get("/").content.decode()
    said = re.findall(r"<li>.*?<h2>(.*?)</h2>", page.partition('class="says"')[2].partition("</ol>")[0], re.DOTALL)
    assert said[0] == "Obtenir davantage de leads: 21% odds"
    assert any(one.startswith("To decide before Monday 21 June: Ouvrir un stand") for one in said)
    assert said[-1] == "One action proven"
    assert "0 of 3 check-ins received" in page
    assert "3 charters are not signed" in page
    assert page.count('class="says"') == 1
    assert 'class="says"' not in enter("holder", "ana").get("/").content.decode()


def test_whoever_decides_is_told_so(enter: Enter) -> None:
    assert "You decide" in enter("director", "dan").get("/").content.decode()
    assert "You decide" not in enter("holder", "ana").get("/").content.decode()


def test_a_reader_without_a_place_in_the_plan_sees_the_team_s_day_and_owes_nothing(enter: Enter) -> None:
    seen = lists(enter("reader"))
    assert any(one.startswith("A2 · ") for one in seen["advance"])
    assert not any(one.startswith(("Check-in", "Sign")) for one in seen["advance"])


def test_a_quiet_day_says_so(folder: Path) -> None:
    calm = re.sub(r"(?m)^(milestones|actions):\n(?:  .*\n)+", "", SOUND)
    page = come_in(steered(folder, {}, calm), "holder", "eve").get("/").content.decode()
    assert "Nothing new this morning" in page
    assert "Nothing moved in a week." in page


def test_a_page_asks_the_records_few_questions(enter: Enter, workspace: Workspace, folder: Path) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    publish(workspace, folder, SHORT, PLAN)
    for role, person in (("director", "dan"), ("holder", "ana")):
        client = enter(role, person)
        for page in ("/", "/check-in/seo_leads", "/kra/K_seo", "/kpi/seo_leads", "/person/ana", "/map", "/action"):
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            assert len(asked) <= 30, f"{page}: {len(asked)}"

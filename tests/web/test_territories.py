"""Territories on their page: one answer, holes and duplicates drawn first, many areas as a list."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import home_of_process

home_of_process()

from tests.web.steered import SOUND, come_in, plan_of, steered  # noqa: E402

RULE = SOUND[SOUND.index("overlap_rules:") : SOUND.index("milestones:")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


def page(folder: Path, plan: str, query: str = "") -> str:
    return come_in(steered(folder, {}, plan), "reader").get(f"/territories{query}").content.decode()


def rows(html: str) -> list[str]:
    return html.partition('<table class="matrix">')[2].partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")


def test_a_piece_of_ground_that_two_share_by_rule_is_drawn_so(folder: Path) -> None:
    narrowed = next(row for row in rows(page(folder, SOUND)) if "blog (market be)" in row)
    assert narrowed.count('class="shared"') == 2


def test_without_the_rule_it_is_a_duplicate_and_comes_first(folder: Path) -> None:
    html = page(folder, SOUND.replace(RULE, ""))
    assert rows(html)[0].count('class="clash"') == 2
    assert "Write the rule that says who does what" in html


def test_what_is_required_and_nobody_holds_is_drawn_across(folder: Path) -> None:
    html = page(
        folder, SOUND.replace("territory: [{channel: shop}, {budget: reserve}]", "territory: [{budget: reserve}]")
    )
    assert 'class="hole"' in rows(html)[0]
    assert "shop" in rows(html)[0]


def test_a_question_gets_one_name_and_who_stands_in(folder: Path) -> None:
    html = page(folder, SOUND, "?q=canal+SEA")
    answer = html.partition("Understood as:")[2].partition("</form>")[0].partition("<details>")[0]
    assert 'href="/person/ben"' in answer
    assert 'href="/person/ana"' in answer
    assert "cleo" not in answer
    assert "Nothing in the plan has that name." in page(folder, SOUND, "?q=zeppelin")


def test_a_crowd_of_areas_is_a_list_and_no_matrix(folder: Path) -> None:
    html = page(folder, plan_of(60))
    assert '<table class="matrix">' not in html
    assert html.count("Personne 59") >= 1


def test_a_name_is_put_on_what_nobody_answers_for(folder: Path) -> None:
    import re

    from jalon.records import plans

    made = steered(folder, {})
    director = come_in(made, "director", "dan")
    assert "/territories/name" in director.get("/territories").content.decode()
    assert "/territories/name" not in come_in(made, "reader").get("/territories").content.decode()
    said = {"ground": "channel", "value": "marketplace", "kra": "K_seo", "reason": "Ana sells there"}
    shown = director.post("/territories/name", {**said, "do": "look"}).content.decode()
    told = re.search(r'name="told" value="(\w+)"', shown)
    assert told
    assert director.post("/territories/name", {**said, "reason": "", "told": told[1], "do": "save"}).status_code == 409
    assert director.post("/territories/name", {**said, "told": told[1], "do": "save"}).status_code == 302
    last = plans.latest(made)
    assert last is not None
    assert "marketplace" in last.document
    holder = come_in(made, "holder", "cleo")
    mine = {**said, "value": "forum"}
    shown = holder.post("/territories/name", {**mine, "do": "look"}).content.decode()
    assert 'value="propose"' in shown

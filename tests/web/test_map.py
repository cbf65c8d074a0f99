"""The map from near and from afar: readable with five areas and with sixty."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from tests.conftest import home_of_process

from jalon.records.workspaces import Workspace

home_of_process()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from tests.web.steered import come_in, plan_of, steered  # noqa: E402


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


@pytest.fixture(scope="module")
def five(records_home: Path, folder: Path) -> Workspace:
    return steered(folder, {}, plan_of(5))


@pytest.fixture(scope="module")
def sixty(records_home: Path, folder: Path) -> Workspace:
    return steered(folder, {"K7": {"standing": "off_course"}}, plan_of(60))


def page(workspace: Workspace, query: str = "", person: str = "p7") -> str:
    return come_in(workspace, "holder", person).get(f"/map{query}").content.decode()


Rectangle = tuple[float, float, float, float]


def boxes(html: str) -> list[Rectangle]:
    """Every box drawn: left, top, width, height."""
    found = re.findall(r'<rect class="box[^"]*" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', html)
    return [(float(x), float(y), float(width), float(height)) for x, y, width, height in found]


def over(one: Rectangle, other: Rectangle) -> bool:
    x, y, width, height = one
    left, top, wide, tall = other
    return x < left + wide and left < x + width and y < top + tall and top < y + height


@pytest.mark.parametrize("query", ["?zoom=far", "?zoom=near", "?zoom=work"])
def test_sixty_areas_are_all_there_and_none_lies_over_another(sixty: Workspace, query: str) -> None:
    html = page(sixty, query)
    assert len(set(re.findall(r'href="(/kra/K\d+)"', html))) == 60
    assert [pair for pair in combinations(boxes(html), 2) if over(*pair)] == []


def test_a_crowd_opens_from_afar_and_a_few_from_near(five: Workspace, sixty: Workspace) -> None:
    assert 'href="/kpi/k0_0"' in page(five)
    assert 'href="/kpi/k0_0"' not in page(sixty)
    assert 'href="/kpi/k0_0"' in page(sixty, "?zoom=near")
    height = re.search(r'viewBox="0 0 1112 (\d+)"', page(sixty))
    assert height is not None
    assert int(height[1]) < 2500, "sixty areas within two screens and a half"


@pytest.mark.parametrize(("query", "count"), [("?only=mine", 1), ("?only=attention", 1), ("?axis=axe3", 12)])
def test_a_filter_leaves_what_it_says(sixty: Workspace, query: str, count: int) -> None:
    for zoom in ("far", "near", "work"):
        html = page(sixty, f"{query}&zoom={zoom}")
        assert len(set(re.findall(r'href="(/kra/K\d+)"', html))) == count


def test_filters_add_up_and_each_is_taken_off_alone(sixty: Workspace) -> None:
    html = page(sixty, "?only=mine&only=attention&axis=axe2&zoom=near")
    assert set(re.findall(r'href="(/kra/K\d+)"', html)) == {"/kra/K7"}
    assert "1 area of 60" in html
    chips = dict(re.findall(r'id="chip-([\w-]+)" href="([^"]+)"', html))
    assert chips["mine"] == "?zoom=near&amp;only=attention&amp;axis=axe2"
    assert chips["attention"] == "?zoom=near&amp;only=mine&amp;axis=axe2"
    assert chips["axis-axe2"] == "?zoom=near&amp;only=mine&amp;only=attention"
    assert chips["axis-axe3"] == "?zoom=near&amp;only=mine&amp;only=attention&amp;axis=axe3"
    assert chips["all"] == "?zoom=near"
    assert chips["zoom-work"].endswith("?zoom=work&amp;only=mine&amp;only=attention&amp;axis=axe2")


def test_filters_that_leave_nothing_lead_back_one_at_a_time(sixty: Workspace) -> None:
    html = page(sixty, "?only=mine&axis=axe3")
    assert "No area answers to this filter." in html
    assert "0 areas of 60" in html
    assert 'href="?only=mine">Without' in html
    assert 'href="?axis=axe3">Without' in html
    assert '<a class="btn" href="?">See all of it</a>' in html


def test_everything_on_it_is_a_link_with_a_name(sixty: Workspace) -> None:
    html = page(sixty)
    drawing = "".join(re.findall(r'<svg class="map far".*?</a></svg></div>', html, re.S))
    links = re.findall(r"<a [^>]*>", drawing)
    assert len(links) == 66, "six objectives, sixty areas"
    assert all('aria-label="' in link and 'aria-label=""' not in link for link in links)
    assert "Personne 7" in drawing


def test_the_work_of_an_area_stands_beside_it(five: Workspace) -> None:
    html = page(five, "?zoom=work", "p1")
    assert 'href="/action/A1"' in html
    assert 'href="/milestone/M1"' in html


def test_an_area_without_anything_teaches(folder: Path) -> None:
    html = page(steered(folder, {}, plan_of(5)), "?only=mine", "p99")
    assert "No area answers to this filter." in html


def test_the_twin_table_has_a_row_an_area(sixty: Workspace) -> None:
    assert page(sixty, "?as=table").count('<th scope="row"><a href="/kra/') == 60


MAIN = ("/", "/map", "/map?zoom=near", "/map?zoom=work", "/map?zoom=people", "/kra", "/kra/K3", "/kpi", "/kpi/k3_0")


def test_sixty_areas_ask_the_records_no_more_than_five(five: Workspace, sixty: Workspace) -> None:
    counts: dict[str, list[int]] = {}
    for workspace in (five, sixty):
        client = come_in(workspace, "director", "p3")
        for screen in MAIN:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(screen).status_code == 200
            counts.setdefault(screen, []).append(len(asked))
    assert {screen: few for screen, (few, many) in counts.items() if not few == many <= 30} == {}


def test_of_an_area_full_of_kpis_the_map_names_the_gravest_and_leads_to_the_others(folder: Path) -> None:
    few = plan_of(5)
    crowded = few.replace("    kris:\n", "".join(
        f"      - {{id: more{n}, use: leads, filter: {{channel: c0}}, baseline: 10, target: 12}}\n" for n in range(6)
    ) + "    kris:\n", 1)  # fmt: skip
    html = page(steered(folder, {"more5": {"standing": "off_course"}}, crowded), "?zoom=near")
    named = re.findall(r'href="/kpi/(k0_\d|more\d)"', html)
    assert named == ["k0_0", "k0_1", "k0_2", "more0", "more5"]
    assert "and 4 other KPIs: 4 no data" in html


def test_a_tall_map_is_cut_in_bands_and_nothing_is_cut_through(sixty: Workspace) -> None:
    for zoom in ("far", "near", "work", "people"):
        html = page(sixty, f"?zoom={zoom}")
        bands = [(float(y), float(y) + float(h)) for y, h in re.findall(r'viewBox="0 (\d+) 1112 (\d+)"', html)]
        assert len(bands) > 1
        assert all(before[1] == after[0] for before, after in pairwise(bands))
        inside = [any(low <= y and y + tall <= high for low, high in bands) for _, y, _, tall in boxes(html)]
        assert all(inside), zoom


def test_who_answers_stands_in_and_works_on_an_area_is_on_the_map(five: Workspace) -> None:
    html = page(five, "?zoom=people", "p1")
    assert 'href="/person/p1" aria-label="Personne 1, responsible"' in html
    assert 'href="/person/p2" aria-label="Personne 2, relay"' in html

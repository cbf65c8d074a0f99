"""The demo walked through: what each person finds there, what she may do and undo."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Served, exactly, window
from tests.journeys.sights import fits_everybody, visited
from tests.journeys.test_screens import CHANGING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", CHANGING)
def test_a_screen_that_changes_something_is_accessible_fits_and_asks_nothing_outside(
    seen: tuple[Served, Page, list[str], int], screen: str
) -> None:
    visited(seen, screen)


def test_files_looked_at_before_they_are_kept_are_too(
    seen: tuple[Served, Page, list[str], int], tmp_path: Path
) -> None:
    demo, page, complaints, width = seen
    complaints.clear()
    page.goto(f"{demo.address}/sources")
    own = tmp_path / "csv_tickets-october.csv"
    own.write_text("day,tickets\n2026-10-13,31\n", "utf-8")
    with page.expect_navigation():
        page.locator("input[type=file]").set_input_files(str(own))
    fits_everybody(page, complaints, width)
    page.set_viewport_size({"width": 390, "height": 900})
    tables = page.locator(".table-wrap")
    expect(tables).to_have_count(2)
    assert [one.evaluate("e => e.scrollWidth > e.clientWidth") for one in tables.all()] == [False, False]
    page.set_viewport_size({"width": width, "height": 900})
    with page.expect_navigation():
        page.locator("button[name=abandon]").click()


def test_the_demo_opens_as_the_director_with_her_sentences(demo: Served, chromium: Browser) -> None:
    page = window(chromium, locale="fr-FR")
    page.goto(demo.address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour Claire")
    said = page.locator(".says h2")
    money = re.compile(r"^\s*Marketplace.*41\u202f200", re.DOTALL)
    for sentence in (money, re.compile(r"^\s*À décider avant"), "Une action prouvée, une non"):
        expect(said.filter(has_text=sentence).first).to_be_visible()


def test_the_demo_lets_a_visitor_try_her_own_files_and_come_back(demo: Served, chromium: Browser) -> None:
    page = window(chromium, locale="en-GB")
    page.goto(demo.address)
    page.get_by_role("button", name="Try with my files").click()
    page.wait_for_url(f"{demo.address}/start")
    expect(page.locator(".nav-space")).to_have_text("My company", use_inner_text=True)
    expect(page.locator("input[type=file]")).to_have_count(1)
    page.get_by_role("button", name="Back to the demonstration").click()
    page.wait_for_url(f"{demo.address}/")
    expect(page.locator(".nav-space")).to_have_text("Atelier Kervoal", use_inner_text=True)


def test_the_map_names_one_accountable_person_on_each_area(demo: Served, chromium: Browser) -> None:
    page = window(chromium, locale="fr-FR")
    page.goto(demo.address)
    page.goto(f"{demo.address}/map?as=table")
    rows = page.locator("tbody > tr")
    expect(rows).to_have_count(14)
    for row in rows.all():
        expect(row.locator("td").first.locator(".who")).to_have_count(1)


def test_a_check_in_takes_three_answers_and_stands_beside_the_odds(demo: Served, chromium: Browser) -> None:
    page = window(chromium, locale="en-GB")
    page.goto(f"{demo.address}/demo-in?as=sofiane")
    page.goto(f"{demo.address}/check-in?lang=en")
    asked = page.url.partition("/check-in/")[2].partition("?")[0]
    page.locator("input[name=confidence]").nth(2).check()
    page.locator("input[value=act]").check()
    page.get_by_label("Why?").fill("Eighteen guides rewritten.")
    page.get_by_role("button", name="Send my check-in").click()
    expect(page.get_by_role("status").first).to_contain_text("Your check-in is kept.")
    page.goto(f"{demo.address}/kpi/{asked}")
    expect(page.locator(".hero")).to_contain_text("Confidence of Sofiane")
    expect(page.get_by_text("Eighteen guides rewritten.")).to_be_visible()


def test_the_map_is_walked_by_arrows_and_brought_closer_by_a_key(demo: Served, chromium: Browser) -> None:
    page = window(chromium, locale="fr-FR", viewport={"width": 1440, "height": 900})
    page.goto(demo.address)
    page.goto(f"{demo.address}/map")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.locator("svg.map a[href='/objective/O1']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("svg.map a:focus")).to_have_attribute("href", re.compile("^/kra/"))
    page.keyboard.press("+")
    expect(page.locator("[data-map-zoom] output")).to_have_text(exactly("140\u00a0%"))


def test_the_filters_of_the_map_add_up_by_the_keyboard_and_the_address_keeps_them(
    demo: Served, chromium: Browser
) -> None:
    page = window(chromium, locale="fr-FR", viewport={"width": 1440, "height": 900})
    page.goto(f"{demo.address}/demo-in?as=sofiane")
    page.goto(f"{demo.address}/map?zoom=near")
    for chip in ("attention", "mine"):
        page.locator(f"#chip-{chip}").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#chip-{chip}")).to_have_attribute("aria-current", "true")
        expect(page.locator(f"#chip-{chip}")).to_be_focused()
    expect(page.locator(".map-count")).to_have_text("1 zone sur 14", use_inner_text=True)
    assert page.url == f"{demo.address}/map?zoom=near&only=mine&only=attention"
    page.locator("svg.map a[href^='/kra/']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("svg.map a:focus")).to_have_attribute("href", re.compile("^/(kpi|kri)/"))
    page.go_back()
    expect(page.locator("#chip-mine")).not_to_have_attribute("aria-current", "true")
    page.locator("#chip-axis-mesure").click()
    expect(page.locator("#chip-axis-mesure")).to_have_attribute("aria-current", "true")
    page.locator("#chip-mine").click()
    page.get_by_role("link", name="Tout voir").click()
    expect(page.locator(".map-count")).to_have_text("14 zones", use_inner_text=True)


def test_keys_go_to_rooms_and_are_left_alone_while_one_types(demo: Served, chromium: Browser) -> None:
    page = window(chromium, locale="fr-FR")
    page.goto(demo.address)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis clavier")).to_contain_text("Cartographie")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("gk?")
    expect(page.locator("[data-find] input")).to_have_value("gk?")
    expect(page.locator("[data-keys]")).to_be_hidden()
    page.get_by_role("button", name="Fermer").click()
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url(f"{demo.address}/territories")


def test_a_day_of_the_past_can_be_read_and_not_changed(demo: Served, chromium: Browser) -> None:
    page = window(chromium, locale="fr-FR")
    page.goto(demo.address)
    page.goto(f"{demo.address}/sources?day=2026-10-08")
    expect(page.locator(".callout").first).to_contain_text("8 octobre 2026")
    expect(page.locator("input[type=file]")).to_have_count(0)
    page.goto(f"{demo.address}/sources?day=newest")
    expect(page.locator("input[type=file]")).to_have_count(1)


def test_a_reader_sees_and_cannot_bring_files_in(demo: Served, chromium: Browser) -> None:
    page = window(chromium, locale="fr-FR")
    page.goto(f"{demo.address}/demo-in?as=lecture")
    page.goto(f"{demo.address}/sources")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_count(0)
    token = page.context.cookies()
    refused = page.request.post(
        f"{demo.address}/sources/undo",
        form={"import": "x"},
        headers={"X-CSRFToken": next((c["value"] for c in token if c["name"] == "csrftoken"), "")},
    )
    assert refused.status == 403


def test_a_file_dropped_among_the_demo_s_is_compared_with_what_is_there(
    demo: Served, chromium: Browser, tmp_path: Path
) -> None:
    page = window(chromium, locale="en-GB")
    page.goto(demo.address)
    page.goto(f"{demo.address}/sources")
    own = tmp_path / "csv_tickets-october.csv"
    own.write_text("day,tickets,csat_satisfied,csat_answers\n2026-10-13,31,0,900\n", "utf-8")
    with page.expect_navigation():
        page.locator("input[type=file]").set_input_files(str(own))
    expect(page.get_by_role("heading", level=1)).to_have_text("1 file read")
    changes = page.get_by_role("region", name="What changes")
    expect(changes).to_contain_text("1 day replaced: 13 Oct 2026.")
    expect(changes, "a measure that the new file lacks is said to leave").to_contain_text("goes away")
    moved = re.compile(r"\(CSAT\)\s+[\w ]+\s*→\s*then\s+at risk of missing")
    expect(changes, "the standing that would move is named").to_contain_text(moved, use_inner_text=True)
    page.get_by_role("button", name="Abandon").click()
    expect(page.get_by_text("Abandoned: nothing was kept.")).to_be_visible()


def test_a_page_works_by_the_keyboard_alone(demo: Served, chromium: Browser) -> None:
    page = window(chromium, locale="fr-FR")
    page.goto(demo.address)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()

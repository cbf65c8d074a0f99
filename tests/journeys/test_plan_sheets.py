"""The plan's workbook taken from the page and given back, in a real browser."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Served, complaints_of, exactly, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("fr", 390, "light"), pytest.param("en", 1440, "dark", marks=pytest.mark.slow)]
)
def test_the_plan_leaves_as_a_workbook_and_comes_back_in_sentences(
    demo: Served, chromium: Browser, tmp_path: Path, language: str, width: int, theme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    sight = {"width": width, "height": 900}
    page = window(chromium, locale=language, viewport=sight, color_scheme=theme)
    complaints = complaints_of(page)
    page.goto(f"{demo.address}/?lang={language}")
    page.goto(f"{demo.address}/plan")
    with page.expect_navigation():
        page.get_by_role(
            "link", name={"fr": "Travailler dans un tableur", "en": "Work in a spreadsheet"}[language]
        ).click()
    for name in ("xlsx", "zip"):
        with page.expect_download() as taken:
            page.locator(f"a[href$='plan.{name}']").click()
        taken.value.save_as(tmp_path / f"plan.{name}")
    with page.expect_navigation():
        page.locator("input[type=file]").set_input_files(str(tmp_path / "plan.xlsx"))
    same = {"fr": "Ces feuilles ne changent rien", "en": "These sheets change nothing"}[language]
    expect(page.get_by_role("heading", level=1)).to_have_text(same)
    page.go_back()
    mark, kpis = {"fr": (";0,24;", "KPI"), "en": (",0.24,", "KPIs")}[language]
    with zipfile.ZipFile(tmp_path / "plan.zip") as before, zipfile.ZipFile(tmp_path / "mine.zip", "w") as after:
        for one in before.namelist():
            text = before.read(one).decode("utf-8-sig")
            edited = text.replace(mark, f"{mark[0]}27 %{mark[0]}", 1) if one == f"{kpis}.csv" else text
            after.writestr(one, edited)
    with page.expect_navigation():
        page.locator("input[type=file]").set_input_files(str(tmp_path / "mine.zip"))
    moved = {"fr": "de 24\u00a0% à 27\u00a0%", "en": "from 24% to 27%"}[language]
    expect(page.locator(".rule-list").first).to_contain_text(exactly(moved))
    violations = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in Axe().run(page).response["violations"]]
    assert violations == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name={"fr": "Abandonner", "en": "Abandon"}[language]).click()
    expect(page.get_by_text({"fr": "Abandonné", "en": "Abandoned"}[language])).to_be_visible()
    assert complaints == []

"""A file nobody knows, dropped on the page: said what it is, kept, and known the next time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Served, complaints_of, exactly, window
from tests.sources.test_mapping import SHOP

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def dropped(page: Page, demo: Served, path: Path, language: str) -> None:
    page.goto(f"{demo.address}/?lang={language}")
    page.goto(f"{demo.address}/sources")
    with page.expect_navigation():
        page.locator("input[type=file]").set_input_files(str(path))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    own = tmp_path / "boutique.csv"
    own.write_text(SHOP, "utf-8")
    return own


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("fr", 390, "light"), pytest.param("en", 1440, "dark", marks=pytest.mark.slow)]
)
def test_the_page_of_columns_is_accessible_and_fits(
    demo: Served, chromium: Browser, shop: Path, language: str, width: int, theme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    sight = {"width": width, "height": 900}
    page = window(chromium, locale=language, viewport=sight, color_scheme=theme)
    complaints = complaints_of(page)
    dropped(page, demo, shop, language)
    with page.expect_navigation():
        page.get_by_role("button", name={"fr": "Dire ce que c’est", "en": "Say what it is"}[language]).click()
    page.locator("details.pq summary").last.click()
    violations = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in Axe().run(page).response["violations"]]
    assert violations == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    assert "@kervoal.example" not in page.content()


def test_an_unknown_file_is_described_once_and_known_the_next_time(demo: Served, chromium: Browser, shop: Path) -> None:
    page = window(chromium, locale="en-GB")
    dropped(page, demo, shop, "en")
    expect(page.get_by_role("region", name="Files")).to_contain_text("not recognised")
    with page.expect_navigation():
        page.get_by_role("button", name="Say what it is").click()
    keep, read = page.get_by_role("button", name="Keep this format and go on"), page.locator("#live-read")
    expect(keep, "amounts without a currency").to_have_attribute("aria-disabled", "true")
    with page.expect_response("**/sources/mapping"):
        page.get_by_label("Currency of its amounts").fill("EUR")
        page.get_by_label("Currency of its amounts").press("Tab")
    expect(page.get_by_role("heading", name="What is read")).to_be_visible()
    for said in ("31,692.75", "1 total row left out", "Vendeur"):
        expect(read).to_contain_text(said)
    with page.expect_response("**/sources/mapping"):
        page.get_by_label("Nombre de commandes").select_option("ignored")
    expect(read).not_to_contain_text("107")
    with page.expect_response("**/sources/mapping"):
        page.get_by_label("Nombre de commandes").select_option("measure:orders")
    expect(read).to_contain_text("107")
    keep.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 file read")
    expect(page.get_by_role("region", name="Files")).to_contain_text("own.csv_orders.boutique@")
    expect(page.get_by_role("region", name="What changes")).to_contain_text("new days")
    with page.expect_navigation():
        page.get_by_role("button", name="Abandon").click()

    dropped(page, demo, shop, "en")
    expect(page.get_by_role("region", name="Files")).to_contain_text("own.csv_orders.boutique@")
    page.get_by_role("button", name="Abandon").click()
    page.get_by_role("button", name="Stop recognising boutique").click()
    expect(page.get_by_text("Files of this shape are no longer recognised.")).to_be_visible()
    dropped(page, demo, shop, "en")
    expect(page.get_by_role("region", name="Files")).to_contain_text("not recognised")


def test_columns_are_described_without_any_script(demo: Served, chromium: Browser, shop: Path) -> None:
    page = window(chromium, locale="fr-FR", java_script_enabled=False)
    page.goto(f"{demo.address}/?lang=fr")
    page.goto(f"{demo.address}/sources")
    page.locator("input[type=file]").set_input_files(str(shop))
    page.get_by_role("button", name="Lire ces fichiers").click()
    page.get_by_role("button", name="Dire ce que c’est").click()
    page.get_by_label("Devise de ses montants").fill("eur")
    page.get_by_label("Canal").select_option("dimension:canal")
    page.get_by_role("button", name="Relire").last.click()
    expect(page.get_by_role("heading", name="Ce qui est lu")).to_be_visible()
    expect(page.locator("#live-read")).to_contain_text(exactly("31\u202f692,75"))
    keep = page.get_by_role("button", name="Retenir ce format et continuer")
    expect(keep).not_to_have_attribute("aria-disabled", "true")


def test_a_reader_may_neither_describe_a_file_nor_retire_a_format(demo: Served, chromium: Browser) -> None:
    page = window(chromium, locale="fr-FR")
    page.goto(f"{demo.address}/demo-in?as=lecture")
    token = next((c["value"] for c in page.context.cookies() if c["name"] == "csrftoken"), "")
    for door, form in (("mapping", {"token": "x", "file": "x"}), ("formats/retire", {"format": "x"})):
        refused = page.request.post(f"{demo.address}/sources/{door}", form=form, headers={"X-CSRFToken": token})
        assert refused.status == 403

"""A newcomer with one Search Console download: from an empty home to a first scorecard that says its clicks."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PATIENCE, Serving, complaints_of, exactly, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
LAST = datetime.now(UTC).date() - timedelta(days=3)
FIRST = LAST - timedelta(days=485)


def clicks(day: date) -> int:
    """A busy week, a quiet week-end, and a little more every month."""
    return (40 if day.weekday() < 5 else 25) + (day - FIRST).days // 30


def download() -> bytes:
    """Sixteen months as the tool's “Export, CSV” writes them: a table a file, the newest day first, and the filters."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    whole = sum(clicks(day) for day in days)
    parts = {
        "Devices": ("Device", {"Mobile": whole * 6 // 10, "Desktop": whole - whole * 6 // 10}),
        "Queries": ("Top queries", {"standing desk": whole // 3, "ergonomic chair": whole // 5}),
        "Pages": ("Top pages", {"https://kervoal.example/": whole * 2 // 3, "https://kervoal.example/x": whole // 3}),
        "Countries": ("Country", {"France": whole - whole // 9, "Belgium": whole // 9}),
    }  # fmt: skip
    tables = {
        name: [_header(first), *(_row(key, n) for key, n in rows.items())] for name, (first, rows) in parts.items()
    }
    tables["Chart"] = [_header("Date"), *(_row(str(day), clicks(day)) for day in reversed(days))]
    tables["Filters"] = ["Filter,Value", "Search type,Web", "Date,Last 16 months"]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in tables.items():
            archive.writestr(f"{name}.csv", "\n".join(lines) + "\n")
    return made.getvalue()


def _header(first: str) -> str:
    return f"{first},Clicks,Impressions,CTR,Position"


def _row(key: str, number: int) -> str:
    return f"{key},{number},{number * 20},5%,8.2"


WANTED, PHONE = "Être trouvés plus souvent", 390


def test_one_download_dropped_by_a_newcomer_becomes_a_scorecard_that_says_its_clicks(
    serving: Serving, chromium: Browser, tmp_path: Path
) -> None:
    served = serving.start(tmp_path / "home", "serve")
    page = window(chromium, locale="fr", viewport={"width": PHONE, "height": 900})
    complaints = complaints_of(page, served.address)
    file = tmp_path / "kervoal.example-Performance-on-Search.zip"
    file.write_bytes(download())

    arrived(page, served.setup_link)
    page.wait_for_url(f"{served.address}/start")
    with page.expect_navigation():
        page.locator("input[type=file]").set_input_files(str(file))
    expect(page.locator(".items > li")).to_contain_text("Search Console")
    press(page, "Garder et voir ce qu’ils disent")

    page.locator("summary", has_text="Vous, l’année, la marque").click()
    page.locator("#year").select_option(str(LAST.year))
    press(page, "Relire")
    named = page.locator("#owner_seo")
    named.fill("Claire")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        named.press("Tab")
    expect(page.locator("#draft")).to_contain_text("Claire")
    press(page, "Créer le plan brouillon")

    page.locator("[id='name:objectives.0']").fill(WANTED)
    for field in page.locator("input[name^='baseline:']").all():
        field.fill("1000")
    for field in page.locator("input[name^='target:']").all():
        field.fill("2000000")
    press(page, "Enregistrer")
    press(page, "Mettre en vigueur")
    awaited = page.get_by_role("heading", name="les premiers chiffres sont attendus")
    expect(awaited).to_have_count(0, timeout=PATIENCE * 1000)
    expect(page, "the page followed by itself").to_have_url(f"{served.address}/")
    page.wait_for_load_state()

    year = sum(clicks(date(LAST.year, 1, 1) + timedelta(days=n)) for n in range(LAST.timetuple().tm_yday))
    page.goto(f"{served.address}/map")
    expect(page.locator("main")).to_contain_text(WANTED)
    page.locator("main a[href^='/kpi/organic_clicks']:visible").first.press("Enter")
    expect(page.locator(".hero .val")).to_have_text(exactly(f"{year:,}".replace(",", "\u202f")))
    expect(page.locator("main"), "the figure names the file that it comes from").to_contain_text(file.name)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert complaints == []


def arrived(page: Page, link: str) -> None:
    """From the link on the console to the company's name."""
    page.goto(f"{link}?lang=fr")
    page.locator("#name").fill("Claire")
    page.locator("#email").fill("claire@kervoal.example")
    page.locator("#password").fill("granite lighthouse 42")
    press(page)
    page.locator("#name").fill("Atelier Kervoal")
    press(page)


def press(page: Page, name: str | None = None) -> None:
    """The button of that name, or the page's own, and the page that follows."""
    named = page.locator("main button[type=submit]") if name is None else page.get_by_role("button", name=name)
    with page.expect_navigation():
        named.last.click()

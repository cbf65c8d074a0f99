"""How a screen is looked at: by which language, width and theme, and what each owes to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.conftest import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (390, 820, 1440)
"""A phone, a tablet and a desk: every screen fits all three, in each language."""


def visited(seen: tuple[Served, Page, list[str], int], screen: str) -> None:
    """Open a screen of the demo and see that it is one for everybody, by day and by night."""
    demo, page, complaints, width = seen
    complaints.clear()
    answer = page.goto(f"{demo.address}{screen}")
    assert answer is not None
    assert answer.status == 200, demo.printed[-30:]
    assert "'unsafe" not in answer.headers["content-security-policy"]
    fits_everybody(page, complaints, width)
    readable_in_the_other_theme(page)


def fits_everybody(page: Page, complaints: list[str], width: int) -> None:
    """Nothing that axe finds, nothing wider than any screen, nothing the browser complains about."""
    expect(page.locator("[data-later][aria-busy]")).to_have_count(0)
    found = _faults(page)
    assert found == [], found  # said here: what stands beside the tests is not rewritten by pytest
    for one in sorted(WIDTHS, key=lambda other: other == width):  # its own last: it is left as it was
        page.set_viewport_size({"width": one, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= one, f"at {one} pixels"
    assert complaints == [], complaints


def readable_in_the_other_theme(page: Page) -> None:
    """What a theme may spoil is the contrast: nothing else of the page depends on it."""
    night = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if night else "dark")
    found = _faults(page, runOnly=["color-contrast"])
    assert found == [], found
    page.emulate_media(color_scheme="dark" if night else "light")


def _faults(page: Page, **only: list[str]) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(options)", {"resultTypes": ["violations"], **only})
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]

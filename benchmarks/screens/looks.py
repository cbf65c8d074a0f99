"""What a browser itself says of a page: when its largest part was there, how long a click waited, what moved."""

from __future__ import annotations

import gzip
import shutil
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOADS = 5
WATCH = """
(() => {
  const seen = window.__seen = { lcp: 0, cls: 0, inp: 0 };
  const watch = (type, each, more) => new PerformanceObserver((list) => list.getEntries().forEach(each))
    .observe({ type, buffered: true, ...more });
  watch("largest-contentful-paint", (one) => { seen.lcp = one.startTime; });
  watch("layout-shift", (one) => { if (!one.hadRecentInput) seen.cls += one.value; });
  const slow = (one) => { if (one.interactionId) seen.inp = Math.max(seen.inp, one.duration); };
  watch("event", slow, { durationThreshold: 16 });
})();
"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))"


@dataclass(frozen=True, slots=True)
class Look:
    """One page: first load and median of the next (seconds), slowest interaction (ms), shift, script (bytes)."""

    first: float
    lcp: float
    inp: float
    cls: float
    script: int


def looks(address: str, paths: dict[str, str]) -> dict[str, Look]:
    """Each page opened in a fresh tab of one visit, then clicked and typed upon. Empty without a Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        return {}
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        seen = _all(browser, address, paths)
        browser.close()
    return seen


def _all(browser: Browser, address: str, paths: dict[str, str]) -> dict[str, Look]:
    visit = browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    visit.add_init_script(WATCH)
    first = visit.new_page()
    first.goto(f"{address}/demo-in")
    first.close()
    return {name: _look(lambda: visit.new_page(), f"{address}{path}") for name, path in paths.items()}


def _look(tab, address: str) -> Look:  # type: ignore[no-untyped-def]  # opens a tab
    loads, shifts, slowest, script = [], [], 0.0, 0
    for number in range(LOADS + 1):
        page: Page = tab()
        scripts: list[int] = []
        page.on("response", lambda one, kept=scripts: _script(one, kept))
        page.goto(address, wait_until="load")
        page.evaluate(SETTLED)
        seen = page.evaluate("window.__seen")
        loads.append(seen["lcp"] / 1000)
        if number == LOADS:
            slowest, script = _used(page), sum(scripts)
        shifts.append(page.evaluate("window.__seen.cls"))
        page.close()
    return Look(loads[0], statistics.median(loads[1:]), slowest, max(shifts), script)


def _script(answer, kept: list[int]) -> None:  # type: ignore[no-untyped-def]  # a response of the browser
    if answer.request.resource_type == "script":
        kept.append(len(gzip.compress(answer.body())))


def _used(page: Page) -> float:
    """The slowest of real keys and clicks: through the page, its menus, the theme, search, and the map's own keys."""
    for key in ("Tab", "Tab", "Tab", "PageDown", "PageUp"):
        page.keyboard.press(key)
    page.locator("summary.who").click()
    page.locator("[data-theme-next]").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    if page.locator("[data-map]").count():
        page.locator("[data-map-zoom] button").last.click()
        page.locator("svg.map a").nth(8).focus()
        for key in ("ArrowDown", "ArrowDown", "ArrowRight", "-"):
            page.keyboard.press(key)
    for one in page.locator("main details > summary").all()[:3]:
        if one.is_visible():
            one.click()
    page.evaluate(SETTLED)
    return float(page.evaluate("window.__seen.inp"))

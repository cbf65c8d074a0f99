"""What a browser itself says of a page: when its largest part was there, how long a click waited, what moved."""

from __future__ import annotations

import gzip
import shutil
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

LOADS, ROUNDS = 5, 3
"""Loads after the first, and how often each page is gone through by hand."""
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
TAKEN = "() => { const most = window.__seen.inp; window.__seen.inp = 0; return most; }"


@dataclass(frozen=True, slots=True)
class Act:
    """One key or click: how long one waited for its picture, and what it cost the page's own thread; both in ms."""

    name: str
    waited: float
    spent: float


@dataclass(frozen=True, slots=True)
class Look:
    """One page: first load, median and worst of the next (seconds), shift, script (bytes), every act in each round."""

    first: float
    lcp: float
    worst_lcp: float
    cls: float
    script: int
    rounds: tuple[tuple[Act, ...], ...]

    @property
    def inp(self) -> float:
        """The median, over the rounds, of the slowest act of each: what a machine that is busy for a moment leaves."""
        return statistics.median(max(act.waited for act in acts) for acts in self.rounds)

    @property
    def worst_inp(self) -> float:
        """The slowest act of all."""
        return max(act.waited for acts in self.rounds for act in acts)

    @property
    def dearest(self) -> Act:
        """The act with the greatest median cost, in processor time: the machine's load hardly shows in it."""
        medians = [_median(same) for same in zip(*self.rounds, strict=True)]
        return max(medians, key=lambda act: act.spent)


def _median(same: Sequence[Act]) -> Act:
    waited, spent = (statistics.median(getattr(act, kind) for act in same) for kind in ("waited", "spent"))
    return Act(same[0].name, waited, spent)


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


def _look(tab: Callable[[], Page], address: str) -> Look:
    loads, shifts, rounds, script = [], [], [], 0
    for number in range(LOADS + 1):
        page = tab()
        scripts: list[int] = []
        page.on("response", lambda one, kept=scripts: _script(one, kept))
        page.goto(address, wait_until="load")
        page.evaluate(SETTLED)
        loads.append(page.evaluate("window.__seen.lcp") / 1000)
        if number > LOADS - ROUNDS:
            rounds.append(tuple(_used(page)))
        script = max(script, sum(scripts))
        shifts.append(page.evaluate("window.__seen.cls"))
        page.close()
    return Look(loads[0], statistics.median(loads[1:]), max(loads), max(shifts), script, tuple(rounds))


def _script(answer, kept: list[int]) -> None:  # type: ignore[no-untyped-def]  # a response of the browser
    if answer.request.resource_type == "script":
        kept.append(len(gzip.compress(answer.body())))


def _used(page: Page) -> Iterator[Act]:
    """Real keys and clicks, each alone: through the page, its menus, the theme, search, and the map's own keys."""
    asked = page.context.new_cdp_session(page)
    asked.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        found = asked.send("Performance.getMetrics")["metrics"]
        return 1000 * next(float(one["value"]) for one in found if one["name"] == "TaskDuration")

    for name, act in _acts(page):
        page.evaluate(TAKEN)
        before = spent()
        act()
        page.evaluate(SETTLED)
        yield Act(name, float(page.evaluate(TAKEN)), spent() - before)


def _pressed(one: Locator) -> Callable[[], None]:
    """A click by the mouse alone, on a place found beforehand: looking for it is no cost of the page."""
    one.scroll_into_view_if_needed()
    box = one.bounding_box() or {"x": 0.0, "y": 0.0, "width": 0.0, "height": 0.0}
    return lambda: one.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def _acts(page: Page) -> Iterator[tuple[str, Callable[[], None]]]:
    def key(name: str) -> tuple[str, Callable[[], None]]:
        return name, lambda: page.keyboard.press(name)

    for name in ("Tab", "Tab", "Tab", "PageDown", "PageUp"):
        yield key(name)
    yield "menu", _pressed(page.locator("summary.who"))
    yield "theme", _pressed(page.locator("[data-theme-next]").first)
    for name in ("Escape", "Control+k", "Escape"):
        yield key(name)
    if page.locator("[data-map]").count():
        yield "closer", _pressed(page.locator("[data-map-zoom] button").last)
        page.locator("svg.map a").nth(8).focus()
        for name in ("ArrowDown", "ArrowDown", "ArrowRight", "-"):
            yield key(name)
    for number, one in enumerate(page.locator("main details > summary").all()[:3]):
        if one.is_visible():
            yield f"unfold {number + 1}", _pressed(one)

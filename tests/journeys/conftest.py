"""A real process serving a real home, and a real browser that looks at it."""

from __future__ import annotations

import os
import random
import re
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE = 600
"""Seconds, for what a machine that does ten other things may need: none of it is a claim about speed."""
PAGE_PATIENCE = 180_000
"""Milliseconds that an action or an expectation on a page may wait."""
SETUP = re.compile(r"http://\S+/setup/\S+")


def jalon(home: Path, *words: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    """One command, typed."""
    command = [sys.executable, "-m", "jalon", "--home", str(home), "--lang", language, *words]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


@dataclass(frozen=True)
class Served:
    """A process that answers at an address, with what it has printed so far."""

    address: str
    printed: list[str]

    @property
    def setup_link(self) -> str:
        found = next((m for line in list(self.printed) if (m := SETUP.search(line))), None)
        assert found is not None, f"no setup link among {self.printed}"
        return found[0]


class Serving:
    """Starts `jalon serve` or `jalon demo` on a free port and ends it."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[str]] = []

    def start(self, home: Path, command: str, **settings: str) -> Served:
        for _ in range(5):
            address, printed = self._tried(home, command, settings)
            if address:
                _wait_for(f"{address}/healthz")
                return Served(address, printed)
            if not any("port" in line for line in printed):
                break
        pytest.fail(f"the server ended: {printed}")

    def _tried(self, home: Path, command: str, settings: dict[str, str]) -> tuple[str | None, list[str]]:
        """Its address, unless somebody took the port between our asking and its listening."""
        port = free_port()
        place = ["--home", str(home)] if command == "demo" else []
        process = subprocess.Popen(
            [sys.executable, "-m", "jalon", "--home", str(home), "--lang", "en", command, "--port", str(port), *place],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **settings, "PYTHONUNBUFFERED": "1"},
        )
        self._running.append(process)
        address, printed = f"http://127.0.0.1:{port}", []
        assert process.stdout is not None
        for line in process.stdout:
            printed.append(line.rstrip())
            if line.strip() == f"{address}/":
                # What it says later is read too: a full pipe would hold it up.
                threading.Thread(target=_heard, args=(process.stdout, printed), daemon=True).start()
                return address, printed
        return None, printed

    def end(self) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(PATIENCE)
            finally:
                process.kill()


def _heard(lines: Iterable[str], printed: list[str]) -> None:
    printed.extend(line.rstrip() for line in lines)


def free_port() -> int:
    """A port where nothing listens, below those that the system gives to whoever asks for any."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if tried.connect_ex(("127.0.0.1", port)) != 0:
                return port


def _wait_for(address: str) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE * 20):
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  # our own loopback address
                if answer.status == 200:
                    return
        except OSError:
            pause.wait(0.05)
    pytest.fail(f"{address} does not answer")


@pytest.fixture(scope="session")
def serving() -> Iterator[Serving]:
    runs = Serving()
    yield runs
    runs.end()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without one the tests are skipped, unless a browser is required.

    It is closed with its file of tests: while its driver runs, no record may be read in the same thread.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("a browser is required and there is no Chromium")
        pytest.skip("no Chromium: `apt install chromium`")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PAGE_PATIENCE)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"], timeout=PATIENCE * 1000)
        yield browser
        browser.close()


def window(chromium: Browser, **sight: object) -> Page:
    """A page of a browser of its own: `locale`, `viewport`, `color_scheme`… as Playwright names them."""
    context = chromium.new_context(**sight)  # type: ignore[arg-type]
    context.set_default_timeout(PAGE_PATIENCE)
    return context.new_page()


SIGHTS = {"desk": ("fr", 1440, "light"), "phone": ("en", 390, "dark")}
"""By day at a desk, and, in the slower leg, in the other language, by night, on a phone."""


@pytest.fixture(scope="module", params=["desk", pytest.param("phone", marks=pytest.mark.slow)])
def seen(request: pytest.FixtureRequest, demo: Served, chromium: Browser) -> tuple[Served, Page, list[str], int]:
    """A browser of one width, language and theme, with everything it complained about or asked elsewhere."""
    language, width, theme = SIGHTS[request.param]
    sight = {"viewport": {"width": width, "height": 900}, "color_scheme": theme, "reduced_motion": "reduce"}
    page = window(chromium, locale=language, **sight)
    complaints = complaints_of(page, demo.address)
    page.goto(f"{demo.address}/?lang={language}")
    return demo, page, complaints, width


def exactly(text: str) -> re.Pattern[str]:
    """The text with its very spaces: an expectation of plain text takes every space for another."""
    return re.compile(re.escape(text))


def complaints_of(page: Page, address: str | None = None) -> list[str]:
    """What the page will complain about from now on, and what it will ask outside of its address."""
    told: list[str] = []
    page.on("console", lambda said: told.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: told.append(str(fault)))
    if address is not None:
        page.on("request", lambda asked: None if asked.url.startswith(address) else told.append(asked.url))
    return told


@pytest.fixture(scope="session")
def demo(serving: Serving, built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The whole demo: simulated, imported, scored, served; a copy of one's own, which may be written in."""
    home = tmp_path_factory.mktemp("served") / "demo"
    shutil.copytree(built_demo, home)
    return serving.start(home, "serve", JALON_DEMO="1")

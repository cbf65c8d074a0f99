"""A real process serving a real home, and a real browser that looks at it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATIENCE = 120
SETUP = re.compile(r"http://\S+/setup/\S+")


def jalon(home: Path, *words: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    """One command, typed."""
    command = [sys.executable, "-m", "jalon", "--home", str(home), "--lang", language, *words]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


@dataclass(frozen=True)
class Served:
    """A process that answers at an address, with what it printed before it did."""

    address: str
    printed: tuple[str, ...]

    @property
    def setup_link(self) -> str:
        found = next((m for line in self.printed if (m := SETUP.search(line))), None)
        assert found is not None, f"no setup link among {self.printed}"
        return found[0]


class Serving:
    """Starts `jalon serve` or `jalon demo` on a free port and ends it."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[str]] = []

    def start(self, home: Path, command: str) -> Served:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        place = ["--home", str(home)] if command == "demo" else []
        process = subprocess.Popen(
            [sys.executable, "-m", "jalon", "--home", str(home), "--lang", "en", command, "--port", str(port), *place],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._running.append(process)
        address, printed = f"http://127.0.0.1:{port}", []
        assert process.stdout is not None
        for line in process.stdout:
            printed.append(line.rstrip())
            if line.strip() == f"{address}/":
                break
        else:
            pytest.fail(f"the server ended: {printed}")
        _wait_for(f"{address}/healthz")
        return Served(address, tuple(printed))

    def end(self) -> None:
        for process in self._running:
            process.terminate()
            process.wait(20)


def _wait_for(address: str) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE * 20):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  # our own loopback address
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
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The whole demo: simulated, imported, scored, served."""
    return serving.start(tmp_path_factory.mktemp("demo"), "demo")

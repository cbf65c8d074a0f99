"""A command line with a home of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.warm import Warm

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "jalon" / "demo" / "plan.yaml"
Typed = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan and an export, and a home beside."""
    place = tmp_path_factory.mktemp("typed")
    shutil.copy(SAMPLE, place / "plan.yaml")
    days = "\n".join(f"2026-09-{n:02d},EUR,seo,b2c,{10 + n},{1000 + n}.50" for n in range(1, 31))
    (place / "csv_orders-september.csv").write_text(
        f"day,currency,channel,by_business,orders,revenue\n{days}\n", "utf-8"
    )
    return place


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """Where the commands of a run are typed: processes of their own, begun with everything imported."""
    made = Warm(tmp_path_factory.mktemp("warm"))
    yield made
    made.end()


@pytest.fixture(scope="module")
def typed(folder: Path, warm: Warm) -> Typed:
    """Type a command in that folder."""

    def run(*words: str, language: str = "en") -> subprocess.CompletedProcess[str]:
        return warm.typed(["--home", str(folder / "home"), "--lang", language, *words], folder)

    return run


@pytest.fixture(scope="module")
def typed_cold(folder: Path) -> Typed:
    """The same by an interpreter that begins with nothing, as a user's does: a second each, so a few only."""

    def run(*words: str, language: str = "en") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "jalon", "--home", str(folder / "home"), "--lang", language, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
        )

    return run


@pytest.fixture(scope="module")
def applied(typed: Typed) -> subprocess.CompletedProcess[str]:
    return typed("apply", "plan.yaml", "--author", "claire", "--reason", "Plan 2026", "--on", "2026-01-05")

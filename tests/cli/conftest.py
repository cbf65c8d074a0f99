"""A command line with a home of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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


@pytest.fixture(scope="module")
def typed(folder: Path) -> Typed:
    """Type a command in that folder."""

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

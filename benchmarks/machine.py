"""What a figure was measured on, and how it is measured."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path


def described() -> str:
    """The machine and the versions that matter, on one line."""
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    libraries = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "deltalake"))
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, {libraries}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8", "replace").splitlines() if Path(path).exists() else []


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(one: Callable[[], object], other: Callable[[], object], runs: int = 5) -> tuple[float, float]:
    """Medians of two pieces of work, run in turn so that both meet the same noise; each is warmed once."""
    one()
    other()
    pairs = [(seconds(one), seconds(other)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)

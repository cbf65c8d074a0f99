"""How long `jalon --help` keeps one waiting."""

from __future__ import annotations

import statistics
import subprocess
import sys

from benchmarks.machine import seconds

GOAL = 0.3


def run() -> bool:
    """Median of nine starts against the goal, beside a Python that does nothing."""
    command = [sys.executable, "-m", "jalon", "--help"]
    bare = [sys.executable, "-c", "pass"]
    ours = statistics.median(
        seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(9)
    )
    none = statistics.median(seconds(lambda: subprocess.run(bare, check=True, capture_output=True)) for _ in range(9))
    print(f"  jalon --help {ours:.3f} s; python alone {none:.3f} s; goal {GOAL} s")
    return ours <= GOAL

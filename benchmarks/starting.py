"""How long `jalon start` takes from a folder of exports to a draft plan."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.machine import seconds

GOAL = 10.0
REAL = Path(__file__).resolve().parents[2] / "shared" / "sources" / "exports"
MADE = Path(__file__).resolve().parents[1] / "tests" / "sources" / "look_alikes"


def run() -> bool:
    """Median of three runs against the goal, beside a Python that does nothing; real exports where they are."""
    exports = REAL if REAL.exists() else MADE
    files = [path for path in exports.rglob("*") if path.is_file()]
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-m", "jalon", "--home", place, "start", str(exports), "-o", f"{place}/plan.yaml"]

        def start() -> None:
            subprocess.run([*command, "--force"], check=True, capture_output=True, stdin=subprocess.DEVNULL)

        ours = statistics.median(seconds(start) for _ in range(3))
    bare = [sys.executable, "-c", "pass"]
    none = statistics.median(seconds(lambda: subprocess.run(bare, check=True, capture_output=True)) for _ in range(9))
    kind = "real exports" if exports == REAL else "look-alikes; the real exports are not beside this folder"
    print(f"  jalon start, {len(files)} files ({kind}) {ours:.2f} s; python alone {none:.3f} s; goal {GOAL:.0f} s")
    return ours <= GOAL

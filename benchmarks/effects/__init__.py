"""Effects beside other tools in one run: before and after, panels, tests that draw lots, designs."""

from __future__ import annotations

from benchmarks.effects import before_after, lots, panels, rivals


def run() -> bool:
    """All parts; True when every goal holds."""
    if rivals.missing():
        print(f"  not installed here: {', '.join(rivals.missing())} (pip install them); left out of the tables")
    return all([panels.run(), lots.run(), before_after.run()])

"""Signals: one function a method of the KRI catalogue, from numbers to readings or a refusal.

Every method takes a `Given` (inputs and parameters by their names in the catalogue) and answers with `Readings`, one a
step, or a `Refusal`. They are found by their names through the entry points `jalon.signals`.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from jalon.stats.signals.bands import Bound, levels
from jalon.stats.signals.given import DOWN, UP, Given, Observed, Readings, Signal

GROUP = "jalon.signals"

__all__ = ["DOWN", "UP", "Bound", "Given", "Observed", "Readings", "Signal", "levels", "signals"]


@cache
def signals() -> dict[str, Signal]:
    """Every registered method by its name in the catalogue."""
    return {entry.name: entry.load() for entry in entry_points(group=GROUP)}

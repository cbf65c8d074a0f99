"""From readings to levels: quiet up to the appetite, red from the limit, amber between."""

from __future__ import annotations

import numpy as np

from jalon.stats.signals.given import Readings, turned
from jalon.stats.warning.robust import Array

QUIET, AMBER, RED = 0.0, 1.0, 2.0


def levels(readings: Readings, appetite: float | None, limit: float | None, direction: int) -> Array:
    """Level of each reading (n,); a method with a rule of its own has told it already."""
    if readings.levels is not None:
        return readings.levels
    if appetite is None or limit is None:
        return np.full_like(readings.sure, np.nan)
    value, low, high = turned(readings.sure, direction), direction * appetite, direction * limit
    found = np.where(value <= low, QUIET, np.where(value >= high, RED, AMBER))
    return np.asarray(np.where(np.isfinite(value), found, np.nan))

"""From readings to levels: quiet up to the appetite, red from the limit, amber between."""

from __future__ import annotations

import numpy as np

from jalon.stats.signals.given import Readings, turned
from jalon.stats.warning.robust import Array

QUIET, AMBER, RED = 0.0, 1.0, 2.0
Bound = float | tuple[float, float] | None


def levels(readings: Readings, appetite: Bound, limit: Bound, direction: int) -> Array:
    """Level of each reading (n,); a method with a rule of its own has told it already.

    Two intervals are bounds on both sides: inside the first is quiet, outside the second red.
    """
    if readings.levels is not None:
        return readings.levels
    value = readings.sure
    if isinstance(appetite, tuple) and isinstance(limit, tuple):
        calm = (value >= appetite[0]) & (value <= appetite[1])
        tolerated = (value > limit[0]) & (value < limit[1])
        found = np.where(calm, QUIET, np.where(tolerated, AMBER, RED))
    elif isinstance(appetite, tuple) or isinstance(limit, tuple) or appetite is None or limit is None:
        return np.full_like(value, np.nan)
    else:
        value, low, high = turned(value, direction), direction * appetite, direction * limit
        found = np.where(value <= low, QUIET, np.where(value >= high, RED, AMBER))
    return np.asarray(np.where(np.isfinite(value), found, np.nan))

"""Of several cells the worst decides, and is named in the evidence."""

from __future__ import annotations

import numpy as np

from jalon.stats.signals.given import Readings
from jalon.stats.warning.robust import Array


def worst_cell(value: Array, sure: Array, direction: int) -> Readings:
    """The worst of (n, C) readings at each step; a cell without a reading is left out."""
    told = np.isfinite(sure)
    ranked = np.where(told, direction * sure, -np.inf)
    at = ranked.argmax(1)
    any_told = told.any(1)
    picked_value, picked_sure = (np.take_along_axis(one, at[:, None], 1)[:, 0] for one in (value, sure))
    evidence = {"cell": float(at[-1])} if len(at) and value.shape[1] > 1 else {}
    return Readings(np.where(any_told, picked_value, np.nan), np.where(any_told, picked_sure, np.nan), None, evidence)

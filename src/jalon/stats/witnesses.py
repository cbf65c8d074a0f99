"""Control series together and apart: what the untouched ones did while another one moved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jalon.stats.changes.steps import leveled, steps
from jalon.stats.warning.robust import Array


def together(controls: Sequence[Array]) -> Array | None:
    """One control of several (n,) each, every one in its own measure: the geometric mean of their levels."""
    if not controls:
        return None
    return np.asarray(np.exp(np.mean([level - level.mean() for level in map(leveled, controls)], axis=0)))


def moved(control: Array, day: int) -> float:
    """By which share a control's level moved on a day (-0.1 is a fall by a tenth); 0 too close to an edge to tell."""
    return float(np.expm1(steps(leveled(control)).size[day]))

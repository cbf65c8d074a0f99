"""`threshold`: a level against its bounds."""

from __future__ import annotations

import numpy as np

from jalon.quantities import Refusal
from jalon.stats.signals.given import Given, Readings
from jalon.stats.signals.windows import divided, refused, sure_share, totals
from jalon.stats.signals.worst import worst_cell


def threshold(given: Given) -> Readings | Refusal:
    """The input over its window; of several cells the worst decides."""
    value = given.inputs["value"].by_cell()
    window, least = given.steps("window", 7), given.number("min_denominator", 0)
    refusal = refused(value, window, least) if given.word("when_zero_denominator", "refuse") == "refuse" else None
    if refusal is not None:
        return refusal
    top, under = totals(value, window)
    read = top if under is None else divided(top, under, least)
    if under is not None and given.word("when_zero_denominator", "refuse") == "quiet":
        read = np.where(np.nan_to_num(under) == 0, 0.0, read)
    certainty = given.number("certainty", 0) or None
    return worst_cell(read, sure_share(read, under, certainty, given.direction), given.direction)

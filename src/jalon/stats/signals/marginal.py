"""`marginal_response`: what the next euro brings."""

from __future__ import annotations

import numpy as np

from jalon.quantities import Refusal
from jalon.stats.saturation import Saturation, saturation
from jalon.stats.signals.given import UP, Given, Observed, Readings
from jalon.stats.signals.windows import rolling_total
from jalon.stats.signals.worst import worst_cell
from jalon.stats.warning.robust import Array

MOST = 1e6
"""A cost per result that no figure could hold: nothing more comes back."""


def marginal_response(given: Given) -> Readings | Refusal:
    """Marginal cost over its ceiling, or elasticity, of each pair `cost`, `response` (and `_2`): the worst decides.

    Steps are weeks; with `output=told` both sides come as they are, from a fit of several channels together. `sure` is
    the end of the interval towards good. The last `readings` weeks are read.
    """
    if given.word("output", "") == "told":
        value, sure = (given.inputs[name].top[:, None] for name in ("told", "sure"))
        return worst_cell(value, sure, given.direction)
    pairs = list(zip(given.starting("cost"), given.starting("response"), strict=True))
    weeks = pairs[0][0].steps
    ends = range(weeks, max(0, weeks - given.steps("readings", 1)), -1)
    value, sure = np.full((weeks, len(pairs)), np.nan), np.full((weeks, len(pairs)), np.nan)
    refusal: Refusal | None = None
    for cell, (cost, response) in enumerate(pairs):
        for end in ends:
            found = _found(cost, response, end, given)
            if isinstance(found, Refusal):
                refusal = found if end == weeks else refusal
            else:
                value[end - 1, cell], sure[end - 1, cell] = _told(found, given)
    if refusal is not None and not np.isfinite(value[-1]).any():
        return refusal
    return worst_cell(value, sure, given.direction)


def _found(cost: Observed, response: Observed, end: int, given: Given) -> Saturation | Refusal:
    window = given.steps("window", 1)
    spent, answered = (one.top[:end] if one.level else _summed(one.top[:end], window) for one in (cost, response))
    history = given.steps("history", 104)
    floor = 1 / given.number("ceiling", 1.0) if given.word("output", "") != "elasticity" else None
    return saturation(spent[-history:], answered[-history:], floor, given.number("certainty", 0.80))


def _summed(values: Array, window: int) -> Array:
    return values if window == 1 else rolling_total(values, window) / window


def _told(found: Saturation, given: Given) -> tuple[float, float]:
    if given.word("output", "") == "elasticity":
        towards = found.elasticity_high if given.direction != UP else found.elasticity_low
        return found.elasticity, towards
    ceiling = given.number("ceiling", 1.0)
    return min(1 / max(found.marginal, 1e-12) / ceiling, MOST), min(1 / max(found.high, 1e-12) / ceiling, MOST)

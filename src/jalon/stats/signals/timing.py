"""`freshness` and `slack`: data that grows old, milestones that others wait for."""

from __future__ import annotations

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NeverLoaded
from jalon.stats.signals.given import DOWN, UP, Given, Readings
from jalon.stats.signals.windows import divided
from jalon.stats.signals.worst import worst_cell
from jalon.stats.warning.robust import Array, Flags


def freshness(given: Given) -> Readings | Refusal:
    """Age of each source (n, sources) over what is expected of it; the worst decides, one never loaded is refused."""
    age, expected = given.inputs["age"].by_cell().top, given.inputs["expected"].by_cell().top
    if not np.isfinite(age[-1]).all():
        return NeverLoaded("any")
    late = divided(age, np.broadcast_to(expected, age.shape))
    return worst_cell(late, late, UP)


def slack(given: Given) -> Readings | Refusal:
    """Days between each milestone and the latest end of what it waits for; the smallest decides.

    `due` and `end` (n, things) are days as planned on each step, `needs` (things, things) is 1 where the row waits for
    the column; a thing without a `due` is an action. Late work ends today.
    """
    due, end = given.inputs["due"].by_cell().top, given.inputs["end"].by_cell().top
    needs = given.inputs["needs"].top > 0
    left = np.full(due.shape, np.nan)
    for step in range(len(due)):
        ready = _ready(np.where(np.isfinite(end[step]), end[step], due[step]), needs, float(step))
        waits = needs.any(1)
        left[step] = np.where(waits, due[step] - ready, due[step] - step)
    if not np.isfinite(left[-1]).any():
        return NeverLoaded("milestone")
    return worst_cell(left, left, DOWN)


def _ready(end: Array, needs: Flags, today: float) -> Array:
    """For each thing, the latest end along the whole graph of what it needs; a circle stops after one turn."""
    own = np.maximum(np.where(np.isfinite(end), end, today), today)
    latest = np.full(len(own), today)
    for _ in range(len(own)):
        reach = np.maximum(own, latest)
        needed = np.where(needs, reach[None, :], -np.inf).max(1)
        after = np.maximum(today, needed)
        if (after == latest).all():
            break
        latest = after
    return latest

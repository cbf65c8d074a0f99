"""`trend_conflict`: the KPI rises while the result falls."""

from __future__ import annotations

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoGuardrail, TooLittleHistory
from jalon.stats.signals.bands import AMBER, QUIET, RED
from jalon.stats.signals.given import UP, Given, Observed, Readings
from jalon.stats.signals.slope import slope
from jalon.stats.warning.robust import Array


def trend_conflict(given: Given) -> Readings | Refusal:
    """Steps (weeks) in a row in which `value` surely went the good way and `outcome` the bad one.

    `value_good` and `outcome_good` are 1 where up is good, -1 where down is.
    """
    if "outcome" not in given.inputs:
        return NoGuardrail()
    window = given.steps("slope_window", 6)
    rises = _surely(given, "value", given.number("value_good", UP), window)
    falls = _surely(given, "outcome", -given.number("outcome_good", UP), window)
    for one in (rises, falls):
        if isinstance(one, Refusal):
            return TooLittleHistory(needed=window, have=given.inputs["value"].steps)
    conflict = np.asarray(rises) & np.asarray(falls)
    run = np.zeros(len(conflict))
    for week, both in enumerate(conflict):
        run[week] = run[week - 1] + 1 if both and week else float(both)
    levels = np.where(
        run > given.number("red_run", 6), RED, np.where(run >= given.number("amber_run", 4), AMBER, QUIET)
    )
    early = np.arange(len(run)) < window - 1
    return Readings(np.where(early, np.nan, run), np.where(early, np.nan, run), np.where(early, np.nan, levels))


def _surely(given: Given, name: str, way: float, window: int) -> Array | Refusal:
    """The weeks whose slope goes that way with the certainty asked."""
    certainty = given.number("certainty", 0.80)
    params = {"window": float(window), "every": 1.0, "per": 1.0, "certainty": certainty, "fewest": float(window)}
    one = given.inputs[name]
    found = slope(Given({"value": Observed(one.top, one.under, one.level)}, params, UP if way > 0 else -1))
    if isinstance(found, Refusal):
        return found if isinstance(found, TooLittleHistory) else np.zeros(one.steps, np.bool_)
    return np.asarray(np.nan_to_num(found.sure) * way > 0)

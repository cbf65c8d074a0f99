"""`joint_rule`: several numbers at once, at the same place."""

from __future__ import annotations

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NotBound, TooLittleVolume
from jalon.stats.signals.bands import AMBER, QUIET, RED
from jalon.stats.signals.given import Given, Observed, Readings
from jalon.stats.signals.windows import divided, totals
from jalon.stats.warning.robust import Array


def joint_rule(given: Given) -> Readings | Refusal:
    """Each input has its test (`level`, `drop_from_best`) and two bounds; amber if any passes, red if all do.

    An input that is not measured leaves amber at most; `span` is how many steps a window lasts when each step is a
    window already. The reading is the number of inputs beyond their red bound.
    """
    names = sorted(name for name in given.inputs if f"{name}_test" in given.params)
    if len(names) < 2:
        return NotBound("inputs")
    window = given.steps("window", 7)
    tested = {name: _tested(given, name, window) for name in names}
    if not np.any(np.isfinite(np.stack([one[-1] for one in tested.values()]))):
        return TooLittleVolume(needed=given.number("min_denominator", 1), have=0)
    amber = np.stack(
        [np.nan_to_num(one, nan=-np.inf) > given.number(f"{name}_amber", 0) for name, one in tested.items()]
    )
    red = np.stack([np.nan_to_num(one, nan=-np.inf) > given.number(f"{name}_red", 0) for name, one in tested.items()])
    told = np.any(np.stack([np.isfinite(one) for one in tested.values()]), axis=0)
    cells = np.where(red.all(0), RED, np.where(amber.any(0), AMBER, QUIET))
    ranked = np.where(told, cells, -1.0)
    worst = ranked.argmax(1)
    levels = np.where(told.any(1), ranked.max(1), np.nan)
    beyond = np.take_along_axis(red.sum(0), worst[:, None], 1)[:, 0].astype(float)
    return Readings(beyond, beyond, levels, {"cell": float(worst[-1])})


def _tested(given: Given, name: str, window: int) -> Array:
    one = given.inputs[name].by_cell()
    top, under = totals(one, window)
    read = top if under is None else divided(top, under, given.number("min_denominator", 1))
    if given.word(f"{name}_test", "level") == "level":
        return read
    return _drop_from_best(one, read, given.steps("span", window))


def _drop_from_best(one: Observed, read: Array, window: int) -> Array:
    """One less the value over the best earlier window of the same cell; its first window is learning and left out."""
    begun = np.where(np.isfinite(one.top).any(0), np.isfinite(one.top).argmax(0), one.steps)
    late = np.arange(one.steps)[:, None] >= begun + 2 * window - 1
    counted = np.where(late & np.isfinite(read), read, -np.inf)
    best = np.maximum.accumulate(counted, axis=0)
    before = np.full_like(best, -np.inf)
    before[window:] = best[:-window]
    return np.asarray(np.where((before > 0) & np.isfinite(read), 1 - read / np.where(before > 0, before, 1.0), np.nan))

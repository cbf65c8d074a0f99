"""From evidence to alarms: the first crossing speaks, then quiet; k of n readings raise a state, as many lower it."""

from __future__ import annotations

import numpy as np

from jalon.stats.warning.robust import Array, Flags

QUIET_DAYS = 28
"""After an alarm nothing more is said of the same thing for four weeks."""
_REARMED = 0.5
"""An alarm is armed again once the evidence has come back to half of its threshold."""


def alarms(evidence: Array, threshold: Array | float, start: int = 0, *, rearm: bool = True) -> Flags:
    """The days (n, K) on which an alarm is raised, from day `start` on."""
    days, count = evidence.shape
    bound = np.broadcast_to(np.asarray(threshold, float), (count,))
    out = np.zeros((days, count), np.bool_)
    wait, armed = np.zeros(count, np.intp), np.ones(count, np.bool_)
    for day in range(start, days):
        out[day] = (evidence[day] > bound) & armed & (wait <= 0)
        wait = np.where(out[day], QUIET_DAYS, wait) - 1
        if rearm:
            armed = np.where(out[day], False, armed | (evidence[day] <= _REARMED * bound))
    return out


def persistent(levels: Array, hits: int, of: int, red: tuple[int, int] | None = None) -> Array:
    """The state after each reading (n, K), from levels 0 quiet, 1 amber, 2 red, NaN unknown.

    It rises on a reading at least as bad when `hits` of the last `of` are, and comes down only when as many are better:
    a good reading never raises it. `red` asks other numbers of red. Without a reading, or before `hits` of them, it is
    unknown: too few of them are no reason for quiet.
    """
    out = np.full_like(levels, np.nan)
    state, known = np.zeros(levels.shape[1]), np.zeros(levels.shape[1])
    asked = ((1.0, (hits, of)), (2.0, red or (hits, of)))
    for at, reading in enumerate(levels):
        recent = levels[max(0, at - of + 1) : at + 1]
        told = np.isfinite(reading)
        known = known + told
        before = state
        for worse, (least, among) in asked:
            seen = levels[max(0, at - among + 1) : at + 1]
            enough = (np.nan_to_num(seen, nan=-1.0) >= worse).sum(0) >= least
            state = np.where(told & (np.nan_to_num(reading) >= worse) & (worse > before) & enough, worse, state)
        state = _lowered(state, before, reading, recent, hits)
        out[at] = np.where(told & (known >= hits), state, np.nan)
    return out


def _lowered(state: Array, before: Array, reading: Array, recent: Array, hits: int) -> Array:
    """Down to the worst of the last `hits` better readings, once there are as many."""
    better = np.isfinite(recent) & (recent < before)
    down = (np.nan_to_num(reading, nan=9.0) < before) & (better.sum(0) >= hits)
    from_last = np.cumsum(better[::-1], axis=0)
    counted = better[::-1] & (from_last <= hits)
    worst = np.where(counted, recent[::-1], -1.0).max(0)
    return np.where(down, worst, state)

"""`zero_run`: silence where there should be noise."""

from __future__ import annotations

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoWitness, TooLittleHistory
from jalon.stats.signals.bands import AMBER, QUIET, RED
from jalon.stats.signals.given import Given, Readings
from jalon.stats.warning.robust import Array, median

WEEK_HOURS = 168
OPEN = 0.9
"""An hour of the week is open when its witness spoke in at least nine weeks of ten."""
FEWEST_WEEKS = 4


def zero_run(given: Given) -> Readings | Refusal:
    """Hours in a row in which a `value` is zero while a `witness` of another tool shows that the hour is open.

    Amber from `amber_run` hours or a robust z of the hour of the week below `z_amber`, red from `red_run`.
    """
    witnesses = [one.top for one in given.starting("witness")]
    if not witnesses:
        return NoWitness()
    values = [one.top for one in given.starting("value")]
    hours, season = len(values[0]), given.steps("season", WEEK_HOURS)
    if hours < FEWEST_WEEKS * season:
        return TooLittleHistory(needed=FEWEST_WEEKS * season, have=hours)
    weeks = max(FEWEST_WEEKS, given.steps("history", 8 * season) // season)
    is_open = np.any([_open(one, season, weeks) for one in witnesses], axis=0)
    silent = np.any([(one == 0) & is_open for one in values], axis=0)
    run = _runs(silent, is_open)
    z = np.min([_robust_z(one, season, weeks) for one in values], axis=0)
    amber_run, red_run = given.number("amber_run", 1), given.number("red_run", 4)
    amber = (run >= amber_run) | (is_open & (z < given.number("z_amber", -3)))
    levels = np.where(run >= red_run, RED, np.where(amber, AMBER, QUIET))
    told = np.any([np.isfinite(one) for one in values], axis=0)
    return Readings(np.where(told, run, np.nan), np.where(told, run, np.nan), np.where(told, levels, np.nan))


def _past(values: Array, season: int, weeks: int) -> Array:
    out = np.full((weeks, len(values)), np.nan)
    for back in range(1, weeks + 1):
        if back * season < len(values):
            out[back - 1, back * season :] = values[: -back * season]
    return out


def _open(witness: Array, season: int, weeks: int) -> Array:
    past = _past(witness, season, weeks)
    known = np.isfinite(past).sum(0)
    spoke = (np.nan_to_num(past) > 0).sum(0)
    usual = (known >= FEWEST_WEEKS) & (spoke >= OPEN * np.maximum(known, 1))
    return np.asarray((np.nan_to_num(witness) > 0) | usual)


def _runs(silent: Array, is_open: Array) -> Array:
    """Open hours in a row without a word; a closed hour neither adds nor ends."""
    run = np.zeros(len(silent))
    for hour in range(len(silent)):
        before = run[hour - 1] if hour else 0.0
        run[hour] = before + 1 if silent[hour] else before if not is_open[hour] else 0.0
    return run


def _robust_z(values: Array, season: int, weeks: int) -> Array:
    """Of the root of a count, against the same hour of the week."""
    roots = np.sqrt(np.maximum(values, 0.0) + 0.375)
    past = _past(roots, season, weeks)
    middle = median(past)
    spread = np.maximum(1.4826 * median(np.abs(past - middle)), 0.5)
    z = (roots - middle) / spread
    return np.asarray(np.where(np.isfinite(z), z, 0.0))

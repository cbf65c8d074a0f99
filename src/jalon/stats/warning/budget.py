"""Thresholds that keep a stated number of false alarms a year: from quiet series, from these, from each one's past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.warning.alarms import QUIET_DAYS
from jalon.stats.warning.robust import Array, Flags
from jalon.stats.warning.shifts import NOTHING

YEAR, WEEK = 365.25, 7
GRID = np.round(np.arange(0.6, 5.01, 0.1), 1)
"""Thresholds tried."""

_QUIET = ((0.6, 9.75), (1.0, 7.6), (1.4, 5.3), (1.8, 3.15), (2.2, 1.51), (2.6, 0.563), (3.0, 0.158), (3.5, 0.0233))
"""Threshold, then alarms a year of series without change: 1,200 simulated ones of eight kinds, two years each."""
_SLOW, _RARER = (0.62, 0.78), (1.0, 0.4)
"""Memory of a week, and how often such a series crosses beside the others: what moves slowly crosses rarely. A season
that is only partly known moves so (the same simulated series)."""
_FEWEST = 180
_REFERENCE_YEARS = 10.0
"""What the simulated series weigh beside the years of these."""
_POOL_YEARS = 3.0
"""What the pool weighs beside a series' own years."""
_LEARNING = 90
"""Days of evidence before a series' own spread is known: they alarm more than the days to come."""
_LOOSE = 4.0
"""Alarms a year at the threshold on which a series shows whether it is livelier than the pool."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Thresholds (K,) for a promised rate, and what the past did at them: the realised rate stands beside it."""

    promised: float
    thresholds: Array
    realised: float
    years: float
    restless: Array


def quiet_rate(threshold: Array | float) -> Array:
    """Alarms a year of a quiet series at a threshold, from simulations; beyond them the last slope goes on."""
    at, rates = np.array(_QUIET).T
    steepness = np.log(rates[-1] / rates[-2]) / (at[-1] - at[-2])
    beyond = np.maximum(np.asarray(threshold, float) - at[-1], 0.0)
    return np.asarray(np.exp(np.interp(threshold, at, np.log(rates)) + steepness * beyond))


def budget(stray: Array, rate: float, until: int) -> Budget:
    """Thresholds for `rate` false alarms per series and year, from the days before `until`.

    Alarms over the past of all series correct the simulated curve; a series that was livelier or calmer than the pool
    moves its own curve, by as much as its years allow (gamma and Poisson). Natural breaks of the past are counted.
    """
    past = _settled(stray[:until])
    told = past > NOTHING
    years = told.sum(0) / YEAR
    counted = _counted(past, GRID[:, None])
    reference = quiet_rate(GRID)
    pooled = (counted.sum(1) + _REFERENCE_YEARS * reference) / (years.sum() + _REFERENCE_YEARS)
    pooled = np.minimum.accumulate(pooled)
    loose = int(np.argmin(np.abs(pooled - _LOOSE)))
    expected = pooled[loose] * _POOL_YEARS * _rarer(past)
    restless = (counted[loose] + expected) / ((years + _POOL_YEARS) * pooled[loose])
    thresholds = _crossing(pooled, rate / restless)
    seen = float(_counted(past, thresholds[None]).sum())
    return Budget(rate, thresholds, seen / max(float(years.sum()), 1e-9), float(years.sum()), restless)


def _rarer(past: Array) -> Array:
    """How often each series is expected to cross beside the pool, from how much of itself it keeps over a week."""
    now, before = past[WEEK:], past[:-WEEK]
    told = (now > NOTHING) & (before > NOTHING)
    count = np.maximum(told.sum(0), 1)
    now, before = np.where(told, now, 0.0), np.where(told, before, 0.0)
    middles = now.sum(0) / count, before.sum(0) / count
    off, off_before = (np.where(told, one - mean, 0.0) for one, mean in zip((now, before), middles, strict=True))
    scale = np.sqrt((off**2).sum(0) * (off_before**2).sum(0))
    memory = np.divide((off * off_before).sum(0), scale, out=np.zeros(past.shape[1]), where=scale > 0)
    return np.where(count >= _FEWEST, np.interp(memory, _SLOW, _RARER), 1.0)


def _settled(past: Array) -> Array:
    """The past without the days in which a series was still being learnt, up to half of what there is."""
    told = past > NOTHING
    since = np.cumsum(told, axis=0)
    learning = since <= np.minimum(_LEARNING, told.sum(0) // 2)
    return np.where(learning, NOTHING, past)


def _counted(evidence: Array, thresholds: Array) -> Array:
    """Alarms (G, K) of each series at each of its thresholds (G, K or 1), quiet time counted."""
    found = np.zeros((len(thresholds), evidence.shape[1]))
    wait = np.zeros_like(found)
    for day in np.flatnonzero((evidence > thresholds.min()).any(1)):
        hit = (evidence[day] > thresholds) & (wait <= day)
        found += hit
        wait[hit] = day + QUIET_DAYS
    return found


def _crossing(rates: Array, wanted: Array) -> Array:
    """The threshold whose rate is the wanted one, between the points of the grid."""
    logs = np.log(np.maximum(rates, 1e-12)) - 1e-9 * np.arange(len(rates))
    return np.interp(-np.log(np.maximum(wanted, 1e-12)), -logs, GRID)


def crossed(evidence: Array, budgeted: Budget) -> Flags:
    """Where the evidence stands above the thresholds."""
    return np.asarray(evidence > budgeted.thresholds)

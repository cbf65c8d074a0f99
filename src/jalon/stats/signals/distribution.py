"""`distribution_shift`: the mix is no longer the same."""

from __future__ import annotations

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NotAdditive, TooLittleHistory, TooLittleVolume
from jalon.stats.signals.given import Given, Readings
from jalon.stats.warning.robust import Array

YEAR, QUARTER = 364, 91
SEED = 20260107
_WEEK = 7


def distribution_shift(given: Given) -> Readings | Refusal:
    """Jensen-Shannon distance (base 2, 0 to 1) of the mix now and a year, failing that a quarter, before.

    The reading is its quantile among the same distances of the past, their weeks drawn again with replacement: how
    much a mix strays when nothing happens. Readings are taken every `every` steps; the last step always is one.
    """
    value = given.inputs["value"].by_cell().top
    if (np.nan_to_num(value) < 0).any():
        return NotAdditive("negative")
    window, least = given.steps("window", QUARTER), given.steps("history_min", 456)
    if len(value) < least:
        return TooLittleHistory(needed=least, have=len(value))
    back = given.steps("reference", YEAR if len(value) >= YEAR + window + QUARTER else QUARTER)
    if not np.nansum(value[-window:]) > 0 or not np.nansum(value[-window - back : -back]) > 0:
        return TooLittleVolume(needed=1, have=float(np.nansum(value[-window:])))
    weeks = _weekly(value)
    span, apart = max(2, window // _WEEK), back // _WEEK
    at = range(len(weeks) - 1, span + apart - 2, -max(1, given.steps("every", 28) // _WEEK))
    resamples = given.steps("resamples", 200)
    places = {end: _place(weeks, end, span, apart, resamples) for end in at}
    read = np.full(len(value), np.nan)
    offset = len(value) - len(weeks) * _WEEK
    for end, place in places.items():
        read[offset + (end + 1) * _WEEK - 1] = place
    moved = _shares(weeks[-span:]) - _shares(weeks[-span - apart : len(weeks) - apart])
    return Readings(read, read, None, {"cell": float(np.argmax(np.abs(moved))), "moved": float(np.abs(moved).max())})


def jensen_shannon(one: Array, other: Array) -> Array:
    """Distance of mixes (…, C), base 2: 0 the same, 1 nothing in common."""
    middle = (one + other) / 2
    divergence = 0.5 * (_information(one, middle) + _information(other, middle))
    return np.asarray(np.sqrt(np.clip(divergence, 0.0, 1.0)))


def _information(one: Array, middle: Array) -> Array:
    some = one > 0
    ratio = np.where(some, one / np.where(middle > 0, middle, 1.0), 1.0)
    return np.asarray((np.where(some, one, 0.0) * np.log2(ratio)).sum(-1))


def _weekly(value: Array) -> Array:
    """Whole weeks that end with the last day, (weeks, C)."""
    count = len(value) // _WEEK
    told = np.nan_to_num(value[len(value) - count * _WEEK :])
    return np.asarray(told.reshape(count, _WEEK, -1).sum(1))


def _shares(weeks: Array) -> Array:
    total = weeks.sum(-2)
    return np.asarray(total / np.maximum(total.sum(-1, keepdims=True), 1e-300))


def _place(weeks: Array, end: int, span: int, apart: int, resamples: int) -> float:
    """Quantile of this distance among those of earlier pairs of periods, their weeks drawn again."""
    now, before = weeks[end - span + 1 : end + 1], weeks[end - span + 1 - apart : end + 1 - apart]
    distance = float(jensen_shannon(_shares(now), _shares(before)))
    pairs = range(end - span, span + apart - 2, -max(1, span // 3))
    rng = np.random.default_rng(SEED + end)
    drawn = [_redrawn(weeks, past, span, apart, max(1, resamples // max(len(pairs), 1)), rng) for past in pairs]
    if not drawn:
        drawn = [_halves(weeks[: end - span + 1] if end - span + 1 >= 4 else weeks[: end + 1], span, resamples, rng)]
    every = np.concatenate(drawn)
    return float((np.sum(every < distance) + 0.5 * np.sum(every == distance)) / len(every))


def _redrawn(weeks: Array, end: int, span: int, apart: int, count: int, rng: np.random.Generator) -> Array:
    now, before = weeks[end - span + 1 : end + 1], weeks[end - span + 1 - apart : end + 1 - apart]
    picks = rng.integers(0, span, (2, count, span))
    return jensen_shannon(_shares(now[picks[0]]), _shares(before[picks[1]]))


def _halves(past: Array, span: int, count: int, rng: np.random.Generator) -> Array:
    """Two draws of the same weeks, where no earlier pair of periods exists."""
    picks = rng.integers(0, len(past), (2, count, span))
    return jensen_shannon(_shares(past[picks[0]]), _shares(past[picks[1]]))

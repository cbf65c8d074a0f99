"""What a series does by itself: its level, its week and its spread, followed day by day without being led astray."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.warning.panel import FEWEST_DAYS
from jalon.stats.warning.robust import Array, Flags, mean, median

LEVEL = 1 / 28
WEEK = 1 / 6
SPREAD = 1 / 60
CONTRAST_CLIP = 1.3
"""Tighter for the days that are compared: on half of the given series it finds 3 falls more of 100 (measured)."""
CLIP = 1.7
"""Spreads beyond which a day counts no more: a spike must not look like a shift (measured: at 3, a third is lost)."""
LEAST_CLIP = 0.3
"""A lasting fall of a quarter must never be clipped away in a calm series, whatever its spread."""
LEAST_SPREAD = 0.02
SETTLING = 14
"""Days in which the level is found anew after a measurement break."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """(n, K) each: the days with their week removed and outliers clipped, the level after and the spread before each.

    `gap` is what each day differs from its level by, outliers kept; `off` the same in spreads of a usual day's weight.
    """

    days: Array
    gap: Array
    off: Array
    level: Array
    spread: Array


@dataclass(slots=True)
class _State:
    """Level, spread and weekly profile of K series, one day after another."""

    level: Array
    spread: Array
    week: Array
    settling: Array


def follow(values: Array, weights: Array | None = None, broken: Flags | None = None, clip: float = CLIP) -> Baseline:
    """Follow K series on a stabilised scale; what is said of a day rests on that day and those before it.

    `broken` marks the days of a measurement break: the level is found anew after it.
    """
    n, count = values.shape
    days, gaps, off, level, spread = (np.full((n, count), np.nan) for _ in range(5))
    told = np.isfinite(values)
    first = np.where(told.any(0), told.argmax(0), n)
    after_break = np.zeros((n, count), np.bool_)
    if broken is not None:
        after_break[1:] = broken[:-1] & ~broken[1:]
    state = _State(np.full(count, np.nan), np.full(count, np.nan), np.zeros((7, count)), np.zeros(count))
    for day in range(n):
        begins = first + FEWEST_DAYS - 1 == day
        if begins.any():
            _begin(state, values[day - FEWEST_DAYS + 1 : day + 1], begins, day)
        _settle(state, values, after_break[day], day)
        ok = told[day] & np.isfinite(state.level)
        spread[day] = state.spread
        gap = np.where(ok, values[day] - state.week[day % 7] - state.level, 0.0)
        worth = 1.0 if weights is None else np.sqrt(np.clip(np.nan_to_num(weights[day], nan=1.0), 0.05, 20.0))
        limit = np.maximum(clip * np.nan_to_num(state.spread) / worth, LEAST_CLIP)
        clipped = np.clip(gap, -limit, limit)
        within = np.maximum(limit * CONTRAST_CLIP / clip, LEAST_CLIP)
        days[day] = np.where(ok, state.level + np.clip(gap, -within, within), np.nan)
        gaps[day] = np.where(ok, gap, np.nan)
        off[day] = np.where(ok, gap * worth / np.where(ok, state.spread, 1.0), np.nan)
        _step(state, day, ok, clipped, worth)
        level[day] = state.level
    return Baseline(days, gaps, off, level, spread)


def _begin(state: _State, past: Array, begins: Flags, day: int) -> None:
    """Level, profile and spread of series that have their first eight weeks; `past` ends with `day`."""
    known = past[:, begins]
    profile = median(known.reshape(-1, 7, known.shape[1]))
    profile = np.nan_to_num(profile - mean(profile))
    rest = known - np.tile(profile, (len(known) // 7, 1))
    state.level[begins] = median(rest[-28:])
    spread = 1.4826 * median(np.abs(rest - median(rest)))
    state.spread[begins] = np.maximum(np.nan_to_num(spread), LEAST_SPREAD)
    order = np.arange(day - FEWEST_DAYS + 1, day - FEWEST_DAYS + 8) % 7
    state.week[np.ix_(order, np.flatnonzero(begins))] = profile


def _settle(state: _State, values: Array, after_break: Flags, day: int) -> None:
    """After a break nothing is said until two weeks have told the new level."""
    begun = after_break & np.isfinite(state.spread)
    state.settling = np.where(begun, SETTLING, np.maximum(state.settling - 1, 0))
    state.level = np.where(begun, np.nan, state.level)
    done = np.isnan(state.level) & np.isfinite(state.spread) & (state.settling == 1)
    if done.any():
        recent = np.arange(max(0, day - SETTLING + 1), day + 1)
        rest = values[recent][:, done] - state.week[recent % 7][:, done]
        state.level[done] = median(rest)


def _step(state: _State, day: int, ok: Flags, clipped: Array, worth: Array | float) -> None:
    state.level = state.level + np.where(ok, LEVEL * clipped, 0.0)
    scaled = clipped * worth
    square = np.minimum(scaled * scaled * 1.05, 9 * state.spread**2)
    variance = state.spread**2 + np.where(ok, SPREAD * (square - state.spread**2), 0.0)
    state.spread = np.sqrt(np.maximum(variance, LEAST_SPREAD**2))
    move = np.where(ok, WEEK * clipped, 0.0)
    state.week[day % 7] += move
    state.week -= move / 7

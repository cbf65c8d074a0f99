"""`against_reference`: now against before, last year or the peers, cell by cell with fixed weights."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoCommonCells, NoDenominator, NoPeers, TooLittleHistory, TooLittleVolume
from jalon.stats.signals.given import Given, Observed, Readings
from jalon.stats.signals.windows import divided, totals
from jalon.stats.signals.worst import worst_cell
from jalon.stats.warning.robust import Array, median

YEAR = 364
"""The same weekdays a year before."""
GROWS = 28
"""A window that starts on an event grows to four weeks."""
_LEAST_COMMON = 0.5
_FEWEST_READINGS = 4


def against_reference(given: Given) -> Readings | Refusal:
    """A ratio, a relative change or a difference of two windows, worst cell or weighted mean of the cells."""
    value = given.inputs["value"].by_cell()
    window, least = given.steps("window", 7), given.number("min_denominator", 0)
    now, before, volume = _sides(given, value, window, "before")
    if not np.isfinite(before[-1]).any():
        return TooLittleHistory(needed=_needed(given, window), have=value.steps)
    top, under = now
    current = top if under is None else divided(top, under, least)
    if not np.isfinite(current[-1]).any():
        have = 0.0 if under is None else float(np.nan_to_num(under[-1]).max())
        return TooLittleVolume(needed=least, have=have) if 0 < have < least else NoDenominator()
    if given.word("cells", ""):
        return _weighed(given, current, before, volume, under if under is not None else top)
    read = _compared(current, before, given.word("form", "ratio"))
    sure = _sure(given, read, current, before, under, volume)
    if given.word("control_scope", "") == "other_values":
        others = _others(read)
        if others is None:
            return NoPeers()
        read, sure = (_less(one, others, given.word("form", "ratio")) for one in (read, sure))
    for control in given.starting("control"):
        (ctop, cunder), cbefore, _ = _sides(given, control.by_cell(), window, "before_control")
        moved = _compared(ctop if cunder is None else divided(ctop, cunder), cbefore, given.word("form", "ratio"))
        read, sure = (_less(one, median(moved, 1)[:, None], given.word("form", "ratio")) for one in (read, sure))
    return worst_cell(read, sure, given.direction)


def _sides(
    given: Given, one: Observed, window: int, before: str
) -> tuple[tuple[Array, Array | None], Array, Array | None]:
    """Totals of the window, the reference reading, and the reference's volume.

    A reference already read, step by step, is an input of its own: `before`.
    """
    if before in given.inputs:
        top, under = totals(given.inputs[before].by_cell(), window)
        read = top if under is None else divided(top, under)
        return totals(one, window), read, top if under is None else under
    kind, _, length = given.word("reference", "prior:28").partition(":")
    days = int(length or 28)
    now = totals(one, window)
    if kind == "before_event":
        return _around_event(given, one, window, days)
    if kind == "median":
        each = now[0] if now[1] is None else divided(now[0], now[1])
        return now, _median_of(each, window, days), None
    back, span = {"same_period_last_year": (YEAR, window), "trailing": (0, days)}.get(kind, (window, days))
    top, under = totals(one, span)
    read = top * window / span if under is None and not one.level else top if under is None else divided(top, under)
    return now, _shifted(read, back), _shifted(under if under is not None else top, back)


def _needed(given: Given, window: int) -> int:
    kind, _, length = given.word("reference", "prior:28").partition(":")
    return YEAR + window if kind == "same_period_last_year" else int(length or 28) + window


def _shifted(values: Array, steps: int) -> Array:
    out = np.full_like(values, np.nan)
    if steps < len(values):
        out[steps:] = values[: len(values) - steps] if steps else values
    return out


def _median_of(read: Array, window: int, days: int) -> Array:
    """Median of the readings of the days before the window, one a window."""
    past = [_shifted(read, back) for back in range(window, days + 1, window)] or [_shifted(read, window)]
    stack = np.stack(past)
    enough = np.isfinite(stack).sum(0) >= min(_FEWEST_READINGS, len(past))
    return np.where(enough, median(stack), np.nan)


def _around_event(
    given: Given, one: Observed, window: int, days: int
) -> tuple[tuple[Array, Array | None], Array, Array | None]:
    """From the last event on, up to four weeks, against the days before it; before any event, the fallback."""
    _, _, fallback = given.word("fallback", "prior:28").partition(":")
    span = int(fallback or 28)
    top, under = totals(one, window)
    before_top, before_under = totals(one, span)
    ref_top = _shifted(before_top, window)
    ref_under = None if before_under is None else _shifted(before_under, window)
    for first, _ in sorted(given.events):
        for step in range(max(first, 0), min(one.steps, first + GROWS)):
            begun = slice(first, step + 1)
            top[step] = np.nansum(one.top[begun], axis=0)
            ref_top[step] = np.nansum(one.top[max(0, first - days) : first], axis=0)
            if one.under is not None and under is not None and ref_under is not None:
                under[step] = np.nansum(one.under[begun], axis=0)
                ref_under[step] = np.nansum(one.under[max(0, first - days) : first], axis=0)
    before = ref_top if ref_under is None else divided(ref_top, ref_under)
    return (top, under), before, ref_under


def _compared(now: Array, before: Array, form: str) -> Array:
    if form == "difference":
        return now - before
    return divided(now, before) - (1 if form == "change" else 0)


def _less(read: Array, control: Array, form: str) -> Array:
    """What the control did is taken out, in the unit of the form."""
    if form == "difference":
        return read - control
    one = 1 if form == "change" else 0
    return divided(read + one, control + one) - one


def _others(read: Array) -> Array | None:
    """For each cell, the median of the other cells."""
    if read.shape[1] < 2:
        return None
    return np.column_stack([median(np.delete(read, at, axis=1), 1) for at in range(read.shape[1])])


def _sure(given: Given, read: Array, now: Array, before: Array, under: Array | None, volume: Array | None) -> Array:
    """The reading that is reached with the certainty asked, for a ratio whose two denominators are known."""
    certainty = given.number("certainty", 0)
    if not certainty or under is None:
        return read
    z = float(ndtri(certainty))
    noise = _variance(now, under) + (0.0 if volume is None else _variance(before, volume))
    half = z * np.sqrt(noise)
    if given.word("form", "ratio") != "difference":
        half = divided(half, before)
    return np.asarray(read - given.direction * half)


def _variance(share: Array, count: Array) -> Array:
    """Of a share of whole cases, or of a mean count: whichever a value above one must be."""
    spread = np.where(share <= 1, np.maximum(share * (1 - share), 0.0), np.maximum(share, 0.0))
    return divided(spread, count)


def _weighed(given: Given, now: Array, before: Array, volume: Array | None, weight: Array) -> Readings | Refusal:
    """Cell by cell, then averaged with fixed weights: a change of mix is no change of level."""
    fixed = weight if given.word("weights", "current") == "current" else (volume if volume is not None else before)
    common = np.isfinite(now) & np.isfinite(before) & np.isfinite(fixed) & (fixed > 0) & (before != 0)
    used = np.where(common, fixed, 0.0)
    whole = np.nansum(np.where(np.isfinite(fixed), fixed, 0.0), axis=1)
    part = divided(used.sum(1), whole)
    if not np.isfinite(part[-1]) or part[-1] < _LEAST_COMMON:
        return NoCommonCells(round(float(np.nan_to_num(part[-1])), 4))
    ours = divided((used * np.where(common, now, 0.0)).sum(1), used.sum(1))
    theirs = divided((used * np.where(common, before, 0.0)).sum(1), used.sum(1))
    kept = part >= _LEAST_COMMON
    read = np.where(kept, _compared(ours, theirs, given.word("form", "ratio")), np.nan)
    certainty = given.number("certainty", 0)
    sure = read
    if certainty:
        shares = divided(used, used.sum(1)[:, None])
        noise = np.nansum(shares**2 * np.where(common, _variance(now, weight), 0.0), axis=1)
        half = float(ndtri(certainty)) * np.sqrt(noise)
        half = half if given.word("form", "ratio") == "difference" else divided(half, theirs)
        sure = read - given.direction * half
    return Readings(read, sure, None, {"common": float(part[-1])})

"""`count_rule`: items in a bad state."""

from __future__ import annotations

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoDenominator, NoItems, TooLittleHistory, TooLittleVolume
from jalon.stats.signals.bands import AMBER, QUIET, RED
from jalon.stats.signals.given import Given, Readings, plainly
from jalon.stats.signals.windows import divided
from jalon.stats.warning.robust import Array, quantile

YEAR = 364


def count_rule(given: Given) -> Readings | Refusal:
    """Items that meet the condition: their number, their share of `total`, or that share against a year before.

    `count` is a number a step, or a state by item (n, items): 1 meets the condition. `warning` and `worse` are counted
    the same way: the first makes amber, the second replaces the count for red.
    """
    if "count" not in given.inputs:
        return NoItems()
    count = _counted(given, "count")
    form = given.word("form", "count")
    if form == "count":
        return _by_number(given, count)
    if "total" not in given.inputs:
        return NoDenominator()
    total = given.inputs["total"].top
    least = given.number("min_denominator", 1)
    if not total[-1] >= least:
        return TooLittleVolume(needed=least, have=float(np.nan_to_num(total[-1])))
    share = divided(count, total, least)
    if form == "share":
        return plainly(share, count=float(count[-1]))
    back = given.steps("reference", YEAR)
    if len(share) <= back:
        return TooLittleHistory(needed=back + 1, have=len(share))
    before = np.concatenate([np.full(back, np.nan), share[:-back]])
    return plainly(divided(share, before), count=float(count[-1]), before=float(before[-1]))


def _counted(given: Given, name: str) -> Array:
    top = given.inputs[name].top
    return top if top.ndim == 1 else np.nansum(top > 0, axis=1).astype(float)


def _by_number(given: Given, count: Array) -> Readings:
    """Amber and red from a number of items, at or above."""
    red_count = _counted(given, "worse") if "worse" in given.inputs else count
    levels = np.where(count >= given.number("amber_at", given.number("red_at", 1)), AMBER, QUIET)
    if "amber_at" not in given.params and "red_at" in given.params:
        levels = np.full_like(count, QUIET)
    if "warning" in given.inputs:
        levels = np.where(_counted(given, "warning") >= given.number("warning_at", 1), AMBER, levels)
    levels = np.where(red_count >= given.number("red_at", 1), RED, levels)
    told = np.isfinite(count)
    return Readings(count, count, np.where(told, levels, np.nan), {"count": float(count[-1])})


def alternating(positions: Array, top: float = 20.0, urls: int = 2) -> bool:
    """Whether at least so many own pages (n, pages) were each the best placed on some day within the first ranks."""
    ranked = np.where(np.isfinite(positions), positions, np.inf)
    best = ranked.min(1) <= top
    return len(np.unique(ranked.argmin(1)[best])) >= urls


def silent(since_last: Array, gaps: Array, share: float = 0.90, fewest: int = 3) -> Array:
    """Items (k,) silent for longer than the quantile of their own past gaps (g, k), of which there are enough."""
    usual = quantile(gaps, share)
    enough = np.isfinite(gaps).sum(0) >= fewest
    return np.asarray(np.where(enough, since_last > usual, False))

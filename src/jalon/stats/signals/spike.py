"""`spike`: a reading too far out for its own history."""

from __future__ import annotations

import numpy as np
from scipy.stats import nbinom, poisson

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoVariation, TooLittleHistory, TooLittleVolume
from jalon.stats.signals.given import Given, Readings, plainly
from jalon.stats.signals.windows import divided, over, totals
from jalon.stats.warning.robust import Array, median

FEWEST_PAST = 12
OVER_DISPERSED = 1.5
"""Variance over mean from which counts are no longer Poisson's."""


def spike(given: Given) -> Readings | Refusal:
    """Robust z of a reading, or the probability of a count at most this large given the past rate and exposure.

    Readings follow one another by a window (or by `span` steps, when each step is a window already); the one under
    test never enters its own past. With a `season`, only the readings of the same slot are past.
    """
    value = given.inputs["value"]
    window, season = given.steps("window", 1), given.steps("season", 1)
    read = over(value, window)
    if read.ndim == 2:
        read = read[:, 0]
    span = given.steps("span", window)
    step = span * season if season > 1 else span
    kept = max(FEWEST_PAST, given.steps("history", 182) // step)
    past = _past(read, step, kept)
    have = int(np.isfinite(past[:, -1]).sum())
    if have < FEWEST_PAST:
        return TooLittleHistory(needed=FEWEST_PAST, have=have)
    least = given.number("min_volume", 0)
    volume = over(given.inputs["volume"], window) if "volume" in given.inputs else read
    if least and not volume[-1] >= least:
        return TooLittleVolume(needed=least, have=float(np.nan_to_num(volume[-1])))
    enough = (np.isfinite(past).sum(0) >= FEWEST_PAST) & ((volume >= least) | (least == 0))
    if given.word("model", "robust_z") == "robust_z":
        found, spread = _robust_z(read, past)
        if spread[-1] == 0:
            return NoVariation()
        return plainly(np.where(enough, found, np.nan), usual=float(median(past)[-1]))
    exposure = totals(given.inputs["exposure"], window)[0] if "exposure" in given.inputs else np.ones_like(read)
    place, spread = _place(read, past, exposure, _past(exposure, step, kept))
    return plainly(np.where(enough, place, np.nan), over_dispersion=float(spread[-1]))


def _past(read: Array, step: int, count: int) -> Array:
    """(count, n): the readings one step, two steps… before each; NaN where there are none."""
    out = np.full((count, len(read)), np.nan)
    for back in range(1, count + 1):
        if back * step < len(read):
            out[back - 1, back * step :] = read[: -back * step]
    return out


def _robust_z(read: Array, past: Array) -> tuple[Array, Array]:
    middle = median(past)
    spread = 1.4826 * median(np.abs(past - middle))
    return divided(read - middle, spread), spread


def _place(count: Array, past: Array, exposure: Array, exposed: Array) -> tuple[Array, Array]:
    """Probability of at most this count, Poisson or negative binomial as the past is spread.

    Half of the probability of the count itself is left out: of a discrete law this is the place that is fair.
    """
    told = np.isfinite(past) & np.isfinite(exposed) & (exposed > 0)
    total, whole = np.where(told, past, 0.0).sum(0), np.where(told, exposed, 0.0).sum(0)
    rate = (total + 0.5) / np.where(whole > 0, whole, np.nan)
    expected = rate * exposed
    freedom = np.maximum(told.sum(0) - 1, 1)
    spread = np.where(told, (past - expected) ** 2 / np.maximum(expected, 1e-9), 0.0).sum(0) / freedom
    # The rate itself is known from so many cases only.
    mean = rate * exposure
    spread = np.maximum(spread, 1.0) + mean / np.maximum(total, 1.0)
    size = mean / np.maximum(spread - 1, 1e-9)
    wide = spread > OVER_DISPERSED
    sound = np.isfinite(mean) & np.isfinite(count)
    mean, size, seen = np.where(sound, mean, 1.0), np.where(sound, size, 1.0), np.where(sound, count, 0.0)
    plain = poisson.cdf(seen, mean) - 0.5 * poisson.pmf(seen, mean)
    chance = size / (size + mean)
    clustered = nbinom.cdf(seen, size, chance) - 0.5 * nbinom.pmf(seen, size, chance)
    return np.where(sound, np.where(wide, clustered, plain), np.nan), spread


def rank_losses(ranks: Array, weights: Array, lag: int) -> Array:
    """Weighted mean of the places lost since `lag` steps over items (n, items); places won never count."""
    before = np.full_like(ranks, np.nan)
    before[lag:] = ranks[:-lag]
    both = np.isfinite(ranks) & np.isfinite(before) & np.isfinite(weights)
    lost = np.where(both, np.maximum(ranks - before, 0.0), 0.0)
    worth = np.where(both, weights, 0.0)
    return divided((lost * worth).sum(1), worth.sum(1))

"""`slope`: a drift of a level, or of the gap to a rival."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoVariation, TooLittleHistory
from jalon.stats.signals.given import Given, Observed, Readings
from jalon.stats.signals.windows import divided, over
from jalon.stats.signals.worst import worst_cell
from jalon.stats.warning.robust import Array, quantile

MONTH = 30.44
FEWEST = 8
FEWEST_OF_FOUR_WEEKS = 4


def slope(given: Given) -> Readings | Refusal:
    """Theil and Sen's slope per `per` steps over a window, with the end of Sen's interval towards good (1968).

    `output=rival_gap` reads the share of each rival less our own, and keeps the largest gap's slope.
    """
    window, every = given.steps("window", 90), given.steps("every", 7)
    read = _gaps(given) if given.word("output", "slope") == "rival_gap" else _read(given.inputs["value"], given, every)
    fewest = round(given.number("fewest", FEWEST_OF_FOUR_WEEKS if window <= 28 else FEWEST))
    points = max(fewest, window // every)
    if len(read) < (fewest - 1) * every + 1:
        return TooLittleHistory(needed=fewest, have=(len(read) - 1) // every + 1)
    value, sure, known = _slopes(read, points, every, given)
    if known[-1].max() < fewest:
        return TooLittleHistory(needed=fewest, have=int(known[-1].max()))
    tail = read[-(points - 1) * every - 1 :: every]
    if np.nanmax(tail) == np.nanmin(tail):
        return NoVariation()
    return worst_cell(
        np.where(known >= fewest, value, np.nan), np.where(known >= fewest, sure, np.nan), given.direction
    )


def _read(value: Observed, given: Given, every: int) -> Array:
    read = over(value, every, given.number("min_denominator", 0))
    return read[:, None] if read.ndim == 1 else read


def _gaps(given: Given) -> Array:
    """Share of every rival (n, C) less our own, of the same total."""
    rival, own, total = (over(given.inputs[name], 1) for name in ("rival", "own", "total"))
    return divided(rival, total[:, None]) - divided(own, total)[:, None]


def _slopes(read: Array, points: int, every: int, given: Given) -> tuple[Array, Array, Array]:
    """Slope at each step from the points one `every` apart before it, its sure end, and how many points there were."""
    pairs = [(late, early) for late in range(points) for early in range(late + 1, points)]
    columns = np.full((points, *read.shape), np.nan)
    for back in range(points):
        shift = back * every
        if shift < len(read):
            columns[back, shift:] = read[: len(read) - shift]
    per = given.number("per", MONTH)
    each = np.stack([(columns[late] - columns[early]) / ((early - late) * every) * per for late, early in pairs])
    known = np.isfinite(columns).sum(0)
    value = quantile(each, 0.5)
    certainty = given.number("certainty", 0)
    if not certainty:
        return value, value, known
    count = known.astype(float)
    spread = float(ndtri(certainty)) * np.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    told = np.maximum(np.isfinite(each).sum(0), 1)
    share = np.clip(0.5 - given.direction * spread / (2 * told), 0.0, 1.0)
    return value, _at_share(each, share), known


def _at_share(each: Array, share: Array) -> Array:
    """The quantile of the slopes at a share of its own for each step."""
    ordered = np.sort(each, axis=0)
    count = np.isfinite(ordered).sum(0)
    at = np.clip(np.round(share * (count - 1)), 0, np.maximum(count - 1, 0)).astype(np.intp)
    return np.asarray(np.take_along_axis(ordered, at[None], 0)[0])

"""What the next weeks may average, seen from any past day: recent and robust windows, the same weeks of last year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.panel import YEAR_IN_WEEKS, Floats, Ints
from jalon.stats.forecast.waves import yearly_changes
from jalon.stats.forecast.windows import Windows

WINDOWS = (1, 2, 4, 8, 13, 26, 52)
"""Weeks. A long window rides out noise, a short one follows the level: the back-test says which."""
TYPICAL = (4, 8, 13)
MEDIANS = (4, 13)
FADINGS = (0.1, 0.2, 0.35)
"""Share of its weight that a week loses to the next."""
WEEKS_READ = 40
YEARLY = (2, 4, 8, 13)
"""Windows that are also read beside the same weeks of the last years."""
WAVES = (4, 8, 13)
"""Windows that are read beside a smooth wave of the year."""
YEARS = 2
YEAR_WEIGHT = 0.6
"""Of last year's change, what is expected again: the rest was that year's own."""
SHARED_WEIGHT = 0.7
FEWEST_SHARED = 3
MOST_PIECES = 13


@dataclass(frozen=True)
class Candidates:
    """Expected level on the link's scale, `levels` (n, origins, models); NaN where a model has no past.

    The first `always` models need no whole year.
    """

    names: tuple[str, ...]
    levels: Floats
    always: int


def mean_candidates(windows: Windows, origins: Ints, horizon: int, ahead: int) -> Candidates:
    """Of a total: every model at every origin. `origins` are columns: what lies before is known.

    Only the `ahead` last steps of the horizon are what is forecast: all of them, for a total.
    """
    at = _everywhere(windows, origins)
    names, levels = _recent(windows, at, ahead)
    for name, level in _of_weeks(windows, at).items():
        names.append(name)
        levels.append(level)
    usual = _usual_excess(windows, at, ahead)
    for weeks in TYPICAL:
        names.append(f"typical_{weeks}w")
        levels.append(windows.typical(at - weeks * windows.panel.unit, at) + usual)
    return _with_years(windows, at, (horizon, ahead), names, levels)


def rate_candidates(windows: Windows, origins: Ints, horizon: int, ahead: int) -> Candidates:
    """Of a ratio: the same without typical steps, since a day's own ratio says little."""
    at = _everywhere(windows, origins)
    names, levels = _recent(windows, at, ahead)
    return _with_years(windows, at, (horizon, ahead), names, levels)


def _everywhere(windows: Windows, origins: Ints) -> Ints:
    return np.broadcast_to(origins[None, :], (len(windows.panel.filled), len(origins)))


def _recent(windows: Windows, at: Ints, ahead: int) -> tuple[list[str], list[Floats]]:
    """Recent windows; one that is longer than what is forecast is read in pieces of that length.

    A long window nearly always holds a spike that the short horizon to come will not: the mean of the whole is too high
    for what is as likely passed as not.
    """
    names = [f"mean_{weeks}w" for weeks in WINDOWS]
    return names, [_in_pieces(windows, at, weeks * windows.panel.unit, ahead) for weeks in WINDOWS]


def _in_pieces(windows: Windows, at: Ints, length: int, ahead: int) -> Floats:
    pieces = min(length // max(ahead, windows.panel.unit), MOST_PIECES)
    if pieces < 2:
        return windows.level(at - length, at)
    piece = -(-length // pieces)
    total, count = np.zeros(at.shape), np.zeros(at.shape)
    for place in range(pieces):
        high = at - place * piece
        level = windows.level(high - piece, high)
        share = np.clip(high - np.maximum(high - piece, windows.panel.start[:, None]), 0, piece) / piece
        seen = np.isfinite(level)
        total += np.where(seen, share * np.where(seen, level, 0.0), 0.0)
        count += np.where(seen, share, 0.0)
    return np.where(count > 0, total / np.where(count > 0, count, 1.0), np.nan)


def _of_weeks(windows: Windows, at: Ints) -> dict[str, Floats]:
    """Medians of recent weeks, and means of weeks that fade with age: one week's burst moves neither far."""
    unit = windows.panel.unit
    weeks = []
    for back in range(WEEKS_READ):
        high = at - back * unit
        weeks.append(np.where(high - unit >= windows.panel.start[:, None], windows.level(high - unit, high), np.nan))
    levels = np.stack(weeks, -1)
    found = {f"median_{count}w": _median(levels[..., :count]) for count in MEDIANS}
    for fading in FADINGS:
        weight = np.where(np.isfinite(levels), (1 - fading) ** np.arange(WEEKS_READ), 0.0)
        total = weight.sum(-1)
        faded = (weight * np.where(np.isfinite(levels), levels, 0.0)).sum(-1)
        found[f"fading_{fading:g}"] = np.where(total > 0, faded / np.where(total > 0, total, 1.0), np.nan)
    return found


def _median(values: Floats) -> Floats:
    """Median along the last axis of what is known; NaN where nothing is."""
    ordered = np.sort(values, -1)
    count = np.isfinite(values).sum(-1)
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, values.shape[-1] - 1)
    picked = [np.take_along_axis(ordered, place[..., None], -1)[..., 0] for place in (low, high)]
    return np.where(count > 0, (picked[0] + picked[1]) / 2, np.nan)


def _with_years(
    windows: Windows, at: Ints, span: tuple[int, int], names: list[str], levels: list[Floats]
) -> Candidates:
    always = len(names)
    for weeks in YEARLY:
        recent = windows.level(at - weeks * windows.panel.unit, at)
        change = _last_years_change(windows, at, span, weeks)
        shared = _shared(change, windows.panel.last_day)
        names += [f"year_{weeks}w", f"year_and_shared_{weeks}w", f"shared_year_{weeks}w"]
        levels.append(recent + YEAR_WEIGHT * change)
        levels.append(recent + YEAR_WEIGHT * (change + shared))
        levels.append(recent + SHARED_WEIGHT * shared)
    for weeks, change in zip(WAVES, yearly_changes(windows, at, span, WAVES), strict=True):
        names.append(f"wave_{weeks}w")
        levels.append(windows.level(at - weeks * windows.panel.unit, at) + change)
    return Candidates(tuple(names), np.stack(levels, -1), always)


def _last_years_change(windows: Windows, at: Ints, span: tuple[int, int], weeks: int) -> Floats:
    """How the same weeks followed the ones before them one and two years ago, on average; NaN without a whole year.

    At most a year of what follows is known.
    """
    unit, (horizon, steps) = windows.panel.unit, span
    total, count = np.zeros(at.shape), np.zeros(at.shape)
    for year in range(1, YEARS + 1):
        then = at - year * YEAR_IN_WEEKS * unit
        ahead = windows.level(np.minimum(then + horizon - steps, at), np.minimum(then + horizon, at))
        change = ahead - windows.level(then - weeks * unit, then)
        whole = (then - weeks * unit >= windows.panel.start[:, None]) & np.isfinite(change)
        total += np.where(whole, change, 0.0)
        count += whole
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _shared(change: Floats, last_day: Ints) -> Floats:
    """The mean change on one calendar: Christmas and August come to every series. NaN for fewer than three."""
    shared = np.full(change.shape, np.nan)
    for day in np.unique(last_day):
        rows = last_day == day
        known = np.isfinite(change[rows])
        count = known.sum(0)
        mean = np.where(known, change[rows], 0.0).sum(0) / np.maximum(count, 1)
        shared[rows] = np.where(count >= FEWEST_SHARED, mean, np.nan)
    return shared


def _usual_excess(windows: Windows, at: Ints, ahead: int) -> Floats:
    """How far the mean of what is forecast usually lies above its typical step, over the last half year."""
    unit = windows.panel.unit
    length = int(np.clip(round(ahead / unit), 1, 13)) * unit
    step = max(unit, length // 2)
    excess, count = np.zeros(at.shape), np.zeros(at.shape)
    for back in range(0, 26 * unit, step):
        high = at - back
        more = windows.level(high - length, high) - windows.typical(high - length, high)
        whole = (high - length >= windows.panel.start[:, None]) & np.isfinite(more)
        excess += np.where(whole, more, 0.0)
        count += whole
    return np.where(count > 0, excess / np.maximum(count, 1), 0.0)

"""What a public holiday or a bridge day makes of a day: learnt from the series, counted only where it proved itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jalon.stats.forecast.link import Link
from jalon.stats.forecast.panel import Flags, Floats, Ints, Panel
from jalon.stats.forecast.shape import WeekShape

WEEKS_AROUND = 3
"""Weeks on each side of a special day whose ordinary days say what it would have brought."""
APART = 4
"""Days nearer than that are one occasion: Good Friday and Easter Monday teach one lesson."""
LEAST_OCCASIONS = 4
LOWEST, HIGHEST = 0.05, 5.0


def with_special(shape: WeekShape, panel: Panel, link: Link, beyond: int) -> WeekShape:
    """The shape of a week that knows its special days, past ones and those of the next `beyond` steps.

    Series that share a calendar are read together. What may be negative keeps its week as it is.
    """
    if panel.unit == 1 or not any(len(days) for kinds in panel.special for days in kinds):
        return shape
    found = np.ones((len(panel.filled), panel.width + beyond))
    factors = shape.factors(np.arange(panel.width))
    calendars: dict[tuple[int, int], list[int]] = {}
    for row, (last, kinds) in enumerate(zip(panel.last_day, panel.special, strict=True)):
        calendars.setdefault((int(last), id(kinds)), []).append(row)
    for (last, _), places in calendars.items():
        rows = np.array(places, np.int64)
        marked = [_columns(days, last, panel.width, beyond) for days in panel.special[rows[0]]]
        ordinary = _ordinary(marked, panel.width)
        for columns in marked:
            past = columns[columns < panel.width]
            if len(past):
                came, usual = _told(panel.rows(rows), factors[rows], past, ordinary)
                worth = np.where(link.positive[rows], _worth(came, usual, past), 1.0)
                found[np.ix_(rows, columns)] = worth[:, None]
    return replace(shape, special=found)


def _columns(days: Ints, last: int, width: int, beyond: int) -> Ints:
    columns = np.unique(np.asarray(days, dtype=np.int64)) - last + width - 1
    return columns[(columns >= 0) & (columns < width + beyond)]


def _ordinary(marked: list[Ints], width: int) -> Flags:
    found = np.ones(width, dtype=bool)
    for columns in marked:
        found[columns[columns < width]] = False
    return found


def _told(panel: Panel, factors: Floats, past: Ints, ordinary: Flags) -> tuple[Floats, Floats]:
    """What each special day brought and what the ordinary days around say it would have, (n, k); 0 where unknown."""
    inside = panel.known() & (np.arange(panel.width) >= panel.start[:, None])
    counted = inside & ordinary
    low = np.maximum(past - WEEKS_AROUND * panel.unit, 0)
    high = np.minimum(past + WEEKS_AROUND * panel.unit + 1, panel.width)
    sums = []
    for side in (panel.filled, factors):
        running = np.concatenate([np.zeros((len(counted), 1)), np.cumsum(np.where(counted, side, 0.0), 1)], 1)
        sums.append(running[:, high] - running[:, low])
    brought, work = sums
    usual = np.where(work > 0, brought / np.where(work > 0, work, 1.0), 0.0) * factors[:, past]
    seen = inside[:, past] & (usual > 0)
    return np.where(seen, panel.filled[:, past], 0.0), np.where(seen, usual, 0.0)


def _worth(came: Floats, usual: Floats, past: Ints) -> Floats:
    """Times an ordinary day (n,): the mean over occasions, drawn to 1 as far as chance could have made it.

    Each occasion is left out in turn: where the others did not foretell it better than an ordinary day, 1.
    """
    occasion = np.concatenate([[0], np.cumsum(np.diff(past) > APART)])
    of = (occasion[:, None] == np.arange(occasion[-1] + 1)).astype(np.float64)
    expected = usual @ of
    known = expected > 0
    ratio = np.where(known, (came @ of) / np.where(known, expected, 1.0), 0.0)
    count, total = known.sum(1), ratio.sum(1)
    others = np.maximum(count - 1, 1)
    mean = total / np.maximum(count, 1)
    scatter = np.where(known, (ratio - mean[:, None]) ** 2, 0.0).sum(1) / others
    moved = (mean - 1) ** 2
    kept = np.maximum(1 - scatter / np.maximum(count, 1) / np.where(moved > 0, moved, 1.0), 0.0)
    foretold = 1 + kept[:, None] * ((total[:, None] - ratio) / others[:, None] - 1)
    gain = np.where(known, (ratio - 1) ** 2 - (ratio - foretold) ** 2, 0.0).sum(1)
    proven = (count >= LEAST_OCCASIONS) & (gain > 0)
    return np.where(proven, np.clip(1 + kept * (mean - 1), LOWEST, HIGHEST), 1.0)

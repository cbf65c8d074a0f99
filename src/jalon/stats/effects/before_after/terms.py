"""What may explain a series beside its noise: trend, season and controls, each in or out of a model."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from jalon.stats.forecast.panel import Floats

_WAVES = 3
MOST_CONTROLS = 4
"""Enumerated in and out: sixteen ways. More are sorted first, by their own evidence."""
TREND = 0.3
"""Chance given beforehand to a straight trend: a wandering level looks like one and does not go on."""
_LONG = 12
"""A season of more periods is told by waves, one of fewer by a level for each of them."""
_YEAR_OF_DAYS = 365.25


@dataclass(frozen=True)
class Terms:
    """Columns (periods, k) shared by every scale and the groups they go by: `groups` holds column numbers."""

    columns: Floats
    groups: tuple[tuple[int, ...], ...]


def terms(periods: int, past: int, season: int | None) -> Terms:
    """Trend, then season from coarse to fine; a group counts only with the ones before it of its kind."""
    t = np.arange(periods, dtype=np.float64)
    columns: list[Floats] = [(t - past / 2) / past]
    groups: list[tuple[int, ...]] = [(0,)]
    if season and season <= _LONG and past >= 2 * season:
        for wave in range(1, season // 2 + 1):
            columns += _wave(t, wave / season, alone=2 * wave == season)
        groups.append(tuple(range(1, len(columns))))
        if season == _LONG:  # months: two waves say most of it in few values
            groups[-1:] = [(1, 2, 3, 4), tuple(range(5, len(columns)))]
    elif season and past >= 1.5 * season:
        for wave in range(1, _WAVES + 1):
            columns += _wave(t, wave / season)
            groups.append((len(columns) - 2, len(columns) - 1))
    if season == 7 and past >= 1.5 * _YEAR_OF_DAYS:
        for wave in range(1, _WAVES):
            columns += _wave(t, wave / _YEAR_OF_DAYS)
            groups.append((len(columns) - 2, len(columns) - 1))
    return Terms(np.array(columns).T, tuple(groups))


def _wave(t: Floats, frequency: float, alone: bool = False) -> list[Floats]:
    turn = 2 * np.pi * frequency * t
    return [np.cos(turn)] if alone else [np.cos(turn), np.sin(turn)]


def models(given: Terms, controls: int) -> Floats:
    """Every combination, (models, columns + controls) of 0 and 1: trend in or out, season to a depth, controls."""
    trend, *seasons = given.groups
    rows = []
    for has_trend, depth, chosen in product((0, 1), range(len(seasons) + 1), product((0, 1), repeat=controls)):
        row = np.zeros(given.columns.shape[1] + controls)
        row[list(trend)] = has_trend
        for group in seasons[:depth]:
            row[list(group)] = 1
        row[given.columns.shape[1] :] = chosen
        rows.append(row)
    return np.array(rows)

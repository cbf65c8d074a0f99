"""What moves a KPI besides the channels: level, trend, yearly waves and controls, each with how far it may go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.warning.robust import Array

YEAR = 52.18
_SEASON_WEEKS, _FINER_WEEKS = 78, 104
"""From a year and a half on a season can be told; from two years on, a third wave of it."""
_COARSE, _FINE = 2, 3
_OWN, _CONTROLLED = 30.0, 10.0
"""Prior spread of a coefficient, in spreads of the noise: of level, trend and waves; of a control."""


@dataclass(frozen=True, slots=True)
class Background:
    """Columns (T, k) of unit spread, and the prior spread of the coefficient of each (k,): by what it is, not where."""

    columns: Array
    wide: Array


def background(weeks: int, controls: Array | None) -> Background:
    """Of so many weeks; a control (T,) that never moves says nothing and is left out."""
    at = np.arange(weeks)
    columns = [np.ones(weeks), np.sqrt(12) * (at / weeks - 0.5)]
    wide = [_OWN, _OWN]
    if weeks >= _SEASON_WEEKS:
        angle = 2 * np.pi * at / YEAR
        for turn in range(1, (_FINE if weeks >= _FINER_WEEKS else _COARSE) + 1):
            columns += [np.sqrt(2) * wave(turn * angle) for wave in (np.sin, np.cos)]
            # A season is smooth: what turns faster goes less far.
            wide += [_OWN / turn] * 2
    if controls is not None and controls.size:
        kept = controls[:, controls.std(0) > 0]
        columns += list(((kept - kept.mean(0)) / kept.std(0)).T)
        wide += [_CONTROLLED] * kept.shape[1]
    return Background(np.column_stack(columns), np.array(wide))

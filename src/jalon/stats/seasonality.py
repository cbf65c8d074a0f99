"""How much of what moves in a number is the time of the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import TooLittleHistory
from jalon.stats.forecast.panel import Floats

YEARS_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Seasonality:
    """`strength`: share of the movement around a straight trend that the time of the year explains, 0 to 1.

    `swing`: standard deviation of what the year adds, as a share of the mean level.
    """

    strength: float
    swing: float


def seasonality(values: Sequence[float], per_year: int = 12) -> Seasonality | Refusal:
    """The season of equal pieces of a year, oldest first; NaN is unknown.

    Both variances are divided by what is left to vary: twelve levels fitted to two years would explain half of pure
    chance. After the strength of seasonality of Wang, Smith and Hyndman (2006); a line needs no half year at each end.
    """
    told = np.asarray(values, dtype=np.float64)
    at = np.flatnonzero(np.isfinite(told))
    if len(at) < YEARS_NEEDED * per_year:
        return TooLittleHistory(YEARS_NEEDED * per_year, len(at))
    known = told[at]
    line = np.stack([np.ones(len(at)), at / per_year], 1)
    pieces = (at[:, None] % per_year == np.arange(per_year)[None, 1:]).astype(np.float64)
    straight, whole = _fitted(known, line), _fitted(known, np.concatenate([line, pieces], 1))
    without = float(((known - straight) ** 2).sum()) / (len(at) - 2)
    left = float(((known - whole) ** 2).sum()) / max(len(at) - per_year - 1, 1)
    mean = abs(float(known.mean()))
    if without <= np.finfo(np.float64).eps * mean**2:
        return Seasonality(0.0, 0.0)
    return Seasonality(max(0.0, 1 - left / without), float((whole - straight).std()) / mean if mean else 0.0)


def _fitted(values: Floats, columns: Floats) -> Floats:
    return np.asarray(columns @ np.linalg.lstsq(columns, values, rcond=None)[0])

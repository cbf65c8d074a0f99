"""Scales on which a series may add up: as it is, square root for counts, logarithm where effects are shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.panel import Floats

LEVEL, ROOT, LOG = "level", "root", "log"
_OFFSET = 0.375
"""Anscombe's, which keeps the variance of counts even down to zero."""


@dataclass(frozen=True)
class Scale:
    """One way to read the values, centred and in units of their spread: `name`, `middle`, `spread`."""

    name: str
    middle: float
    spread: float

    def read(self, values: Floats) -> Floats:
        """Values on this scale."""
        return np.asarray((_bent(self.name, values) - self.middle) / self.spread)

    def back(self, read: Floats) -> Floats:
        """Values again. A root below zero is a count of none."""
        bent = read * self.spread + self.middle
        if self.name == LOG:
            return np.exp(np.minimum(bent, 700.0))
        return np.maximum(bent, 0.0) ** 2 - _OFFSET if self.name == ROOT else bent

    def log_slopes(self, values: Floats) -> Floats:
        """Logarithm of how fast the scale moves with the value: it makes scales comparable."""
        if self.name == LOG:
            bent = -np.log(values)
        elif self.name == ROOT:
            bent = -np.log(2.0) - 0.5 * np.log(values + _OFFSET)
        else:
            bent = np.zeros(len(values))
        return np.asarray(bent - np.log(self.spread))


def _bent(name: str, values: Floats) -> Floats:
    if name == LOG:
        return np.asarray(np.log(values))
    return np.sqrt(np.maximum(values, 0.0) + _OFFSET) if name == ROOT else values


def scales(past: Floats, is_ratio: bool) -> tuple[Scale, ...]:
    """The scales that these values allow; `past` holds no NaN and moves."""
    names = [LEVEL]
    if (past >= 0).all() and not is_ratio and past.max() >= 1:
        names.append(ROOT)
    if (past > 0).all():
        names.append(LOG)
    out = []
    for name in names:
        bent = _bent(name, past)
        out.append(Scale(name, float(bent.mean()), float(bent.std())))
    return tuple(out)


def control_read(name: str, values: Floats, past: slice) -> Floats:
    """A control on the scale of what it explains where it can be, centred and spread by its past."""
    can = name == LEVEL or (values[np.isfinite(values)] > 0).all()
    bent = _bent(name if can else LEVEL, values)
    middle, spread = np.nanmean(bent[past]), np.nanstd(bent[past])
    read = (bent - middle) / spread if spread > 0 else np.zeros(len(bent))
    return np.asarray(np.where(np.isfinite(read), read, 0.0))


_WEEK_OF_DAYS, _SPAN = 7, 5


def smoothed(controls: Floats, season: int | None) -> Floats:
    """Each control (periods, k) as its mean over a week of days, or five periods; fewer at the ends.

    A control that is itself measured with noise is worth less from one period to the next than over a month: one
    coefficient cannot say both, and the sum over the periods ahead leans on the second.
    """
    half = (season if season == _WEEK_OF_DAYS else _SPAN) // 2
    whole = np.vstack([np.zeros((1, controls.shape[1])), np.cumsum(controls, 0)])
    at = np.arange(len(controls))
    first, last = np.maximum(at - half, 0), np.minimum(at + half + 1, len(controls))
    return np.asarray((whole[last] - whole[first]) / (last - first)[:, None])

"""The shape an effect took: at once and lasting, growing, or fading, and when it was spent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from jalon.stats.forecast.panel import Floats

Kind = Literal["level", "ramp", "fade"]
_HALF_LIVES = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0)
_RAMPS = (0.25, 0.5, 1.0)
_SPENT = 0.1


@dataclass(frozen=True)
class Shape:
    """The likeliest shape: its chance among the three, its size at full strength with a standard error.

    `length` in periods: half-life of a fade, time to full strength of a ramp; `spent_after` is the period from which
    less than a tenth of a fade is left.
    """

    kind: Kind
    chance: float
    size: float
    error: float
    length: float | None
    spent_after: int | None


def shape(effects: Floats, draws: Floats) -> Shape | None:
    """Fitted by generalised least squares to the effect of each period (horizon,); None when too few were seen.

    `draws` (draws, horizon) of the series without the action give the doubt and how it hangs together.
    """
    horizon = len(effects)
    if horizon < 4:
        return None
    doubt = np.cov(draws.T)
    doubt = doubt + np.eye(horizon) * 1e-6 * float(np.trace(doubt)) / horizon
    t = np.arange(horizon, dtype=np.float64)
    shapes: list[tuple[Kind, float | None, Floats]] = [("level", None, np.ones(horizon))]
    shapes += [("ramp", max(2.0, r * horizon), np.minimum((t + 1) / max(2.0, r * horizon), 1.0)) for r in _RAMPS]
    shapes += [("fade", half, 0.5 ** (t / half)) for half in _HALF_LIVES if half <= horizon]
    solved = np.linalg.solve(doubt, np.array([one for _, _, one in shapes]).T)
    sure = (np.array([one for _, _, one in shapes]).T * solved).sum(0)
    sizes = (solved.T @ effects) / sure
    gains = 0.5 * sizes**2 * sure
    odds = np.exp(gains - gains.max())
    kinds = np.array([kind for kind, _, _ in shapes])
    families: tuple[Kind, ...] = ("level", "ramp", "fade")
    weighed = {kind: float(odds[kinds == kind].mean()) for kind in families}
    kind: Kind = max(weighed, key=lambda one: weighed[one])
    best = int(np.where(kinds == kind, gains, -np.inf).argmax())
    length = shapes[best][1]
    spent = int(np.ceil(length * np.log(1 / _SPENT) / np.log(2))) if kind == "fade" and length else None
    return Shape(
        kind, weighed[kind] / sum(weighed.values()), float(sizes[best]), float(sure[best] ** -0.5), length, spent
    )

"""Whether an aimed change could be seen at all, at the volume there is; that is not whether it can be reached."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from jalon.quantities import Refusal
from jalon.quantities.refusals import TooLittleHistory, TooLittleVolume
from jalon.stats.forecast.panel import Floats

POWER = 0.8
CONFIDENCE = 0.95
SURELY = float(ndtri(0.5 + CONFIDENCE / 2))
WEEKS_READ = 52
FEWEST_WEEKS = 8
WILDEST = 3.0
"""Times the usual distance beyond which a week counts no further: a rush or an outage is no chance."""
_SPREAD_OF_MEDIAN = 1.4826
AROUND = 9
"""Weeks whose mean a week is compared with: the season and the drift of the world stay out of the scatter."""


@dataclass(frozen=True)
class Sought:
    """A change looked for: past steps `top` (of a ratio over `bottom`), the steps it has to show, its two levels.

    `of_last_step` is a stock, of which one reading alone counts.
    """

    top: Floats
    horizon: int
    baseline: float
    target: float
    bottom: Floats | None = None
    of_last_step: bool = False
    unit: int = 7


@dataclass(frozen=True)
class Detectability:
    """Relative change aimed at, the smallest one seen eight times in ten at 95 % confidence, and how often this one is.

    `power` is the chance that the aimed change is told from the scatter of weeks, before and after being equally long.
    """

    aimed: float
    smallest: float
    power: float

    @property
    def detectable(self) -> bool:
        """Whether the aimed change is large enough to be told from chance."""
        return abs(self.aimed) >= self.smallest


def detectability(sought: Sought) -> Detectability | Refusal:
    """Two stretches of `horizon` steps compared, by the scatter of the series' own weeks around their neighbours.

    Counts of any dispersion, amounts and ratios alike: nothing is assumed of how a step varies, only that weeks so far
    apart are strangers once their common level is taken off.
    """
    top, bottom = _weeks(sought)
    if len(top) < FEWEST_WEEKS:
        return TooLittleHistory(needed=FEWEST_WEEKS, have=len(top))
    mean = float(top.mean())
    if mean <= 0 or sought.baseline == 0:
        return TooLittleVolume(needed=1.0, have=max(mean, 0.0))
    weeks = 1.0 if sought.of_last_step else sought.horizon / sought.unit
    error = math.sqrt(2 / max(weeks, 1 / sought.unit)) * _scatter(top, bottom) / mean
    aimed = sought.target / sought.baseline - 1
    away = abs(aimed) / max(error, float(np.finfo(np.float64).tiny))
    power = float(ndtr(away - SURELY) + ndtr(-away - SURELY))
    return Detectability(aimed, float(SURELY + ndtri(POWER)) * error, power)


def _weeks(sought: Sought) -> tuple[Floats, Floats]:
    """The last whole weeks known on every step, and what they are counted per."""
    count = min(len(sought.top) // sought.unit, WEEKS_READ)
    kept = slice(len(sought.top) - count * sought.unit, None)
    top = sought.top[kept].reshape(count, sought.unit)
    below = np.ones_like(top) if sought.bottom is None else sought.bottom[kept].reshape(count, sought.unit)
    if sought.of_last_step:
        top, below = top[:, -1:], below[:, -1:]
    whole = np.isfinite(top).all(1) & np.isfinite(below).all(1)
    return top[whole].sum(1), below[whole].sum(1)


def _scatter(top: Floats, bottom: Floats) -> float:
    """Standard deviation of a week around what its neighbours' level would have given it."""
    reach = min(AROUND, len(top))
    near = np.ones(reach)
    level = np.convolve(top, near, "same") / np.maximum(np.convolve(bottom, near, "same"), 1e-300)
    around = np.convolve(np.ones(len(top)), near, "same")
    away = np.abs(top - level * bottom) * np.sqrt(around / np.maximum(around - 1, 1))
    usual = float(np.median(away)) * _SPREAD_OF_MEDIAN
    kept = np.minimum(away, WILDEST * usual) if usual > 0 else away
    return float(np.sqrt((kept**2).mean()))


def needed_per_arm(rate: float, aimed: float) -> int | Refusal:
    """Visits in each arm of an A/B test to see a rate become another (80 % power, two-sided 5 %, pooled variance)."""
    if rate == aimed or not (0 < rate < 1 and 0 < aimed < 1):
        return TooLittleVolume(needed=math.inf, have=0.0)
    middle = (rate + aimed) / 2
    alone = ndtri(0.5 + CONFIDENCE / 2) * math.sqrt(2 * middle * (1 - middle))
    apart = ndtri(POWER) * math.sqrt(rate * (1 - rate) + aimed * (1 - aimed))
    return math.ceil(float((alone + apart) / (aimed - rate)) ** 2)


def smallest_in_test(rate: float, per_arm: float) -> float | Refusal:
    """Smallest relative lift that a test of that size would see."""
    if per_arm <= 0 or not 0 < rate < 1:
        return TooLittleVolume(needed=1.0, have=float(per_arm))
    low, high = rate, 1.0 - 1e-12
    for _ in range(80):
        middle = (low + high) / 2
        needed = needed_per_arm(rate, middle)
        low, high = (low, middle) if isinstance(needed, int) and needed <= per_arm else (middle, high)
    return high / rate - 1

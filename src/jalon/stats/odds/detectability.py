"""Whether an aimed change could be seen at all by the due date, which is not whether it can be reached."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from jalon.quantities import Refusal
from jalon.quantities.refusals import TooLittleVolume
from jalon.stats.forecast import forecast_mean, forecast_rate, panel_of
from jalon.stats.forecast.panel import Floats
from jalon.stats.odds.ladder import LONGEST, unfit

POWER = 0.8
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Detectability:
    """Relative change aimed at, and the smallest one that would be seen eight times in ten at 95 % confidence."""

    aimed: float
    smallest: float

    @property
    def detectable(self) -> bool:
        """Whether the aimed change is large enough to be told from what the series does by itself."""
        return abs(self.aimed) >= self.smallest


def detectability(
    top: Floats, horizon: int, baseline: float, target: float, bottom: Floats | None = None, unit: int = 7
) -> Detectability | Refusal:
    """Before and after on one series: `top` its past steps (over `bottom` for a ratio), `horizon` steps to come.

    The doubt is that of the series' own totals at that horizon, as back-tested; not an experiment's.
    """
    panel = panel_of([top], [0], unit, LONGEST * unit)
    (why,) = unfit(panel, [horizon])
    if why is not None:
        return why
    if baseline == 0:
        return TooLittleVolume(needed=1.0, have=0.0)
    made = forecast_mean(panel, horizon)
    if bottom is not None:
        made = forecast_rate(panel, panel_of([bottom], [0], unit, LONGEST * unit), horizon)
    wide = float((ndtri(0.5 + CONFIDENCE / 2) + ndtri(POWER)) * made.spread.scale[0])
    base = made.link.forward(np.array([[baseline]]))
    seen = float(made.link.back(base + wide)[0, 0])
    return Detectability(aimed=target / baseline - 1, smallest=abs(seen / baseline - 1))


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

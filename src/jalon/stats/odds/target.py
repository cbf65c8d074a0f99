"""What is aimed at: at least, at most, or between two values."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.panel import Floats


@dataclass(frozen=True, slots=True)
class Target:
    """Bounds that the final value must keep, both included."""

    low: float = -math.inf
    high: float = math.inf

    def share_met(self, draws: Floats) -> float:
        """Share of the draws that keep the bounds."""
        return float(np.mean((draws >= self.low) & (draws <= self.high)))

    @property
    def aim(self) -> float | None:
        """The one value to keep to; of a range, its middle; None without any bound."""
        known = [bound for bound in (self.low, self.high) if math.isfinite(bound)]
        return sum(known) / len(known) if known else None

    @property
    def bounded(self) -> bool:
        """A target without any bound is none."""
        return math.isfinite(self.low) or math.isfinite(self.high)


def at_least(value: float) -> Target:
    """Up is good."""
    return Target(low=value)


def at_most(value: float) -> Target:
    """Down is good, or a limit."""
    return Target(high=value)


def between(low: float, high: float) -> Target:
    """A range to stay in."""
    return Target(low, high)

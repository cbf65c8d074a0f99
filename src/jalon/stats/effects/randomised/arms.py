"""One arm of a test, told by totals that add day after day: people converted, amounts, ratios, counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.forecast.panel import Floats


@dataclass(frozen=True)
class Arm:
    """Units drawn, their mean, and the variance of one unit around it."""

    units: float
    mean: float
    variance: float

    @property
    def of_mean(self) -> float:
        """Variance of the mean."""
        return self.variance / self.units if self.units > 0 else float("inf")


def proportion(units: float, converted: float) -> Arm:
    """A share of units; the variance is that of a draw of yes or no."""
    rate = converted / units if units > 0 else float("nan")
    return Arm(units, rate, rate * (1 - rate))


def amounts(units: float, total: float, squares: float) -> Arm:
    """A mean amount by unit, from the sum and the sum of squares."""
    return Arm(units, total / units if units > 0 else float("nan"), covariance(units, total, total, squares))


def counted(events: float, exposure: float) -> Arm:
    """Events over an exposure (days, visits), as Poisson has them: the variance is the mean."""
    rate = events / exposure if exposure > 0 else float("nan")
    return Arm(exposure, rate, rate)


@dataclass(frozen=True)
class PairedSums:
    """Two things known of each unit, as sums: first, second, their squares and their product."""

    units: float
    first: float
    second: float
    first_squares: float
    second_squares: float
    product: float

    def __add__(self, other: PairedSums) -> PairedSums:
        return PairedSums(*(a + b for a, b in zip(self._sums(), other._sums(), strict=True)))

    def _sums(self) -> tuple[float, ...]:
        return (self.units, self.first, self.second, self.first_squares, self.second_squares, self.product)

    def spreads(self) -> tuple[float, float, float]:
        """Variance of the first, of the second, and their covariance."""
        return (
            covariance(self.units, self.first, self.first, self.first_squares),
            covariance(self.units, self.second, self.second, self.second_squares),
            covariance(self.units, self.first, self.second, self.product),
        )


def paired_sums(first: Floats, second: Floats) -> PairedSums:
    """The sums of two arrays (units,)."""
    return PairedSums(
        float(len(first)),
        float(first.sum()),
        float(second.sum()),
        float((first**2).sum()),
        float((second**2).sum()),
        float((first * second).sum()),
    )


def covariance(units: float, first: float, second: float, product: float) -> float:
    """Unbiased, from sums."""
    return (product - first * second / units) / (units - 1) if units > 1 else float("nan")


def ratio(sums: PairedSums) -> Arm:
    """First over second, totals first; units are drawn, not the rows they count (delta method)."""
    top, below, both = sums.spreads()
    mean = sums.second / sums.units
    rate = sums.first / sums.second
    return Arm(sums.units, rate, (top - 2 * rate * both + rate**2 * below) / mean**2)


def capped(values: Floats, at: float) -> Floats:
    """Amounts with the largest held at a threshold fixed before launch: one order must not decide a test."""
    return np.minimum(values, at)


def adjusted(first: PairedSums, second: PairedSums) -> tuple[Arm, Arm, float]:
    """Both arms with what was known of each unit before the start taken off (CUPED), and the share of variance saved.

    Of the sums, the first is the outcome, the second the same unit's figure before. Deng and others, 2013.
    """
    spreads = [one.spreads() for one in (first, second)]
    below = sum(one[1] for one in spreads)
    lean = sum(one[2] for one in spreads) / below if below > 0 else 0.0
    together = (first.second + second.second) / (first.units + second.units)
    arms = [
        Arm(
            sums.units,
            sums.first / sums.units - lean * (sums.second / sums.units - together),
            own[0] + lean**2 * own[1] - 2 * lean * own[2],
        )
        for sums, own in zip((first, second), spreads, strict=True)
    ]
    plain = sum(own[0] / sums.units for sums, own in zip((first, second), spreads, strict=True))
    saved = 1 - (arms[0].of_mean + arms[1].of_mean) / plain if plain > 0 else 0.0
    return arms[0], arms[1], saved

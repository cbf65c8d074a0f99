"""How models of a total did on series that are not the company's: what a lone series leans on.

Printed by `python -m benchmarks.odds.learning`: simulated series, and the half of the public ones that no score reads.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jalon.stats.forecast.panel import Floats
from jalon.stats.forecast.spread import Spread

SHIPPED_ORIGINS = 40.0
"""Origins of other series that the table is worth: with many sisters of its own, a company leaves it behind."""

MIDDLE_WEEKS, MIDDLE_WIDTH, NARROWING = 4.0, 1.027, 0.081
"""Width of the band over what the back-test says, at four weeks, and by how much it shrinks as the horizon grows.

Printed by `python -m benchmarks.odds.widths`. Over few days models are chosen on the very origins that judge them, and
a back-test holds few of the days out of the ordinary; over many weeks the usual change counts as doubt the part of the
year that is foreseen."""
SHORTEST, LONGEST = 1.0, 26.0

LOSSES: dict[str, tuple[float, float, float, float]] = {
    "mean_1w": (0.162, 0.195, 0.316, 0.285),
    "mean_2w": (0.018, 0.049, 0.085, 0.116),
    "mean_4w": (-0.074, -0.053, -0.028, -0.029),
    "mean_8w": (-0.062, -0.068, -0.070, -0.057),
    "mean_13w": (-0.017, -0.042, -0.050, -0.056),
    "mean_26w": (0.086, 0.072, 0.027, 0.036),
    "mean_52w": (0.186, 0.173, 0.092, 0.120),
    "median_4w": (-0.072, -0.055, -0.008, -0.003),
    "median_13w": (-0.004, -0.025, 0.007, -0.016),
    "fading_0.1": (-0.038, -0.052, -0.054, -0.063),
    "fading_0.2": (-0.103, -0.105, -0.092, -0.098),
    "fading_0.35": (-0.106, -0.088, -0.062, -0.065),
    "typical_4w": (-0.004, 0.022, -0.038, -0.037),
    "typical_8w": (-0.003, -0.017, -0.073, -0.067),
    "typical_13w": (0.032, -0.007, -0.052, -0.066),
    "year_2w": (0.000, 0.034, 0.000, 0.109),
    "year_and_shared_2w": (0.000, 0.065, 0.000, 0.173),
    "shared_year_2w": (0.000, -0.002, 0.000, 0.102),
    "year_4w": (0.000, -0.074, 0.000, -0.024),
    "year_and_shared_4w": (0.000, -0.047, 0.000, 0.034),
    "shared_year_4w": (0.000, -0.082, 0.000, -0.014),
    "year_8w": (0.000, -0.090, 0.000, -0.068),
    "year_and_shared_8w": (0.000, -0.059, 0.000, -0.008),
    "shared_year_8w": (0.000, -0.072, 0.000, -0.025),
    "year_13w": (0.000, -0.071, 0.000, -0.051),
    "year_and_shared_13w": (0.000, -0.042, 0.000, -0.002),
    "shared_year_13w": (0.000, -0.039, 0.000, -0.004),
    "wave_4w": (0.000, -0.034, 0.000, -0.013),
    "wave_8w": (0.000, -0.014, 0.000, 0.008),
    "wave_13w": (0.000, 0.022, 0.000, 0.041),
}
"""Mean loss beyond that of the models that need no year, in units of the series' own error: days known for less than a
year or for more, then weeks."""


def shipped_losses(names: Sequence[str], unit: int) -> Floats:
    """Losses (2, models) of short pasts and of long ones; 0, as good as any, for a model that was never tried."""
    first = 0 if unit > 1 else 2
    told = [LOSSES.get(name, (0.0,) * 4) for name in names]
    return np.array([[row[first + long] for row in told] for long in (0, 1)])


def widened_for(spread: Spread, weeks: float) -> Spread:
    """The spread of a total as wide as it proved to have to be over that many weeks."""
    span = min(max(weeks, SHORTEST), LONGEST) / MIDDLE_WEEKS
    return Spread(spread.scale * MIDDLE_WIDTH * span**-NARROWING, spread.dof)

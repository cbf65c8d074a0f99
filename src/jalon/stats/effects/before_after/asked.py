"""The question about an action, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass

from jalon.stats.effects.before_after.placebos import Placebo
from jalon.stats.effects.before_after.shapes import Shape
from jalon.stats.effects.verdicts import Interval, Verdict
from jalon.stats.forecast.panel import Floats


@dataclass(frozen=True)
class EffectQuestion:
    """What did an action change from period `start` on?

    `values` (periods,) oldest first, NaN where nothing was measured; they end where the window chosen at design ends.
    `below` (periods,) makes a ratio of them: values are its numerator, and the effect is in the numerator's unit.
    `controls` (periods, k) move with the KPI and are not touched by the action. `season` is 7, 12, 52 or None. `margin`
    is the smallest cumulative effect that would matter. `breaks` are periods from which the measure means something
    else.
    """

    values: Floats
    start: int
    controls: Floats | None = None
    below: Floats | None = None
    season: int | None = None
    margin: float | None = None
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Path:
    """Each period after the start, (horizon,): what came, what would have come (median), its 80 and 95 % bands."""

    came: Floats
    expected: Floats
    low_80: Floats
    high_80: Floats
    low_95: Floats
    high_95: Floats


@dataclass(frozen=True)
class Leaning:
    """What the answer leans on: chance that each control is of use, weight of each scale, of a wandering level."""

    controls: tuple[float, ...]
    scales: tuple[tuple[str, float], ...]
    wandering: float


@dataclass(frozen=True)
class MeasuredEffect:
    """The cumulative effect over the periods that were read (`periods`), with its proof.

    Intervals and `average` go by the same cumulative law; `relative` is to what would have come; `p` is two-sided.
    Warnings are codes: `control_moved`, `control_incomplete`, `level_shift_before`, `missing_periods`, `no_placebo`,
    `placebo_failed`.
    """

    total: float
    interval_80: Interval
    interval_95: Interval
    average: float
    relative: float | None
    relative_95: Interval | None
    p: float
    verdict: Verdict
    periods: int
    path: Path
    shape: Shape | None
    placebos: tuple[Placebo, ...]
    leaning: Leaning
    warnings: tuple[str, ...]

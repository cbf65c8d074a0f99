"""What a scorecard publishes of a decision: what the next result costs at each place, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalon.quantities import Refusal


@dataclass(frozen=True, slots=True)
class MarginalCost:
    """What the next result costs, with its 80 % interval (no end: nothing more can be bought), and the ceiling."""

    unit: str
    until: date
    average: Decimal | None
    marginal: Decimal
    marginal80: tuple[Decimal, Decimal | None]
    ceiling: Decimal


@dataclass(frozen=True, slots=True)
class OptionCost:
    """The marginal cost that options of a decision rest on, or why there is none."""

    kpi: str
    cost: MarginalCost | Refusal


@dataclass(frozen=True, slots=True)
class DecisionMeasure:
    """What changed from the day of the choice to the review, in the unit that was announced.

    `share` says that it is a proportion of what would have come. `verdict`: `effect`, `no_effect`, `cannot_tell`.
    """

    value: Decimal
    interval80: tuple[Decimal, Decimal]
    interval95: tuple[Decimal, Decimal]
    share: bool
    verdict: str
    days: int
    placebos: int
    misled: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionReview:
    """A decision at its review date: what was announced, what was measured, and how the two compare.

    `came`: `came`, `did_not_come`, `cannot_tell`. `place` in the announced interval: `below`, `inside`, `above`, None
    without an interval.
    """

    kpi: str
    unit: str
    start: date
    end: date
    expected: Decimal
    low: Decimal | None
    high: Decimal | None
    measure: DecisionMeasure | Refusal
    came: str
    place: str | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision on a day. `review` is None before its day, or with nothing announced."""

    id: str
    costs: tuple[OptionCost, ...]
    review: DecisionReview | None

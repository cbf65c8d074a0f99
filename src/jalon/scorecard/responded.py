"""What the next euro of a channel brings, as it is published: its marginal cost, its ceiling, and the curve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a week would bring at a spend kept up, everything else as today; 8 times out of 10 in `results80`."""

    spend: Decimal
    results: Decimal
    results80: tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class SpentWeek:
    """A week as it was: what was spent and what came."""

    last_day: date
    spend: Decimal
    results: Decimal


@dataclass(frozen=True, slots=True)
class Response:
    """The response of one KPI's results to its spend, week by week, up to `until`.

    `marginal_cost` is what the next result costs at today's spend kept up, `average_cost` what one cost over the last
    four weeks, `ceiling` what the plan admits, `over` the probability that the next one costs more than the ceiling.
    `marginal_cost80` has no upper end where the next euro may bring nothing.
    """

    kpi: str
    until: date
    unit: str
    spend: Decimal
    average_cost: Decimal | None
    marginal_cost: Decimal
    marginal_cost80: tuple[Decimal, Decimal | None]
    ceiling: Decimal
    over: Decimal
    curve: tuple[CurvePoint, ...]
    weeks: tuple[SpentWeek, ...]

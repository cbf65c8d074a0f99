"""What can be asked: will this total, ratio, stock or published figure keep its target?"""

from __future__ import annotations

from dataclasses import dataclass

from jalon.stats.forecast.panel import Floats, Special
from jalon.stats.odds.effects import PlannedEffect
from jalon.stats.odds.maturity import Immature
from jalon.stats.odds.target import Target


@dataclass(frozen=True)
class FlowAsked:
    """A total over a period.

    `history` (T,) holds one value a step up to the last mature one, oldest first, NaN where missing or masked;
    `last_day` is that step's day (days since 1970-01-01; of a week, its last day); `to_date` the exact total of the
    period's mature steps; `immature` the steps after them whose figures still grow; `remaining` the steps of the period
    after those; `unit` 7 for days, 1 for weeks; `actions` what is planned or running; `extra_spread` a doubt of the
    level (standard deviation of its logarithm) that the history does not show, such as that of a rebased break;
    `special` the days out of the ordinary, past and to come, one array of days for each kind.
    """

    history: Floats
    last_day: int
    to_date: float
    remaining: int
    target: Target
    unit: int = 7
    immature: Immature | None = None
    actions: tuple[PlannedEffect, ...] = ()
    extra_spread: float = 0.0
    special: Special = ()


@dataclass(frozen=True)
class RatioAsked:
    """A total over another: both histories day by day on the same days, both exact totals to date.

    With `last`, the target is the ratio of the last steps only, that many of those that remain: the level of a rate by
    its due date. None of them is known yet, and the totals to date are 0. `immature` are the steps after the last
    mature one, of the top and of the bottom; `special` moves the volume, since a day's own rate says little.
    """

    top: Floats
    bottom: Floats
    last_day: int
    top_to_date: float
    bottom_to_date: float
    remaining: int
    target: Target
    unit: int = 7
    last: int | None = None
    actions: tuple[PlannedEffect, ...] = ()
    extra_spread: float = 0.0
    immature: tuple[Immature, Immature] | None = None
    special: Special = ()


@dataclass(frozen=True)
class StockAsked:
    """A value on the last step of the period; `floor` and `ceiling` are what it can never pass (0 and 1 of a share).

    A stock that still moves is refused: its last reading is no share of a sum, so nothing raises it to what it will be.
    """

    history: Floats
    last_day: int
    remaining: int
    target: Target
    unit: int = 7
    floor: float | None = None
    ceiling: float | None = None
    actions: tuple[PlannedEffect, ...] = ()
    extra_spread: float = 0.0
    immature: Immature | None = None


@dataclass(frozen=True)
class PublishedAsked:
    """A figure that never adds (distinct, percentile, index): one value for each past period of the same length.

    `history` (P,) oldest first, NaN unknown; `ahead` periods from the last one known to the one aimed at;
    `season` periods in a year (12 for months), 1 when there is none.
    """

    history: Floats
    ahead: int
    target: Target
    season: int = 1
    kind: str = "distinct"


Asked = FlowAsked | RatioAsked | StockAsked | PublishedAsked

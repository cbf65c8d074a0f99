"""A series split between two periods: by the measures of its formula, by the values of a dimension, by a cascade."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from jalon.catalogue.formula import Operation
from jalon.metrics import MeasuredSeries
from jalon.metrics.arrays import linear
from jalon.metrics.formulas import EXACT
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import NotAdditive
from jalon.scorecard.moving.splitting import (
    Segment,
    Split,
    by_formula,
    contributions,
    factors,
    mix_and_within,
)
from jalon.scorecard.moving.told import Compared

DAYS = 28
"""Four whole weeks: as many of each weekday on both sides."""
PREVIOUS, YEAR = "previous", "year"
_ADDS = ("flow", "stock")
_NOTHING = Decimal(0)


def latest_period(series: MeasuredSeries, as_of: date) -> Period:
    """The last four weeks whose figures have settled."""
    last = min(series.last_day or as_of, series.mature_until or as_of, as_of)
    return Period(last - timedelta(days=DAYS - 1), last)


def earlier(period: Period, against: str) -> Period:
    """`year`: the same days a year before. `previous`: as many just before; before whole months, as many of them."""
    if against == YEAR:
        return period.year_before()
    if period.start.day == 1 and (period.end + ONE_DAY).day == 1:
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
        first = period.start.year * 12 + period.start.month - 1 - months
        return Period(date(first // 12, first % 12 + 1, 1), period.start - ONE_DAY)
    return Period(period.start - timedelta(days=len(period)), period.start - ONE_DAY)


def compared(series: MeasuredSeries, period: Period) -> tuple[Compared, ...]:
    """The period beside the one just before and the one of a year before."""
    now = series.over(period)
    found = []
    for against in (PREVIOUS, YEAR):
        before = earlier(period, against)
        was = series.over(before)
        change = EXACT.subtract(now, was) if isinstance(was, Decimal) and isinstance(now, Decimal) else None
        found.append(Compared(against, before, was, change))
    return tuple(found)


def split_by_formula(series: MeasuredSeries, against: Period, period: Period) -> Split | Refusal:
    """What each measure of the formula brings."""
    ends = _ends(series, against, period)
    if isinstance(ends, Refusal):
        return ends
    was, now = series.totals_over(against), series.totals_over(period)
    if isinstance(was, Refusal):
        return was
    return now if isinstance(now, Refusal) else by_formula(*ends, series.expression, was, now)


def split_by_groups(series: MeasuredSeries, against: Period, period: Period) -> Split | Refusal:
    """What each value of the drill-down brings: a contribution, or mix and within for a ratio of sums."""
    ends = series.drill_down or _ends(series, against, period)
    if isinstance(ends, Refusal):
        return ends
    shown = series.expression
    ratio = isinstance(shown, Operation) and shown.sign == "/" and linear(shown.left) and linear(shown.right)
    if not (ratio if series.kind == "ratio" else series.kind in _ADDS and linear(shown)):
        return NotAdditive(series.kind)
    read = {name: (one.parts_over(against), one.parts_over(period)) for name, one in series.groups().items()}
    # A value without a row in a period counted nothing there: what that leaves unexplained is the rest.
    tops = {name: (was[0] or _NOTHING, now[0] or _NOTHING) for name, (was, now) in read.items() if any((*was, *now))}
    if series.kind != "ratio":
        return contributions(*ends, tops)
    bottoms = {name: (read[name][0][1] or _NOTHING, read[name][1][1] or _NOTHING) for name in tops}
    return mix_and_within(*ends, {name: Segment(top, bottoms[name]) for name, top in tops.items()})


def split_by_cascade(
    whole: MeasuredSeries, mode: str, parts: Mapping[str, MeasuredSeries], against: Period, period: Period
) -> Split | Refusal:
    """What each part of an objective's cascade brings; what they leave is the rest."""
    ends = _ends(whole, against, period)
    if isinstance(ends, Refusal):
        return ends
    read: dict[str, tuple[Decimal, Decimal]] = {}
    for name, series in parts.items():
        pair = _ends(series, against, period)
        if isinstance(pair, Refusal):
            return pair
        read[name] = pair
    return factors(*ends, read) if mode == "product" else contributions(*ends, read)


def _ends(series: MeasuredSeries, against: Period, period: Period) -> tuple[Decimal, Decimal] | Refusal:
    was, now = series.over(against), series.over(period)
    if isinstance(was, Refusal):
        return was
    return now if isinstance(now, Refusal) else (was, now)

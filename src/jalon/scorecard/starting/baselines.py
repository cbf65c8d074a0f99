"""Where a KPI starts from: the same period a year before where the data cover it, else what they cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal

from jalon.metrics import MeasuredSeries
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import NeverLoaded, TooLittleHistory

YEAR = timedelta(days=365)
ENOUGH = 0.95
"""Share of a year from which the year is covered: a few missing days move no baseline."""
OPEN_DAYS = 0.7
"""Share of the days with a row from which a table is whole: five days a week, where nothing happens on the others."""
LEAST_DAYS = 14
"""Two whole weeks: under that, a baseline would be the weekday it was read on."""
NEAR_THE_END = timedelta(days=31)
"""A level that was not read in the last month of a period does not stand for its end."""
_RATIO = Context(prec=6)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the days it is about; `days_known` of them were told."""

    value: Decimal
    unit: str
    period: Period
    days_known: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """A value to start from. `same_period`: it covers the year before the plan; else what is covered is said.

    `numerator` and `denominator` are its totals: a ratio without its volume says nothing of its strength.
    """

    amount: Amount
    same_period: bool
    numerator: Decimal | None
    denominator: Decimal | None


def last_year(series: MeasuredSeries) -> Amount | Refusal:
    """The formula over the twelve months that end on the last day its tools told, or what they tell of them."""
    window = _twelve_months(series.last_day)
    span = series.reach(window) if window is not None else None
    return _refused(series) if span is None else _told(series, _narrowed(series, span))


def latest(series: MeasuredSeries, days: int) -> Amount | Refusal:
    """The formula over the last days that its tools told; rows that cover more are taken whole."""
    last = series.last_day
    if last is None:
        return _refused(series)
    span = series.reach(Period(last - timedelta(days=days - 1), last))
    return last_year(series) if span is None else _told(series, span)


def baseline(series: MeasuredSeries, period: Period) -> Baseline | Refusal:
    """What the plan's `period` starts from, or why nothing does."""
    if series.last_day is None or series.refusal is not None:
        return _refused(series)
    wished = period.year_before()
    whole = series.reach(wished)
    best: Baseline | Refusal = _refused(series)
    if whole is not None and _covers(series, whole, wished):
        best = _started(series, _narrowed(series, whole), same_period=True)
        # What did not exist a year before starts from what is known of it since.
        if not _is_nothing(best, series):
            return best
    for window in _windows(series.last_day, period.start):
        span = series.reach(window)
        if span is not None and (isinstance(best, Refusal) or _is_nothing(best, series)):
            best = _started(series, _narrowed(series, span), same_period=False)
    return best


def _is_nothing(start: Baseline | Refusal, series: MeasuredSeries) -> bool:
    return isinstance(start, Baseline) and series.kind == "flow" and start.amount.value == 0


def _windows(last: date, start: date) -> Iterator[Period]:
    """The twelve months before the plan begins, as far as the data go; then the last twelve months known."""
    before = min(last, start - ONE_DAY)
    yield Period(before - YEAR + ONE_DAY, before)
    if last > before:
        yield Period(last - YEAR + ONE_DAY, last)


def _twelve_months(last: date | None) -> Period | None:
    return None if last is None else Period(last - YEAR + ONE_DAY, last)


def _covers(series: MeasuredSeries, span: Period, wished: Period) -> bool:
    """Whether what can be answered for stands for the whole of what is wished."""
    if not _adds(series):
        return _last_reading(series, span) >= wished.end - NEAR_THE_END
    return len(span) >= ENOUGH * len(wished) and series.days_known(span) >= OPEN_DAYS * len(span)


def _started(series: MeasuredSeries, span: Period, *, same_period: bool) -> Baseline | Refusal:
    known = series.days_known(span)
    if _adds(series) and known < LEAST_DAYS:
        return TooLittleHistory(needed=LEAST_DAYS, have=known)
    amount = _told(series, span)
    if isinstance(amount, Refusal):
        return amount
    top, bottom = series.parts_over(span)
    return Baseline(amount, same_period, top, bottom)


def _told(series: MeasuredSeries, span: Period) -> Amount | Refusal:
    value = series.over(span)
    if isinstance(value, Refusal):
        return value
    return Amount(_rounded(value, series), series.unit, span, series.days_known(span))


def _rounded(value: Decimal, series: MeasuredSeries) -> Decimal:
    """A quotient to six digits, an amount to the cent: what a person writes down. Counts stay as they are."""
    if series.kind == "ratio":
        return _RATIO.plus(value)
    return value.quantize(_CENT) if len(series.unit) == 3 and series.unit.isupper() else value


def _adds(series: MeasuredSeries) -> bool:
    return any(component.accumulates for component in series.components.values())


def _narrowed(series: MeasuredSeries, span: Period) -> Period:
    """For levels, from the first to the last reading: days without one are not what was read."""
    if _adds(series):
        return span
    days = [day for component in series.components.values() for day in component.days if day in span]
    return Period(min(days), max(days)) if days else span


def _last_reading(series: MeasuredSeries, span: Period) -> date:
    read = [max((day for day in one.days if day in span), default=span.start) for one in series.components.values()]
    return min(read, default=span.start)


def _refused(series: MeasuredSeries) -> Refusal:
    if series.refusal is not None:
        return series.refusal
    return NeverLoaded(series.bindings[0].tool if series.bindings else series.key)

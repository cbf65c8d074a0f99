"""Which days a value covers: what is known by the day asked, and how far back a level is read."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from jalon import catalogue
from jalon.metrics import MeasuredSeries
from jalon.plan.model import Measurement, TargetVersion
from jalon.quantities import Grain, Period, bucket_start

LEVEL_DAYS, LEVEL_DAYS_WHEN_THIN = 28, 91


def window_of(period: Period, version: TargetVersion | None) -> Period:
    """From the period's start to the due date."""
    due = version.due if version else None
    return Period(period.start, max(due or period.end, period.start))


def known_until(series: MeasuredSeries, window: Period, as_of: date) -> date:
    """The last day that counts: of the settled facts, of the day asked, of the target.

    Both sides of a comparison end there: a day that still moves would read as a drop.
    """
    return min(series.last_day or as_of, series.mature_until or as_of, as_of, window.end)


def span_of(
    series: MeasuredSeries, asked: Measurement, version: TargetVersion | None, window: Period, day: date
) -> Period | None:
    """What the value covers: a flow from the period's start, a ratio the last weeks, like the level it is.

    A seasonal ratio is read from the start, since its level moves with the season. A thin last month
    (a monthly cohort, a rare event) is read over a quarter. Months and weeks are read whole.
    """
    if day < window.start:
        return None
    whole = Period(window.start, day)
    if series.kind != "ratio" or (version and version.trajectory in ("seasonal", "flat")):
        return whole
    for days in (LEVEL_DAYS, LEVEL_DAYS_WHEN_THIN):
        first = day - timedelta(days=days - 1)
        if series.grain in (Grain.WEEK, Grain.MONTH):
            first = bucket_start(first, series.grain)
        recent = Period(max(window.start, first), day)
        _, volume = series.parts_over(recent)
        if volume is not None and volume >= least_volume(asked.use):
            return recent
    return whole


def least_volume(use: str | None) -> Decimal:
    """The denominator under which a ratio is not shown alone: of its catalogue row, else one."""
    row = catalogue.kpis().get(use or "")
    return (row.min_denominator if row else None) or Decimal(1)

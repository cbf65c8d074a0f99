"""The season that past months show: how many whole ones are known, and in which the number is highest."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jalon.metrics import MeasuredSeries
from jalon.quantities import Grain, Period, bucket_end, bucket_start

YEAR = 12
MOST = 36
"""Whole months looked at: what was three years ago is another company."""


@dataclass(frozen=True, slots=True)
class Season:
    """Whole months known, and the month of the year (1 to 12) whose average is highest."""

    months: int
    peak: int


def season(series: MeasuredSeries) -> Season | None:
    """The season of a flow known over twelve whole months at least; a month that is cut by the ends tells nothing."""
    first, last = series.first_day, series.last_day
    if series.kind != "flow" or first is None or last is None:
        return None
    buckets = series.buckets(Grain.MONTH, Period(first, last))
    whole = [
        (one.start.month, one.value)
        for one in buckets
        if one.value is not None
        and one.start == bucket_start(one.start, Grain.MONTH)
        and one.end == bucket_end(one.start, Grain.MONTH)
    ][-MOST:]
    by_month: dict[int, list[Decimal]] = {}
    for month, value in whole:
        by_month.setdefault(month, []).append(value)
    if len(by_month) < YEAR:
        return None
    means = {month: Fraction(sum(values)) / len(values) for month, values in by_month.items()}
    return Season(len(whole), max(means, key=lambda month: means[month]))

"""S009: a straight line drawn for a number that the year moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from jalon.findings import Finding, Place, Severity
from jalon.metrics import MeasuredSeries
from jalon.quantities import Grain, Period, Refusal, bucket_end, bucket_start
from jalon.scorecard.lint.known import Known
from jalon.stats.seasonality import Seasonality, seasonality

STRONG = 0.4
LEAST_SWING = 0.05
"""A season of a few per cent bends no line."""
PIECE, PIECES = 28, 13
"""Four weeks, thirteen to the year: a month has more or fewer Mondays, four weeks never."""


def straight_through_the_season(known: Known) -> Iterator[Finding]:
    """Open targets on a linear path whose past follows the year for more than two fifths of what moves."""
    for one in known.targets():
        if not one.is_open or one.row.trajectory != "linear":
            continue
        found = _season(one.series)
        if isinstance(found, Seasonality) and found.strength > STRONG and found.swing > LEAST_SWING:
            details = {"strength": f"{found.strength:.2f}", "swing": f"{found.swing:.2f}"}
            yield Finding("S009", Severity.WARNING, one.subject, Place(None, None, one.path), details)


def _season(series: MeasuredSeries) -> Seasonality | Refusal:
    first, last = series.first_day, series.mature_until or series.last_day
    if first is None or last is None:
        return seasonality([])
    if series.grain is Grain.MONTH:
        return seasonality(_by_month(series, Period(first, max(first, last))))
    count = ((last - first).days + 1) // PIECE
    ends = [last - timedelta(days=PIECE * back) for back in reversed(range(count))]
    read = [series.over(Period(end - timedelta(days=PIECE - 1), end)) for end in ends]
    return seasonality([float("nan") if isinstance(one, Refusal) else float(one) for one in read], PIECES)


def _by_month(series: MeasuredSeries, days: Period) -> list[float]:
    whole = [
        one
        for one in series.buckets(Grain.MONTH, days)
        if (one.start, one.end) == (bucket_start(one.start, Grain.MONTH), bucket_end(one.start, Grain.MONTH))
    ]
    return [float("nan") if one.value is None else float(one.value) for one in whole]

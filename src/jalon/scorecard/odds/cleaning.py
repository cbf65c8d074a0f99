"""The past of a target on today's scale, and the latest days whose figures still grow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from jalon.catalogue.formula import names
from jalon.metrics import Daily, MeasuredSeries, daily, masked
from jalon.plan.model import Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.scorecard import breaks
from jalon.stats.completeness import Share
from jalon.stats.forecast.panel import Flags
from jalon.stats.odds import Immature, rebased
from jalon.stats.odds.maturity import LEAST_SHARE

FRESH_BREAK = timedelta(weeks=13)
"""A level known for longer stands by itself: the factor that joins it to the past is no doubt of it any more."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The days that count, their figures (or why there are none by day), and the doubt of a fresh rebasing."""

    span: Period
    past: Daily | Refusal
    doubt: float = 0.0


def cleaned(series: MeasuredSeries, span: Period, plan: Plan, kpi: str) -> Cleaned:
    """Hidden days left out; what lies before a break brought to today's scale where the plan says so, else cut off.

    A short clean past beats a long one that counted otherwise; so does one that cannot be compared on both sides.
    """
    declared = {event.first_day for event in plan.own_events if kpi in event.rebase}
    lasting = breaks.lasting(names(series.expression), plan, span)
    cut = max((day for day in lasting if day not in declared), default=None)
    kept = span if cut is None else Period(min(cut + ONE_DAY, span.end), span.end)
    read = daily(series, kept)
    if isinstance(read, Refusal):
        return Cleaned(kept, read)
    past, doubt = without_masked(read, series, plan), 0.0
    for day in sorted(one for one in lasting if one in declared and one in kept):
        joined = _rebased(past, day)
        if isinstance(joined, Refusal):
            past = _after(past, day)
        else:
            past = joined[0]
            doubt = joined[1] if span.end - day < FRESH_BREAK else 0.0
    return Cleaned(past.span, past, doubt)


def _rebased(past: Daily, day: date) -> tuple[Daily, float] | Refusal:
    """A flow or a stock by its level, a ratio by its own: the numerator is what counted otherwise."""
    at = (day - past.span.start).days + 1
    level = past.top
    if past.bottom is not None:
        level = np.divide(past.top, past.bottom, out=np.full(len(past.top), np.nan), where=past.bottom > 0)
    found = rebased(level, at, day)
    if isinstance(found, Refusal):
        return found
    top = past.top.copy()
    top[:at] *= found.factor
    return Daily(past.span, top, past.bottom), found.spread


def _after(past: Daily, day: date) -> Daily:
    first = (day - past.span.start).days + 1
    if first >= len(past.span):
        return Daily(
            Period(past.span.end, past.span.end), past.top[-1:], None if past.bottom is None else past.bottom[-1:]
        )
    bottom = None if past.bottom is None else past.bottom[first:]
    return Daily(Period(day + ONE_DAY, past.span.end), past.top[first:], bottom)


def without_masked(past: Daily, series: MeasuredSeries, plan: Plan) -> Daily:
    """Days that a measurement break hides are unknown to the past; what they counted stays counted."""
    top, bottom = past.top.copy(), None if past.bottom is None else past.bottom.copy()
    for part in masked(names(series.expression), plan, past.span):
        inside = slice((part.start - past.span.start).days, (part.end - past.span.start).days + 1)
        for side in (top, bottom):
            if side is not None:
                side[inside] = np.nan
    return Daily(past.span, top, bottom)


Sides = tuple[Immature | None, Immature | None]


def still_growing(series: MeasuredSeries, settled: date, final: Period, as_of: date) -> Sides:
    """Days told after the settled ones, as far as their share of the settled figure was learned: top, then bottom.

    Of a total, or of a ratio of totals on the same days for both its sides. The last reading of a stock is no share of
    anything: it waits until it has settled.
    """
    last = min(series.last_day or settled, as_of, final.end)
    adds = all(component.accumulates for component in series.components.values())
    if series.kind not in ("flow", "ratio") or not adds or last <= settled:
        return None, None
    read = daily(series, Period(settled + ONE_DAY, last))
    if isinstance(read, Refusal):
        return None, None
    columns = [read.top] if read.bottom is None else [read.top, read.bottom]
    shared, told = _shares_of(series), []
    for number, values in enumerate(zip(*columns, strict=True)):
        day = settled + timedelta(days=number + 1)
        shares = shared(day)
        if len(shares) < len(columns) or not all(_tells(v, s) for v, s in zip(values, shares, strict=True)):
            break
        told.append((day, values, shares))
    if not told:
        return None, None
    inside = np.array([day >= final.start for day, _, _ in told])
    sides = [_immature([(values[n], shares[n]) for _, values, shares in told], inside) for n in range(len(columns))]
    return sides[0], sides[1] if len(sides) > 1 else None


def _shares_of(series: MeasuredSeries) -> Callable[[date], tuple[Share, ...]]:
    """What share of its settled value each side of a day was read at; nothing where nobody has learned one."""
    if series.kind == "ratio":
        return series.shares_of_sides
    maturity = series.maturity

    def of_total(day: date) -> tuple[Share, ...]:
        share = maturity.share(day)
        return () if share is None else (share,)

    return of_total


def _tells(value: float, share: Share) -> bool:
    return share.value >= LEAST_SHARE and bool(np.isfinite(value))


def _immature(told: list[tuple[float, Share]], inside: Flags) -> Immature:
    shares = np.array([share.value for _, share in told])
    spreads = np.array([share.spread for _, share in told])
    return Immature(np.array([float(value) for value, _ in told]), shares, spreads / shares, inside)

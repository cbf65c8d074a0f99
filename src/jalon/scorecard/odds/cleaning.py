"""The past of a target on today's scale, and the latest days whose figures still grow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from jalon.catalogue.formula import names
from jalon.metrics import Daily, MeasuredSeries, daily, masked
from jalon.plan.model import Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.scorecard import breaks
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


def still_growing(series: MeasuredSeries, settled: date, final: Period, as_of: date) -> Immature | None:
    """Days told after the settled ones, of a total, as far as their share of the settled figure was learned."""
    last = min(series.last_day or settled, as_of, final.end)
    if series.kind != "flow" or last <= settled:
        return None
    read = daily(series, Period(settled + ONE_DAY, last))
    if isinstance(read, Refusal):
        return None
    told, maturity = [], series.maturity
    for number, value in enumerate(read.top):
        share = maturity.share(settled + timedelta(days=number + 1))
        if share is None or share.value < LEAST_SHARE or not np.isfinite(value):
            break
        inside = settled + timedelta(days=number + 1) >= final.start
        told.append((float(value), share.value, share.spread / share.value, inside))
    if not told:
        return None
    reported, shares, spreads, inside_period = zip(*told, strict=True)
    return Immature(np.array(reported), np.array(shares), np.array(spreads), np.array(inside_period))

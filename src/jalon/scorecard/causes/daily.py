"""The settled days of a series as numbers: breaks and own incidents left out, the year before taken out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from jalon.catalogue import measures
from jalon.catalogue.formula import names
from jalon.metrics import Daily, MeasuredSeries, daily
from jalon.plan.model import Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import BreakInWindow, StaleSource, TooLittleHistory, TooLittleVolume, TooManyGaps
from jalon.scorecard import breaks
from jalon.scorecard.odds.cleaning import without_masked
from jalon.stats.attribution import FEWEST_DAYS
from jalon.stats.changes.yearly import YEAR, without_year
from jalon.stats.warning.robust import Array

SPAN = 364
"""Days compared: events of a year are enough to say how often a day meets one."""
FEWEST_A_DAY = 5.0
"""Fewer counted on a usual day, and a week of chance looks like a change of level."""
LONGEST_INCIDENT = 28


@dataclass(frozen=True, slots=True)
class Days:
    """A series over a span, one value a day. `lacks` says why the year before could not be taken out."""

    span: Period
    values: Array
    lacks: Refusal | None

    @property
    def season(self) -> bool:
        """Whether the year before was taken out."""
        return self.lacks is None


def settled_span(series: MeasuredSeries, plan: Plan, as_of: date) -> Period | Refusal:
    """The last year of settled days, begun anew after a lasting measurement break."""
    if series.refusal is not None:
        return series.refusal
    if series.stale:
        late = max(series.stale, key=lambda b: (b.age_days or 0) - (b.expected_days or 0))
        return StaleSource(late.tool, late.age_days or 0, late.expected_days or 0)
    if series.first_day is None or series.last_day is None:
        return TooLittleHistory(FEWEST_DAYS, 0)
    end = min(series.mature_until or series.last_day, series.last_day, as_of)
    start = max(series.first_day, end - timedelta(days=SPAN - 1))
    if start > end:
        return TooLittleHistory(FEWEST_DAYS, 0)
    crossed = breaks.lasting(names(series.expression), plan, Period(start, end))
    start = max([start, *(day + ONE_DAY for day in crossed)])
    have = (end - start).days + 1
    return Period(start, end) if have >= FEWEST_DAYS else TooLittleHistory(FEWEST_DAYS, max(have, 0))


def days_of_series(series: MeasuredSeries, plan: Plan, span: Period) -> Days | Refusal:
    """Values of a span, without its yearly course where the year before is known on the same footing."""
    first = series.first_day or span.start
    long = Period(max(first, span.start - timedelta(days=YEAR)), span.end)
    found = daily(series, long)
    if isinstance(found, Refusal):
        return found
    kept = without_masked(found, series, plan)
    usual = float(np.median(kept.top[np.isfinite(kept.top)])) if np.isfinite(kept.top).any() else 0.0
    if _counts(series) and usual < FEWEST_A_DAY:
        return TooLittleVolume(needed=FEWEST_A_DAY, have=round(usual, 2))
    values = _values(_without_incidents(kept, plan, series))
    lacks = _lacks(series, plan, long, span)
    calm = without_year(values) if lacks is None else None
    if calm is not None:
        return Days(span, calm, None)
    known = float(np.isfinite(values).mean())
    return Days(span, values[-len(span) :], lacks or TooManyGaps(round(1 - known, 4)))


def _lacks(series: MeasuredSeries, plan: Plan, long: Period, span: Period) -> Refusal | None:
    """Why the year before is not there on the same footing: not that old, or a break between."""
    if len(long) < len(span) + YEAR:
        return TooLittleHistory(needed=len(span) + YEAR, have=len(long))
    crossed = breaks.lasting(names(series.expression), plan, Period(long.start, span.start))
    return BreakInWindow(crossed[0]) if crossed else None


def _counts(series: MeasuredSeries) -> bool:
    """Whether what is on top counts cases; an amount or a stock may be small without being thin."""
    told = [measures().get(name.partition("@")[0]) for name in names(series.expression)]
    return series.kind in ("flow", "ratio") and any(one is not None and one.unit == "count" for one in told)


def _values(found: Daily) -> Array:
    if found.bottom is None:
        return found.top
    known = np.isfinite(found.top) & (np.nan_to_num(found.bottom) > 0)
    return np.asarray(np.divide(found.top, found.bottom, out=np.full(len(found.top), np.nan), where=known))


def _without_incidents(found: Daily, plan: Plan, series: MeasuredSeries) -> Daily:
    """Days of an own incident are known for what they are: only what lasts beyond them is a change of level."""
    told = {measure for name in names(series.expression) for measure in _with_base(name)}
    top = found.top.copy()
    for event in plan.own_events:
        if event.kind != "incident" or event.first_day is None or event.last_day is None:
            continue
        days = Period(event.first_day, event.last_day)
        inside = days.meeting(found.span)
        if inside and len(days) <= LONGEST_INCIDENT and (not event.measures or told & set(event.measures)):
            top[(inside.start - found.span.start).days : (inside.end - found.span.start).days + 1] = np.nan
    return Daily(found.span, top, found.bottom)


def _with_base(name: str) -> set[str]:
    known = measures().get(name.partition("@")[0])
    return {known.id, known.base or known.id} if known else set()

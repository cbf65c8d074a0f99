"""Inputs of `against_reference`: the windows of now and those they are compared with, both read exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import median

import numpy as np

from jalon.catalogue.formula import names
from jalon.metrics import MeasuredSeries
from jalon.metrics.splitting import POSITION_BUCKET
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import BreakInWindow, NotBound, TooLittleHistory
from jalon.scorecard.breaks import lasting
from jalon.scorecard.calendar import same_day
from jalon.scorecard.kri.binding.levels import direction, reasons, too_thin, windows
from jalon.scorecard.kri.binding.question import Question, Span, numbers, words
from jalon.scorecard.kri.binding.ranked import same_rank
from jalon.scorecard.kri.binding.sent import POSTS, posted
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.reading import beside, observed
from jalon.scorecard.kri.windows import days_of, window_ending
from jalon.stats.signals import Given, Observed
from jalon.stats.warning.robust import Array

GROWS = 28
"""A window that starts on an event grows to four weeks."""
FEWEST_READINGS = 4


def against_reference(case: Case, span: Span) -> list[Question] | Refusal:
    """A ratio, a change or a difference of two windows: the whole, each value of a dimension, or cell by cell."""
    series = case.value()
    if series.refusal is not None:
        return series.refusal
    days = span.days(case)
    cells = case.params.get("cells")
    peers = case.params.get("control_scope") == "other_values"
    params: dict[str, float | str] = {"window": 1.0, **numbers(case, "certainty", "min_denominator")}
    params |= words(case, "form", "weights")
    groups = case.split(case.speaks)
    if groups and (cells is not None or peers):
        params |= {"control_scope": "other_values"} if cells is None else {"cells": cells}
        return [_asked(case, groups, days, params, cells=tuple(groups))]
    if not groups and (peers or POSITION_BUCKET in (cells or "")):
        # The same queries at the same rank, or the other networks: read whole it would be another question.
        return series.drill_down or NotBound(case.speaks, lacks=cells or case.params.get("dim", ""))
    asked = [_asked(case, {place: one}, days, params, place) for place, one in sorted(groups.items())]
    if asked and not too_thin(case, asked):
        return asked
    if asked:
        case.evidence["not_split_by"] = case.params["dim"]
    return [_asked(case, {"": series}, days, params)]


def _asked(
    case: Case,
    columns: Mapping[str, MeasuredSeries],
    days: Sequence[date],
    params: Mapping[str, float | str],
    place: str = "",
    cells: tuple[str, ...] = (),
) -> Question:
    """Both windows of every column, step by step; columns that move apart in rank are no longer compared."""
    pairs = [_pairs(case, one, days) for one in columns.values()]
    read = beside(case, list(columns.values()), [now for now, _ in pairs])
    past = beside(case, list(columns.values()), [before for _, before in pairs])
    reference = past.observed
    if case.params.get("reference", "").startswith("median"):
        medians = [_medians(case, one, now) for one, (now, _) in zip(columns.values(), pairs, strict=True)]
        reference = Observed(np.column_stack(medians) if len(medians) > 1 else medians[0], level=True)
    if case.has("position"):
        reference = same_rank(case, reference, tuple(columns), pairs)
    inputs = {"value": read.observed, "before": reference}
    if case.has("control") and "control_scope" not in params and case.series("control").refusal is None:
        control = [case.series("control")]
        inputs["control"] = observed(case, control, pairs[0][0]).observed
        inputs["before_control"] = observed(case, control, pairs[0][1]).observed
    whys = {**reasons(past, days), **reasons(read, days)}
    given = Given(inputs, dict(params), direction(case))
    return Question(given, tuple(days), tuple(range(len(days))), whys, place, cells)


def _pairs(
    case: Case, series: MeasuredSeries, days: Sequence[date]
) -> tuple[list[Period | Refusal], list[Period | Refusal]]:
    """For each reading day its window, and the one it is compared with or why there is none."""
    posts = case.params.get("window", "").removesuffix(POSTS)
    now = [posted(series, day, int(posts)) for day in days] if posts.isdigit() else windows(case, days)
    before: list[Period | Refusal] = []
    for step, window in enumerate(now):
        if isinstance(window, Refusal):
            before.append(window)
            continue
        kind, _, length = case.params.get("reference", "prior:28d").partition(":")
        event = _last_event(case, days[step]) if kind == "before_event" else None
        if event is not None:
            now[step] = Period(event, days[step])
            past: Period | None = window_ending(event - ONE_DAY, days_of(length, 14) or 14)
        else:
            if kind == "before_event":
                kind, _, length = case.params.get("fallback", "prior:28d").partition(":")
            past = _past(kind, length, window, case.plan.company.country)
        before.append(NotBound("reference", kind) if past is None else _comparable(case, series, past, window))
    return now, before


def _last_event(case: Case, day: date) -> date | None:
    """The first day of the last own event of the four weeks that end with a day."""
    first = [event.first_day for event in case.plan.own_events if event.first_day is not None]
    return max((one for one in first if day - timedelta(days=GROWS) < one <= day), default=None)


def same_day_last_year(day: date, country: str) -> date:
    """The day a year is compared on, moving feasts aligned."""
    return same_day(day, 1, country)


def _past(kind: str, length: str, window: Period, country: str) -> Period | None:
    if kind == "same_period_last_year":
        start = same_day(window.start, 1, country)
        return Period(start, max(start, same_day(window.end, 1, country)))
    if kind in ("prior", "trailing", "median"):
        last = window.end if kind == "trailing" else window.start - ONE_DAY
        return window_ending(last, days_of(length) or 28)
    return None


def _comparable(case: Case, series: MeasuredSeries, past: Period, window: Period) -> Period | Refusal:
    """The reference, unless the past does not reach it or counted otherwise."""
    if series.first_day is None or series.first_day > past.start:
        have = (window.start - series.first_day).days if series.first_day else 0
        return TooLittleHistory(needed=(window.end - past.start).days, have=max(have, 0))
    crossed = lasting(names(series.expression), case.plan, Period(past.start + ONE_DAY, window.end))
    return BreakInWindow(crossed[0]) if crossed else past


def _medians(case: Case, series: MeasuredSeries, now: Sequence[Period | Refusal]) -> Array:
    """Median of the readings of the windows before each one, where there are enough."""
    length = days_of(case.params["reference"].partition(":")[2]) or 90
    found = np.full(len(now), np.nan)
    for step, window in enumerate(now):
        if isinstance(window, Refusal):
            continue
        lasts = range(1, length, len(window))
        past = [window_ending(window.start - timedelta(days=back), len(window)) for back in lasts]
        known = [float(value) for one in past if not isinstance(value := series.over(one), Refusal)]
        if len(known) >= FEWEST_READINGS:
            found[step] = median(known)
    return found

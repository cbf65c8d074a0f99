"""What one target asks of the future: its past day by day, the days already counted, the days still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from jalon import catalogue
from jalon.catalogue.formula import names
from jalon.metrics import Daily, MeasuredSeries, daily, masked
from jalon.plan.model import Action, Measurement, Plan, TargetVersion
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import BreakInWindow, StaleSource, TooLittleHistory
from jalon.scorecard import breaks, spans
from jalon.scorecard.refused import NoTarget
from jalon.stats.odds import Target, at_least, at_most, between

LONGEST_PAST = timedelta(days=3 * 364)
LEAST_DAYS = 28


@dataclass(frozen=True, slots=True)
class Question:
    """One target: its series, what it aims at, the last settled day, and the days its final value covers.

    `past` is the settled past day by day; a refusal where rows cover more than a day, or where days do not add.
    `floor` and `ceiling` are what the value can never pass. `window` is the whole time of the target, `baseline` what
    it starts from, counted over `baseline_days` where those are stated.
    """

    key: str
    series: MeasuredSeries
    past: Daily | Refusal
    version: TargetVersion
    target: Target
    settled: date
    final: Period
    actions: tuple[Action, ...] = ()
    floor: float | None = None
    ceiling: float | None = None
    window: Period | None = None
    baseline: Decimal | None = None
    baseline_days: int | None = None

    @property
    def remaining(self) -> int:
        """Days still random."""
        return max((self.final.end - self.settled).days, 0)

    def counted(self) -> tuple[Decimal, Decimal]:
        """Exactly what the settled days of the final value amount to: of a ratio both sides, else the total and 0."""
        if self.settled < self.final.start:
            return Decimal(0), Decimal(0)
        top, bottom = self.series.parts_over(Period(self.final.start, self.settled))
        return top or Decimal(0), bottom or Decimal(0)


def question(
    key: str,
    series: MeasuredSeries,
    asked: Measurement,
    version: TargetVersion,
    window: Period,
    plan: Plan,
    as_of: date,
) -> Question | Refusal:
    """The question that a target asks, or why none can be asked."""
    target = _target(asked.direction or "up", version)
    settled = _settled(key, series, window, plan, as_of)
    if isinstance(settled, Refusal):
        return settled
    if target is None:
        return NoTarget()
    first = max(series.first_day or settled, settled - LONGEST_PAST, _after_breaks(series, plan, settled))
    if (settled - first).days + 1 < LEAST_DAYS:
        return TooLittleHistory(LEAST_DAYS, max((settled - first).days + 1, 0))
    past = daily(series, Period(first, settled))
    row = catalogue.kpis().get(asked.use or "")
    return Question(
        key,
        series,
        past if isinstance(past, Refusal) else without_masked(past, series, plan),
        version,
        target,
        settled,
        _final(series, asked, version, window),
        _under_way(key, plan, window),
        float(row.value_min) if row and row.value_min is not None else None,
        float(row.value_max) if row and row.value_max is not None else None,
        window,
        asked.baseline,
        len(asked.baseline_period) if asked.baseline_period else None,
    )


def _settled(key: str, series: MeasuredSeries, window: Period, plan: Plan, as_of: date) -> date | Refusal:
    """The last day whose figures no longer grow, or why nothing can be said from there."""
    if series.refusal is not None:
        return series.refusal
    if series.stale:
        late = max(series.stale, key=lambda b: (b.age_days or 0) - (b.expected_days or 0))
        return StaleSource(late.tool, late.age_days or 0, late.expected_days or 0)
    if series.first_day is None or series.last_day is None:
        return TooLittleHistory(LEAST_DAYS, 0)
    broken = breaks.unsettled(names(series.expression), plan, key.partition(":")[2], window, as_of)
    if broken is not None:
        return BreakInWindow(broken)
    return min(series.mature_until or series.last_day, series.last_day, as_of, window.end)


def _target(direction: str, version: TargetVersion) -> Target | None:
    if version.target_range is not None:
        low, high = version.target_range
        return between(float(low), float(high))
    if version.target is None:
        return None
    return at_most(float(version.target)) if direction == "down" else at_least(float(version.target))


def _under_way(key: str, plan: Plan, window: Period) -> tuple[Action, ...]:
    """Actions planned or running on this KPI or objective, whose effect was quantified and begins in time."""
    kind, _, name = key.partition(":")
    return tuple(
        action
        for action in plan.actions
        if (action.kpi if kind == "kpi" else action.objective) == name
        and action.status in ("planned", "running")
        and action.expect is not None
        and action.start is not None
        and action.start <= window.end
    )


def _after_breaks(series: MeasuredSeries, plan: Plan, settled: date) -> date:
    """The day after the last lasting break: a short clean past beats a long one that counted otherwise."""
    since = Period(min(series.first_day or settled, settled), settled)
    return max((day + ONE_DAY for day in breaks.lasting(names(series.expression), plan, since)), default=since.start)


def without_masked(past: Daily, series: MeasuredSeries, plan: Plan) -> Daily:
    """Days that a measurement break hides are unknown to the past; what they counted stays counted."""
    top, bottom = past.top.copy(), None if past.bottom is None else past.bottom.copy()
    for part in masked(names(series.expression), plan, past.span):
        inside = slice((part.start - past.span.start).days, (part.end - past.span.start).days + 1)
        for side in (top, bottom):
            if side is not None:
                side[inside] = np.nan
    return Daily(past.span, top, bottom)


def _final(series: MeasuredSeries, asked: Measurement, version: TargetVersion, window: Period) -> Period:
    """The days that the value will cover on the due date: of a ratio read as a level, its last weeks only."""
    if series.kind != "ratio" or version.trajectory in ("seasonal", "flat"):
        return window
    days = spans.LEVEL_DAYS if _volume(series) >= spans.least_volume(asked.use) else spans.LEVEL_DAYS_WHEN_THIN
    return Period(max(window.start, window.end - timedelta(days=days - 1)), window.end)


def _volume(series: MeasuredSeries) -> Decimal:
    """The denominator of the last weeks known."""
    last = series.last_day
    if last is None:
        return Decimal(0)
    _, volume = series.parts_over(Period(last - timedelta(days=spans.LEVEL_DAYS - 1), last))
    return volume or Decimal(0)

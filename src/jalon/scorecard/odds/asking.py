"""What one target asks of the future: its past day by day, the days already counted, the days still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jalon import catalogue
from jalon.catalogue.formula import names
from jalon.metrics import Daily, MeasuredSeries
from jalon.plan.model import Action, Measurement, Plan, TargetVersion
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import BreakInWindow, NoTarget, StaleSource, TooLittleHistory
from jalon.scorecard import breaks, spans
from jalon.scorecard.odds.cleaning import cleaned, still_growing
from jalon.scorecard.odds.special import special_days
from jalon.stats.forecast.panel import Special
from jalon.stats.odds import Immature, Target, at_least, at_most, between

LONGEST_PAST = timedelta(days=3 * 364)
LEAST_DAYS = 28


@dataclass(frozen=True, slots=True)
class Question:
    """One target: its series, what it aims at, the last settled day, and the days its final value covers.

    `past` is the settled past day by day; a refusal where rows cover more than a day, or where days do not add.
    `floor` and `ceiling` are what the value can never pass. `window` is the whole time of the target, `baseline` what
    it starts from, counted over `baseline_days` where those are stated. `immature` are later days whose
    figures still grow by a curve that was learned, of a ratio with `immature_below` for its denominator; `break_doubt`
    that of a level rebased a few weeks ago; `special` the days that trade by the calendar.
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
    immature: Immature | None = None
    break_doubt: float = 0.0
    immature_below: Immature | None = None
    special: Special = ()

    @property
    def told_until(self) -> date:
        """The last day of which something is known, settled or not."""
        return self.settled + timedelta(days=0 if self.immature is None else len(self.immature.reported))

    @property
    def remaining(self) -> int:
        """Days of which nothing is known."""
        return max((self.final.end - self.told_until).days, 0)

    def told(self) -> float:
        """What the days known amount to, those that still grow raised to what they will become."""
        young = self.immature
        raised = 0.0 if young is None else float((young.reported / young.share)[young.in_period].sum())
        return float(self.counted()[0]) + raised

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
    first = max(series.first_day or settled, settled - LONGEST_PAST)
    clean = cleaned(series, Period(min(first, settled), settled), plan, key.partition(":")[2])
    if len(clean.span) < LEAST_DAYS:
        return TooLittleHistory(LEAST_DAYS, len(clean.span))
    row, final = catalogue.kpis().get(asked.use or ""), _final(series, asked, version, window)
    growing, below = still_growing(series, settled, final, as_of)
    return Question(
        key,
        series,
        clean.past,
        version,
        target,
        settled,
        final,
        _under_way(key, plan, window),
        float(row.value_min) if row and row.value_min is not None else None,
        float(row.value_max) if row and row.value_max is not None else None,
        window,
        asked.baseline,
        len(asked.baseline_period) if asked.baseline_period else None,
        growing,
        clean.doubt,
        below,
        special_days(plan),
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

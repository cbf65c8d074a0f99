"""Saturation of a channel: weekly spend and results of the costs that a KRI threatens, against their ceilings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from jalon.metrics import MeasuredSeries, Measurements, daily
from jalon.plan.model import Kpi, Kri, Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NoDenominator, NoTarget, StaleSource, TooLittleHistory
from jalon.scorecard.decided import MarginalCost
from jalon.scorecard.odds.cleaning import without_masked
from jalon.scorecard.responded import CurvePoint, Response, SpentWeek
from jalon.stats.saturation import FEWEST_WEEKS, TODAY_WEEKS, Saturation, saturation
from jalon.stats.warning.robust import Array

METHOD = "marginal_response"
LONGEST = 104
WEEK = 7
_FEWEST_DAYS = 5
_DIGITS = 4
_NOTHING = 1e-9
"""A response smaller than this for one unit of money is none."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Spend and results of a cost per result (n,), oldest week first, up to a day, with the most a result may cost."""

    kpi: str
    unit: str
    ceiling: float
    until: date
    spend: Array
    results: Array

    def last_days(self) -> list[date]:
        """The last day of each week."""
        return [self.until - timedelta(days=WEEK * back) for back in reversed(range(len(self.spend)))]

    def before(self, weeks: int) -> Pair:
        """What was known so many weeks earlier."""
        kept = len(self.spend) - weeks
        until = self.until - timedelta(days=WEEK * weeks)
        return Pair(self.kpi, self.unit, self.ceiling, until, self.spend[:kept], self.results[:kept])


def pairs_of(kri: Kri, plan: Plan, measurements: Measurements, as_of: date) -> list[Pair] | Refusal:
    """A pair for each threatened KPI that is a cost per result with a target: the target is its ceiling."""
    why: Refusal = NoTarget()
    found = []
    for kpi in (kpi for _, kpi in plan.kpis() if kpi.id in kri.threatens and kpi.measured.direction == "down"):
        ceiling = _ceiling(kpi, as_of)
        if ceiling is None:
            continue
        pair = _pair(kpi.id, measurements.series_for(f"kpi:{kpi.id}"), ceiling, plan, as_of)
        if isinstance(pair, Refusal):
            why = pair
        else:
            found.append(pair)
    return found or why


def _ceiling(kpi: Kpi, as_of: date) -> float | None:
    """The value aimed at by the version of the target in force."""
    told = [one for one in kpi.measured.targets if one.decided_on is None or one.decided_on <= as_of]
    last = (told or list(kpi.measured.targets))[-1:]
    return float(last[0].target) if last and last[0].target is not None and last[0].target > 0 else None


def _pair(name: str, series: MeasuredSeries, ceiling: float, plan: Plan, as_of: date) -> Pair | Refusal:
    """Whole weeks that end with the last settled day; a week that is not known enough has no value."""
    if series.refusal is not None:
        return series.refusal
    if series.stale:
        late = max(series.stale, key=lambda b: (b.age_days or 0) - (b.expected_days or 0))
        return StaleSource(late.tool, late.age_days or 0, late.expected_days or 0)
    if series.kind != "ratio" or series.first_day is None or series.last_day is None:
        return NoDenominator()
    until = min(series.mature_until or series.last_day, series.last_day, as_of)
    weeks = min(LONGEST, ((until - series.first_day).days + 1) // WEEK)
    if weeks < FEWEST_WEEKS:
        return TooLittleHistory(needed=FEWEST_WEEKS, have=max(weeks, 0))
    days = daily(series, Period(until - timedelta(days=WEEK * weeks - 1), until))
    if isinstance(days, Refusal):
        return days
    kept = without_masked(days, series, plan)
    assert kept.bottom is not None  # noqa: S101  # a ratio has both sides
    return Pair(name, series.unit, ceiling, until, _by_week(kept.top), _by_week(kept.bottom))


def _by_week(days: Array) -> Array:
    """Totals of weeks, brought to seven days where a few are unknown; unknown where more are."""
    folded = days.reshape(-1, WEEK)
    known = np.isfinite(folded).sum(1)
    total = np.where(np.isfinite(folded), folded, 0.0).sum(1) * WEEK / np.maximum(known, 1)
    return np.asarray(np.where(known >= _FEWEST_DAYS, total, np.nan))


def responses_of(kri: Kri, plan: Plan, measurements: Measurements, as_of: date) -> tuple[Response, ...]:
    """The curve behind each threatened cost; none where the data cannot tell one (the reading says why)."""
    if kri.method != METHOD:
        return ()
    pairs = pairs_of(kri, plan, measurements, as_of)
    return () if isinstance(pairs, Refusal) else tuple(one for one in map(_response, pairs) if one is not None)


def _response(pair: Pair) -> Response | None:
    found = saturation(pair.spend, pair.results, 1 / pair.ceiling)
    if isinstance(found, Refusal):
        return None
    spent, came = (float(np.nansum(side[-TODAY_WEEKS:])) for side in (pair.spend, pair.results))
    told = zip(pair.last_days(), pair.spend, pair.results, strict=True)
    return Response(
        kpi=pair.kpi,
        until=pair.until,
        unit=pair.unit,
        spend=_rounded(found.spend),
        average_cost=_rounded(spent / came) if came > 0 else None,
        marginal_cost=_rounded(1 / max(found.marginal, _NOTHING)),
        marginal_cost80=_cost80(found),
        ceiling=Decimal(str(pair.ceiling)),
        over=Decimal(str(round(found.below, 4))),
        curve=_curve(found),
        weeks=tuple(
            SpentWeek(day, _rounded(spend), _rounded(results))
            for day, spend, results in told
            if np.isfinite(spend) and np.isfinite(results)
        ),
    )


def cost_of(kpi: Kpi, plan: Plan, measurements: Measurements, as_of: date) -> MarginalCost | Refusal:
    """What the next result of a cost per result costs, held against its target; or why nobody can say."""
    ceiling = _ceiling(kpi, as_of)
    if kpi.measured.direction == "up" or ceiling is None:
        return NoTarget()
    pair = _pair(kpi.id, measurements.series_for(f"kpi:{kpi.id}"), ceiling, plan, as_of)
    if isinstance(pair, Refusal):
        return pair
    found = saturation(pair.spend, pair.results, 1 / pair.ceiling)
    if isinstance(found, Refusal):
        return found
    spent, came = (float(np.nansum(side[-TODAY_WEEKS:])) for side in (pair.spend, pair.results))
    return MarginalCost(
        unit=pair.unit,
        until=pair.until,
        average=_rounded(spent / came) if came > 0 else None,
        marginal=_rounded(1 / max(found.marginal, _NOTHING)),
        marginal80=_cost80(found),
        ceiling=Decimal(str(pair.ceiling)),
    )


def _cost80(found: Saturation) -> tuple[Decimal, Decimal | None]:
    dearest = _rounded(1 / found.low) if found.low > _NOTHING else None
    return _rounded(1 / max(found.high, _NOTHING)), dearest


def _curve(found: Saturation) -> tuple[CurvePoint, ...]:
    sides: Sequence[Array] = (found.curve.spend, found.curve.middle, found.curve.low, found.curve.high)
    return tuple(
        CurvePoint(_rounded(spend), _rounded(middle), (_rounded(low), _rounded(high)))
        for spend, middle, low, high in zip(*sides, strict=True)
    )


def _rounded(value: float) -> Decimal:
    """An estimate with four digits, written plainly."""
    return Decimal(format(Decimal(f"{value:.{_DIGITS}g}"), "f"))

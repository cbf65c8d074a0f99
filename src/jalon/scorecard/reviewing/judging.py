"""Decisions measured: the cost that their options rest on while they are awaited, their effect once review has come."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from jalon.catalogue.formula import names
from jalon.metrics import MeasuredSeries, Measurements, daily
from jalon.plan.model import Decision, Expect, OptionEffect, Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import NeverLoaded, NotSettled, TooLittleHistory
from jalon.scorecard import breaks
from jalon.scorecard.decided import DecisionMeasure, DecisionReview, DecisionRow, OptionCost
from jalon.scorecard.kri.saturating import cost_of
from jalon.scorecard.odds.cleaning import without_masked
from jalon.scorecard.reviewing.concluding import came, placed
from jalon.stats.effects.before_after import EffectQuestion, MeasuredEffect, measured_effect

BEFORE = 364
"""Days of the past that tell what would have come: one whole year of weeks."""
WEEK = 7
_DIGITS = 4


def decision_rows(plan: Plan, measurements: Measurements, as_of: date) -> tuple[DecisionRow, ...]:
    """A row for each decision that is awaited on a cost, or whose review has come with something announced."""
    found = (DecisionRow(one.id, _costs(one, plan, measurements, as_of), _review(one, plan, measurements, as_of))
             for one in plan.decisions)  # fmt: skip
    return tuple(one for one in found if one.costs or one.review)


def _costs(decision: Decision, plan: Plan, measurements: Measurements, as_of: date) -> tuple[OptionCost, ...]:
    if decision.chosen is not None:
        return ()
    asked = dict.fromkeys(one.cost_kpi for one in decision.effects if one.cost_kpi)
    kpis = {kpi.id: kpi for _, kpi in plan.kpis()}
    return tuple(
        OptionCost(name, cost_of(kpis[name], plan, measurements, as_of)) for name in asked if name in kpis
    )  # fmt: skip


def announced(decision: Decision) -> OptionEffect | None:
    """The effect that a decision is judged by: the first one announced of the option chosen, on a KPI."""
    return next((one for one in decision.effects_of(decision.chosen) if one.kpi and one.expect), None)


def _review(decision: Decision, plan: Plan, measurements: Measurements, as_of: date) -> DecisionReview | None:
    effect, since, until = announced(decision), decision.decided_on or decision.day, decision.review_on
    if effect is None or effect.expect is None or since is None or until is None or until > as_of or until <= since:
        return None
    kpi = next((kpi for _, kpi in plan.kpis() if kpi.id == effect.kpi), None)
    told = _expected(effect.expect)
    if kpi is None or told is None:
        return None
    series = measurements.series_for(f"kpi:{kpi.id}")
    measure = _measured(series, plan, since, until, as_share=effect.expect.rel is not None)
    value, low, high = told
    known = measure if isinstance(measure, DecisionMeasure) else None
    return DecisionReview(
        kpi=kpi.id,
        unit=kpi.measured.unit or series.unit,
        start=since,
        end=until,
        expected=value,
        low=low,
        high=high,
        measure=measure,
        came=came(value, low, known.interval95, known.verdict) if known else "cannot_tell",
        place=placed(known.value, low, high) if known else None,
    )


def _expected(expect: Expect) -> tuple[Decimal, Decimal | None, Decimal | None] | None:
    value = expect.abs if expect.abs is not None else expect.rel
    return (value, expect.low, expect.high) if value else None


def _measured(
    series: MeasuredSeries, plan: Plan, since: date, until: date, as_share: bool
) -> DecisionMeasure | Refusal:
    """The change from one day to another against what would have come, from the settled days on one footing."""
    if series.refusal is not None:
        return series.refusal
    if series.first_day is None or series.last_day is None:
        return NeverLoaded(series.bindings[0].tool if series.bindings else "")
    settled = min(series.mature_until or series.last_day, series.last_day)
    if settled < until - timedelta(days=WEEK):
        return NotSettled(until)
    end = min(until, settled)
    first = max(series.first_day, since - timedelta(days=BEFORE))
    crossed = breaks.lasting(names(series.expression), plan, Period(first, end))
    before = [day for day in crossed if day < since]
    first = max([first, *(day + ONE_DAY for day in before)])
    if first >= since:
        return TooLittleHistory(needed=WEEK, have=0)
    days = daily(series, Period(first, end))
    if isinstance(days, Refusal):
        return days
    clean = without_masked(days, series, plan)
    inside = tuple((day - first).days for day in crossed if day >= since)
    start = (since - first).days
    asked = EffectQuestion(clean.top, start, below=clean.bottom, season=WEEK, breaks=inside)
    found = measured_effect(asked)
    if isinstance(found, Refusal):
        return found
    return _told(found, float(np.nansum(clean.bottom[start:])) if clean.bottom is not None else 1.0, as_share)


def _told(found: MeasuredEffect, below: float, as_share: bool) -> DecisionMeasure | Refusal:
    """In the unit announced: a share of what would have come, else the KPI's own, a ratio over its denominators."""
    if as_share:
        if found.relative is None or found.relative_95 is None:
            return TooLittleHistory(needed=WEEK, have=0)
        scale = found.relative / found.total if found.total else 0.0
        ends80, ends95, value = (
            (found.interval_80[0] * scale, found.interval_80[1] * scale),
            found.relative_95,
            found.relative,
        )
    else:
        scale = 1 / below
        value = found.total * scale
        ends80, ends95 = ((low * scale, high * scale) for low, high in (found.interval_80, found.interval_95))
    return DecisionMeasure(
        _rounded(value), _pair(ends80), _pair(ends95), as_share, found.verdict, found.periods, len(found.placebos),
        sum(not one.inside_95 for one in found.placebos), found.warnings,
    )  # fmt: skip


def _pair(ends: tuple[float, float]) -> tuple[Decimal, Decimal]:
    return _rounded(ends[0]), _rounded(ends[1])


def _rounded(value: float) -> Decimal:
    return Decimal(format(Decimal(f"{value:.{_DIGITS}g}"), "f"))

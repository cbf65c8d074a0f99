"""Inputs of methods that follow a series day by day: its settled past, controls beside it, events as steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from jalon import catalogue
from jalon.catalogue.formula import names
from jalon.metrics import MeasuredSeries, daily, guardrail_key, masked
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import BreakInWindow, NoGuardrail, NotAdditive, NotBound, TooLittleHistory
from jalon.scorecard.breaks import lasting
from jalon.scorecard.kri.binding.admitted import admitted
from jalon.scorecard.kri.binding.levels import direction
from jalon.scorecard.kri.binding.question import Question, Span, numbers, step_of
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.windows import days_of
from jalon.scorecard.odds.asking import LONGEST_PAST
from jalon.scorecard.odds.cleaning import without_masked
from jalon.stats.signals import DOWN, UP, Given, Observed

LEAST_DAYS = 56
WEEK = 7


def residual_shift(case: Case, span: Span) -> list[Question] | Refusal:
    """The past day by day with its controls; bounds are the plan's own quantiles."""
    history = days_of(case.params.get("history_min"), LEAST_DAYS) or LEAST_DAYS
    inputs = past_by_day(case, span, max(history, LEAST_DAYS))
    if isinstance(inputs, Refusal):
        return inputs
    days, told = inputs
    groups = case.split(case.speaks) if "cells" in case.params else {}
    if groups and case.params.get("part") == "within" and told["value"].under is not None:
        told["value"] = _mix_held(
            told["value"], [by_day(case, one, Period(days[0], days[-1])) for one in groups.values()]
        )
    horizon, window = (days_of(case.params.get(name), default) or default for name, default in _LASTING)
    case.evidence["read_over"] = f"{max(window, 1)}d"
    params: dict[str, float | str] = {"window": float(window), "horizon": float(horizon), "history_min": LEAST_DAYS}
    params |= _bounds(case) | {"rate": admitted(case)}
    given = Given(told, params, direction(case))
    taken = tuple(at for day in span.days(case) if (at := (day - days[0]).days) >= 0)
    return [Question(given, days, taken)]


_LASTING = (("horizon", 7), ("window", 1))
MIX_DAYS = 364


def _mix_held(whole: Observed, cells: Sequence[Observed | Refusal]) -> Observed:
    """The rate as it would be with the mix of the year before each day: only what moved inside the cells is left."""
    known = [one for one in cells if isinstance(one, Observed) and one.under is not None]
    if not known or whole.under is None:
        return whole
    top = np.nan_to_num(np.column_stack([one.top for one in known]))
    under = np.nan_to_num(np.column_stack([one.under for one in known if one.under is not None]))
    summed = np.cumsum(under, axis=0)
    usual = summed.copy()
    usual[MIX_DAYS:] -= summed[:-MIX_DAYS]
    weight = np.where(under > 0, usual, 0.0)
    rate = np.divide(top, under, out=np.zeros_like(top), where=under > 0)
    sums = weight.sum(1)
    held = np.divide((rate * weight).sum(1), sums, out=np.full(len(sums), np.nan), where=sums > 0)
    return Observed(held * whole.under, whole.under, whole.level)


def _bounds(case: Case) -> dict[str, float | str]:
    """Amber and red quantiles on the bad side, from the plan's own bounds."""
    appetite, limit = case.kri.appetite, case.kri.limit
    if isinstance(appetite, tuple) or isinstance(limit, tuple) or appetite is None or limit is None:
        return {}
    amber, red = float(appetite), float(limit)
    return {"amber": amber, "red": red} if case.kri.bad_direction == "down" else {"amber": 1 - amber, "red": 1 - red}


def past_by_day(case: Case, span: Span, needed: int) -> tuple[tuple[date, ...], dict[str, Observed]] | Refusal:
    """Days until the last one, and what is watched with its controls on them; days that a break hides are unknown."""
    series = case.value()
    if series.refusal is not None:
        return series.refusal
    hidden = masked(names(series.expression), case.plan, Period(span.last - timedelta(days=WEEK - 1), span.last))
    if 2 * sum(len(part) for part in hidden) > WEEK:
        return BreakInWindow(hidden[0].start)
    first = _begins(case, series, span.last)
    have = (span.last - first).days + 1
    if have < needed:
        return TooLittleHistory(needed, max(have, 0))
    whole = Period(first, span.last)
    told = {"value": by_day(case, series, whole)}
    for name in ("control", "control_2", "control_3"):
        if case.has(name) and case.series(name).refusal is None:
            told[name] = by_day(case, case.series(name), whole)
    refused = told["value"]
    if isinstance(refused, Refusal):
        return refused
    known = {name: one for name, one in told.items() if isinstance(one, Observed)}
    return tuple(whole.days()), known


def _begins(case: Case, series: MeasuredSeries, last: date) -> date:
    """The day after the last lasting break: a short clean past beats a long one that counted otherwise."""
    first = max(series.first_day or last, last - LONGEST_PAST)
    since = lasting(names(series.expression), case.plan, Period(min(first, last), last))
    return max((day + ONE_DAY for day in since), default=first)


def by_day(case: Case, series: MeasuredSeries, span: Period) -> Observed | Refusal:
    """Both totals of each day, away from what a break hides."""
    told = daily(series, span)
    if isinstance(told, Refusal):
        return told
    adding = {component.accumulates for component in series.components.values()}
    if len(adding) > 1:
        return NotAdditive("mixed")
    kept = without_masked(told, series, case.plan)
    return Observed(kept.top, kept.bottom, level=adding == {False})


def distribution_shift(case: Case, span: Span) -> list[Question] | Refusal:
    """The value day by day at each value of its dimension; the settled past only."""
    series = case.value()
    if series.refusal is not None:
        return series.refusal
    groups = case.split(case.speaks)
    if not groups:
        return series.drill_down or NotBound(case.speaks, lacks=case.params.get("dims", ""))
    whole = Period(_begins(case, series, span.last), span.last)
    columns = [by_day(case, one, whole) for one in groups.values()]
    refused = next((one for one in columns if isinstance(one, Refusal)), None)
    if refused is not None:
        return refused
    told = Observed(np.column_stack([one.top for one in columns if isinstance(one, Observed)]))
    days = tuple(whole.days())
    lasts = {name: float(days_of(case.params[name]) or 0) for name in ("window", "history_min") if name in case.params}
    params: dict[str, float | str] = {**lasts, **numbers(case, "resamples"), "every": float(step_of(case))}
    taken = tuple(at for day in span.days(case) if (at := (day - days[0]).days) >= 0)
    return [Question(Given({"value": told}, params, UP), days, taken, cells=tuple(groups))]


def event_steps(days: tuple[date, ...], events: Mapping[str, Period]) -> tuple[tuple[int, int], ...]:
    """First and last step of each event; those that end before the first day are left out."""
    at = [((one.start - days[0]).days, (one.end - days[0]).days) for one in events.values()]
    return tuple((first, last) for first, last in at if last >= 0)


def trend_conflict(case: Case, span: Span) -> list[Question] | Refusal:
    """Week by week, each threatened KPI beside its guardrail; the worst pair decides."""
    asked: list[Question] = []
    why: Refusal | None = None
    for name in case.kri.threatens:
        pair = _pair(case, name)
        if isinstance(pair, Refusal):
            why = why or pair
            continue
        asked.append(_conflict(case, span, name, *pair))
    return asked or why or NoGuardrail()


def _pair(case: Case, name: str) -> tuple[MeasuredSeries, MeasuredSeries, float, float] | Refusal:
    """A threatened KPI and its guardrail, each with the way that is good."""
    kpi = next((kpi for _, kpi in case.plan.kpis() if kpi.id == name), None)
    guardrail = kpi.guardrail if kpi is not None else None
    if kpi is None or guardrail is None:
        return NoGuardrail()
    own = case.measurements.series_for(f"kpi:{name}")
    key = f"kpi:{guardrail.kpi}" if guardrail.kpi else guardrail_key(f"kpi:{name}", guardrail.use or "")
    guard = case.measurements.series_for(key)
    refusal = own.refusal or guard.refusal
    if refusal is not None:
        return refusal
    row = catalogue.kpis().get(guardrail.use or guardrail.kpi or "")
    return own, guard, _way(kpi.measured.direction), _way(row.direction if row else "up")


def _way(good: str | None) -> float:
    return float(DOWN if good == "down" else UP)


def _conflict(
    case: Case, span: Span, name: str, own: MeasuredSeries, guard: MeasuredSeries, good: float, outcome: float
) -> Question:
    weeks = span.readings + 12
    told = [day for one in (own, guard) for day in (one.last_day, one.mature_until) if day is not None]
    last = min((span.last, *told))
    days = tuple(last - timedelta(days=WEEK * back) for back in reversed(range(weeks)))
    over = [Period(day - timedelta(days=WEEK - 1), day) for day in days]
    inputs = {
        role: Observed(np.array([_number(one.over(week)) for week in over]), level=True)
        for role, one in (("value", own), ("outcome", guard))
    }
    run = {key: float(days_of(case.params.get(key), 7 * default) or 0) / WEEK for key, default in _RUNS}
    params: dict[str, float | str] = {"value_good": good, "outcome_good": outcome, **run, **numbers(case, "certainty")}
    return Question(Given(inputs, params, UP), days, tuple(range(weeks - span.readings, weeks)), place=name)


_RUNS = (("slope_window", 6), ("amber_run", 4), ("red_run", 6))


def _number(value: object) -> float:
    return float("nan") if isinstance(value, Refusal) else float(str(value))

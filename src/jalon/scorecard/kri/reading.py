"""Formulas read exactly over windows, hidden days left out: what the methods of levels are given, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from jalon.catalogue.formula import names
from jalon.metrics import MeasuredSeries, masked
from jalon.metrics.formulas import joined
from jalon.metrics.refused import NoFacts
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import BreakInWindow, NoDenominator, TooLittleVolume
from jalon.scorecard.breaks import around
from jalon.scorecard.calendar import calendar_in_force
from jalon.scorecard.kri.case import Case
from jalon.stats.signals import Observed


@dataclass(frozen=True, slots=True)
class Sides:
    """Both totals of a ratio; of anything else its value, over nothing."""

    top: Decimal
    under: Decimal | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Observation:
    """Steps of one input, and why a step has no number, by its place in the row."""

    observed: Observed
    whys: Mapping[int, Refusal]
    left_out: int = 0


def observed(case: Case, columns: Sequence[MeasuredSeries], windows: Sequence[Period | Refusal]) -> Observation:
    """Columns of series read over a window a step: (n,) for one column, else (n, C)."""
    return beside(case, columns, [windows] * len(columns))


def beside(case: Case, columns: Sequence[MeasuredSeries], each: Sequence[Sequence[Period | Refusal]]) -> Observation:
    """The same where every column has windows of its own, as many as the others."""
    shape = (len(each[0]), len(columns))
    tops, unders = np.full(shape, np.nan), np.full(shape, np.nan)
    whys: dict[int, Refusal] = {}
    left_out = 0
    hidden = [_hidden(case, series, windows) for series, windows in zip(columns, each, strict=True)]
    for step in range(shape[0]):
        for column, series in enumerate(columns):
            window = each[column][step]
            found = window if isinstance(window, Refusal) else sides(case, series, window, hidden[column])
            if isinstance(found, Refusal):
                whys.setdefault(step, found)
                continue
            tops[step, column] = float(found.top)
            if found.under is not None:
                unders[step, column] = float(found.under)
            left_out = found.left_out
        if np.isfinite(tops[step]).any():
            whys.pop(step, None)
    under = unders if any(series.kind == "ratio" for series in columns) else None
    if len(columns) == 1:
        return Observation(Observed(tops[:, 0], None if under is None else under[:, 0], level=True), whys, left_out)
    return Observation(Observed(tops, under, level=True), whys, left_out)


def _hidden(case: Case, series: MeasuredSeries, windows: Sequence[Period | Refusal]) -> tuple[Period, ...]:
    """Stretches that a break hides, over all the windows at once."""
    known = [one for one in windows if isinstance(one, Period)]
    if not known:
        return ()
    whole = Period(min(one.start for one in known), max(one.end for one in known))
    return masked(names(series.expression), case.plan, whole)


def sides(case: Case, series: MeasuredSeries, window: Period, hidden: Sequence[Period]) -> Sides | Refusal:
    """A formula over a window, away from hidden days: both totals of a ratio, else its value."""
    if series.refusal is not None:
        return series.refusal
    stretches = around(hidden, window)
    if sum(len(part) for part in stretches) * 2 < len(window):
        return BreakInWindow(_first_hidden(window, stretches))
    stretches = _without_excluded(case, stretches)
    found = _over(series, stretches, window)
    if isinstance(found, NoDenominator) and case.params.get("when_zero_denominator") == "quiet":
        return Sides(Decimal(0), Decimal(0))
    if isinstance(found, Refusal):
        return found
    value, volume = found
    left_out = len(window) - sum(len(part) for part in stretches)
    if series.kind != "ratio":
        return Sides(value, None, left_out)
    return Sides(value * volume, volume, left_out) if volume is not None else Sides(value, None, left_out)


def _first_hidden(window: Period, stretches: tuple[Period, ...]) -> date:
    return stretches[0].end + ONE_DAY if stretches and stretches[0].start == window.start else window.start


def _without_excluded(case: Case, stretches: tuple[Period, ...]) -> tuple[Period, ...]:
    """Days of a kind of the calendar leave, when the row names one: soldes say nothing of a promotion too many."""
    kind = case.params.get("exclude_kind")
    if kind is None:
        return stretches
    away = [event.period for event in calendar_in_force(case.plan) if event.kind == kind]
    kept = [day for part in stretches for day in part.days() if not any(day in period for period in away)]
    runs: list[Period] = []
    for day in kept:
        joins = runs and runs[-1].end + ONE_DAY == day
        runs = [*runs[:-1], Period(runs[-1].start, day)] if joins else [*runs, Period(day, day)]
    return tuple(runs)


def _over(
    series: MeasuredSeries, stretches: tuple[Period, ...], window: Period
) -> tuple[Decimal, Decimal | None] | Refusal:
    """Value and denominator over the stretches: totals first, the ratio last; a level is its last one's."""
    if not stretches:
        return TooLittleVolume(needed=1, have=0)
    adds = all(component.accumulates for component in series.components.values())
    if len(stretches) == 1 or not adds:
        value = series.over(stretches[-1])
        volume = series.parts_over(stretches[-1])[1]
    else:
        told = [totals for part in stretches if not isinstance(totals := series.totals_over(part), Refusal)]
        if not told:
            return NoFacts(series.key, window.start, window.end)
        value = joined(series.expression, {name: sum(one[name] for one in told) for name in told[0]})  # type: ignore[misc]  # a sum of at least one Decimal
        denominators = [series.parts_over(part)[1] for part in stretches]
        volume = sum((one for one in denominators if one is not None), Decimal(0)) if series.kind == "ratio" else None
    if isinstance(value, Refusal):
        return value
    if adds and series.kind == "flow":
        # Fewer days count less: a flow is brought back to the whole window.
        value = value * len(window) / sum(len(part) for part in stretches)
    return value, volume

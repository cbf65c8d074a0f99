"""One formula read over one window: hidden days left out, enough volume asked, certainty weighed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import NormalDist

from jalon.catalogue.formula import names
from jalon.metrics import MeasuredSeries
from jalon.metrics.formulas import joined
from jalon.metrics.refused import NoFacts
from jalon.quantities import Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import BreakInWindow, NoDenominator, TooLittleVolume
from jalon.scorecard.breaks import open_days
from jalon.scorecard.calendar import calendar_in_force
from jalon.scorecard.kri.case import Case


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read; `sure` is what the true value reaches with the certainty asked, and decides the band."""

    value: Decimal
    sure: Decimal


Read = Reading | Refusal


def plainly(value: Decimal) -> Reading:
    """A reading that needs no interval."""
    return Reading(value, value)


def read(case: Case, series: MeasuredSeries, window: Period) -> Read:
    """A formula over a window, above its minimum volume, away from hidden days."""
    if series.refusal is not None:
        return series.refusal
    stretches = open_days(names(series.expression), case.plan, window)
    if sum(len(part) for part in stretches) * 2 < len(window):
        return BreakInWindow(_first_hidden(window, stretches))
    stretches = _without_excluded(case, stretches)
    found = _over(series, stretches, window)
    if isinstance(found, Refusal):
        return found
    value, volume = found
    least = Decimal(case.params.get("min_denominator", "0"))
    if volume is not None and volume < least:
        return TooLittleVolume(needed=float(least), have=float(volume))
    left_out = len(window) - sum(len(part) for part in stretches)
    if left_out:
        case.evidence["days_left_out"] = left_out
    return Reading(value, _sure(case, series, value, volume))


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


def _sure(case: Case, series: MeasuredSeries, value: Decimal, volume: Decimal | None) -> Decimal:
    """The bound of Wilson's one-sided interval towards good; the value itself when no certainty is asked of it.

    Wilson, 1927. What is no share of whole cases has no binomial interval: the evidence says it was not measured.
    """
    asked = case.params.get("certainty")
    if asked is None:
        return value
    if series.kind != "ratio" or volume is None or volume <= 0 or not 0 <= value <= 1:
        case.evidence["certainty"] = "not_measured"
        return value
    share, count, z = float(value), float(volume), NormalDist().inv_cdf(float(asked))
    middle = share + z * z / (2 * count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    towards_good = middle + half if case.kri.bad_direction == "down" else middle - half
    sure = Decimal(str(round(towards_good / (1 + z * z / count), 12)))
    case.evidence["sure_share"] = str(sure)
    return sure


def ratio_to(now: Reading, before: Decimal, form: str) -> Read:
    """A reading against a reference known without doubt: ratio, relative change or difference."""
    if form == "difference":
        return Reading(now.value - before, now.sure - before)
    if before == 0:
        return NoDenominator()
    less = 1 if form == "change" else 0
    return Reading(now.value / before - less, now.sure / before - less)

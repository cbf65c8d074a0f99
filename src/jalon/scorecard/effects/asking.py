"""The one question about an effect: whose number, which days, against what; and its figures as statistics read them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from jalon.catalogue import measures
from jalon.catalogue.formula import names, parse
from jalon.metrics import Daily, MeasuredSeries, Measurements, Wanted, daily, wanted_by
from jalon.metrics.arrays import Floats
from jalon.plan.model import Action, Measurement, Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NoEndDate, NotSettled, TooLittleHistory
from jalon.scorecard import breaks
from jalon.scorecard.reading import channels_of

WEEK, YEAR_OF_WEEKS = 7, 52
FEWEST_WEEKS = 4
"""Whole weeks after the start from which weeks are read: half as wide as by days on quiet series, as often right."""
LONGEST_PAST = timedelta(days=3 * 364)
METHOD = "1"
"""Changes when the same figures would be answered otherwise."""


@dataclass(frozen=True, slots=True)
class ArmCount:
    """What an arm of a test counted up to a day: units drawn, those that converted, those that broke the guardrail."""

    arm: str
    day: date
    units: int
    converted: int
    guarded: int | None = None


@dataclass(frozen=True, slots=True)
class EffectQuestion:
    """What did something change in a number over a window? Controls and units were chosen before it began.

    `series` is the number, `controls` what moves with it untouched, `groups` the same number by unit of a panel;
    `starts` the day of each touched unit. `margin` is the smallest share of the number that would matter.
    """

    key: str
    asked: Measurement
    series: MeasuredSeries
    window: Period
    design: str = "interrupted_time_series"
    margin: Decimal | None = None
    controls: tuple[tuple[str, MeasuredSeries], ...] = ()
    groups: Mapping[str, MeasuredSeries] = field(default_factory=dict)
    starts: Mapping[str, date] = field(default_factory=dict)
    arms: tuple[ArmCount, ...] = ()
    mode: str = "fixed"
    sample: int | None = None

    @property
    def is_total(self) -> bool:
        """Whether its days add up to an amount; a ratio or a level has a mean."""
        return self.series.kind == "flow"


@dataclass(frozen=True, slots=True)
class Figures:
    """A question's number by period (T,): `top`, `bottom` of a ratio, the first period after, how long one lasts."""

    first_day: date
    days: int
    start: int
    top: Floats
    bottom: Floats | None
    controls: Floats | None
    steps: tuple[int, ...]

    @property
    def season(self) -> int | None:
        """Weekdays, or the year when enough of it lies before."""
        return WEEK if self.days == 1 else YEAR_OF_WEEKS if self.start >= 1.75 * YEAR_OF_WEEKS else None

    def span_of(self, at: int) -> Period:
        """The days of a period."""
        first = self.first_day + timedelta(days=at * self.days)
        return Period(first, first + timedelta(days=self.days - 1))


def key_of(action: Action) -> str:
    """The number an action works on."""
    return f"kpi:{action.kpi}" if action.kpi else f"objective:{action.objective}"


def wanted_for_effects(plan: Plan) -> Iterator[Wanted]:
    """What designs read beside the plan's own numbers: their controls, and their number unit by unit."""
    known = {one.key: one for one in wanted_by(plan)}
    for action in plan.actions:
        for name in action.design.controls:
            if f"kpi:{name}" not in known and name in measures():
                yield Wanted(f"effect:{action.id}:{name}", parse(name))
        one, units = known.get(key_of(action)), action.design.units
        if one is not None and units:
            rest = {name: values for name, values in one.filter.items() if name != units}
            yield Wanted(f"effect:{action.id}:units", one.formula, rest, one.params, one.unit, units, one.maturity_days)


def measurement_of(plan: Plan, key: str) -> Measurement | None:
    """What the plan says of `kpi:…` or `objective:…`."""
    kind, _, name = key.partition(":")
    if kind == "kpi":
        return next((kpi.measured for _, kpi in plan.kpis() if kpi.id == name), None)
    found = plan.objective(name)
    return found.result if found else None


def question_of(
    action: Action, plan: Plan, measurements: Measurements, arms: Sequence[ArmCount] = ()
) -> EffectQuestion | Refusal:
    """The question that an action asks, by the design it chose."""
    key, design, until = key_of(action), action.design, action.read_until
    asked = measurement_of(plan, key)
    if asked is None or action.start is None or until is None or until < action.start:
        return NoEndDate(action.id)
    series = measurements.series_for(key)
    beside = [(name, _control(action.id, name, measurements)) for name in design.controls]
    units = measurements.series_for(f"effect:{action.id}:units") if design.units else None
    groups = units.groups() if units is not None and units.refusal is None else {}
    return EffectQuestion(
        key,
        asked,
        series,
        Period(action.start, until),
        action.effect_design or "none",
        design.margin,
        tuple((name, one) for name, one in beside if one.refusal is None),
        groups,
        {unit: design.starts.get(unit, action.start) for unit in (*design.touched, *design.starts) if unit in groups},
        tuple(arms),
        design.mode,
        design.sample,
    )


def question_between(
    key: str, plan: Plan, measurements: Measurements, window: Period, margin: Decimal | None = None
) -> EffectQuestion | None:
    """The question of anything dated on a number of the plan (a decision, a move of budget): before against after."""
    asked = measurement_of(plan, key)
    return None if asked is None else EffectQuestion(key, asked, measurements.series_for(key), window, margin=margin)


def _control(action: str, name: str, measurements: Measurements) -> MeasuredSeries:
    own = measurements.series_for(f"kpi:{name}")
    return own if own.refusal is None else measurements.series_for(f"effect:{action}:{name}")


def unsettled(one: EffectQuestion, as_of: date) -> Refusal | None:
    """Why it is too early: its window is open, or its last days still move."""
    series, end = one.series, one.window.end
    if series.refusal is not None:
        return series.refusal
    settled = min(series.mature_until or series.last_day or as_of, series.last_day or as_of)
    return NotSettled(end) if as_of < end or settled < end else None


def figures(one: EffectQuestion, plan: Plan, coarse: bool = True) -> Figures | Refusal:
    """The number before and over the window, by weeks counted from the start where they are enough, else by days.

    Days that a break or an incident hides are NaN; a week that lacks one of them has no total.
    """
    start = one.window.start
    first = one.series.first_day
    if first is None or first >= start:
        return one.series.refusal or TooLittleHistory(needed=24, have=0)
    weeks = len(one.window) // WEEK
    days = WEEK if coarse and weeks >= FEWEST_WEEKS else 1
    first = max(first, start - LONGEST_PAST)
    first += timedelta(days=(start - first).days % days)
    end = start + timedelta(days=len(one.window) // days * days - 1)
    span = Period(first, end)
    channels = channels_of(one.asked)
    read = readable(one.series, span, plan, channels)
    if isinstance(read, Refusal):
        return read
    lasting = breaks.lasting(names(one.series.expression), plan, span, channels)
    beside = [readable(series, span, plan, frozenset()) for _, series in one.controls]
    columns = [_level(_summed(each, days, one.is_total)) for each in beside if not isinstance(each, Refusal)]
    top, bottom = _summed(read, days, one.is_total)
    return Figures(
        first,
        days,
        (start - first).days // days,
        top,
        bottom,
        np.array(columns).T if columns else None,
        tuple(-(-(day - first).days // days) for day in lasting),
    )


def readable(series: MeasuredSeries, span: Period, plan: Plan, channels: frozenset[str]) -> Daily | Refusal:
    """A series day by day, what a break or an incident hides left out."""
    read = daily(series, span)
    if isinstance(read, Refusal):
        return read
    told = tuple(names(series.expression))
    hidden = [*breaks.hidden(told, plan, span, channels), *breaks.incidents(frozenset(told), plan, span, channels)]
    hidden += [Period(day, day) for day in breaks.lasting(told, plan, span, channels)]
    top, bottom = read.top.copy(), None if read.bottom is None else read.bottom.copy()
    for part in hidden:
        inside = slice((part.start - span.start).days, (part.end - span.start).days + 1)
        for side in (top, bottom):
            if side is not None:
                side[inside] = np.nan
    return Daily(span, top, bottom)


def _summed(read: Daily, days: int, is_total: bool) -> tuple[Floats, Floats | None]:
    """Totals of whole periods, both sides of a ratio over the days that both know, the mean of a level."""
    if days == 1:
        return read.top, read.bottom
    whole = len(read.top) // days * days
    sides = [None if side is None else side[:whole].reshape(-1, days) for side in (read.top, read.bottom)]
    top, bottom = sides
    assert top is not None  # noqa: S101  # the first of the two
    known = np.isfinite(top)
    if bottom is not None:
        sums = [np.where(known, side, 0.0).sum(1) for side in (top, bottom)]
        return tuple(np.where(known.any(1), side, np.nan) for side in sums)  # type: ignore[return-value]
    if is_total:
        return np.asarray(top.sum(1)), None
    counted = known.sum(1)
    mean = np.where(known, top, 0.0).sum(1) / np.maximum(counted, 1)
    return np.where(counted > 0, mean, np.nan), None


def _level(sides: tuple[Floats, Floats | None]) -> Floats:
    top, bottom = sides
    if bottom is None:
        return top
    return np.asarray(np.divide(top, bottom, out=np.full(len(top), np.nan), where=np.nan_to_num(bottom) > 0))


def panel_table(one: EffectQuestion, plan: Plan) -> tuple[Floats, tuple[str, ...], Figures] | Refusal:
    """Weeks by unit of a panel (weeks, units), units by name, and the periods they stand on."""
    base = figures(one, plan)
    if isinstance(base, Refusal):
        return base
    span = Period(base.first_day, base.span_of(len(base.top) - 1).end)
    columns, told = [], []
    for unit, series in sorted(one.groups.items()):
        read = readable(series, span, plan, frozenset())
        if not isinstance(read, Refusal):
            columns.append(_level(_summed(read, base.days, one.is_total)))
            told.append(unit)
    return np.array(columns).T, tuple(told), base


def fingerprint(one: EffectQuestion, figures: Figures | None) -> str:
    """What was asked of which figures: the same answer is due as long as it stays."""
    seen = hashlib.sha256(METHOD.encode())
    for side in () if figures is None else (figures.top, figures.bottom, figures.controls):
        seen.update(b"|" if side is None else np.round(np.nan_to_num(side, nan=-1.0), 6).tobytes())
    design = (one.design, one.window, one.margin, [name for name, _ in one.controls], sorted(one.starts.items()))
    seen.update(repr((design, one.arms, one.mode, one.sample)).encode())
    return seen.hexdigest()[:16]

"""The weeks of a result and of its channels: totals of seven days up to the last settled one, and what else moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from jalon.facts.engine import UNMAPPED
from jalon.metrics import MeasuredSeries, Measurements, daily
from jalon.plan.model import Plan
from jalon.quantities import Period, Refusal, Text
from jalon.quantities.refusals import NeverLoaded, NotAdditive, StaleSource, TooLittleHistory
from jalon.scorecard.calendar import RUSH, calendar_in_force
from jalon.scorecard.curves.asked import SPEND, Result
from jalon.scorecard.curves.lifts import MeasuredEffect, lift_tests
from jalon.scorecard.odds.cleaning import without_masked
from jalon.stats.response.question import FEWEST_WEEKS, ResponseQuestion, apart
from jalon.stats.warning.robust import Array

WEEK = 7
LONGEST = 156
FEWEST_DAYS = 5
_KINDS = {
    "soldes": Text.of("Soldes", "Soldes (sales)"),
    "jour_ferie": Text.of("Jours fériés", "Public holidays"),
    "vacances_scolaires": Text.of("Vacances scolaires", "School holidays"),
    "commercial": Text.of("Temps forts commerciaux", "Commercial days"),
}
_RUSH = Text.of("Black Friday", "Black Friday")
_NOT_OF_THE_WORLD = "measurement_break"


@dataclass(frozen=True, slots=True)
class Line:
    """A channel with its exact spend over the weeks, and the same week by week (T,)."""

    channel: str
    spent: Decimal
    weeks: Array


@dataclass(frozen=True, slots=True)
class Weeks:
    """One result ready to be asked: the channels that have a curve, those that cannot be told, and why."""

    result: Result
    until: date
    question: ResponseQuestion
    lines: tuple[Line, ...]
    untold: tuple[tuple[Line, Refusal], ...]
    controls: tuple[Text, ...]
    effects: tuple[MeasuredEffect, ...]

    def last_days(self) -> list[date]:
        """The last day of each week."""
        count = len(self.question.response)
        return [self.until - timedelta(days=WEEK * back) for back in reversed(range(count))]


def has_money(result: Result, measured: Measurements) -> bool:
    """Whether a result adds up week by week and anything is spent for it: the others have no curve to ask for."""
    response, spend = measured.series_for(result.response.key), measured.series_for(result.spend.key)
    return response.refusal is None and response.kind == "flow" and bool(spend.groups())


def weeks_of(
    result: Result, plan: Plan, measured: Measurements, as_of: date, effects: tuple[MeasuredEffect, ...] = ()
) -> Weeks | Refusal:
    """Everything the fit of one result is asked with, or why it cannot be asked at all."""
    response, spend = measured.series_for(result.response.key), measured.series_for(result.spend.key)
    span = _span(response, spend, as_of)
    if isinstance(span, Refusal):
        return span
    read = daily(response, span)
    if isinstance(read, Refusal):
        return read
    came = by_week(without_masked(read, response, plan).top)
    lines = _lines(spend, span)
    if not lines:
        return NeverLoaded(SPEND)
    matrix = np.column_stack([line.weeks for line in lines])
    unknown = ~np.isfinite(matrix).all(1)
    matrix = np.where(np.isfinite(matrix), matrix, np.nanmean(np.where(np.isfinite(matrix), matrix, 0.0), axis=0))
    lines = [replace(line, weeks=matrix[:, at]) for at, line in enumerate(lines)]
    named = dict(_controls(plan, span))
    controls = np.column_stack(list(named.values())) if named else np.empty((len(came), 0))
    whys = apart(matrix, controls)
    told = [line for line, why in zip(lines, whys, strict=True) if why is None]
    untold = tuple((line, why) for line, why in zip(lines, whys, strict=True) if why is not None)
    # Money without a curve still moves the result: it stays among what else moves it.
    beside = np.column_stack([controls, *(line.weeks for line, _ in untold)])
    kept, tests = lift_tests(effects, [line.channel for line in told], matrix_of(told, len(came)), span, came)
    question = ResponseQuestion(np.where(unknown, np.nan, came), matrix_of(told, len(came)), beside, tests)
    return Weeks(result, span.end, question, tuple(told), untold, tuple(named), kept)


def matrix_of(lines: list[Line], weeks: int) -> Array:
    """Spend by week and channel (T, C)."""
    return np.column_stack([line.weeks for line in lines]) if lines else np.empty((weeks, 0))


def by_week(days: Array) -> Array:
    """Totals of weeks, brought to seven days where a few are unknown; unknown where more are."""
    folded = days.reshape(-1, WEEK)
    known = np.isfinite(folded).sum(1)
    total = np.where(np.isfinite(folded), folded, 0.0).sum(1) * WEEK / np.maximum(known, 1)
    return np.asarray(np.where(known >= FEWEST_DAYS, total, np.nan))


def _span(response: MeasuredSeries, spend: MeasuredSeries, as_of: date) -> Period | Refusal:
    """Whole weeks, up to three years, that end on the last day settled on both sides."""
    refusal = response.refusal or spend.refusal
    if refusal is not None:
        return refusal
    if response.kind != "flow":
        return NotAdditive(response.kind)
    late = max((*response.stale, *spend.stale), key=lambda b: (b.age_days or 0) - (b.expected_days or 0), default=None)
    if late is not None:
        return StaleSource(late.tool, late.age_days or 0, late.expected_days or 0)
    firsts, lasts = (response.first_day, spend.first_day), (response.last_day, spend.last_day)
    if None in firsts or None in lasts:
        return NeverLoaded(SPEND)
    settled = [day for one in (response, spend) for day in (one.mature_until, one.last_day) if day is not None]
    until, first = min(as_of, *settled), max(day for day in firsts if day is not None)
    weeks = min(LONGEST, ((until - first).days + 1) // WEEK)
    if weeks < FEWEST_WEEKS:
        return TooLittleHistory(needed=FEWEST_WEEKS, have=max(weeks, 0))
    return Period(until - timedelta(days=WEEK * weeks - 1), until)


def _lines(spend: MeasuredSeries, span: Period) -> list[Line]:
    """Channels with money in these weeks, the dearest first; what no mapping reads is one of them."""
    found = []
    for channel, series in spend.groups().items():
        read, spent = daily(series, span), series.over(span)
        if not isinstance(read, Refusal) and isinstance(spent, Decimal) and spent > 0:
            found.append(Line(channel, spent, by_week(read.top)))
    return sorted(found, key=lambda line: (line.channel == UNMAPPED, -line.spent, line.channel))


def _controls(plan: Plan, span: Period) -> Iterator[tuple[Text, Array]]:
    """Days of each week inside sales, feasts, holidays, the Black Friday rush, and the company's own dated events."""
    kinds: dict[str, list[Period]] = {}
    for event in calendar_in_force(plan):
        kinds.setdefault(event.kind, []).append(event.period)
        if event.name.in_language("en") == "Black Friday":
            first, last = (event.period.start + timedelta(days=days) for days in RUSH)
            kinds.setdefault("rush", []).append(Period(first, last))
    columns: list[tuple[Text, list[Period]]] = [(_RUSH, kinds.get("rush", []))]
    columns += [(name, kinds.get(kind, [])) for kind, name in _KINDS.items()]
    for own in plan.own_events:
        if own.kind != _NOT_OF_THE_WORLD and own.first_day is not None:
            period = Period(own.first_day, own.last_day or own.first_day)
            columns.append((own.name or Text({"fr": own.id}), [period]))
    for name, periods in columns:
        days = _days_inside(periods, span)
        if days.std() > 0:
            yield name, days


def _days_inside(periods: list[Period], span: Period) -> Array:
    inside = np.zeros(len(span))
    for period in periods:
        met = period.meeting(span)
        if met is not None:
            inside[(met.start - span.start).days : (met.end - span.start).days + 1] = 1.0
    return np.asarray(inside.reshape(-1, WEEK).sum(1))


def spent_by(lines: tuple[Line, ...]) -> Mapping[str, Decimal]:
    """Exact spend of each channel over the weeks."""
    return {line.channel: line.spent for line in lines}

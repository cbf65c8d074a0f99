"""A question put to the statistics as what is measured: a total, a ratio, a level, a published figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from jalon.metrics import Daily
from jalon.metrics.arrays import Floats
from jalon.plan.model import Action
from jalon.quantities import Grain, Period, Refusal
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import NotAdditive, TooCoarse
from jalon.scorecard.odds.asking import Question
from jalon.scorecard.odds.record import Record
from jalon.scorecard.odds.special import EPOCH
from jalon.stats.odds import Asked, FlowAsked, PlannedEffect, PublishedAsked, RatioAsked, StockAsked

WEEK, MONTHS = 7, 12
MOSTLY = 0.5
"""Share of days known below which a level is read week by week."""


@dataclass(frozen=True, slots=True)
class Put:
    """What is asked, and how many days one of its steps lasts (0: months)."""

    asked: Asked
    days: int


def put(one: Question, record: Record) -> Put | Refusal:
    """The statistics' own question. `record` holds measured over expected effects of finished actions."""
    if isinstance(one.past, Refusal):
        return _published(one) if isinstance(one.past, TooCoarse) else one.past
    if one.series.kind == "flow":
        total, _ = one.counted()
        return Put(
            FlowAsked(
                one.past.top,
                _day(one),
                float(total),
                one.remaining,
                one.target,
                immature=one.immature,
                actions=_effects(one, record),
                extra_spread=one.break_doubt,
                special=one.special,
            ),
            1,
        )
    adding = {component.accumulates for component in one.series.components.values()}
    if len(adding) > 1:
        return NotAdditive("mixed")
    adds = adding == {True}
    if one.series.kind == "ratio" and adds and one.past.bottom is not None and _by_days(one):
        top, bottom = one.counted()
        sides = (one.past.top, one.past.bottom, _day(one), float(top), float(bottom), one.remaining, one.target)
        last = len(one.final) if one.final.start > one.told_until else None
        growing = None if one.immature is None or one.immature_below is None else (one.immature, one.immature_below)
        asked = RatioAsked(
            *sides,
            last=last,
            actions=_effects(one, record),
            extra_spread=one.break_doubt,
            immature=growing,
            special=one.special,
        )
        return Put(asked, 1)
    return _level(one, record, adds)


def _by_days(one: Question) -> bool:
    """Begun, or known on most days: a level to come is the ratio of its last days' totals, never a daily ratio."""
    assert isinstance(one.past, Daily)  # noqa: S101  # `put` has looked
    return one.final.start <= one.settled or float(np.isfinite(one.past.top).mean()) >= MOSTLY


def _day(one: Question) -> int:
    return (one.settled - EPOCH).days


def _level(one: Question, record: Record, adds: bool) -> Put | Refusal:
    """A level on the due date: of a ratio of totals, the ratio of its last weeks, rolling day by day."""
    assert isinstance(one.past, Daily)  # noqa: S101  # `put` has looked
    values = one.past.top
    if one.past.bottom is not None:
        values = _rolling(one.past, len(one.final)) if adds else _ratio(one.past.top, one.past.bottom)
    days, remaining = 1, one.remaining
    if np.isfinite(values).mean() < MOSTLY:
        days, values, remaining = WEEK, _weekly(values), -(-one.remaining // WEEK)
    if np.isfinite(values).mean() < MOSTLY:
        return _published(one)
    asked = StockAsked(
        values,
        _day(one),
        remaining,
        one.target,
        unit=WEEK // days,
        floor=one.floor,
        ceiling=one.ceiling,
        actions=_effects(one, record, days),
        extra_spread=one.break_doubt,
    )
    return Put(asked, days)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    return np.asarray(np.divide(top, bottom, out=np.full(len(top), np.nan), where=np.nan_to_num(bottom) != 0))


def _rolling(past: Daily, days: int) -> Floats:
    """The ratio of the totals of the last `days` known up to each day; unknown until half of them are."""
    known = np.isfinite(past.top)
    assert past.bottom is not None  # noqa: S101  # a ratio
    sums = [_window_sum(np.where(known, side, 0.0), days) for side in (past.top, past.bottom)]
    enough = _window_sum(known.astype(np.float64), days) >= days / 2
    return np.where(enough, _ratio(sums[0], sums[1]), np.nan)


def _window_sum(values: Floats, days: int) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(values)])
    first = np.maximum(np.arange(1, len(values) + 1) - days, 0)
    return np.asarray(total[1:] - total[first])


def _weekly(values: Floats) -> Floats:
    """The last reading of each week, weeks counted back from the last day."""
    padded = np.concatenate([np.full(-len(values) % WEEK, np.nan), values]).reshape(-1, WEEK)
    known = np.isfinite(padded)
    last = WEEK - 1 - known[:, ::-1].argmax(1)
    return np.where(known.any(1), padded[np.arange(len(padded)), last], np.nan)


def _published(one: Question) -> Put | Refusal:
    """Rows of weeks add like days do; what is told by the month, or never adds, is foreseen from its own figures."""
    series = one.series
    if series.kind == "flow" and series.grain is Grain.WEEK:
        return _weeks(one)
    first = series.first_day or one.settled
    months = series.buckets(Grain.MONTH, Period(first.replace(day=1), one.settled))
    history = np.array([np.nan if b.value is None else float(b.value) for b in months])
    if series.kind == "flow" or not np.isfinite(history).any():
        return TooCoarse(str(series.grain))
    last = months[int(np.flatnonzero(np.isfinite(history))[-1])].start
    ahead = (one.final.end.year - last.year) * MONTHS + one.final.end.month - last.month
    known = history[: int(np.flatnonzero(np.isfinite(history))[-1]) + 1]
    return Put(PublishedAsked(known, ahead, one.target, MONTHS, series.kind), 0)


def _weeks(one: Question) -> Put:
    weeks = one.series.buckets(Grain.WEEK, Period(one.series.first_day or one.settled, one.settled))
    history = np.array([np.nan if b.value is None else float(b.value) for b in weeks])
    total, _ = one.counted()
    return Put(
        FlowAsked(history, _day(one), float(total), -(-one.remaining // WEEK), one.target, unit=1),
        WEEK,
    )


def _effects(one: Question, record: Record, days: int = 1) -> tuple[PlannedEffect, ...]:
    return tuple(_effect(one, action, record, days) for action in one.actions)


def _effect(one: Question, action: Action, record: Record, days: int) -> PlannedEffect:
    """An effect on a total said in its unit is what it adds from its start to the due date, evenly."""
    expect, start = action.expect, action.start
    assert expect is not None  # noqa: S101  # `_under_way` has looked
    assert start is not None  # noqa: S101
    steps = max((one.final.end - start).days + 1, 1) if one.series.kind == "flow" and expect.rel is None else 1
    bounds = [None if bound is None else float(bound) / steps for bound in (expect.low, expect.high)]
    return PlannedEffect(
        starts_in=((start - ONE_DAY) - one.settled).days // days,
        rel=None if expect.rel is None else float(expect.rel),
        per_step=None if expect.rel is not None else float(expect.abs or Decimal(0)) / steps,
        low=bounds[0],
        high=bounds[1],
        ramp=_ramp(action) // days,
        record=record.of(action.kra),
        elsewhere=record.beside(action.kra),
    )


def _ramp(action: Action) -> int:
    """Steps over which it grows: from its start to its end, since that is when it is done."""
    return max((action.end - action.start).days, 0) if action.end and action.start else 0

"""A question about an effect answered: by the test, the panel or the past that its design left, in the KPI's unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from jalon.metrics.arrays import Floats
from jalon.plan.model import Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.estimates import estimated
from jalon.quantities.refusals import BreakInside
from jalon.scorecard.acted import ActionEffect, ControlRow, EffectPoint, PlaceboRow
from jalon.scorecard.effects.arms import TESTS, read_arms
from jalon.scorecard.effects.asking import EffectQuestion, Figures, figures
from jalon.scorecard.effects.beside import MOST_BEFORE, PANELS, asked_of, facts_of, noticed, or_none, scaled
from jalon.scorecard.effects.paneling import by_panel
from jalon.stats.effects.before_after import EffectQuestion as Asked
from jalon.stats.effects.before_after import MeasuredEffect, measured_effect


def answered(one: EffectQuestion, plan: Plan, as_of: date) -> ActionEffect | Refusal:
    """The effect, or why nobody can say. What the design left to read comes first; the past alone is said to be so."""
    if one.arms and one.design in TESTS:
        return read_arms(one, as_of)
    if one.starts and one.groups and one.design in PANELS:
        found = by_panel(one, plan, as_of)
        if isinstance(found, ActionEffect):
            return found
    return _by_past(one, plan, as_of)


def before_after(one: EffectQuestion, plan: Plan) -> tuple[Figures, Asked, MeasuredEffect] | Refusal:
    """By weeks where they can be; by days where weeks are too few, or a break too near."""
    why: Refusal | None = None
    for coarse in (True, False):
        read = figures(one, plan, coarse)
        if isinstance(read, Refusal):
            return read
        asked = put(one, read)
        found = measured_effect(asked)
        if isinstance(found, MeasuredEffect):
            return read, asked, found
        why = why or found
        if read.days == 1:
            # What weeks refuse for a break may be read by days; what both refuse is said by the finer one.
            return found if isinstance(why, BreakInside) else why
    assert why is not None  # noqa: S101  # weeks were refused, days were not told apart
    return why


def put(one: EffectQuestion, read: Figures) -> Asked:
    """The question of the statistics: values to the end of the window, the margin in their own unit."""
    margin = None
    if one.margin is not None:
        usual = np.nanmean(read.top[max(0, read.start - (len(read.top) - read.start)) : read.start])
        margin = float(one.margin) * abs(float(usual)) * (len(read.top) - read.start)
    return Asked(read.top, read.start, read.controls, read.bottom, read.season, margin, read.steps)


def _by_past(one: EffectQuestion, plan: Plan, as_of: date) -> ActionEffect | Refusal:
    found = before_after(one, plan)
    if isinstance(found, Refusal):
        return found
    read, _, effect = found
    # What was measured over the window, in the numerator's unit; of a ratio or a level, its mean is what is said.
    share = 1.0 if one.is_total else 1.0 / _counted(read)
    came = _came(read, one.is_total)
    total = estimated(effect.total * share)
    warnings = (*effect.warnings, *noticed(one, plan, "before_after"))
    return ActionEffect(
        read_as="before_after",
        window=Period(one.window.start, read.span_of(len(read.top) - 1).end),
        grain="week" if read.days > 1 else "day",
        periods=effect.periods,
        measured_on=as_of,
        question=asked_of(one, plan),
        unit=one.asked.unit or one.series.unit,
        effect=total,
        interval80=scaled(effect.interval_80, share),
        interval95=scaled(effect.interval_95, share),
        came=estimated(came),
        without=estimated(came - effect.total * share),
        relative=None if effect.relative is None else estimated(effect.relative),
        relative95=None if effect.relative_95 is None else scaled(effect.relative_95, 1.0),
        p=estimated(effect.p),
        verdict=effect.verdict,
        margin=None if one.margin is None else estimated(float(one.margin) * abs(came - effect.total * share)),
        shape=effect.shape.kind if effect.shape and effect.verdict == "effect" else None,
        spent_after_days=_spent(effect, read),
        placebos=tuple(
            PlaceboRow(estimated(p.error, 3), p.inside_95, day=read.span_of(p.at).start) for p in effect.placebos
        ),
        controls=tuple(
            ControlRow(name, estimated(worth, 2))
            for (name, _), worth in zip(one.controls, effect.leaning.controls, strict=False)
        ),
        warnings=tuple(dict.fromkeys(warnings)),
        path=tuple(_path(read, effect)),
        facts=facts_of(one),
    )


def _spent(effect: MeasuredEffect, read: Figures) -> int | None:
    shape = effect.shape
    fades = shape is not None and shape.spent_after is not None and effect.verdict == "effect"
    return shape.spent_after * read.days if fades and shape is not None and shape.spent_after is not None else None


def _counted(read: Figures) -> float:
    """What the effect over the window is a sum of: the denominator of a ratio, the periods of a level."""
    top = read.top[read.start :]
    below = np.ones(len(top)) if read.bottom is None else read.bottom[read.start :]
    return float(below[np.isfinite(top) & np.isfinite(below)].sum())


def _came(read: Figures, is_total: bool) -> float:
    """What came over the window: its total, or its mean, totals first."""
    top = read.top[read.start :]
    if is_total:
        return float(np.nansum(top))
    if read.bottom is None:
        return float(np.nanmean(top))
    below = read.bottom[read.start :]
    known = np.isfinite(top) & np.isfinite(below)
    return float(top[known].sum() / below[known].sum())


def _path(read: Figures, effect: MeasuredEffect) -> Iterator[EffectPoint]:
    """The number before, then what came beside what would have come."""
    values = read.top if read.bottom is None else _level_of(read)
    first = max(0, read.start - MOST_BEFORE * (7 if read.days == 1 else 1))
    for at in range(first, read.start):
        span = read.span_of(at)
        yield EffectPoint(span.start, span.end, or_none(values[at]))
    path = effect.path
    for at in range(len(path.came)):
        span = read.span_of(read.start + at)
        yield EffectPoint(
            span.start,
            span.end,
            or_none(path.came[at]),
            estimated(float(path.expected[at])),
            (estimated(float(path.low_80[at])), estimated(float(path.high_80[at]))),
            (estimated(float(path.low_95[at])), estimated(float(path.high_95[at]))),
        )


def _level_of(read: Figures) -> Floats:
    assert read.bottom is not None  # noqa: S101  # asked for a ratio only
    none = np.full(len(read.top), np.nan)
    return np.asarray(np.divide(read.top, read.bottom, out=none, where=np.nan_to_num(read.bottom) > 0))


def again(first: ActionEffect, one: EffectQuestion, plan: Plan, as_of: date) -> ActionEffect | None:
    """The same question on figures that changed since, measured beside the first answer; None where nothing did."""
    if asked_of(one, plan) == first.question:
        return None
    found = answered(one, plan, as_of)
    return replace(found, path=()) if isinstance(found, ActionEffect) else None

"""A series day by day as floating arrays: what statistics read. Published amounts never come from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from jalon.catalogue.formula import Expression, Minus, Name, Number, Operation
from jalon.metrics.measured import MeasuredSeries
from jalon.metrics.readings import DailyFlow, Readings
from jalon.quantities import Grain, Period, Refusal
from jalon.quantities.refusals import NotAdditive, TooCoarse

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Daily:
    """Days of a span (T,), oldest first, NaN where a component was not told; a ratio has both sides."""

    span: Period
    top: Floats
    bottom: Floats | None = None


def daily(series: MeasuredSeries, span: Period) -> Daily | Refusal:
    """The series over a span; refused where rows cover more than a day, or where the formula's days do not add."""
    if series.refusal is not None:
        return series.refusal
    coarse = next((c.grain for c in series.components.values() if c.grain not in (Grain.DAY, Grain.SNAPSHOT)), None)
    if coarse is not None:
        return TooCoarse(str(coarse))
    if not series.components:
        return NotAdditive(series.kind)
    known = {name: _column(component, span) for name, component in series.components.items()}
    shown = series.expression
    if series.kind != "ratio":
        return Daily(span, _value(shown, known)) if linear(shown) else NotAdditive(series.kind)
    if not (isinstance(shown, Operation) and shown.sign == "/" and linear(shown.left) and linear(shown.right)):
        return NotAdditive("ratio")
    top, bottom = _value(shown.left, known), _value(shown.right, known)
    both = np.isfinite(top) & np.isfinite(bottom)
    return Daily(span, np.where(both, top, np.nan), np.where(both, bottom, np.nan))


def linear(expression: Expression) -> bool:
    """Whether days add: sums and differences of measures, each times numbers only."""
    if isinstance(expression, Number | Name):
        return True
    if isinstance(expression, Minus):
        return linear(expression.of)
    if expression.sign in "+-":
        return linear(expression.left) and linear(expression.right)
    if expression.sign == "*":
        sides = (expression.left, expression.right)
        return any(_constant(a) and linear(b) for a, b in (sides, sides[::-1]))
    return linear(expression.left) and _constant(expression.right)


def _constant(expression: Expression) -> bool:
    if isinstance(expression, Operation):
        return _constant(expression.left) and _constant(expression.right)
    return _constant(expression.of) if isinstance(expression, Minus) else isinstance(expression, Number)


def _value(expression: Expression, known: Mapping[str, Floats]) -> Floats:
    length = len(next(iter(known.values())))
    if isinstance(expression, Number):
        return np.full(length, float(expression.value))
    if isinstance(expression, Name):
        return known[expression.id]
    if isinstance(expression, Minus):
        return -_value(expression.of, known)
    left, right = _value(expression.left, known), _value(expression.right, known)
    if expression.sign == "/":
        return np.asarray(np.divide(left, right, out=np.full(length, np.nan), where=right != 0), np.float64)
    if expression.sign == "*":
        return np.asarray(left * right, np.float64)
    return np.asarray(left + right if expression.sign == "+" else left - right, np.float64)


def _column(component: Readings, span: Period) -> Floats:
    """A flow counts zero on a covered day without a row, and where its tool spoke of others only; a level is known
    on the days it was read."""
    found = np.full(len(span), np.nan)
    if isinstance(component, DailyFlow):
        for covered in component.covers:
            inside = covered.meeting(span)
            if inside is not None:
                found[(inside.start - span.start).days : (inside.end - span.start).days + 1] = 0.0
        _put(found, span, component.lines, np.nan)
        _put(found, span, component.days_inside(span), 0.0)
        for day, value in zip(component.lines, component.values, strict=True):
            if day in span:
                if day in component.no_rate:
                    found[(day - span.start).days] = np.nan
                elif value is not None:
                    found[(day - span.start).days] = float(value)
        return found
    for day in component.days:
        if day in span:
            level = component.over(Period(day, day))
            if not isinstance(level, Refusal):
                found[(day - span.start).days] = float(level)
    return found


def _put(found: Floats, span: Period, days: Iterable[date], value: float) -> None:
    for day in days:
        if day in span:
            found[(day - span.start).days] = value

"""Guardrails read beside what they guard: same days, total over total, and only above their minimum volume."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jalon.metrics import MeasuredSeries, Measurements, guardrail_key
from jalon.plan.model import Guardrail, Measurement, Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import TooLittleVolume
from jalon.scorecard.spans import least_volume


def guarded(
    plan: Plan, measurements: Measurements, key: str, guard: Guardrail, span: Period | None
) -> Mapping[str, object] | None:
    """The guardrail over the days of what it guards: its bounds, its value, whether it is breached; None without days.

    A guardrail that cannot be read is not breached, and says why.
    """
    if span is None:
        return None
    base = next((kpi.measured for _, kpi in plan.kpis() if kpi.id == guard.kpi), None)
    series = measurements.series_for(f"kpi:{guard.kpi}" if guard.kpi else guardrail_key(key, guard.use or ""))
    low, high = _bounds(guard, base)
    shown: dict[str, object] = {"kpi": guard.kpi or guard.use, "not_below": low, "not_above": high}
    value = _read(series, span, base.use if base else guard.use)
    if isinstance(value, Refusal):
        return {**shown, "value": None, "breached": False, "refused": value.code}
    breached = (low is not None and value < low) or (high is not None and value > high)
    return {**shown, "value": value, "breached": breached}


def _bounds(guard: Guardrail, base: Measurement | None) -> tuple[Decimal | None, Decimal | None]:
    """As written; without a bound, the guardrail's own baseline on its bad side."""
    if guard.not_below is not None or guard.not_above is not None or base is None:
        return guard.not_below, guard.not_above
    return (None, base.baseline) if base.direction == "down" else (base.baseline, None)


def _read(series: MeasuredSeries, span: Period, use: str | None) -> Decimal | Refusal:
    value = series.over(span)
    if isinstance(value, Refusal) or series.kind != "ratio":
        return value
    _, volume = series.parts_over(span)
    least = least_volume(use)
    if volume is not None and volume < least:
        return TooLittleVolume(needed=float(least), have=float(volume))
    return value

"""The served methods: each reads one KRI on one day, in the unit of its bounds, or says why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from jalon.catalogue.formula import names
from jalon.metrics import MeasuredSeries, Measurements, masked
from jalon.plan.model import Kri, Plan
from jalon.quantities import Grain, Period, Refusal
from jalon.quantities.refusals import (
    BreakInWindow,
    NeverLoaded,
    NoDenominator,
    NotAdditive,
    NotBound,
    NotComputedYet,
    TooLittleHistory,
    TooLittleVolume,
)
from jalon.scorecard.calendar import same_day
from jalon.scorecard.kri.windows import days_of, window_ending

Reading = Decimal | Refusal


@dataclass(frozen=True, slots=True)
class Case:
    """One KRI with its inputs measured; `evidence` collects what a person needs to believe the reading."""

    kri: Kri
    plan: Plan
    measurements: Measurements
    params: Mapping[str, str]
    evidence: dict[str, object] = field(default_factory=dict)

    def series(self, name: str) -> MeasuredSeries:
        """An input of the KRI, `value` or an alternative when it does not bind."""
        return self.measurements.series_for(f"kri:{self.kri.id}:{name}")

    def value(self) -> MeasuredSeries:
        """What is watched: the value, else its alternative."""
        first = self.series("value")
        other = self.series("alternative")
        return other if first.refusal is not None and other.refusal is None else first


def _window(case: Case, day: date, name: str = "window", default: int = 7) -> Period | Refusal:
    length = days_of(case.params.get(name), default)
    return NotBound(name, f"grain {case.params.get(name)}") if length is None else window_ending(day, length)


def _unmasked(case: Case, series: MeasuredSeries, window: Period) -> Refusal | None:
    """A window that a measurement break takes more than half of says nothing."""
    parts = masked(names(series.expression), case.plan, window)
    hidden = sum(len(part) for part in parts)
    return BreakInWindow(parts[0].start) if parts and hidden * 2 > len(window) else None


def _read(case: Case, series: MeasuredSeries, window: Period) -> Reading:
    """A formula over a window, above its minimum volume."""
    if series.refusal is not None:
        return series.refusal
    broken = _unmasked(case, series, window)
    if broken is not None:
        return broken
    value = series.over(window)
    if isinstance(value, Refusal):
        return value
    _, volume = series.parts_over(window)
    least = Decimal(case.params.get("min_denominator", "0"))
    if volume is not None and volume < least:
        return TooLittleVolume(needed=float(least), have=float(volume))
    return value


def threshold(case: Case, day: date) -> Reading:
    """A level against its bounds; the worst value of a dimension when the row names one."""
    series = case.value()
    if series.refusal is not None:
        return series.refusal
    window = _window(case, day)
    if isinstance(window, Refusal):
        return window
    groups = series.groups() if case.params.get("dim") else {}
    if not groups:
        value = _read(case, series, window)
        if isinstance(value, NoDenominator) and case.params.get("when_zero_denominator") == "quiet":
            return Decimal(0)
        return value
    return _worst(case, {name: _read(case, one, window) for name, one in groups.items()})


def _worst(case: Case, readings: Mapping[str, Reading]) -> Reading:
    known = {name: value for name, value in readings.items() if isinstance(value, Decimal)}
    if not known:
        return next(iter(readings.values()), NoDenominator())
    pick = min if case.kri.bad_direction == "down" else max
    name = pick(known, key=known.__getitem__)
    case.evidence["worst"] = name
    return known[name]


def against_reference(case: Case, day: date) -> Reading:
    """Now against before or last year: a ratio, a relative change or a difference."""
    series = case.value()
    if series.refusal is not None:
        return series.refusal
    if case.params.get("cells"):
        cells = case.params["cells"].split("*")
        return NotBound(series.key.rpartition(":")[2], lacks="*".join(cells))
    window = _window(case, day)
    if isinstance(window, Refusal):
        return window
    groups = series.groups() if case.params.get("dim") else {}
    if groups:
        return _worst(case, {name: _compared(case, one, window) for name, one in groups.items()})
    return _compared(case, series, window)


def _compared(case: Case, series: MeasuredSeries, window: Period) -> Reading:
    now = _read(case, series, window)
    before = _reference(case, series, window)
    if isinstance(now, Refusal) or isinstance(before, Refusal):
        return now if isinstance(now, Refusal) else before
    case.evidence.update(now=str(now), before=str(before))
    form = case.params.get("form", "ratio")
    if form == "difference":
        return now - before
    if before == 0:
        return NoDenominator()
    return now / before - (1 if form == "change" else 0)


def _reference(case: Case, series: MeasuredSeries, window: Period) -> Reading:
    kind, _, length = case.params.get("reference", "prior:28d").partition(":")
    if kind == "before_event":
        kind, _, length = case.params.get("fallback", "prior:28d").partition(":")
    if kind == "same_period_last_year":
        past = Period(same_day(window.start, 1), max(same_day(window.start, 1), same_day(window.end, 1)))
    elif kind in ("prior", "trailing"):
        days = days_of(length) or 28
        last = window.end if kind == "trailing" else window.start - timedelta(days=1)
        past = window_ending(last, days)
    elif kind == "median":
        return _median(case, series, window, days_of(length) or 90)
    else:
        return NotComputedYet(f"reference {kind}")
    if series.first_day is None or series.first_day > past.start:
        have = (window.start - series.first_day).days if series.first_day else 0
        return TooLittleHistory(needed=(window.end - past.start).days, have=max(have, 0))
    return _read(case, series, past)


def _median(case: Case, series: MeasuredSeries, window: Period, days: int) -> Reading:
    steps = [window_ending(window.start - timedelta(days=back), len(window)) for back in range(1, days, len(window))]
    known = [value for step in steps if isinstance(value := series.over(step), Decimal)]
    return median(known) if len(known) >= 4 else TooLittleHistory(needed=4, have=len(known))


def concentration(case: Case, day: date) -> Reading:
    """Too much on too few: Herfindahl index (0 to 10,000) or the share of the largest values."""
    series = case.value()
    if series.refusal is not None:
        return series.refusal
    if series.drill_down is not None:
        return series.drill_down
    if series.kind not in ("flow", "stock"):
        return NotAdditive(series.kind)
    window = _window(case, day, default=91)
    if isinstance(window, Refusal):
        return window
    totals = {name: value for name, one in series.groups().items() if isinstance(value := one.over(window), Decimal)}
    whole = sum(totals.values(), Decimal(0))
    least = Decimal(case.params.get("min_total", "0"))
    if whole <= 0 or whole < least:
        return TooLittleVolume(needed=float(least), have=float(whole))
    shares = sorted((value / whole for value in totals.values()), reverse=True)
    top = max(totals, key=totals.__getitem__)
    case.evidence.update(largest=top, largest_share=str(round(shares[0], 4)), values=len(shares))
    if case.params.get("index") == "top_share":
        return sum(shares[: int(case.params.get("n", "10"))], Decimal(0))
    return sum((share * share for share in shares), Decimal(0)) * 10_000


def slope(case: Case, day: date) -> Reading:
    """A drift: Theil–Sen slope of weekly readings, per month of 30.44 days."""
    series = case.value()
    if series.refusal is not None:
        return series.refusal
    window = _window(case, day, default=90)
    if isinstance(window, Refusal):
        return window
    points = [
        ((bucket.start - window.start).days, bucket.value)
        for bucket in series.buckets(Grain.WEEK, window)
        if bucket.value is not None
    ]
    if len(points) < 8:
        return TooLittleHistory(needed=8, have=len(points))
    slopes = [
        (late - early) / (after - before)
        for number, (before, early) in enumerate(points)
        for after, late in points[number + 1 :]
        if after > before
    ]
    return median(slopes) * Decimal("30.44")


def freshness(case: Case, day: date) -> Reading:
    """Age of the oldest source over what is expected of it."""
    ages = {}
    for series in case.measurements.series.values():
        for binding in series.bindings:
            if binding.age_days is not None and binding.expected_days:
                ages[binding.source or binding.tool] = Decimal(binding.age_days) / binding.expected_days
    if not ages:
        return NeverLoaded("any")
    worst = max(ages, key=ages.__getitem__)
    case.evidence["worst"] = worst
    return ages[worst]


def slack(case: Case, day: date) -> Reading:
    """Days left before others wait: the tightest open milestone."""
    ends = {action.id: action.end for action in case.plan.actions if action.status in ("planned", "running")}
    left = {}
    for milestone in case.plan.milestones:
        if milestone.status != "open" or milestone.day is None:
            continue
        needed = [end for name in milestone.needs if (end := ends.get(name)) is not None]
        left[milestone.id] = Decimal((milestone.day - max([day, *needed])).days)
    if not left:
        return NotBound("milestone")
    worst = min(left, key=left.__getitem__)
    case.evidence["milestone"] = worst
    return left[worst]


METHODS: dict[str, Callable[[Case, date], Reading]] = {
    "threshold": threshold,
    "against_reference": against_reference,
    "concentration": concentration,
    "slope": slope,
    "freshness": freshness,
    "slack": slack,
}
"""Methods computed today; the others are refused by name until their statistics exist."""

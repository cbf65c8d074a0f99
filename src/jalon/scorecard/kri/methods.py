"""The served methods: each reads one KRI on one day, in the unit of its bounds, or says why it cannot."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from statistics import NormalDist, median

from jalon.catalogue.formula import names
from jalon.facts.engine import UNMAPPED
from jalon.metrics import MeasuredSeries
from jalon.quantities import Grain, Period, Refusal
from jalon.quantities.refusals import (
    BreakInWindow,
    NoDenominator,
    NotAdditive,
    NotBound,
    NotComputedYet,
    TooLittleHistory,
    TooLittleVolume,
)
from jalon.scorecard.breaks import lasting
from jalon.scorecard.calendar import same_day
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.forecasting import residual_shift
from jalon.scorecard.kri.reading import Read, Reading, plainly, ratio_to, read
from jalon.scorecard.kri.spiking import spike
from jalon.scorecard.kri.timing import freshness, slack
from jalon.scorecard.kri.windows import days_of, is_within_a_day, window_ending, window_of
from jalon.scorecard.refused import Unmapped

UNSERVED = ("cells", "item", "transform")
"""Parameters of the catalogue that no method computes yet: a reading without them would be another indicator."""

MOST_UNMAPPED = Decimal("0.2")
_FEWEST_SLOPES = 8


def _window(case: Case, day: date, name: str = "window", default: int = 7) -> Period | Refusal:
    """The window of a reading; hours are read on their day, and the evidence says so."""
    text = case.params.get(name)
    if is_within_a_day(text):
        case.evidence["read_over"] = "1d"
    return window_of(text, day, default) or NotBound(name, f"grain {text}")


def _unserved(case: Case) -> Refusal | None:
    lacking = next((name for name in UNSERVED if name in case.params), None)
    if lacking is not None:
        return NotBound(case.speaks, lacks=case.params[lacking])
    excluded = case.params.get("exclude")
    return None if excluded is None or "exclude_kind" in case.params else NotComputedYet(excluded)


def threshold(case: Case, day: date) -> Read:
    """A level against its bounds; the worst value of a dimension when the row names one."""
    first = _level(case, case.value(), day, case.speaks)
    if case.params.get("read") != "both" or not case.has("alternative") or case.speaks == "alternative":
        return first
    other = _level(case, case.series("alternative"), day, "alternative")
    return _worst(case, {"value": first, "alternative": other}, "read")


def _level(case: Case, series: MeasuredSeries, day: date, name: str) -> Read:
    if series.refusal is not None or (refusal := _unserved(case)) is not None:
        return series.refusal or refusal  # type: ignore[return-value]  # one of the two is there
    own = f"{name}_window" if f"{name}_window" in case.params else "window"
    window = _window(case, day, own)
    if isinstance(window, Refusal):
        return window
    groups = _groups(case, series)
    if groups:
        return _worst(case, {value: read(case, one, window) for value, one in groups.items()}, "worst")
    found = read(case, series, window)
    if isinstance(found, NoDenominator) and case.params.get("when_zero_denominator") == "quiet":
        return plainly(Decimal(0))
    return found


def _groups(case: Case, series: MeasuredSeries) -> Mapping[str, MeasuredSeries]:
    """The values of the row's dimension; a cut that does not tell them is read whole, and the evidence says so."""
    dimension = case.params.get("dim")
    if dimension is None:
        return {}
    groups = series.groups()
    if not groups:
        case.evidence["not_split_by"] = dimension
    return groups


def _worst(case: Case, readings: Mapping[str, Read], label: str) -> Read:
    known = {name: value for name, value in readings.items() if isinstance(value, Reading)}
    if not known:
        return next(iter(readings.values()), NoDenominator())
    pick = min if case.kri.bad_direction == "down" else max
    name = pick(sorted(known), key=lambda value: (known[value].sure, known[value].value))
    case.evidence[label] = name
    return known[name]


def against_reference(case: Case, day: date) -> Read:
    """Now against before or last year: a ratio, a relative change or a difference."""
    series = case.value()
    refusal = series.refusal or _unserved(case)
    if refusal is not None:
        return refusal
    if case.has("control"):
        return NotComputedYet("control")
    window = _window(case, day)
    if isinstance(window, Refusal):
        return window
    groups = _groups(case, series)
    if groups:
        return _worst(case, {name: _compared(case, one, window) for name, one in groups.items()}, "worst")
    return _compared(case, series, window)


def _compared(case: Case, series: MeasuredSeries, window: Period) -> Read:
    now = read(case, series, window)
    before = _reference(case, series, window)
    if isinstance(now, Refusal) or isinstance(before, Refusal):
        return now if isinstance(now, Refusal) else before  # type: ignore[return-value]  # one of the two refuses
    case.evidence.update(now=str(now.value), before=str(before))
    return ratio_to(now, before, case.params.get("form", "ratio"))


def _reference(case: Case, series: MeasuredSeries, window: Period) -> Decimal | Refusal:
    kind, _, length = case.params.get("reference", "prior:28d").partition(":")
    if kind == "before_event":
        kind, _, length = case.params.get("fallback", "prior:28d").partition(":")
    if kind == "median":
        return _median(case, series, window, days_of(length) or 90)
    past = _past(kind, length, window, case.plan.company.country)
    if past is None:
        return NotComputedYet(f"reference {kind}")
    if series.first_day is None or series.first_day > past.start:
        have = (window.start - series.first_day).days if series.first_day else 0
        return TooLittleHistory(needed=(window.end - past.start).days, have=max(have, 0))
    crossed = lasting(names(series.expression), case.plan, Period(past.start + timedelta(days=1), window.end))
    if crossed:
        return BreakInWindow(crossed[0])
    found = read(case, series, past)
    return found if isinstance(found, Refusal) else found.value


def _past(kind: str, length: str, window: Period, country: str) -> Period | None:
    if kind == "same_period_last_year":
        start = same_day(window.start, 1, country)
        return Period(start, max(start, same_day(window.end, 1, country)))
    if kind in ("prior", "trailing"):
        last = window.end if kind == "trailing" else window.start - timedelta(days=1)
        return window_ending(last, days_of(length) or 28)
    return None


def _median(case: Case, series: MeasuredSeries, window: Period, days: int) -> Decimal | Refusal:
    steps = [window_ending(window.start - timedelta(days=back), len(window)) for back in range(1, days, len(window))]
    known = [value for step in steps if isinstance(value := series.over(step), Decimal)]
    return median(known) if len(known) >= 4 else TooLittleHistory(needed=4, have=len(known))


def concentration(case: Case, day: date) -> Read:
    """Too much on too few: Herfindahl index (0 to 10,000) or the share of the largest values."""
    series = case.value()
    refusal = series.refusal or series.drill_down
    if refusal is not None:
        return refusal
    if series.kind not in ("flow", "stock"):
        return NotAdditive(series.kind)
    window = _window(case, day, default=91)
    if isinstance(window, Refusal):
        return window
    totals = {name: value for name, one in series.groups().items() if isinstance(value := one.over(window), Decimal)}
    whole = sum(totals.values(), Decimal(0))
    refusal = _too_little(case, totals, whole)
    if refusal is not None:
        return refusal
    shares = sorted((value / whole for value in totals.values()), reverse=True)
    top = max(sorted(totals), key=totals.__getitem__)
    counted = sum(1 for value in totals.values() if value)
    case.evidence.update(largest=top, largest_share=str(round(shares[0], 4)), values=counted)
    if case.params.get("index") == "top_share":
        return plainly(sum(shares[: int(case.params.get("n", "10"))], Decimal(0)))
    return plainly(sum((share * share for share in shares), Decimal(0)) * 10_000)


def _too_little(case: Case, totals: Mapping[str, Decimal], whole: Decimal) -> Refusal | None:
    """Why shares would say nothing: a negative part, too few results or values, too much that is mapped to nothing."""
    if any(value < 0 for value in totals.values()):
        return NotAdditive("negative")
    least = Decimal(case.params.get("min_total", "0"))
    if whole <= 0 or whole < least:
        return TooLittleVolume(needed=float(max(least, Decimal(1))), have=float(whole))
    counted, fewest = sum(1 for value in totals.values() if value), int(case.params.get("min_items", "1"))
    if counted < fewest:
        return TooLittleVolume(needed=fewest, have=counted)
    loose = totals.get(UNMAPPED, Decimal(0)) / whole
    return Unmapped(float(round(loose, 4))) if loose > MOST_UNMAPPED else None


def slope(case: Case, day: date) -> Read:
    """A drift: Theil–Sen slope of weekly readings, per month of 30.44 days, with Sen's interval when one is asked."""
    series = case.value()
    refusal = series.refusal or (None if case.params.get("output", "slope") == "slope" else NotComputedYet("rival_gap"))
    if refusal is not None:
        return refusal
    window = _window(case, day, default=90)
    if isinstance(window, Refusal):
        return window
    crossed = lasting(names(series.expression), case.plan, Period(window.start + timedelta(days=1), window.end))
    if crossed:
        return BreakInWindow(crossed[0])
    points = [
        ((bucket.start - window.start).days, bucket.value)
        for bucket in series.buckets(Grain.WEEK, window)
        if bucket.value is not None
    ]
    if len(points) < _FEWEST_SLOPES:
        return TooLittleHistory(needed=_FEWEST_SLOPES, have=len(points))
    slopes = sorted(
        (late - early) / (after - before) * Decimal("30.44")
        for number, (before, early) in enumerate(points)
        for after, late in points[number + 1 :]
        if after > before
    )
    return Reading(median(slopes), _sure_slope(case, slopes, len(points)))


def _sure_slope(case: Case, slopes: list[Decimal], count: int) -> Decimal:
    """The end of Sen's interval towards good (Sen, 1968): the slope reaches it with the certainty asked."""
    asked = case.params.get("certainty")
    if asked is None:
        return median(slopes)
    spread = NormalDist().inv_cdf(float(asked)) * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    if case.kri.bad_direction == "down":
        return slopes[min(len(slopes) - 1, round((len(slopes) + spread) / 2))]
    return slopes[max(0, round((len(slopes) - spread) / 2) - 1)]


METHODS: dict[str, Callable[[Case, date], Read]] = {
    "threshold": threshold,
    "against_reference": against_reference,
    "concentration": concentration,
    "slope": slope,
    "residual_shift": residual_shift,
    "spike": spike,
    "freshness": freshness,
    "slack": slack,
}
"""Methods computed today; the others are refused by name until their statistics exist."""

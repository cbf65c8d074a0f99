"""Second conditions of a KRI: one that turns it red as well, one without which red stays amber."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from jalon.metrics import MeasuredSeries
from jalon.quantities import Refusal
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.windows import days_of, window_ending, window_of
from jalon.scorecard.results import KriStanding

NOT_MEASURED = "not_measured"


def weighed(case: Case, level: KriStanding | None, day: date) -> KriStanding | None:
    """The level once the second conditions are heard; what is not measured neither raises nor clears."""
    also = _passes(case, "also", day)
    if also is True:
        return KriStanding.RED
    if level is KriStanding.RED and "confirm_test" in case.params and _passes(case, "confirm", day) is not True:
        return KriStanding.AMBER
    return level


def _passes(case: Case, name: str, day: date) -> bool | None:
    """Whether a second condition holds; None when it is not asked for or not measured."""
    test = case.params.get(f"{name}_test")
    if test is None:
        return None
    own = f"{name}_alternative" if case.speaks == "alternative" and case.has(f"{name}_alternative") else name
    found = _TESTS[test](case, case.series(own), name, day) if test in _TESTS and case.has(own) else None
    if found is None:
        case.evidence[name] = NOT_MEASURED
        return None
    if test in _COUNTS:
        case.evidence[name] = int(found)
        return found >= 1
    case.evidence[name] = str(round(found, 4))
    bound = Decimal(case.params[f"{name}_red"])
    return found <= bound if bound < 0 else found > bound


def _change(case: Case, series: MeasuredSeries, name: str, day: date) -> Decimal | None:
    """This window against the same length ended earlier, relative."""
    window = window_of(case.params.get("window"), day)
    back = days_of(case.params.get(f"{name}_window"), 28)
    if window is None or back is None:
        return None
    now, before = series.over(window), series.over(window_ending(day - timedelta(days=back), len(window)))
    if isinstance(now, Refusal) or isinstance(before, Refusal) or before == 0:
        return None
    return now / before - 1


def _top_share(case: Case, series: MeasuredSeries, name: str, day: date) -> Decimal | None:
    """The largest share over the row's dimension."""
    window = window_of(case.params.get("window"), day, 91)
    told = {value: one.over(window) for value, one in series.groups().items()} if window else {}
    totals: Mapping[str, Decimal] = {value: one for value, one in told.items() if isinstance(one, Decimal)}
    whole = sum(totals.values(), Decimal(0))
    return max(totals.values()) / whole if whole > 0 else None


def _top_items(case: Case, series: MeasuredSeries, name: str, day: date) -> Decimal | None:
    """How many of the `n` items that weigh most are in the state watched; None where items are not told apart."""
    window = window_of(case.params.get("window"), day)
    if window is None or not case.has("rank"):
        return None
    weights = {item: one.over(window) for item, one in case.series("rank").groups().items()}
    known = {item: weight for item, weight in weights.items() if isinstance(weight, Decimal) and weight > 0}
    if not known or series.group_by is None:
        return None
    largest = sorted(known, key=lambda item: (-known[item], item))[: int(case.params.get(f"{name}_n", "10"))]
    told = {item: one.over(window) for item, one in series.groups().items() if item in largest}
    return Decimal(sum(isinstance(state, Decimal) and state > 0 for state in told.values()))


def _zero_run(case: Case, series: MeasuredSeries, name: str, day: date) -> Decimal | None:
    """1 when nothing at all came through while enough was tried, over the window or the day that holds it; else 0.

    Minutes are not told by the tables: half an hour of silence is believed once its day, or what is known of it, is as
    silent.
    """
    window = window_of(case.params.get("window"), day)
    if window is None or not case.has("open_hours"):
        return None
    came, tried = series.over(window), case.series("open_hours").over(window)
    if isinstance(came, Refusal) or isinstance(tried, Refusal):
        return None
    if tried < Decimal(case.params.get("min_denominator", "1")):
        return None
    return Decimal(came <= 0)


_TESTS = {"change": _change, "top_share": _top_share, "top_items": _top_items, "zero_run": _zero_run}
_COUNTS = ("top_items", "zero_run")
"""Tests that count what must not be at all: one is enough."""

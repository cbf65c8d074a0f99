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


_TESTS = {"change": _change, "top_share": _top_share}

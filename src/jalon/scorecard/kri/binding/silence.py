"""Inputs of `zero_run`: what should be heard and its witnesses, hour by hour where tables tell hours, else by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import numpy as np

from jalon.metrics import MeasuredSeries
from jalon.metrics.splitting import HOUR
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NotBound, NoWitness, TooLittleHistory
from jalon.scorecard.kri.binding.question import Question, Span, numbers
from jalon.scorecard.kri.binding.shapes import LEAST_DAYS, by_day
from jalon.scorecard.kri.case import Case
from jalon.scorecard.odds.asking import LONGEST_PAST
from jalon.stats.signals import UP, Given, Observed

HOURS = 24
HOURLY_PAST = timedelta(days=182)
"""Half a year of hours: the method looks eight weeks back, and a page shows two months."""
_BY_DAY: dict[str, float | str] = {"season": 7.0, "history": 56.0, "amber_run": 1.0, "red_run": 1.0}
_BY_HOUR: dict[str, float | str] = {"season": 168.0, "history": 1344.0}


def zero_run(case: Case, span: Span) -> list[Question] | Refusal:
    """Silence among open hours; read on whole days where a table tells none. Days that a break hides are left out."""
    values = [name for name in ("value", "value_2") if case.has(name)]
    witnesses = [name for name in ("witness", "witness_2") if case.has(name)]
    told = {name: case.series(name) for name in (*values, *witnesses) if case.series(name).refusal is None}
    if "value" not in told:
        return case.series("value").refusal if case.has("value") else NotBound("value")  # type: ignore[return-value]  # a refusal
    last = min(span.last, *(one.last_day for one in told.values() if one.last_day is not None))
    first = max(last - LONGEST_PAST, *(one.first_day for one in told.values() if one.first_day is not None))
    if (last - first).days < LEAST_DAYS:
        return TooLittleHistory(LEAST_DAYS, max((last - first).days, 0))
    hourly = _hourly(told)
    if hourly:
        first = max(first, last - HOURLY_PAST)
    whole = Period(first, last)
    read = _by_hour if hourly else by_day
    inputs = {name: one for name in told if isinstance(one := read(case, told[name], whole), Observed)}
    if "value" not in inputs or not any(name.startswith("witness") for name in inputs):
        return NoWitness()
    case.evidence["read_over"] = "1h" if hourly else "1d"
    params = {**_BY_HOUR, **numbers(case, "amber_run", "red_run")} if hourly else dict(_BY_DAY)
    params |= numbers(case, "z_amber")
    steps = HOURS if hourly else 1
    days = tuple(day for day in whole.days() for _ in range(steps))
    taken = tuple(
        at * steps + steps - 1 for day in Span(last, span.readings).days(case) if (at := (day - first).days) >= 0
    )
    return [Question(Given(inputs, params, UP), days, taken)]


def _hourly(told: Mapping[str, MeasuredSeries]) -> bool:
    """Whether the value and a witness are told by the hour."""
    by_hour = [name for name, one in told.items() if one.group_by == HOUR and one.groups().keys() & _NAMES.keys()]
    return "value" in by_hour and any(name.startswith("witness") for name in by_hour)


_NAMES = {form: hour for hour in range(HOURS) for form in (str(hour), f"{hour:02d}")}


def _by_hour(case: Case, series: MeasuredSeries, whole: Period) -> Observed | Refusal:
    """24 steps a day; an hour that no row tells on a day that is known is nothing heard."""
    days = by_day(case, series, whole)
    if isinstance(days, Refusal) or series.group_by != HOUR:
        return NotBound(series.key, HOUR)
    heard = np.where(np.isfinite(days.top), 0.0, np.nan)[:, None].repeat(HOURS, axis=1)
    for name, one in series.groups().items():
        told = by_day(case, one, whole) if name in _NAMES else None
        if isinstance(told, Observed):
            heard[:, _NAMES[name]] += np.nan_to_num(told.top)
    return Observed(heard.reshape(-1))

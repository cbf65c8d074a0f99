"""Days that trade by the calendar rather than by their weekday, as the statistics read them."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np

from jalon.catalogue.calendars import HOLIDAY
from jalon.plan.model import Plan
from jalon.quantities.period import ONE_DAY
from jalon.scorecard.calendar import calendar_in_force
from jalon.stats.forecast.panel import Special

EPOCH = date(1970, 1, 1)
MONDAY, TUESDAY, THURSDAY, FRIDAY = 0, 1, 3, 4


def special_days(plan: Plan) -> Special:
    """Public holidays of the company's country from Monday to Friday, and the bridge days beside them.

    Sales and Black Friday come once or twice a year: what foresees from the year before carries them already.
    """
    country = plan.company.country
    found = (e.period.start for e in calendar_in_force(plan) if e.kind == HOLIDAY and e.scope == country)
    return _kinds(tuple(sorted(set(found))))


@cache
def _kinds(holidays: tuple[date, ...]) -> Special:
    """The same arrays for the same days, so that series which share them are read together."""
    off = set(holidays)
    feasts = [day for day in holidays if day.weekday() <= FRIDAY]
    beside = [day - ONE_DAY for day in feasts if day.weekday() == TUESDAY]
    beside += [day + ONE_DAY for day in feasts if day.weekday() == THURSDAY]
    bridges = sorted(day for day in beside if day not in off)
    return tuple(np.array([(day - EPOCH).days for day in days], dtype=np.int64) for days in (feasts, bridges))

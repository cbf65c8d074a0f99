"""When something that comes back was last due, where the company is: a day, a week, a month or a quarter, an hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LATE = timedelta(hours=36)
"""What could not leave for longer than that waits for its next time: Monday's mail is no news on Thursday."""
_MONTHS = {"month": 1, "quarter": 3}


def last_due(every: str, weekday: str, at: time, zone: ZoneInfo, now: datetime) -> datetime:
    """The newest moment not after `now`: of a month or a quarter, its first such weekday. Instants are in UTC."""
    day = now.astimezone(zone).date()
    found = _moment(_in_period(every, weekday, day), at, zone)
    return found if found <= now else _moment(_in_period(every, weekday, _before(every, day)), at, zone)


def _in_period(every: str, weekday: str, day: date) -> date:
    """The day it is due in the period of a day; it may still be ahead."""
    if every == "day":
        return day
    wanted = WEEKDAYS.index(weekday)
    if every == "week":
        return day - timedelta(days=(day.weekday() - wanted) % 7)
    first = _first_of(every, day)
    return first + timedelta(days=(wanted - first.weekday()) % 7)


def _before(every: str, day: date) -> date:
    """A day of the period before."""
    if every in _MONTHS:
        return _first_of(every, day) - timedelta(days=1)
    return day - timedelta(days=1 if every == "day" else 7)


def _first_of(every: str, day: date) -> date:
    months = _MONTHS[every]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)

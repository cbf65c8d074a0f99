"""Durations of a KRI's parameters, and the days on which it is read."""

from __future__ import annotations

import re
from datetime import date, timedelta

from jalon.quantities import Period
from jalon.quantities.period import ONE_DAY

READINGS = 13
_LENGTH = re.compile(r"(\d+)(min|h|d|w|mo|campaign|posts)?")
_WITHIN_A_DAY = ("min", "h")
_NO_DURATION = ("campaign", "posts")
STEP_DAYS = {"hourly": 1, "daily": 1, "weekly": 7, "monthly": 28, "quarterly": 91, "per_campaign": 7}


def days_of(text: str | None, default: int = 7) -> int | None:
    """Days of a duration such as `28d`, `4w`, `3mo`; None for what is shorter than a day or counted otherwise."""
    found = _LENGTH.fullmatch(text or f"{default}d")
    if found is None or found[2] in _WITHIN_A_DAY + _NO_DURATION:
        return None
    number = int(found[1])
    return {"w": 7 * number, "mo": round(30.44 * number)}.get(found[2] or "d", number)


def is_within_a_day(text: str | None) -> bool:
    """Whether a window is shorter than a day."""
    found = _LENGTH.fullmatch(text or "")
    return found is not None and found[2] in _WITHIN_A_DAY


def window_of(text: str | None, last: date, default: int = 7) -> Period | None:
    """The window that ends with a day, months as calendar months; None for campaigns and posts.

    A window shorter than a day is the day: the facts know no hour.
    """
    found = _LENGTH.fullmatch(text or f"{default}d")
    if found is None or found[2] in _NO_DURATION:
        return None
    if found[2] == "mo":
        return Period(_months_before(last + ONE_DAY, int(found[1])), last)
    return window_ending(last, days_of(text, default) or 1)


def reading_days(last: date, cadence: str | None, most: int = READINGS) -> list[date]:
    """The last days on which the KRI is read, oldest first."""
    step = STEP_DAYS.get(cadence or "daily", 1)
    return [last - timedelta(days=step * back) for back in reversed(range(most))]


def window_ending(day: date, length: int) -> Period:
    """The `length` days that end with a day."""
    return Period(day - timedelta(days=length - 1), day)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    end = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY
    return first.replace(day=min(day.day, end.day))

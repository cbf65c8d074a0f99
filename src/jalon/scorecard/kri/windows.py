"""Durations of a KRI's parameters, and the days on which it is read."""

from __future__ import annotations

import re
from datetime import date, timedelta

from jalon.quantities import Period

READINGS = 13
_LENGTH = re.compile(r"(\d+)(min|h|d|w|mo|campaign|posts)?")
STEP_DAYS = {"hourly": 1, "daily": 1, "weekly": 7, "monthly": 28, "quarterly": 91, "per_campaign": 7}


def days_of(text: str | None, default: int = 7) -> int | None:
    """Days of a duration such as `28d`, `4w`, `3mo`; None for what is shorter than a day or counted otherwise."""
    found = _LENGTH.fullmatch(text or f"{default}d")
    if found is None or found[2] in ("min", "h", "campaign", "posts"):
        return None
    number = int(found[1])
    return {"w": 7 * number, "mo": round(30.44 * number)}.get(found[2] or "d", number)


def reading_days(last: date, cadence: str | None, most: int = READINGS) -> list[date]:
    """The last days on which the KRI is read, oldest first."""
    step = STEP_DAYS.get(cadence or "daily", 1)
    return [last - timedelta(days=step * back) for back in reversed(range(most))]


def window_ending(day: date, length: int) -> Period:
    """The `length` days that end with a day."""
    return Period(day - timedelta(days=length - 1), day)

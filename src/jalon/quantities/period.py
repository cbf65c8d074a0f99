"""Days and stretches of days: periods, grains, ISO weeks and durations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)


class Grain(StrEnum):
    """How much time one row of a report covers."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    RANGE = "range"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From a first to a last day, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def __len__(self) -> int:
        return (self.end - self.start).days + 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def days(self) -> Iterator[date]:
        """Each day, first to last."""
        for offset in range(len(self)):
            yield self.start + timedelta(days=offset)

    def meeting(self, other: Period) -> Period | None:
        """The days both have, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None

    def year_before(self) -> Period:
        """The same calendar days one year earlier (29 February becomes the 28th)."""
        return Period(_year_before(self.start), _year_before(self.end))


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def bucket_start(day: date, grain: Grain) -> date:
    """First day of the day, ISO week or month that holds `day`."""
    if grain is Grain.WEEK:
        return day - timedelta(days=day.weekday())
    if grain is Grain.MONTH:
        return day.replace(day=1)
    return day


def bucket_end(day: date, grain: Grain) -> date:
    """Last day of the day, ISO week or month that holds `day`."""
    start = bucket_start(day, grain)
    if grain is Grain.WEEK:
        return start + timedelta(days=6)
    if grain is Grain.MONTH:
        return (start.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY
    return start


_DURATION = re.compile(r"P(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


@dataclass(frozen=True, slots=True)
class Duration:
    """An ISO 8601 duration of the plan (`P2D`, `P1W`, `P3M`, `PT6H`), as it was written."""

    text: str
    months: int
    rest: timedelta

    @classmethod
    def parse(cls, text: str) -> Duration | None:
        """The duration that the text says, or None when it says none."""
        found = _DURATION.fullmatch(text)
        if found is None or text in ("P", "PT") or text.endswith("T"):
            return None
        months, weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
        return cls(text, months, timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes))

    def as_timedelta(self) -> timedelta:
        """Its length, a month counted as 30.44 days."""
        return self.rest + timedelta(days=30.44 * self.months)

    def whole_days(self) -> int:
        """Days until it is over, counted in days: six hours are one day."""
        length = self.as_timedelta()
        return length.days + (1 if length % ONE_DAY else 0)

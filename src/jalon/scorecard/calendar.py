"""The same day of another year, as trade counts it: sales periods and Black Friday first, then ISO weeks."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache

from jalon.catalogue.events import calendar_fr, public_holidays
from jalon.quantities import Period

RUSH = (-4, 3)
"""Days around Black Friday that move with it: the Monday before to the Monday after."""


@cache
def _black_fridays() -> dict[int, date]:
    named = [e for e in calendar_fr() if e.name.in_language("en") == "Black Friday"]
    return {event.period.start.year: event.period.start for event in named}


@cache
def _soldes() -> dict[tuple[int, str], Period]:
    """Soldes by year and season: winter ones start before March."""
    found = {}
    for event in calendar_fr():
        if event.kind == "soldes":
            season = "winter" if event.period.start.month < 4 else "summer"
            found[(event.period.start.year, season)] = event.period
    return found


@lru_cache(maxsize=20_000)
def same_day(day: date, years_before: int) -> date:
    """The day of an earlier year that trades like this one.

    In order: the same distance from Black Friday within its rush; the same rank inside the soldes of the season;
    a public holiday on its own date; else the same weekday of the same ISO week (364 or 371 days earlier).
    """
    year = day.year - years_before
    friday, then = _black_fridays().get(day.year), _black_fridays().get(year)
    if friday and then and RUSH[0] <= (day - friday).days <= RUSH[1]:
        return then + (day - friday)
    for season in ("winter", "summer"):
        now, before = _soldes().get((day.year, season)), _soldes().get((year, season))
        if now and before and day in now:
            rank = min((day - now.start).days, len(before) - 1)
            return before.start + timedelta(days=rank)
    if day in public_holidays():
        moved = _same_date(day, year)
        if moved in public_holidays():
            return moved
    iso = day.isocalendar()
    try:
        return date.fromisocalendar(iso.year - years_before, iso.week, iso.weekday)
    except ValueError:
        return day - timedelta(days=364 * years_before)


def _same_date(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)

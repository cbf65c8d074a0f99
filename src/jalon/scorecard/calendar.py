"""The same day of another year, as trade counts it: sales periods, feasts and the year's end first, then weekdays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache

from jalon.catalogue.calendars import FRANCE, calendar_of, public_holidays
from jalon.catalogue.events import DatedEvent
from jalon.plan.model import Plan
from jalon.quantities import Period

RUSH = (-4, 3)
"""Days around Black Friday that move with it: the Monday before to the Monday after."""

AROUND_FEAST = {"Easter Monday": (-2, 0), "Ascension Day": (0, 1), "Whit Monday": (-1, 0)}
"""Feasts that move, with the days that move with them: the Easter and Whit weekends, the Friday after Ascension."""

YEAR_END = ((12, 24), (1, 1))
"""From Christmas Eve to New Year's Day the date decides, whatever the weekday."""

_NEAREST_WEEKS = (-1, 1, -2, 2, -3, 3, -4, 4, -5, 5)


def countries_of(plan: Plan) -> tuple[str, ...]:
    """The country of a company, then the markets of its plan that are countries: their calendars count."""
    markets = (value.upper() for value in plan.dimensions.get("market", {}))
    return tuple(dict.fromkeys((plan.company.country, *(one for one in markets if calendar_of(one)))))


def calendar_in_force(plan: Plan) -> tuple[DatedEvent, ...]:
    """Feasts, sales periods and commercial days of the countries of a plan, as far as it includes their lists."""
    found = (event for country in countries_of(plan) for event in calendar_of(country))
    return tuple(event for event in found if event.origin in plan.event_sources)


@cache
def _black_fridays(country: str) -> dict[int, date]:
    named = [e for e in calendar_of(country) if e.name.in_language("en") == "Black Friday"]
    return {event.period.start.year: event.period.start for event in named}


@cache
def _soldes(country: str) -> dict[tuple[int, str], Period]:
    """Soldes by year and season: winter ones start before April."""
    found = {}
    for event in calendar_of(country):
        if event.kind == "soldes":
            season = "winter" if event.period.start.month < 4 else "summer"
            found[(event.period.start.year, season)] = event.period
    return found


@cache
def _feasts(country: str) -> dict[tuple[int, str], date]:
    """Moving feasts by year and English name."""
    named = [(event.period.start, event.name.in_language("en")) for event in calendar_of(country)]
    return {(day.year, name): day for day, name in named if name in AROUND_FEAST}


@lru_cache(maxsize=20_000)
def same_day(day: date, years_before: int, country: str = FRANCE) -> date:
    """The day of an earlier year that trades like this one.

    In order: the same distance from Black Friday within its rush; the same place around a moving feast; the same date
    for a holiday and at the year's end; the same rank inside the soldes of the season; else the same weekday nearest
    to the same date, which is the same ISO week restated after a year of 53, moved by whole weeks off a special day.
    """
    year = day.year - years_before
    return _special_twin(day, year, country) or _ordinary_twin(day, year, country)


def _special_twin(day: date, year: int, country: str) -> date | None:
    friday, then = _black_fridays(country).get(day.year), _black_fridays(country).get(year)
    if friday and then and RUSH[0] <= (day - friday).days <= RUSH[1]:
        return then + (day - friday)
    for name, (first, last) in AROUND_FEAST.items():
        feast, before_feast = _feasts(country).get((day.year, name)), _feasts(country).get((year, name))
        if feast and before_feast and first <= (day - feast).days <= last:
            return before_feast + (day - feast)
    if day in public_holidays(country) or _at_year_end(day):
        return _same_date(day, year)
    return _soldes_twin(day, year, country)


def _soldes_twin(day: date, year: int, country: str) -> date | None:
    """The same rank of the season; a holiday that falls there is left for the week after, or before."""
    for season in ("winter", "summer"):
        now, then = _soldes(country).get((day.year, season)), _soldes(country).get((year, season))
        if now and then and day in now:
            twin = then.start + timedelta(days=min((day - now.start).days, len(then) - 1))
            near = [twin, twin + timedelta(weeks=1), twin - timedelta(weeks=1)]
            return next((other for other in near if other in then and other not in public_holidays(country)), twin)
    return None


def _ordinary_twin(day: date, year: int, country: str) -> date:
    """The same weekday nearest to the same date; a special day there is left for the nearest week that has none."""
    dated = _same_date(day, year)
    ahead = (day.weekday() - dated.weekday()) % 7
    twin = dated + timedelta(days=ahead if ahead <= 3 else ahead - 7)
    if not _is_special(twin, country):
        return twin
    moved = [twin + timedelta(weeks=weeks) for weeks in _NEAREST_WEEKS]
    return next((other for other in moved if other.year == twin.year and not _is_special(other, country)), twin)


@cache
def _is_special(day: date, country: str) -> bool:
    """Whether the day trades by the calendar of its own year rather than by its weekday."""
    friday = _black_fridays(country).get(day.year)
    rush = friday is not None and RUSH[0] <= (day - friday).days <= RUSH[1]
    soldes = any(day in period for period in _soldes(country).values())
    feast = any(
        first <= (day - then).days <= last
        for name, (first, last) in AROUND_FEAST.items()
        if (then := _feasts(country).get((day.year, name))) is not None
    )
    return rush or soldes or feast or day in public_holidays(country) or _at_year_end(day)


def _at_year_end(day: date) -> bool:
    return (day.month, day.day) >= YEAR_END[0] or (day.month, day.day) <= YEAR_END[1]


def _same_date(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)

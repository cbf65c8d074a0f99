"""The calendar of trade by country: France as it is listed, other countries of Europe by library and rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from jalon.catalogue.events import LIBRARY, RULE, DatedEvent, calendar_fr
from jalon.catalogue.measures import listed, rows
from jalon.quantities import Period, Text

FRANCE = "FR"
EUROPE = frozenset("AT BE BG CH CY CZ DE DK EE ES FI GB GR HR HU IE IT LT LU LV MT NL NO PL PT RO SE SI SK".split())
"""Countries besides France whose public holidays are known."""
FIRST_YEAR, LAST_YEAR = 2018, 2032
HOLIDAY = "jour_ferie"
_EVERYWHERE = "*"
_NTH = re.compile(r"sun([+-]\d)/(\d\d)")
_FROM = re.compile(r"(easter|thanksgiving)([+-]\d+)")


@cache
def calendar_of(country: str) -> tuple[DatedEvent, ...]:
    """Public holidays, sales periods and commercial days of a country, oldest first; empty for one that is unknown."""
    if country == FRANCE:
        return calendar_fr()
    if country not in EUROPE:
        return ()
    found = [*_holidays(country), *_by_rule(country)]
    return tuple(sorted(found, key=lambda event: (event.period.start, event.id)))


@cache
def public_holidays(country: str = FRANCE) -> frozenset[date]:
    """Days off in the whole of a country."""
    whole = (event for event in calendar_of(country) if event.kind == HOLIDAY and event.scope == country)
    return frozenset(event.period.start for event in whole)


@cache
def known_until(country: str) -> date | None:
    """The last day that the calendar of a country speaks of."""
    return max((event.period.end for event in calendar_of(country)), default=None)


def _holidays(country: str) -> Iterator[DatedEvent]:
    import holidays
    from holidays.version import __version__

    found = holidays.country_holidays(country, years=range(FIRST_YEAR, LAST_YEAR + 1), language=_english(country))
    source = f"holidays {__version__} library ({country})"
    for day, name in sorted(found.items()):
        # Nobody has said these names in French: the English one stands for both.
        identity = f"cal-{day.isoformat()}-{HOLIDAY}-{country}"
        yield DatedEvent(identity, "calendar_eu", Text.of(name, name), Period(day, day), HOLIDAY, (), (), LIBRARY,
                         source, country)  # fmt: skip


def _english(country: str) -> str | None:
    """The library's English for a country, where it has one."""
    import holidays

    spoken = holidays.list_localized_countries().get(country, [])
    return next((language for language in ("en_US", "en_GB", "en") if language in spoken), None)


def _by_rule(country: str) -> Iterator[DatedEvent]:
    for number, row in enumerate(rows("calendar_rules")):
        countries = listed(row["countries"])
        if country not in countries and countries != (_EVERYWHERE,):
            continue
        for year in range(max(FIRST_YEAR, int(row["from_year"] or FIRST_YEAR)), LAST_YEAR + 1):
            first = day_of(row["first"], year)
            last = day_of(row["last"], year) if row["last"] else first
            identity = f"cal-{first.isoformat()}-{row['kind']}-{country}-{number}"
            doubt = "unverified" in row["source"]
            yield DatedEvent(identity, "calendar_eu", Text.of(row["name_fr"], row["name_en"]), Period(first, last),
                             row["kind"], (), (), RULE, row["source"], country, to_verify=doubt)  # fmt: skip


def day_of(rule: str, year: int) -> date:
    """The day of a year that a rule names: `12-05`, `sun+2/05`, `sun-1/05`, `easter-21`, `thanksgiving+1`."""
    if nth := _NTH.fullmatch(rule):
        return _sunday(year, int(nth[2]), int(nth[1]))
    if moved := _FROM.fullmatch(rule):
        origin = easter(year) if moved[1] == "easter" else _thanksgiving(year)
        return origin + timedelta(days=int(moved[2]))
    return date.fromisoformat(f"{year}-{rule}")


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def _sunday(year: int, month: int, rank: int) -> date:
    """The first, second… Sunday of a month, or the last one."""
    if rank < 0:
        following = date(year + month // 12, month % 12 + 1, 1)
        last = following - timedelta(days=1)
        return last - timedelta(days=(last.weekday() + 1) % 7) + timedelta(weeks=rank + 1)
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7) + timedelta(weeks=rank - 1)


def _thanksgiving(year: int) -> date:
    """The fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7) + timedelta(weeks=3)

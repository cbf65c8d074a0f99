"""Days of a column, their form decided from all its cells; periods as reports state them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from jalon.findings import Finding
from jalon.quantities import Period
from jalon.sources.reading.headers import normal
from jalon.sources.reading.noticed import noticed

# What follows a day is an hour: `2026-10-01 - 2026-10-02` is two days.
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}(?:[:hH.].*)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = r"(?:,? \d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?)?"
_SLASHED = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}){_TIME}", re.I)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})(?:-0?1)?")
_NAMED_DAY = re.compile(r"(?<!\d)(20\d{2})-(\d{1,2})-(\d{1,2})(?!\d)")
_NAMED_MONTH = re.compile(r"(?P<month>[a-zéû]+)\.? (?P<year>\d{4})")
YEARS = range(2000, 2101)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv", "february feb février févr fevrier", "march mar mars", "april apr avril avr",
            "may mai", "june jun juin", "july jul juillet juil", "august aug août aout", "september sep sept septembre",
            "october oct octobre", "november nov novembre", "december dec décembre déc decembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_WORDED = (
    re.compile(rf"(?:\w+,? )?(?P<month>[a-zéû]+)\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}){_TIME}"),
    re.compile(rf"(?:\w+,? )?(?P<day>\d{{1,2}})(?:er)? (?P<month>[a-zéû]+)\.? (?P<year>\d{{4}}){_TIME}"),
)


def days_of(
    cells: Sequence[str], lines: Sequence[int], column: str, day_first: bool | None = None
) -> tuple[list[date | None], list[Finding]]:
    """The days of a column; a cell that is none, two forms at once, or a form nobody can tell is a finding."""
    kinds = {_kind(cell) for cell in cells if cell.strip()}
    if "other" in kinds or any(not cell.strip() for cell in cells):
        index = next(i for i, c in enumerate(cells) if not c.strip() or _kind(c) == "other")
        return [], [noticed("date.invalid", lines[index], column, value=cells[index][:40])]
    if len(kinds) > 1:
        first = _kind(cells[0])
        index = next(i for i, c in enumerate(cells) if _kind(c) != first)
        return [], [noticed("date.mixed", lines[index], column, value=cells[index])]
    first_is_day = day_first
    if kinds == {"slashed"}:
        decided = _order(cells, lines, column, day_first)
        if isinstance(decided, Finding):
            return [], [decided]
        first_is_day = decided
    found = [_day(cell, first_is_day is True) for cell in cells]
    wrong = next((i for i, day in enumerate(found) if day is None or day.year not in YEARS), None)
    if wrong is not None:
        return [], [noticed("date.invalid", lines[wrong], column, value=cells[wrong][:40])]
    return found, []


def _order(cells: Sequence[str], lines: Sequence[int], column: str, day_first: bool | None) -> bool | Finding:
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := _SLASHED.fullmatch(cell.strip()))]
    says_day, says_month = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    if says_day and says_month:
        return noticed("date.mixed", lines[0], column, forms=["DD/MM", "MM/DD"])
    if says_day or says_month:
        return says_day
    return noticed("date.ambiguous", lines[0], column, value=cells[0]) if day_first is None else day_first


def _kind(cell: str) -> str:
    text = cell.strip()
    for kind, form in (("iso", _ISO), ("compact", _COMPACT), ("slashed", _SLASHED)):
        if form.fullmatch(text):
            return kind
    return "worded" if _worded(text) else "other"


def _day(cell: str, day_first: bool) -> date | None:
    text = cell.strip()
    found = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if found:
        return _made(int(found[1]), int(found[2]), int(found[3]))
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        first, second, year = (int(part) for part in slashed.groups())
        return _made(year, second, first) if day_first else _made(year, first, second)
    return _worded(text)


def _worded(text: str) -> date | None:
    for form in _WORDED:
        found = form.fullmatch(normal(text))
        if found and found["month"] in MONTHS:
            return _made(int(found["year"]), MONTHS[found["month"]], int(found["day"]))
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def one_day(text: str) -> date | None:
    """A single stated day: ISO, `20260131`, `July 8, 2025` or `8 juillet 2025`."""
    stripped = text.strip()
    return None if _SLASHED.fullmatch(stripped) else _day(stripped, day_first=False)


def stated_period(text: str) -> Period | None:
    """A period as report headers state it: two days around a dash."""
    for separator in (" - ", " – ", " — ", " to ", " au "):
        start, found, end = text.strip().strip('"').partition(separator)
        if found:
            first, last = one_day(start), one_day(end)
            return Period(first, last) if first and last and first <= last else None
    day = one_day(text.strip().strip('"'))
    return Period(day, day) if day else None


def period_in_name(name: str) -> Period | None:
    """The period that a file's name states: two ISO days, `2026-9-1 - 2026-9-30`, and no third."""
    days = [_made(*(int(part) for part in found)) for found in _NAMED_DAY.findall(name)]
    first, last = days if len(days) == 2 else (None, None)
    return Period(first, last) if first and last and first <= last else None


def month_of(text: str) -> Period | None:
    """A whole month as reports name it: `2026-09`, its first day, `September 2026`, `septembre 2026`."""
    stated = normal(text)
    found, named = _MONTH.fullmatch(stated), _NAMED_MONTH.fullmatch(stated)
    if found:
        first = _made(int(found[1]), int(found[2]), 1)
    elif named and named["month"] in MONTHS:
        first = _made(int(named["year"]), MONTHS[named["month"]], 1)
    else:
        return None
    return Period(first, first.replace(day=monthrange(first.year, first.month)[1])) if first else None

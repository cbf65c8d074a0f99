"""Numbers, shares, amounts and days as people read them (French: U+202F, U+00A0, U+2212)."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
NARROW, NO_BREAK = "\u202f", "\u00a0"
DASH = "\u2013"

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_SHORT_MONTHS = {
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_WEEKDAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}


def number(value: Decimal | int | float | str, language: str, places: int | None = None, signed: bool = False) -> str:
    """A plain number, grouped; `places` decimals (default: as many as it has, six at most)."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if places is None:
        digits = format(exact.quantize(Decimal("0.000001"), ROUND_HALF_UP).normalize(), "f")
    else:
        digits = format(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
    negative, digits = digits.startswith("-"), digits.lstrip("-")
    whole, _, fraction = digits.partition(".")
    if not whole.strip("0") and not fraction.strip("0"):
        negative = False
    grouped = f"{int(whole):,}".replace(",", NARROW) if language == "fr" else f"{int(whole):,}"
    text = grouped + (("," if language == "fr" else ".") + fraction if fraction else "")
    sign = MINUS if negative else "+" if signed and exact > 0 else ""
    return sign + text


def percent(share: Decimal | float | str, language: str, places: int = 1, signed: bool = False) -> str:
    """A share (fraction) as a percentage, without a useless zero after the mark."""
    text = number(Decimal(str(share)) * 100, language, places, signed)
    mark = "," if language == "fr" else "."
    if mark in text:
        text = text.rstrip("0").rstrip(mark)
    return f"{text}{NO_BREAK}%" if language == "fr" else f"{text}%"


def short(value: Decimal | int | float | str, language: str) -> str:
    """A number for axes and narrow tiles: 359 k, 5,4 M."""
    exact = Decimal(str(value))
    for size, letter in (
        (Decimal(10**9), "G" if language == "fr" else "B"),
        (Decimal(10**6), "M"),
        (Decimal(1000), "k"),
    ):
        if abs(exact) >= size:
            scaled = exact / size
            places = 0 if abs(scaled) >= 100 else 1 if abs(scaled) >= 10 else 2
            text = number(scaled, language, places)
            mark = "," if language == "fr" else "."
            if mark in text:
                text = text.rstrip("0").rstrip(mark)
            return f"{text}{NO_BREAK}{letter}" if language == "fr" else f"{text}{letter}"
    return number(exact, language, 0 if abs(exact) >= 100 or exact == exact.to_integral_value() else 2)


def money(amount: Decimal | int | float | str, currency: str, language: str, compact: bool = False) -> str:
    """An amount with its currency: 12 000 € in French, €12,000 in English; cents only under 100."""
    exact = Decimal(str(amount))
    symbol = _SYMBOLS.get(currency, currency)
    if compact and abs(exact) >= 10_000:
        text = short(abs(exact), language)
        glued = text.endswith(("k", "M", "G")) and language == "fr"
        body = f"{text}{'' if glued else NO_BREAK}{symbol}" if language == "fr" else f"{symbol}{text}"
    else:
        cents = abs(exact) < 100 and exact != exact.to_integral_value()
        text = number(abs(exact), language, 2 if cents else 0)
        body = f"{text}{NO_BREAK}{symbol}" if language == "fr" else f"{symbol}{text}"
    return f"{MINUS if exact < 0 else ''}{body}"


_UNIT_WORDS = {
    "fr": {"day": "j", "hour": "h", "s": "s", "ms": "ms", "month": "mois", "points": "pts"},
    "en": {"day": "d", "hour": "h", "s": "s", "ms": "ms", "month": "months", "points": "pts"},
}


_MARKS = {"ratio": "%", "times": "×"}
_EXACT_TIMES = 20
"""From how many times on a second decimal says nothing."""


def mark(unit: str) -> str:
    """What stands after a number of that unit in a field: the mark of a share, a multiple, a currency, or nothing."""
    if unit in _MARKS:
        return _MARKS[unit]
    return _SYMBOLS.get(unit, unit) if len(unit) == 3 and unit.isupper() else ""


def quantity(value: Decimal | int | float | str, unit: str, language: str, compact: bool = False) -> str:
    """A value in its unit as a screen shows it: count, ratio, times, points, rank, a duration or a currency."""
    exact = Decimal(str(value))
    if unit == "ratio":
        small = abs(exact) < Decimal("0.1")
        return percent(exact, language, 2 if small else 1)
    if len(unit) == 3 and unit.isupper():
        return money(exact, unit, language, compact)
    if unit == "times":
        return _times(exact, language)
    if unit == "count":
        if compact and abs(exact) >= 10_000:
            return short(exact, language)
        whole = abs(exact) >= 10 or exact == exact.to_integral_value()
        return number(exact, language, 0 if whole else 2 if abs(exact) >= Decimal("0.1") else None)
    places = 0 if abs(exact) >= 100 or exact == exact.to_integral_value() else 1 if abs(exact) >= 10 else 2
    text = number(exact, language, places)
    word = _UNIT_WORDS[language].get(unit)
    return f"{text}{NO_BREAK if language == 'fr' else ' '}{word}" if word else text


def _times(value: Decimal, language: str) -> str:
    """How many times what was put in comes back: 4,2 × in French, 4.2× in English."""
    rounded = value.quantize(Decimal("0.01") if abs(value) < _EXACT_TIMES else Decimal("0.1"))
    exponent = rounded.normalize().as_tuple().exponent
    places = max(1, -exponent) if isinstance(exponent, int) else 1
    return f"{number(rounded, language, places)}{NO_BREAK if language == 'fr' else ''}×"


def day(value: date | str, language: str, form: str = "medium") -> str:
    """A day. Forms: `short` 15 oct., `medium` 15 oct. 2026, `long` jeudi 15 octobre, `full` with the year."""
    when = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    number_of_day = "1er" if when.day == 1 and language == "fr" else str(when.day)
    if form in ("short", "medium"):
        text = f"{number_of_day} {_SHORT_MONTHS[language][when.month - 1]}"
        return text if form == "short" else f"{text} {when.year}"
    text = f"{_WEEKDAYS[language][when.weekday()]} {number_of_day} {_MONTHS[language][when.month - 1]}"
    return text if form == "long" else f"{text} {when.year}"


def is_day(value: object) -> bool:
    """Whether a text is a day as documents write it."""
    if not isinstance(value, str) or _ISO_DAY.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def hour(value: datetime, language: str) -> str:
    """A time of day: 7 h 10 in French, 07:10 in English."""
    return f"{value.hour}{NO_BREAK}h{NO_BREAK}{value.minute:02d}" if language == "fr" else f"{value:%H:%M}"


def month_name(month: int, language: str, short_form: bool = True) -> str:
    """Name of a month, 1 to 12."""
    return (_SHORT_MONTHS if short_form else _MONTHS)[language][month - 1]

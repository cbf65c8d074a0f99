"""A lasting change of level in one sentence, which never says more than the numbers do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from jalon.quantities import spoken
from jalon.wording import numbers
from jalon.wording.phrases import phrase

_NOTHING = ("no_shift", "shared")


def shift(document: Mapping[str, object], language: str) -> str:
    """The sentence of a `Shift` of the scorecard."""
    link = str(document["link"])
    values = {"weeks": numbers.number(_weeks(document), language), "chance": _percent(document["chance"], language)}
    if link in _NOTHING:
        return phrase(f"shift.{link}", language, values)
    values |= {"moved": moved(document, language), "day": numbers.day(str(document["since"]), language)}
    candidates = _rows(document.get("candidates"))
    named = next((one for one in candidates if one["id"] == document.get("cause")), None)
    if named is None:
        return phrase("shift.no_event" if candidates else "shift.nothing_dated", language, values)
    first, last = (numbers.day(str(day), language, "short") for day in _pair(named["window"]))
    kind = "action" if named["kind"] == "action" else "event"
    values["cause"] = phrase(f"shift.{kind}", language, {"name": _name(named, language), "first": first, "last": last})
    values["weight"] = _percent(named["weight"], language)
    values["against"] = phrase("shift.with_controls" if link == "goes_with" else "shift.without_control", language)
    return phrase(f"shift.{link}", language, values)


def moved(document: Mapping[str, object], language: str) -> str:
    """A fall or a rise with its interval."""
    size = Decimal(str(document["size"]))
    low, high = (numbers.percent(str(one), language, 0, signed=True) for one in _pair(document["size80"]))
    way = "shift.fall" if size < 0 else "shift.rise"
    return phrase(way, language, {"size": numbers.percent(abs(size), language, 0), "low": low, "high": high})


def _weeks(document: Mapping[str, object]) -> int:
    first, last = (date.fromisoformat(str(day)) for day in _pair(document["looked"]))
    return ((last - first).days + 1) // 7


def _percent(value: object, language: str) -> str:
    return numbers.percent(str(value), language, 0)


def _pair(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _rows(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []


def _name(row: Mapping[str, object], language: str) -> str:
    names = row["name"]
    if not isinstance(names, Mapping):
        return str(row["id"])
    return spoken(names, language) or str(row["id"])

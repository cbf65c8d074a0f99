"""Scalars of the document as values, and what to write instead when they are not."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from jalon.plan.document.nodes import Node
from jalon.quantities import Duration

ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_PERCENT = re.compile(r"([-+]?\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?)\s*%")
_AMOUNT = re.compile(r"[€$£]?\s*([-+]?\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?)\s*(?:[€$£]|EUR|USD|GBP)?")
_TRUTH = {"yes": "true", "on": "true", "oui": "true", "no": "false", "off": "false", "non": "false"}
MOST_DIGITS = 38


def nearest(word: str, known: object, most: int = 1) -> list[str]:
    """The known words closest to one that is not: proposed, never taken."""
    words = [str(candidate) for candidate in known] if isinstance(known, set | frozenset | dict | list | tuple) else []
    lowered = {candidate.lower(): candidate for candidate in words}
    found = get_close_matches(word.lower()[:64], list(lowered), n=most, cutoff=0.6)
    return [lowered[candidate] for candidate in found]


def a_number(node: Node) -> Decimal | None:
    """A finite number of at most 38 digits."""
    value = node.value
    if not isinstance(value, Decimal) or isinstance(value, bool):
        return None
    return value if len(value.as_tuple().digits) <= MOST_DIGITS and -40 < value.adjusted() < 40 else None


def a_day(node: Node) -> date | None:
    """A real day written `YYYY-MM-DD`."""
    found = _DAY.fullmatch(node.value) if isinstance(node.value, str) else None
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def a_duration(node: Node) -> Duration | None:
    """A duration such as `P2D`."""
    return Duration.parse(node.value) if isinstance(node.value, str) else None


def a_word(node: Node) -> str | None:
    """A plain word: a string, or a number written where a word is awaited (a cohort age, a campaign number)."""
    if isinstance(node.value, str) and node.value:
        return node.value
    if isinstance(node.value, Decimal):
        return format(node.value, "f")
    return None


def to_write(node: Node, awaited: str) -> str | None:
    """The value that was probably meant, in the form that the format wants."""
    text = node.value if isinstance(node.value, str) else None
    if text is None:
        return None
    if awaited in ("number", "amount", "share", "integer"):
        return _number_meant(text.strip())
    if awaited == "date":
        found = _FRENCH_DAY.fullmatch(text.strip())
        if found is None:
            return None
        day, month, year = (int(part) for part in found.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return None
    if awaited == "boolean":
        return {"yes": "true", "on": "true", "oui": "true", "no": "false", "off": "false", "non": "false"}.get(
            text.lower()
        )
    return None


def _number_meant(text: str) -> str | None:
    percent, amount = _PERCENT.fullmatch(text), _AMOUNT.fullmatch(text)
    found = percent or amount
    if found is None:
        return None
    digits = re.sub(r"[\s\u00a0\u202f]", "", found[1]).replace(",", ".")
    value = Decimal(digits) / 100 if percent else Decimal(digits)
    return format(value.normalize(), "f")

"""How a value of the plan stands in a cell, and what a cell that somebody filled means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from jalon.plan.document.nodes import Unreadable
from jalon.plan.document.rendering import flow
from jalon.plan.document.values import MOST_DIGITS
from jalon.plan.document.writing import Data, content_of

Cell = str | bool | Decimal | date | None
LONGEST = 32_000
"""Letters of a cell; a longer text is not shown, and stays in the plan."""
BETWEEN = "; "
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DAY, _OTHER_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})"), re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_NUMBER = re.compile(r"([-+]?)(\d*)(?:([.,])(\d+))?(%?)")
_TRUE = frozenset({"true", "vrai", "oui", "yes", "1", "x"})
_FALSE = frozenset({"false", "faux", "non", "no", "0"})


class Misread(Exception):
    """A cell whose meaning is not sure; carries the code of the finding."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True, slots=True)
class Hand:
    """How the file writes what a cell of text cannot tell: its decimal mark, None where numbers are typed."""

    decimal: str | None = None


class Form(Protocol):
    """One kind of cell. `meant(said(v))` is `v` as the document may say it."""

    def said(self, value: Data) -> Cell:
        """The cell of a value; None for nothing, and for what the sheet cannot show."""
        ...

    def meant(self, cell: Cell, hand: Hand) -> Data:
        """What a cell says; None for an empty one. Raises `Misread`."""
        ...


def plain(text: str) -> str:
    """A text as it stands in a cell: no control characters, one kind of line end, no outer blanks."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def worded(cell: Cell) -> str:
    """A cell as text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell.normalize() if cell == cell.to_integral_value() and cell.adjusted() < 28 else cell, "f")
    return cell.isoformat() if isinstance(cell, date) else plain(cell)


@dataclass(frozen=True, slots=True)
class Word:
    """An id, a word of a list, a formula, a duration, a text of one language."""

    def said(self, value: Data) -> Cell:
        if isinstance(value, Decimal):
            return format(value, "f")
        return _shown(plain(value)) if isinstance(value, str) else None

    def meant(self, cell: Cell, hand: Hand) -> Data:
        return worded(cell) or None


@dataclass(frozen=True, slots=True)
class Number:
    """A number; a percentage is a share."""

    def said(self, value: Data) -> Cell:
        return value if isinstance(value, Decimal) else None

    def meant(self, cell: Cell, hand: Hand) -> Data:
        if isinstance(cell, bool | date):
            raise Misread("sheet.number", value=worded(cell))
        if isinstance(cell, Decimal):
            return _sized(cell)
        return a_number(worded(cell), hand) if worded(cell) else None


def a_number(text: str, hand: Hand) -> Decimal:
    """A number written by hand: `1 234,5`, `24 %`. Raises `Misread` when its mark may part thousands."""
    found = _NUMBER.fullmatch(re.sub(r"[\s\u00a0\u202f]", "", text.replace("\u2212", "-")))
    if found is None or not (found[2] or found[4]):
        raise Misread("sheet.number", value=text[:60])
    sign, whole, mark, parts, percent = found.groups()
    if mark and mark != hand.decimal and len(parts) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0":
        raise Misread("sheet.number_ambiguous", value=text[:60])
    value = Decimal(f"{sign}{whole or 0}.{parts}" if parts else f"{sign}{whole}")
    return _sized(value / 100 if percent else value)


def _sized(value: Decimal) -> Decimal:
    if not value.is_finite() or len(value.as_tuple().digits) > MOST_DIGITS or not -40 < value.adjusted() < 40:
        raise Misread("sheet.number", value=str(value)[:60])
    return value


@dataclass(frozen=True, slots=True)
class Day:
    """A day: a real date, or ISO; 3/10 is asked about."""

    def said(self, value: Data) -> Cell:
        found = _DAY.fullmatch(value) if isinstance(value, str) else None
        return _a_day(*found.groups()) if found else None

    def meant(self, cell: Cell, hand: Hand) -> Data:
        if cell is None or isinstance(cell, date):
            return cell.isoformat() if cell else None
        text = worded(cell)
        iso, other = _DAY.match(text), _OTHER_DAY.fullmatch(text)
        day = _a_day(*iso.groups()) if iso and len(text) in (10, 19) else None
        if other:
            first, second, year = other.groups()
            if first != second and int(first) <= 12 and int(second) <= 12:
                raise Misread("sheet.day_ambiguous", value=text)
            day = _a_day(year, second, first) or _a_day(year, first, second)
        if text and day is None:
            raise Misread("sheet.day", value=text[:60])
        return day.isoformat() if day else None


def _a_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Truth:
    """Yes or no."""

    def said(self, value: Data) -> Cell:
        return value if isinstance(value, bool) else None

    def meant(self, cell: Cell, hand: Hand) -> Data:
        if cell is None or isinstance(cell, bool):
            return cell
        text = worded(cell).lower()
        if text and text not in _TRUE | _FALSE:
            raise Misread("sheet.truth", value=text[:60])
        return (text in _TRUE) if text else None


@dataclass(frozen=True, slots=True)
class Words:
    """Several ids, `;` between them."""

    def said(self, value: Data) -> Cell:
        words = value if isinstance(value, list) else [value]
        if not all(isinstance(word, str | Decimal) and not isinstance(word, bool) for word in words):
            return None
        return _shown(BETWEEN.join(quoted(str(Word().said(word))) for word in words))

    def meant(self, cell: Cell, hand: Hand) -> Data:
        return [unquoted(part) for part in parts_of(worded(cell))] or None


@dataclass(frozen=True, slots=True)
class Named:
    """Names with values, `key: value, key: [a, b]`; a single word where the plan allows one (a guardrail)."""

    word: bool = False

    def said(self, value: Data) -> Cell:
        if self.word and isinstance(value, str):
            return _shown(plain(value))
        return _shown(flow(value)[1:-1]) if isinstance(value, dict) and value and _simple(value) else None

    def meant(self, cell: Cell, hand: Hand) -> Data:
        text = worded(cell)
        if not text:
            return None
        return text if self.word and ":" not in text else pairs_in(text)


@dataclass(frozen=True, slots=True)
class Things:
    """Several of them, `;` between: `kpi: cvr_order; kra: K_care, weight: 0.8`."""

    word: bool = False

    def said(self, value: Data) -> Cell:
        if not isinstance(value, list):
            return None
        cells = [Named(self.word).said(one) for one in value]
        return None if None in cells else _shown(BETWEEN.join(map(str, cells)))

    def meant(self, cell: Cell, hand: Hand) -> Data:
        return [Named(self.word).meant(part, hand) for part in parts_of(worded(cell))] or None


@dataclass(frozen=True, slots=True)
class NumberOrPair:
    """A number, or two of them: `0.82; 0.92`."""

    def said(self, value: Data) -> Cell:
        if isinstance(value, list) and len(value) == 2 and all(isinstance(one, Decimal) for one in value):
            return BETWEEN.join(worded(one) for one in value if isinstance(one, Decimal))
        return Number().said(value)

    def meant(self, cell: Cell, hand: Hand) -> Data:
        parts = worded(cell).split(";") if isinstance(cell, str) else []
        if len(parts) < 2:
            return Number().meant(cell, hand)
        # Written by us with points whatever the file's own mark.
        return [a_number(part, Hand(".") if "." in part else hand) for part in parts]


def pairs_in(text: str) -> dict[str, Data]:
    """`key: value, key: [a, b]` as a mapping. Raises `Misread`."""
    try:
        found = content_of("{" + text.replace("\n", " ") + "}")
    except Unreadable as fault:
        raise Misread("sheet.pairs", value=text[:60]) from fault
    if not isinstance(found, dict) or not found or any(value is None or value == "" for value in found.values()):
        raise Misread("sheet.pairs", value=text[:60])
    return found


def parts_of(text: str) -> list[str]:
    """The parts between `;`, but for those inside quotes or brackets; empty ones are left out."""
    return [part for part in every_part(text) if part]


def every_part(text: str) -> list[str]:
    """The same with the empty ones."""
    found, start, quote, depth, at = [], 0, "", 0, 0
    while at < len(text):
        letter = text[at]
        if quote:
            at += 1 if letter == "\\" and quote == '"' else 0
            quote = "" if letter == quote else quote
        elif letter == '"' and text[start:at].rstrip()[-1:] in ("", *":,[{"):
            quote = letter
        elif letter in "[{":
            depth += 1
        elif letter in "]}":
            depth -= 1
        elif letter == ";" and depth <= 0:
            found.append(text[start:at].strip())
            start = at + 1
        at += 1
    return [*found, text[start:].strip()]


def quoted(text: str) -> str:
    """A word or a sentence that may stand between two `;`."""
    safe = not any(mark in text for mark in ';"[]{}\\') and text == text.strip() and text
    return text if safe else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unquoted(text: str) -> str:
    """The same, as it was."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def _shown(text: str) -> str | None:
    return text if text and len(text) <= LONGEST else None


def _simple(value: Mapping[str, Data]) -> bool:
    """Whether a mapping is one of names with words, numbers or lists of them: what a cell can hold."""
    inner: list[Data] = []
    for one in value.values():
        inner += one if isinstance(one, list) else [one]
    return all(isinstance(one, str | bool | Decimal) and one != "" for one in inner) and all(
        not isinstance(one, list) or one for one in value.values()
    )


def same(one: Data, other: Data) -> bool:
    """Whether two values say the same: a single word is a list of one, `1.0` is `1`."""
    return bare(one) == bare(other)


def bare(value: Data) -> object:
    """A value in the one form that comparing needs."""
    if isinstance(value, bool):
        return ("truth", value)
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        inner = [bare(one) for one in value]
        return inner[0] if len(inner) == 1 else inner
    if isinstance(value, dict):
        return {name: bare(one) for name, one in value.items()}
    return value

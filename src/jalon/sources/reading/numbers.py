"""Numbers of a column, their form decided from all its cells and never cell by cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jalon.findings import Finding
from jalon.sources.reading.noticed import noticed

NULLS = frozenset({"", "--", "-", "n/a", "na", "null", "–", "—"})
MAX_DIGITS = 38
_BLANKS = re.compile("[\u00a0\u202f\u2009 ]")
_PLAIN = re.compile(r"[-+\u2212]?\d+")
_POINT = re.compile(r"[-+\u2212]?(?:\d{1,3}(?:,\d{3})+|\d+)?\.\d+")
_COMMA = re.compile(r"[-+\u2212]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+")
_COMMA_GROUPS = re.compile(r"[-+\u2212]?\d{1,3}(?:,\d{3}){2,}")
_POINT_GROUPS = re.compile(r"[-+\u2212]?\d{1,3}(?:\.\d{3}){2,}")
_ONE_GROUP = re.compile(r"[-+\u2212]?\d{1,3}[,.]\d{3}")
# A mark of thousands stands before three digits: `1,2,3` is a list.
_MISPLACED = {"point": re.compile(r",(?!\d{3}(?!\d))|^\D*,"), "comma": re.compile(r"\.(?!\d{3}(?!\d))|^\D*\.")}
_CENSORED = re.compile(r"([<>])\s*(\d+(?:[.,]\d+)?)\s*(%?)")
_SCIENCE = re.compile(r"\d(?:[.,]\d+)?[eE][-+]?\d+")
_MONTHS = (
    "jan|janv|feb|fev|fév|févr|mar|mars|apr|avr|may|mai|jun|juin|jul|juil|aug|aou|aoû|août|sep|sept|oct|nov|dec|déc|"
    "cze|lut|sty|kwi|maj|lip|sie|wrz|paź|lis|gru"
)
_AS_DATE = re.compile(rf"(?:\d{{1,2}}[-./ ])?(?:{_MONTHS})\.?[-./ ]\d{{2,4}}", re.I)


class Typed(str):
    """A number that a workbook holds as a number: its point is a point, whatever other cells say."""

    __slots__ = ()


@dataclass(slots=True)
class Numbers:
    """A column read: exact values (None where unknown), bounds of censored cells, and what was noticed."""

    values: list[Decimal | None]
    low: dict[int, Decimal] = field(default_factory=dict)
    high: dict[int, Decimal] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def numbers_of(
    cells: Sequence[str], lines: Sequence[int], column: str, form: str | None = None, share: bool = False
) -> Numbers:
    """Read a column. `form` is `point`, `comma` or None (decide from the cells; refuse when they cannot tell).

    A `share` may be written in percent: `12.5%` is 0.125.
    """
    cleaned = [cell if isinstance(cell, Typed) else _BLANKS.sub("", cell).strip("'") for cell in cells]
    if share:
        return _shares(cleaned, lines, column, form)
    read = Numbers([None] * len(cells))
    decided = _decided([cell for cell in cleaned if not isinstance(cell, Typed)], lines, column, form, read)
    if decided is None:
        return read
    for index, text in enumerate(cleaned):
        if text.lower() in NULLS:
            continue
        own = "point" if isinstance(text, Typed) else decided
        if not _one(read, index, text, own, lines[index], column):
            break
    return read


def _shares(cells: Sequence[str], lines: Sequence[int], column: str, form: str | None) -> Numbers:
    """Numbers of which those in percent are hundredths; a bound reads its own mark."""
    bare = [cell if isinstance(cell, Typed) or cell[:1] in "<>" else cell.removesuffix("%") for cell in cells]
    read = numbers_of(bare, lines, column, form)
    written = zip(read.values, cells, bare, strict=True)
    read.values = [v / 100 if v is not None and cell != plainer else v for v, cell, plainer in written]
    return read


def _decided(cells: list[str], lines: Sequence[int], column: str, form: str | None, read: Numbers) -> str | None:
    point = next((i for i, c in enumerate(cells) if _says_point(c)), None)
    comma = next((i for i, c in enumerate(cells) if _says_comma(c)), None)
    if point is not None and comma is not None:
        read.findings.append(
            noticed("number.ambiguous", lines[max(point, comma)], column, forms=["1,234.5", "1.234,5"])
        )
        return None
    if point is not None:
        return "point"
    if comma is not None:
        return "comma"
    unsure = next((i for i, c in enumerate(cells) if _ONE_GROUP.fullmatch(c)), None)
    if unsure is None or form is not None:
        return form or "point"
    read.findings.append(noticed("number.ambiguous", lines[unsure], column, value=cells[unsure]))
    return None


def _says_point(cell: str) -> bool:
    if _COMMA_GROUPS.fullmatch(cell):
        return True
    return bool(_POINT.fullmatch(cell)) and not _ONE_GROUP.fullmatch(cell)


def _says_comma(cell: str) -> bool:
    if _POINT_GROUPS.fullmatch(cell):
        return True
    return bool(_COMMA.fullmatch(cell)) and not _ONE_GROUP.fullmatch(cell)


def _one(read: Numbers, index: int, text: str, form: str, line: int, column: str) -> bool:
    """Read one cell; False when it stops the column (its finding says why)."""
    censored = _CENSORED.fullmatch(text)
    if censored:
        bound = Decimal(censored[2].replace(",", ".")) / (100 if censored[3] else 1)
        read.low[index] = Decimal(0) if censored[1] == "<" else bound
        read.high[index] = bound if censored[1] == "<" else Decimal(1 if censored[3] else 0)
        if not any(f.code == "number.censored" for f in read.findings):
            read.findings.append(noticed("number.censored", line, column, value=text))
        return True
    if _AS_DATE.fullmatch(text) or _SCIENCE.fullmatch(text):
        read.findings.append(noticed("number.spreadsheet_damaged", line, column, value=text[:40]))
        return False
    digits = text.replace("\u2212", "-")
    misplaced = _MISPLACED[form].search(digits) is not None
    digits = digits.replace(",", "") if form == "point" else digits.replace(".", "").replace(",", ".")
    if (
        misplaced
        or sum(letter.isdigit() for letter in digits) > MAX_DIGITS
        or not re.fullmatch(r"[-+]?\d*\.?\d+", digits)
    ):
        read.findings.append(noticed("number.invalid", line, column, value=text[:40]))
        return False
    read.values[index] = Decimal(digits)
    return True


def plain(value: Decimal) -> str:
    """An exact decimal as the read document writes it: no exponent, no useless zero."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text

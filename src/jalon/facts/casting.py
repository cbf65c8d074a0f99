"""The promise of a caster: a long text typed into columns, and the few rows that have to be read one by one named."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal, Protocol

from jalon.facts.sheet import Sheet

Role = Literal["every", "words", "number"]
"""How a column is looked at: every different cell, words that may not stay as they are, cells that are no number."""


Form = Literal["bare", "grouped", "comma"]
"""How the plain numbers of a column may be written: `1234.5`, `1,234.5` too, or `1234,5`."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the text. Words that begin with a letter of `begins` are looked at; numbers may have `decimals`."""

    index: int
    role: Role
    begins: str = ""
    decimals: bool = False
    form: Form = "bare"

    def with_decimals(self) -> Column:
        """The same, for numbers that were thought to be whole."""
        return replace(self, decimals=True)


@dataclass(frozen=True, slots=True)
class LongText:
    """Records of one width in UTF-8, one a line, under `above` lines of something else.

    `quoted`: some cell stands in quotes; `ascii`: no other letter is met; `addressed`: an @ is.
    """

    path: Path
    above: int
    width: int
    delimiter: str
    quoted: bool
    ascii: bool
    addressed: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """What is true of a whole measure: its exact sum (None without any value), unknown cells, digits after the mark."""

    total: Decimal | None
    nulls: int
    places: int


class NotCast(Exception):
    """A question about a text took more memory than a caster has: it must be read row by row."""


class Cast(Protocol):
    """A text once cast. Rows are counted from 0. Each question may raise `NotCast`."""

    rows: int

    def telling(self) -> Mapping[int, Sequence[str]] | None:
        """Rows that hold each form of cell for the first time, as cells by column; None: too many forms."""
        ...

    def holding(self, column: int, cells: Collection[str]) -> Mapping[int, Sequence[str]] | None:
        """Rows that hold one of these cells in a column; None: too many."""
        ...

    def twice(self, sheet: Sheet, key: Sequence[str]) -> Mapping[int, Sequence[str]]:
        """The first row whose key was met before, and the row that had it; nothing when every key is met once."""
        ...

    def sums(self, sheet: Sheet, measures: Sequence[str]) -> Mapping[str, Sums]:
        """What is true of each measure."""
        ...


class Caster(Protocol):
    """Casts a text into a file of columns."""

    def cast(self, text: LongText, columns: Sequence[Column], into: Path) -> Cast | None:
        """The text as columns, in one pass; None when its records are not what they were said to be."""
        ...

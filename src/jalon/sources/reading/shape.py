"""What a file looks like before it means anything: the table it seems to hold, or its bare cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: header, some cells, and what it seems to be; `sure` when its name is known."""

    header: str
    samples: tuple[str, ...]
    seems: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A page as a table: the line of its header, the delimiter, its columns, how many rows stand under it.

    `head` holds the first lines of the page as written, `member` names the sheet or the file of an archive,
    `total` the words that seem to begin its total row, `known_as` the formats by which it would be read.
    """

    line: int
    delimiter: str | None
    columns: tuple[Column, ...]
    rows: int
    head: tuple[tuple[int, tuple[str, ...]], ...] = ()
    member: str | None = None
    total: str | None = None
    known_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellPage:
    """A page as its cells, each row with its number; `delimiter` is None for a sheet, whose numbers are typed."""

    name: str
    rows: Sequence[tuple[int, Sequence[str | Decimal]]]
    delimiter: str | None = None
    merged: tuple[str, ...] = ()

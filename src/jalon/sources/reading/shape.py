"""What an unknown file looks like: the table it seems to hold, column by column."""

from __future__ import annotations

from dataclasses import dataclass


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

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
    """A page as a table: the line of its header, the delimiter, its columns, how many rows stand under it."""

    line: int
    delimiter: str | None
    columns: tuple[Column, ...]
    rows: int

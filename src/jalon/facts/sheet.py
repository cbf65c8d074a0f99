"""Rows of a long table, kept as columns in a file until they are loaded: they are never objects of Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

Value = str | Decimal | float | date | None
Kind = Literal["day", "word", "exact", "float"]
COLUMN = re.compile(r"[cnx]\d{1,4}")
"""Names in the file: `c3` the cells of column 3 as written, `n3` its plain numbers, `x3` the cells that are none."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How a column of the table is made: by what a cell was found to mean, else as `plain` holds it.

    `text` names the cells that `known` speaks of; without it, every row has the one value of the empty text.
    """

    kind: Kind
    plain: str | None = None
    text: str | None = None
    known: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column in (self.plain, self.text):
            if column is not None and not COLUMN.fullmatch(column):
                raise ValueError(column)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A Parquet file with how its columns become those of a table, and what the table's document says of them.

    `left_out` are rows, from 0, that are none of the table's (totals); the first row stands on `first_line` of the
    export, each other on the line after. `totals` are exact sums of flows, `nulls` unknown cells. `holder` keeps the
    file from being removed while the table is in use.
    """

    path: Path
    columns: Mapping[str, Taken]
    first_line: int
    left_out: tuple[int, ...] = ()
    totals: Mapping[str, Decimal | None] = field(default_factory=dict)
    nulls: Mapping[str, int] = field(default_factory=dict)
    holder: object = None

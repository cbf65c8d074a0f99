"""Rows of one cut as a reader understood them, kept column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jalon.facts.cut import Cut
from jalon.facts.sheet import Sheet
from jalon.quantities import Period

Cell = str | Decimal | float | date | None


@dataclass(frozen=True, slots=True)
class MeasureColumn:
    """A measure as it came: `kind` is flow, stock, distinct, percentile or index; money has an ISO unit."""

    name: str
    kind: str
    unit: str
    header: str | None = None
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Observations ready to be kept.

    `columns` holds `period_start` and `period_end` (dates), every dimension of the cut and every attribute
    (text or None), every measure (`Decimal` for flows, stocks and distinct counts, `float` for indices and
    percentiles, None where unknown: unknown is not zero); all of `rows` length, in file order. A censored
    measure adds `<measure>_low` and `<measure>_high`. `covers` is what the load replaces: the days for
    day, week and month cuts, exactly that pair for range cuts, the crawl days for snapshots. A long table has a
    `sheet` in place of columns.
    """

    cut: Cut
    covers: tuple[Period, ...]
    columns: Mapping[str, Sequence[Cell]]
    measures: tuple[MeasureColumn, ...]
    rows: int
    account: str | None = None
    attributes: tuple[str, ...] = ()
    row_numbers: Sequence[int] = field(default_factory=tuple)
    sheet: Sheet | None = None

    def rows_kept(self) -> int:
        """Rows in the columns: `rows` of the file, plus those a reader adds (the anonymised rest of queries)."""
        return self.rows if self.sheet is not None else len(self.columns["period_start"])

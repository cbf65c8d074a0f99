"""A table about to be kept: handed to DuckDB as Arrow, cast exactly, asked for its totals, days and rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from jalon.facts.engine import Lasting
from jalon.facts.engines.duckdb import sheets
from jalon.facts.engines.duckdb.differences import Rows
from jalon.facts.engines.duckdb.ledger import Totals
from jalon.facts.engines.duckdb.slices import within
from jalon.facts.load import Load
from jalon.facts.sql import LOAD_COLUMNS, literal, name, stored
from jalon.facts.table import Cell, Table
from jalon.quantities import Period

if TYPE_CHECKING:
    from arro3.core import Table as ArrowTable
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

EPOCH = date(1970, 1, 1)
DAYS = ("period_start", "period_end")
EXACT = ("flow", "stock", "distinct")


class Incoming:
    """The rows of a load, typed as they will be stored. Its connection is its own."""

    def __init__(self, connection: DuckDBPyConnection, load: Load, table: Table) -> None:
        import duckdb

        self.load, self.table, self.measures = load, table, table.measures
        self.flows = tuple(m.name for m in table.measures if m.kind == "flow")
        self._connection = connection
        if table.sheet is not None:
            # Its rows stay in their file: each question reads the columns it needs.
            source = sheets.relation(connection, table.sheet, table.sheet.path)
            connection.execute(f"CREATE TEMPORARY VIEW incoming AS SELECT {_of_sheet(load, table)} FROM ({source})")
            return
        connection.register("arrived", _arrow(table))
        try:
            connection.execute(f"CREATE TEMPORARY TABLE incoming AS SELECT {_typed(load, table)} FROM arrived")
        except duckdb.ConversionException as fault:
            raise Lasting("facts.not_exact", cut=load.cut.text, reason=str(fault).split("\n")[0]) from fault
        finally:
            connection.unregister("arrived")

    def rows(self, periods: Sequence[Period]) -> DuckDBPyRelation:
        """The rows of those periods, oldest first, ready to be written."""
        order = "" if self._in_order() else " ORDER BY period_start, row_no"
        return self._connection.sql(f"SELECT * FROM incoming WHERE {self._within(periods)}{order}")

    def count(self, periods: Sequence[Period]) -> int:
        """How many rows those periods have."""
        return int(self._fetched(f"SELECT COUNT(*) FROM incoming WHERE {self._within(periods)}")[0][0])

    def slice(self, periods: Sequence[Period]) -> Rows:
        """The rows of those periods, to be compared with what is kept."""
        columns = self._connection.sql("SELECT * FROM incoming LIMIT 0").columns
        return Rows(self._connection, "incoming", columns, self._within(periods))

    def totals(self, periods: Sequence[Period]) -> Totals:
        """Exact daily totals of every flow, as text: what maturity curves are learned from."""
        sums = "".join(f", CAST(SUM({name(flow)}) AS VARCHAR)" for flow in self.flows)
        where = f"WHERE {self._within(periods)} GROUP BY period_start"
        rows = sorted(self._fetched(f"SELECT CAST(period_start AS VARCHAR){sums} FROM incoming {where}"))
        return {flow: {row[0]: row[number] for row in rows} for number, flow in enumerate(self.flows, start=1)}

    def outside(self) -> int:
        """Rows that the load does not say it covers: a slice would not be replaced whole."""
        return self.table.rows_kept() - self.count(self.load.covers)

    def _in_order(self) -> bool:
        """Whether a sheet has its days in order already: most exports do, and sorting costs as much as writing."""
        if self.table.sheet is None:
            return False
        days = sorted(self._fetched("SELECT period_start, MIN(row_no), MAX(row_no) FROM incoming GROUP BY 1"))
        return all(before[2] < after[1] for before, after in pairwise(days))

    def _within(self, periods: Sequence[Period]) -> str:
        return within(periods, self.load.cut)

    def _fetched(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self._connection.execute(sql).fetchall())


def _arrow(table: Table) -> ArrowTable:
    from arro3.core import Array, DataType
    from arro3.core import Table as Arrow

    text, number = DataType.utf8(), DataType.int64()
    columns: dict[str, Any] = {}
    for end in DAYS:
        columns[end] = Array([_days_since(cell) for cell in table.columns[end]], DataType.int32())
    for word in _words(table):
        columns[stored(word)] = Array([None if cell is None else str(cell) for cell in table.columns[word]], text)
    for measure in _measured(table):
        columns[measure] = Array([_exact_text(cell) for cell in table.columns[measure]], text)
    numbers = table.row_numbers or range(1, table.rows_kept() + 1)
    columns["row_no"] = Array([int(row) for row in numbers], number)
    return Arrow.from_pydict(columns)


def _typed(load: Load, table: Table) -> str:
    selected = [f"({literal(str(EPOCH))}::DATE + {d}) AS {d}" for d in DAYS]
    selected += [name(stored(word)) for word in _words(table)]
    selected += [f"CAST({name(m)} AS {kind}) AS {name(m)}" for m, kind in _measured(table).items()]
    return ", ".join([*selected, *_said(load), "row_no"])


def _of_sheet(load: Load, table: Table) -> str:
    """The columns of a sheet under the names they are kept by; their types are those of the facts already."""
    words = [f"{name(word)} AS {name(stored(word))}" for word in _words(table)]
    return ", ".join([*DAYS, *words, *(name(measure.name) for measure in table.measures), *_said(load), "row_no"])


def _said(load: Load) -> list[str]:
    """What a load says of each of its rows."""
    said = dict(zip(LOAD_COLUMNS, (load.import_id, load.source, load.account or ""), strict=False))
    return [f"{literal(value)} AS {column}" for column, value in said.items()]


def _words(table: Table) -> tuple[str, ...]:
    return (*table.cut.dimensions, *table.attributes)


def _measured(table: Table) -> dict[str, str]:
    """Columns of measures with their bounds. Money and counts are exact decimals; indices and percentiles doubles."""
    return {
        measure.name + bound: "DECIMAL(38,9)" if measure.kind in EXACT else "DOUBLE"
        for measure in table.measures
        for bound in ("", "_low", "_high")
        if measure.name + bound in table.columns
    }


def _days_since(cell: Cell) -> int:
    if not isinstance(cell, date):
        raise TypeError(f"a row without days: {cell!r}")
    return (cell - EPOCH).days


def _exact_text(cell: Cell) -> str | None:
    if cell is None:
        return None
    return str(cell) if isinstance(cell, Decimal) else repr(float(str(cell)))

"""A table's columns handed to DuckDB as Arrow, then cast exactly: text to DECIMAL, days to DATE."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from jalon.facts.engines.duckdb.slices import inside
from jalon.facts.load import Load
from jalon.facts.sql import literal, name
from jalon.facts.table import Cell, MeasureColumn, Table
from jalon.quantities import Period

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

EPOCH = date(1970, 1, 1)
EXACT = ("flow", "stock", "distinct")


def sql_type(kind: str) -> str:
    """Money and counts are exact decimals; indices and percentiles are doubles."""
    return "DECIMAL(38,9)" if kind in EXACT else "DOUBLE"


def relation(connection: DuckDBPyConnection, load: Load, table: Table, written: tuple[Period, ...]) -> DuckDBPyRelation:
    """The rows to write, cast and completed with where they come from."""
    from arro3.core import Array, DataType
    from arro3.core import Table as Arrow

    starts, ends = table.columns["period_start"], table.columns["period_end"]
    kept = [
        i
        for i in range(table.rows_kept())
        if isinstance(s := starts[i], date) and isinstance(e := ends[i], date) and inside(s, e, written, table.cut)
    ]
    days = {
        "period_start": [_days_since(starts[i]) for i in kept],
        "period_end": [_days_since(ends[i]) for i in kept],
    }
    words = {d: [_word(table.columns[d][i]) for i in kept] for d in (*table.cut.dimensions, *table.attributes)}
    numbers = {m: [_number(values[i]) for i in kept] for m, values in _measure_columns(table).items()}
    row_numbers = [int(table.row_numbers[i]) if table.row_numbers else i + 1 for i in kept]
    incoming = Arrow.from_pydict(
        {
            **{d: Array(values, DataType.int32()) for d, values in days.items()},
            **{d: Array(values, DataType.utf8()) for d, values in words.items()},
            **{m: Array(values, DataType.utf8()) for m, values in numbers.items()},
            "row_no": Array(row_numbers, DataType.int64()),
        }
    )
    connection.register("incoming", incoming)
    kinds = {m.name: m.kind for m in table.measures}
    selected = [f"(DATE '{EPOCH}' + {d}) AS {d}" for d in days]
    selected += [name(word) for word in words]
    selected += [f"CAST({name(m)} AS {sql_type(_kind(m, kinds))}) AS {name(m)}" for m in numbers]
    selected += [
        f"{literal(load.import_id)} AS import_id",
        f"{literal(load.source)} AS source",
        f"{literal(load.account or '')} AS account",
        "row_no",
    ]
    return connection.sql(f"SELECT {', '.join(selected)} FROM incoming")


def daily_totals(table: Table, written: tuple[Period, ...]) -> dict[str, dict[str, str]]:
    """Flow → first day of the row → exact total: the record that maturity curves are learned from."""
    found: dict[str, dict[str, Decimal]] = {}
    starts, ends = table.columns["period_start"], table.columns["period_end"]
    for measure in (m for m in table.measures if m.kind == "flow"):
        by_day: dict[str, Decimal] = {}
        for start, end, value in zip(starts, ends, table.columns[measure.name], strict=True):
            if not (isinstance(start, date) and isinstance(end, date) and isinstance(value, Decimal)):
                continue
            if inside(start, end, written, table.cut):
                by_day[start.isoformat()] = by_day.get(start.isoformat(), Decimal(0)) + value
        found[measure.name] = by_day
    return {m: {day: format(total, "f") for day, total in days.items()} for m, days in found.items()}


def _measure_columns(table: Table) -> dict[str, Sequence[Cell]]:
    found: dict[str, Sequence[Cell]] = {}
    for measure in table.measures:
        for suffix in ("", "_low", "_high"):
            if measure.name + suffix in table.columns:
                found[measure.name + suffix] = table.columns[measure.name + suffix]
    return found


def _kind(column: str, kinds: dict[str, str]) -> str:
    return kinds.get(column) or kinds.get(column.removesuffix("_low").removesuffix("_high"), "flow")


def measure_kinds(measures: tuple[MeasureColumn, ...]) -> dict[str, str]:
    """Measure → kind."""
    return {measure.name: measure.kind for measure in measures}


def _days_since(day: Cell) -> int | None:
    return (day - EPOCH).days if isinstance(day, date) else None


def _word(value: Cell) -> str | None:
    return None if value is None else str(value)


def _number(value: Cell) -> str | None:
    if value is None:
        return None
    return format(value, "f") if isinstance(value, Decimal) else repr(float(str(value)))

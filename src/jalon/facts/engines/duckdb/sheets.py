"""A sheet as a relation of DuckDB: cells that were found to mean something joined in, all others as they are."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from jalon.facts.engines.duckdb.faults import writing
from jalon.facts.sheet import Sheet, Taken, Value
from jalon.facts.sql import literal, name
from jalon.facts.table import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TYPES = {"day": "DATE", "word": "VARCHAR", "exact": "DECIMAL(38,9)", "float": "DOUBLE"}
FEW = 8
"""Known cells that are asked one after the other; more of them are joined."""


def relation(connection: DuckDBPyConnection, sheet: Sheet, path: Path, columns: Sequence[str] | None = None) -> str:
    """A statement that selects the table's columns and `row_no`, each row's line; its connection keeps the joins."""
    selected, joins = [], []
    for number, column in enumerate(columns if columns is not None else list(sheet.columns)):
        value, join = _column(connection, number, sheet.columns[column])
        selected.append(f"{value} AS {name(column)}")
        joins += [join] if join else []
    where = f" WHERE file_row_number NOT IN ({', '.join(map(str, sheet.left_out))})" if sheet.left_out else ""
    source = f"read_parquet({literal(str(path))}, file_row_number = true, hive_partitioning = false) AS sheet"
    line = f"file_row_number + {sheet.first_line} AS row_no"
    return f"SELECT {', '.join([*selected, line])} FROM {source}{''.join(joins)}{where}"


@contextmanager
def brought(folder: Path, table: Table) -> Iterator[Table]:
    """The table with its sheet inside the folder, which is all that a connection may read; gone afterwards."""
    sheet = table.sheet
    if sheet is None or sheet.path.is_relative_to(folder):
        yield table
        return
    with writing(table.cut.text, folder):
        inside = Path(tempfile.mkdtemp(prefix=".sheet-", dir=folder))
    try:
        with writing(table.cut.text, folder):
            shutil.copyfile(sheet.path, inside / sheet.path.name)
        yield replace(table, sheet=replace(sheet, path=inside / sheet.path.name))
    finally:
        shutil.rmtree(inside, ignore_errors=True)


def _column(connection: DuckDBPyConnection, number: int, taken: Taken) -> tuple[str, str]:
    """A column's value, and the join that it needs."""
    kind = TYPES[taken.kind]
    plain = f"CAST(sheet.{taken.plain} AS {kind})" if taken.plain else f"CAST(NULL AS {kind})"
    if taken.text is None:
        return (_typed(taken.known.get(""), kind) if taken.known else plain), ""
    if not taken.known:
        return plain, ""
    text = f"coalesce(sheet.{taken.text}, '')"
    if len(taken.known) <= FEW:
        cases = " ".join(f"WHEN {literal(cell)} THEN {_typed(value, kind)}" for cell, value in taken.known.items())
        return f"CASE {text} {cases} ELSE {plain} END", ""
    table = f"known_{number}"
    connection.execute(f"CREATE OR REPLACE TEMPORARY TABLE {table} (cell VARCHAR, value {kind})")
    told = list(taken.known.items())
    for start in range(0, len(told), 1_000):
        rows = ", ".join(f"({literal(c)}, {_typed(v, kind)})" for c, v in told[start : start + 1_000])
        connection.execute(f"INSERT INTO {table} VALUES {rows}")
    join = f" LEFT JOIN {table} ON {table}.cell = {text}"
    return (f"CASE WHEN {table}.cell IS NULL THEN {plain} ELSE {table}.value END", join)


def _typed(value: Value, kind: str) -> str:
    return f"CAST(NULL AS {kind})" if value is None else f"CAST({literal(str(value))} AS {kind})"

"""The rows of a long table written as one data file of their cut, where nothing has to give way to them."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from jalon.facts.engines.duckdb.faults import writing
from jalon.facts.engines.duckdb.kept import HISTORY
from jalon.facts.sql import literal

if TYPE_CHECKING:
    from deltalake import DeltaTable, Schema
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

BOUNDED = ("period_start", "period_end", "source", "account")
"""Columns whose least and greatest value are told with the file: a reader of some days skips the others."""


def fits(rows: DuckDBPyRelation, before: DeltaTable | None) -> bool:
    """Whether rows have the very columns of the table they would join."""
    if before is None:
        return True
    kept = {field.name: str(field.type) for field in before.schema().fields}
    return kept == {field.name: str(field.type) for field in _schema(rows).fields}


def added(
    title: str,
    place: Path,
    before: DeltaTable | None,
    connection: DuckDBPyConnection,
    rows: DuckDBPyRelation,
    said: Mapping[str, str],
    transaction: str,
) -> DeltaTable:
    """One file, one commit. DuckDB writes it: the library's own writer takes twice the time, five times the memory."""
    from deltalake import CommitProperties, DeltaTable, Transaction
    from deltalake.transaction import AddAction, create_table_with_add_actions

    marks = CommitProperties(custom_metadata=dict(said), app_transactions=[Transaction(transaction, 1)])
    path = place / f"part-00000-{uuid.uuid4()}-c000.snappy.parquet"
    with writing(title, place):
        place.mkdir(exist_ok=True)
        try:
            # Written by name: the path is ours, and inside the only folder that the connection may touch.
            rows.write_parquet(str(path), compression="snappy")
            size, told = path.stat().st_size, json.dumps(_bounds(connection, path))
            action = AddAction(path.name, size, {}, int(time.time() * 1000), True, told)
            if before is None:
                create_table_with_add_actions(
                    str(place), _schema(rows), [action], mode="error", description=title, configuration=HISTORY,
                    commit_properties=marks,
                )  # fmt: skip
            else:
                before.create_write_transaction([action], "append", before.schema(), commit_properties=marks)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return DeltaTable(str(place))


def _schema(rows: DuckDBPyRelation) -> Schema:
    from arro3.core import Table
    from deltalake import Schema

    return Schema.from_arrow(Table.from_arrow(rows.limit(0)).schema)


def _bounds(connection: DuckDBPyConnection, path: Path) -> dict[str, object]:
    """How many rows a file has, and the bounds of the columns that readers choose by."""
    asked = ", ".join(f"CAST(MIN({column}) AS VARCHAR), CAST(MAX({column}) AS VARCHAR)" for column in BOUNDED)
    source = f"SELECT COUNT(*) AS rows, {asked} FROM read_parquet({literal(str(path))}, hive_partitioning = false)"
    found = connection.execute(source).fetchall()[0]
    low = dict(zip(BOUNDED, found[1::2], strict=True))
    high = dict(zip(BOUNDED, found[2::2], strict=True))
    return {"numRecords": found[0], "minValues": low, "maxValues": high, "nullCount": dict.fromkeys(BOUNDED, 0)}

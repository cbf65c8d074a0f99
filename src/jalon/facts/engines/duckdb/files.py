"""The data files of a table: where they are, their digests, and that they are on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from jalon.facts.sql import literal, name

if TYPE_CHECKING:
    from deltalake import DeltaTable


def live_files(place: Path, table: DeltaTable) -> list[Path]:
    """Files that this version of the table reads. Its own addresses are percent-encoded, so only names are taken."""
    return sorted(place / uri.rsplit("/", 1)[1] for uri in table.file_uris())


def source_of(files: Iterable[Path]) -> str | None:
    """Those files as a relation for DuckDB, columns by name; None without any, which DuckDB would refuse."""
    listed = ", ".join(literal(str(path)) for path in files)
    # A folder called `home=1` above them would otherwise become a column.
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)" if listed else None


def no_row_of(table: DeltaTable) -> str:
    """The columns of a table as typed unknowns, for a slice that had no row."""
    types = {"string": "VARCHAR", "long": "BIGINT"}
    columns = [(field.name, str(field.type.type)) for field in table.schema().fields]
    return ", ".join(f"CAST(NULL AS {types.get(kind, kind)}) AS {name(column)}" for column, kind in columns)


def make_durable(place: Path, files: Iterable[Path], version: int) -> None:
    """Files, the commit that names them and their folders, on the disk: the library leaves them in the page cache."""
    log = place / "_delta_log"
    for path in (*files, log / f"{version:020}.json", log, place, place.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""The Delta table of one cut: its versions, what its commits say, its files, one writer at a time."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jalon.facts.engines.duckdb import ledger
from jalon.facts.engines.duckdb.faults import reading, writing
from jalon.facts.engines.duckdb.files import live_files, source_of
from jalon.facts.engines.duckdb.ledger import Said

if TYPE_CHECKING:
    from deltalake import DeltaTable
    from duckdb import DuckDBPyRelation

HISTORY = {"delta.logRetentionDuration": "interval 3650 days"}
"""The commits are the ledger of loads: they outlive the data files that vacuum removes."""
MANY_FILES = 64
"""Daily loads leave a small file each; beyond that many, a reader spends its time opening them."""
_log = logging.getLogger(__name__)


class Kept:
    """One cut as it is kept under `place`. Commits never change, so what they said is read once."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._said: tuple[str, int, list[Said]] = ("", -1, [])
        self._sources: dict[tuple[int, int, int], str | None] = {}

    def open(self, version: int | None = None) -> DeltaTable | None:
        """The table at a version (the newest by default), or None where nothing was ever kept."""
        from deltalake import DeltaTable

        if not (self.place / "_delta_log").is_dir():
            return None
        with reading(self.place.name, self.place):
            if not DeltaTable.is_deltatable(str(self.place)):
                return None
            return DeltaTable(str(self.place), version=version)

    def said(self, table: DeltaTable) -> list[Said]:
        """What every commit up to the table's version says, oldest first."""
        known, until, said = self._said
        identity, newest = str(table.metadata().id), int(table.version())
        if identity != known:
            until, said = -1, []
        if newest > until:
            with reading(self.place.name, self.place):
                said = [*said, *ledger.said_since(table, until)]
            self._said = (identity, newest, said)
        return [one for one in said if one.version <= newest]

    def source(self, table: DeltaTable | None) -> str | None:
        """The rows of a version as a relation for DuckDB; None when it has none."""
        return None if table is None else source_of(live_files(self.place, table))

    def source_at(self, version: int | None) -> str | None:
        """The rows of a version, looked up once for each: the files of a commit never change."""
        try:
            told = None if version is None else (self.place / "_delta_log" / f"{version:020}.json").stat()
        except OSError:
            told = None  # Taken into a checkpoint, or broken: `open` knows which.
        if version is None or told is None:
            return self.source(self.open(version))
        # A folder made anew has versions of the same numbers, told by other files.
        key = (version, told.st_ino, told.st_mtime_ns)
        if key not in self._sources:
            self._sources[key] = self.source(self.open(version))
        return self._sources[key]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One writer: the library accepts a repeated transaction, so it is asked for while nobody else writes."""
        with writing(self.place.name, self.place):
            lock = (self.place.parent / f"{self.place.name}.lock").open("w")
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def commit(
        self, title: str, rows: DuckDBPyRelation, condition: str, said: Mapping[str, str], transaction: str
    ) -> DeltaTable:
        """Replace the rows under the condition, in one commit."""
        from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake

        marks = CommitProperties(custom_metadata=dict(said), app_transactions=[Transaction(transaction, 1)])
        place = str(self.place)
        with writing(title, self.place):
            if self.open() is None:
                write_deltalake(
                    place, rows, mode="error", description=title, configuration=HISTORY, commit_properties=marks
                )
            else:
                write_deltalake(
                    place, rows, mode="overwrite", predicate=condition, schema_mode="merge", commit_properties=marks
                )
            return DeltaTable(place)

    def compact(self, title: str, table: DeltaTable) -> DeltaTable:
        """Fewer, larger files once there are many. The rows are safe already: a fault here waits for the next load."""
        from jalon.facts.engine import Fault

        if len(table.file_uris()) <= MANY_FILES:
            return table
        try:
            with writing(title, self.place):
                table.optimize.compact()
                return self.open() or table
        except Fault as fault:
            _log.warning("cut %s keeps its many files: %s", title, fault)
            return table

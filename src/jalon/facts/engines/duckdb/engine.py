"""The default engine: keeps slices in Delta tables, answers scans with DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from jalon.facts.cut import Cut
from jalon.facts.engine import Fault, Lasting, Passing, Scan, ScanResult
from jalon.facts.engines.duckdb import ledger, slices
from jalon.facts.engines.duckdb.adding import added, fits
from jalon.facts.engines.duckdb.connection import connect
from jalon.facts.engines.duckdb.faults import invalidates, reading, writing
from jalon.facts.engines.duckdb.files import live_files, make_durable
from jalon.facts.engines.duckdb.kept import Kept
from jalon.facts.engines.duckdb.replacing import Giving, Replacement
from jalon.facts.engines.duckdb.scanning import answer, nothing
from jalon.facts.engines.duckdb.sheets import brought
from jalon.facts.engines.duckdb.states import state_of
from jalon.facts.load import Commit, CutState, DataFile, Difference, Load, Revision
from jalon.facts.table import Table

if TYPE_CHECKING:
    from deltalake import DeltaTable
    from duckdb import DuckDBPyConnection

TRIES = 3
Done = TypeVar("Done")


class DuckdbEngine:
    """One workspace's facts under one folder: a Delta table a cut, named by the hash of the cut's text."""

    name = "duckdb"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder.resolve()
        self._cuts: dict[str, Kept] = {}
        self._states: dict[tuple[str, str, int, datetime | None], CutState | None] = {}
        self._revisions: dict[tuple[str, str, int], list[Revision]] = {}
        self._database: DuckDBPyConnection | None = None

    def preview(self, load: Load, table: Table) -> Difference:
        """What the load would change; writes nothing."""
        kept = self._kept(load.cut)
        with brought(self.folder, table) as inside, self._connected(load.cut) as connection:
            return Replacement(kept, connection, load, inside).difference

    def replace(self, load: Load, table: Table) -> Commit:
        """Replace the slice whole, once. Another writer winning three times is passing, a full disk is lasting."""
        kept = self._kept(load.cut)
        with kept.alone(), brought(self.folder, table) as inside:
            return self._tried(lambda: self._replaced(kept, load, inside))

    def undo(self, import_id: str, cut: Cut) -> Commit | None:
        """Give each day back to the load that held it before; days that a later load rewrote stay as it told them."""
        kept = self._kept(cut)
        with kept.alone():
            return self._tried(lambda: self._undone(kept, import_id, cut))

    def cuts(self, as_of: datetime | None = None) -> list[CutState]:
        """Every cut kept. With `as_of`: at the newest version whose loads were all extracted by then."""
        found = []
        for place in sorted(self.folder.iterdir()):
            if (place / "_delta_log").is_dir():
                state = self._state(self._kept_at(place), as_of)
                found += [state] if state is not None else []
        return sorted(found, key=lambda state: state.cut.text)

    def scan(self, scan: Scan) -> ScanResult:
        """Exact component sums of one cut. Files that a vacuum took during the read are looked up once more."""
        import duckdb

        kept = self._kept(scan.cut)
        for attempt in range(2):
            source = kept.source_at(scan.version)
            if source is None:
                return nothing(scan)
            try:
                with self._connected(scan.cut) as connection:
                    return answer(connection, scan, source)
            except Lasting as fault:
                if attempt or not isinstance(fault.__cause__, duckdb.IOException):
                    raise
        raise Passing("facts.moved_while_reading", cut=scan.cut.text, folder=str(kept.place))

    def revisions(self, cut: Cut) -> list[Revision]:
        """Daily totals per load, oldest load first."""
        kept = self._kept(cut)
        table = kept.open()
        if table is None:
            return []
        key = (kept.place.name, str(table.metadata().id), int(table.version()))
        if key not in self._revisions:
            told = list(ledger.revisions(table, ledger.standing(kept.said(table))))
            self._revisions = {k: v for k, v in self._revisions.items() if k[0] != key[0]} | {key: told}
        return list(self._revisions[key])

    def files(self, cut: Cut, version: int | None = None) -> list[DataFile]:
        """Live data files with their digests as they are on disk now."""
        kept = self._kept(cut)
        table = kept.open(version)
        with reading(cut.text, kept.place):
            return [DataFile.of(path) for path in live_files(kept.place, table)] if table is not None else []

    def imports(self, cut: Cut) -> dict[str, Load]:
        """Import id → load, for every load that stands in this cut."""
        kept = self._kept(cut)
        table = kept.open()
        standing = ledger.standing(kept.said(table)) if table is not None else []
        return {entry.load.import_id: entry.load for entry in standing}

    def _replaced(self, kept: Kept, load: Load, table: Table) -> Commit:
        with self._connected(load.cut) as connection:
            asked = Replacement(kept, connection, load, table)
            change, before = asked.difference, asked.before
            if not asked.written:
                if asked.already_loaded and before is not None:
                    # Its first delivery may have died between the commit and the acknowledgement.
                    self._make_durable(kept, load.cut, before, live_files(kept.place, before))
                version = int(before.version()) if before is not None else 0
                return Commit(load.import_id, load.cut, version, change, written=False)
            rows, condition = asked.incoming.rows(asked.written), slices.predicate(load, asked.written)
            if table.sheet is not None and not change.rows_before and fits(rows, before):
                made = added(load.cut.text, kept.place, before, connection, rows, asked.metadata(), asked.transaction)
            else:
                made = kept.commit(load.cut.text, rows, condition, asked.metadata(), asked.transaction)
            return self._acknowledged(kept, load, before, made, change)

    def _undone(self, kept: Kept, import_id: str, cut: Cut) -> Commit | None:
        table = kept.open()
        if table is None:
            return None
        with self._connected(cut) as connection:
            giving = Giving(kept, connection, table, import_id)
            load = giving.load
            if load is None:
                return None
            change, rows = giving.difference(load), connection.sql(giving.rows(load))
            transaction = f"undo:{ledger.transaction(giving.said, import_id)}"
            made = kept.commit(cut.text, rows, giving.condition(load), {ledger.UNDO: import_id}, transaction)
            return self._acknowledged(kept, load, table, made, change)

    def _acknowledged(
        self, kept: Kept, load: Load, before: DeltaTable | None, made: DeltaTable, change: Difference
    ) -> Commit:
        """A commit is told only when it would survive a power failure."""
        old = set(live_files(kept.place, before)) if before is not None else set()
        made = kept.compact(load.cut.text, made)
        new = [path for path in live_files(kept.place, made) if path not in old]
        self._make_durable(kept, load.cut, made, new)
        with reading(load.cut.text, kept.place):
            files = tuple(DataFile.of(path) for path in new)
        return Commit(load.import_id, load.cut, int(made.version()), change, files)

    @staticmethod
    def _make_durable(kept: Kept, cut: Cut, table: DeltaTable, files: list[Path]) -> None:
        with writing(cut.text, kept.place):
            make_durable(kept.place, files, int(table.version()))

    @staticmethod
    def _tried(attempt: Callable[[], Done]) -> Done:
        """Each try reads anew what the other writer left."""
        for _ in range(TRIES - 1):
            try:
                return attempt()
            except Passing:
                continue
        return attempt()

    def _state(self, kept: Kept, as_of: datetime | None) -> CutState | None:
        table = kept.open()
        if table is None:
            return None
        key = (kept.place.name, str(table.metadata().id), int(table.version()), as_of)
        if key not in self._states:
            with self._connected_to(kept.place.name, kept.place) as connection:
                self._states[key] = state_of(kept, connection, as_of)
        return self._states[key]

    def _kept(self, cut: Cut) -> Kept:
        return self._kept_at(self.folder / cut.key)

    def _kept_at(self, place: Path) -> Kept:
        return self._cuts.setdefault(place.name, Kept(place))

    def _connected(self, cut: Cut) -> AbstractContextManager[DuckDBPyConnection]:
        return self._connected_to(cut.text, self.folder / cut.key)

    @contextmanager
    def _connected_to(self, cut: str, place: Path) -> Iterator[DuckDBPyConnection]:
        """A connection of its own to the one database, so that threads and temporary tables never meet."""
        if self._database is None:
            self._database = connect(self.folder)
        connection = self._database.cursor()
        try:
            with reading(cut, place):
                yield connection
        except Fault as fault:
            if invalidates(fault.__cause__):
                self._database = None
            raise
        finally:
            connection.close()

"""The default engine: keeps slices in Delta tables, answers scans with DuckDB."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from jalon.facts.cut import Cut
from jalon.facts.engine import Lasting, Passing, Scan, ScanResult
from jalon.facts.engines.duckdb import ledger, slices
from jalon.facts.engines.duckdb.connection import connect
from jalon.facts.engines.duckdb.files import digest, live_files
from jalon.facts.engines.duckdb.ledger import Entry
from jalon.facts.engines.duckdb.rows import daily_totals, relation
from jalon.facts.engines.duckdb.scanning import answer
from jalon.facts.load import Commit, CutState, DataFile, Difference, Load, MeasureChange, Revision
from jalon.facts.sql import name
from jalon.facts.table import Table
from jalon.quantities import Period

if TYPE_CHECKING:
    from deltalake import DeltaTable
    from duckdb import DuckDBPyConnection, DuckDBPyRelation


class Extent(TypedDict):
    """How far the rows of a cut reach."""

    accounts: tuple[str | None, ...]
    first_day: date | None
    last_day: date | None
    rows: int


RETENTION = {"delta.logRetentionDuration": "interval 3650 days"}
"""The history of commits is the ledger of loads: it outlives the data files that vacuum removes."""
TRIES = 3


class DuckdbEngine:
    """One workspace's facts under one folder."""

    name = "duckdb"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @cached_property
    def _connection(self) -> DuckDBPyConnection:
        return connect(self.folder)

    def preview(self, load: Load, table: Table) -> Difference:
        """What the load would change; writes nothing."""
        delta = self._open(load.cut)
        found = ledger.entries(delta) if delta else []
        return self._difference(load, table, delta, found)

    def replace(self, load: Load, table: Table) -> Commit:
        """Replace the slice, once. Raises `Passing` when another writer keeps winning, `Lasting` on a full disk"""
        with self._writing(load.cut):
            delta = self._open(load.cut)
            found = ledger.entries(delta) if delta else []
            difference = self._difference(load, table, delta, found)
            if difference.already_loaded:
                version = delta.version() if delta else 0
                return Commit(load.import_id, load.cut, version, difference, written=False)
            written, newer = slices.still_to_write(load, ledger.standing(found))
            if not written and newer is not None:
                version = delta.version() if delta else 0
                return Commit(load.import_id, load.cut, version, difference, written=False)
            rows = relation(self._connection, load, table, written)
            said = {ledger.LOAD: ledger.as_metadata(load, written, table.measures, daily_totals(table, written))}
            condition = slices.predicate(load, written)
            transaction = f"{load.import_id}#{ledger.times_undone(found, load.import_id)}"
            return self._commit(load, rows, condition, said, transaction, difference)

    def undo(self, import_id: str, cut: Cut) -> Commit | None:
        """Give the slice back as it was before that load; None when a later load covers the same days."""
        with self._writing(cut):
            delta = self._open(cut)
            found = ledger.entries(delta) if delta else []
            kept = ledger.standing(found)
            mine = next((e for e in kept if e.load is not None and e.load.import_id == import_id), None)
            if delta is None or mine is None or mine.load is None or self._covered_later(mine, kept):
                return None
            condition = slices.predicate(mine.load, mine.written)
            rows = self._as_it_was(cut, mine.version - 1, condition)
            before, after = self._count(cut, condition), self._count_of(rows)
            difference = Difference(cut, before, after, 0, sum(len(p) for p in mine.written))
            said = {ledger.UNDO: import_id}
            transaction = f"undo:{import_id}#{ledger.times_undone(found, import_id)}"
            return self._commit(mine.load, rows, condition, said, transaction, difference)

    def cuts(self, as_of: datetime | None = None) -> list[CutState]:
        """Every cut kept. With `as_of`: at the newest version whose loads were all extracted by then."""
        found = []
        for place in sorted(self.folder.iterdir()):
            delta = self._at(place)
            if delta is not None:
                state = self._state(delta, as_of)
                if state is not None:
                    found.append(state)
        return sorted(found, key=lambda state: state.cut.text)

    def scan(self, scan: Scan) -> ScanResult:
        """Exact component sums of one cut."""
        delta = self._open(scan.cut, scan.version)
        files = delta.file_uris() if delta else []
        return answer(self._connection, scan, files)

    def revisions(self, cut: Cut) -> list[Revision]:
        """Daily totals per load, oldest load first."""
        delta = self._open(cut)
        found = []
        for entry in ledger.standing(ledger.entries(delta)) if delta else []:
            if entry.load is None:
                continue
            for measure, days in entry.totals.items():
                for day, total in sorted(days.items()):
                    when = date.fromisoformat(day)
                    exact = ledger.exact(total)
                    found.append(Revision(entry.load.import_id, entry.load.extracted_at, when, measure, exact))
        return found

    def files(self, cut: Cut, version: int | None = None) -> list[DataFile]:
        """Live data files with their digests as they are on disk now."""
        delta = self._open(cut, version)
        return [digest(path) for path in live_files(delta)] if delta else []

    def imports(self, cut: Cut) -> dict[str, Load]:
        """Every load that stands in this cut."""
        delta = self._open(cut)
        kept = ledger.standing(ledger.entries(delta)) if delta else []
        return {entry.load.import_id: entry.load for entry in kept if entry.load is not None}

    def _open(self, cut: Cut, version: int | None = None) -> DeltaTable | None:
        return self._at(self.folder / cut.key, version)

    def _at(self, place: Path, version: int | None = None) -> DeltaTable | None:
        from deltalake import DeltaTable

        if not (place / "_delta_log").is_dir() or not DeltaTable.is_deltatable(str(place)):
            return None
        return DeltaTable(str(place), version=version)

    @contextmanager
    def _writing(self, cut: Cut) -> Iterator[None]:
        """One writer a cut: the library accepts a repeated transaction id, so it is asked under this lock."""
        with (self.folder / f"{cut.key}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _commit(
        self,
        load: Load,
        rows: DuckDBPyRelation,
        condition: str,
        said: dict[str, str],
        transaction: str,
        difference: Difference,
    ) -> Commit:
        from deltalake.exceptions import CommitFailedError, DeltaError

        before = set(live_files(delta)) if (delta := self._open(load.cut)) else set()
        for attempt in range(TRIES):
            try:
                self._write(load.cut, rows, condition, said, transaction)
                break
            except CommitFailedError as fault:
                if attempt == TRIES - 1:
                    raise Passing("facts.concurrent_writer", load.cut.text) from fault
            except (DeltaError, OSError) as fault:
                raise Lasting("facts.not_written", load.cut.text, str(fault)[:200]) from fault
        delta = self._open(load.cut)
        if delta is None:
            raise Lasting("facts.not_written", load.cut.text)
        new = sorted(set(live_files(delta)) - before)
        return Commit(load.import_id, load.cut, delta.version(), difference, tuple(digest(path) for path in new))

    def _write(self, cut: Cut, rows: DuckDBPyRelation, condition: str, said: dict[str, str], transaction: str) -> None:
        from deltalake import CommitProperties, Transaction, write_deltalake

        marks = CommitProperties(custom_metadata=said, app_transactions=[Transaction(transaction, 1)])
        place = str(self.folder / cut.key)
        if self._open(cut) is None:
            write_deltalake(
                place, rows, mode="append", description=cut.text, configuration=RETENTION, commit_properties=marks
            )
            return
        write_deltalake(
            place, rows, mode="overwrite", predicate=condition, schema_mode="merge", commit_properties=marks
        )

    def _difference(self, load: Load, table: Table, delta: DeltaTable | None, found: list[Entry]) -> Difference:
        kept = ledger.standing(found)
        written, newer = slices.still_to_write(load, kept)
        known = any(entry.load is not None and entry.load.import_id == load.import_id for entry in kept)
        after = daily_totals(table, written)
        before = self._totals_before(load, delta, written, tuple(after))
        days = {day for totals in after.values() for day in totals}
        held = self._days_held(load, written) if delta else set()
        rows_after = sum(
            1
            for start, end in zip(table.columns["period_start"], table.columns["period_end"], strict=True)
            if isinstance(start, date) and isinstance(end, date) and slices.inside(start, end, written, load.cut)
        )
        days |= {d.isoformat() for d in table.columns["period_start"] if isinstance(d, date)}
        changes = tuple(
            MeasureChange(m, before.get(m), sum((Decimal(t) for t in totals.values()), Decimal(0)) if totals else None)
            for m, totals in after.items()
        )
        return Difference(
            cut=load.cut,
            rows_before=self._count(load.cut, slices.predicate(load, written)) if delta else 0,
            rows_after=rows_after,
            new_days=len(days - held),
            replaced_days=len(days & held),
            changes=changes,
            already_loaded=known,
            superseded_by=newer if not written else None,
        )

    def _source(self, cut: Cut, version: int | None = None) -> str | None:
        delta = self._open(cut, version)
        files = delta.file_uris() if delta else []
        if not files:
            return None
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
        return f"read_parquet([{listed}], union_by_name = true)"

    def _days_held(self, load: Load, written: tuple[Period, ...]) -> set[str]:
        source = self._source(load.cut)
        if source is None:
            return set()
        condition = slices.predicate(load, written)
        sql = f"SELECT DISTINCT period_start FROM {source} WHERE {condition}"
        return {row[0].isoformat() for row in self._connection.execute(sql).fetchall()}

    def _totals_before(
        self, load: Load, delta: DeltaTable | None, written: tuple[Period, ...], measures: tuple[str, ...]
    ) -> dict[str, Decimal | None]:
        source = self._source(load.cut) if delta else None
        if delta is None or source is None:
            return {}
        stored = {field.name for field in delta.schema().fields}
        asked = [measure for measure in measures if measure in stored]
        if not asked:
            return {}
        sums = ", ".join(f"SUM({name(measure)})" for measure in asked)
        sql = f"SELECT {sums} FROM {source} WHERE {slices.predicate(load, written)}"
        row = self._row(sql)
        return dict(zip(asked, row, strict=True))

    def _count(self, cut: Cut, condition: str) -> int:
        source = self._source(cut)
        if source is None:
            return 0
        sql = f"SELECT COUNT(*) FROM {source} WHERE {condition}"
        return int(str(self._row(sql)[0]))

    def _count_of(self, rows: DuckDBPyRelation) -> int:
        return len(rows.fetchall())

    def _row(self, sql: str) -> tuple[Any, ...]:
        """The first row, every row fetched: an unfinished result would hold the connection."""
        found = self._connection.execute(sql).fetchall()
        return tuple(found[0]) if found else ()

    def _as_it_was(self, cut: Cut, version: int, condition: str) -> DuckDBPyRelation:
        """The slice at an earlier version; with no version before, no row of today's shape."""
        source = self._source(cut, version) if version >= 0 else None
        if source is None:
            source, condition = self._source(cut) or "", "FALSE"
        return self._connection.sql(f"SELECT * FROM {source} WHERE {condition}")

    def _covered_later(self, mine: Entry, kept: list[Entry]) -> bool:
        for other in kept:
            if other.load is None or mine.load is None or other.version <= mine.version:
                continue
            same = (other.load.source, other.load.account) == (mine.load.source, mine.load.account)
            if same and any(a.meeting(b) for a in other.written for b in mine.written):
                return True
        return False

    def _state(self, delta: DeltaTable, as_of: datetime | None) -> CutState | None:
        found = ledger.entries(delta)
        if as_of is not None:
            late = next((e for e in found if e.load is not None and e.load.extracted_at > as_of), None)
            found = [e for e in found if late is None or e.version < late.version]
        kept = ledger.standing(found)
        if not found or not kept:
            return None
        version = found[-1].version
        cut = Cut.parse(str(delta.metadata().description))
        source = self._source(cut, version)
        loads = [(entry.load, entry) for entry in kept if entry.load is not None]
        newest = max(loads, key=lambda pair: pair[0].extracted_at)[0]
        measures = {m.name: m for _, entry in loads for m in entry.measures}
        return CutState(
            cut=cut,
            version=version,
            measures={m.name: m.unit for m in measures.values()},
            kinds={m.name: m.kind for m in measures.values()},
            last_extracted_at=newest.extracted_at,
            last_import_id=newest.import_id,
            capped=cut.tool == "search_console" and bool({"query", "page"} & set(cut.dimensions)),
            **self._extent(source),
        )

    def _extent(self, source: str | None) -> Extent:
        if source is None:
            return {"accounts": (), "first_day": None, "last_day": None, "rows": 0}
        sql = f"SELECT list(DISTINCT account), MIN(period_start), MAX(period_end), COUNT(*) FROM {source}"
        accounts, first, last, rows = self._row(sql)
        return {
            "accounts": tuple(account or None for account in sorted(accounts or [])),
            "first_day": first,
            "last_day": last,
            "rows": int(rows),
        }

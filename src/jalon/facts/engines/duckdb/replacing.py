"""A load weighed against what is kept: whether it is known, which of its days it may replace, what would change."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from jalon.facts.engine import Lasting
from jalon.facts.engines.duckdb import ledger, slices
from jalon.facts.engines.duckdb.differences import Slice, difference, unchanged
from jalon.facts.engines.duckdb.incoming import Incoming
from jalon.facts.engines.duckdb.kept import Kept
from jalon.facts.engines.duckdb.ledger import Entry, Said
from jalon.facts.load import Difference, Load
from jalon.facts.table import Table
from jalon.quantities import Period

if TYPE_CHECKING:
    from deltalake import DeltaTable
    from duckdb import DuckDBPyConnection


class Replacement:
    """What a load would do to the newest version of its cut. Asked under the writer's lock, it is what it does."""

    def __init__(self, kept: Kept, connection: DuckDBPyConnection, load: Load, table: Table) -> None:
        self.load, self.table = load, table
        self.before: DeltaTable | None = kept.open()
        self.said: list[Said] = kept.said(self.before) if self.before is not None else []
        self.standing: list[Entry] = ledger.standing(self.said)
        self._connection = connection
        self._held = slice_of(kept, connection, self.before, load)

    @cached_property
    def transaction(self) -> str:
        """The id of its commit."""
        return ledger.transaction(self.said, self.load.import_id)

    @cached_property
    def already_loaded(self) -> bool:
        """The library accepts a second commit under the same id and doubles the rows: hence the question."""
        return self.before is not None and self.before.transaction_version(self.transaction) is not None

    @cached_property
    def written(self) -> tuple[Period, ...]:
        """The days that it replaces: none when it is known, those no newer extraction holds otherwise."""
        return () if self.already_loaded else slices.still_to_write(self.load, self.standing)[0]

    @cached_property
    def incoming(self) -> Incoming:
        """Its rows. All must lie in the days it says it covers, or the slice would not be replaced whole."""
        incoming = Incoming(self._connection, self.load, self.table)
        if incoming.outside():
            raise Lasting("facts.rows_outside", cut=self.load.cut.text, rows=str(incoming.outside()))
        return incoming

    @cached_property
    def difference(self) -> Difference:
        """Rows, days and totals, before and after."""
        if not self.written:
            newer = None if self.already_loaded else slices.still_to_write(self.load, self.standing)[1]
            return unchanged(self._held, self.already_loaded, newer)
        return difference(self._held, self.incoming, self.written, self.standing)

    def metadata(self) -> dict[str, str]:
        """What the commit says of itself."""
        totals = self.incoming.totals(self.written)
        return ledger.loaded(self.load, self.written, self.table.measures, totals)


def slice_of(kept: Kept, connection: DuckDBPyConnection, table: DeltaTable | None, load: Load) -> Slice:
    """The rows kept now for the tool and account of a load."""
    columns = frozenset(field.name for field in table.schema().fields) if table is not None else frozenset()
    return Slice(connection, kept.source(table), columns, load)


def covered_later(mine: Entry, standing: list[Entry]) -> bool:
    """Whether a later load wrote some of the same days: undoing the earlier one would then bring back neither."""
    later = (entry for entry in standing if entry.version > mine.version and slices.same_owner(entry.load, mine.load))
    return any(slices.meet(entry.written, mine.written, mine.load.cut) for entry in later)

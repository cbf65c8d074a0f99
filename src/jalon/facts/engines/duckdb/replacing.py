"""A load weighed against what is kept: which days it may replace, what would change, what undoing it gives back."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from jalon.facts.engine import Lasting
from jalon.facts.engines.duckdb import ledger, slices
from jalon.facts.engines.duckdb.differences import Rows, difference, measures_of, unchanged
from jalon.facts.engines.duckdb.files import no_row_of
from jalon.facts.engines.duckdb.incoming import Incoming
from jalon.facts.engines.duckdb.kept import Kept
from jalon.facts.engines.duckdb.ledger import Entry, Said
from jalon.facts.load import Difference, HeldBack, Load
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
        self._kept, self._connection = kept, connection

    @cached_property
    def transaction(self) -> str:
        """The id of its commit."""
        return ledger.transaction(self.said, self.load.import_id)

    @cached_property
    def already_loaded(self) -> bool:
        """Whether earlier deliveries of the same load left nothing to write."""
        return bool(self._own) and not self.written

    @cached_property
    def written(self) -> tuple[Period, ...]:
        """The days that it replaces: those no newer extraction holds, and that it did not write before."""
        return slices.not_yet_written(self._open[0], self._own, self.load.cut)

    @cached_property
    def incoming(self) -> Incoming:
        """Its rows. All must lie in the days it says it covers, or the slice would not be replaced whole."""
        incoming = Incoming(self._connection, self.load, self.table)
        if incoming.outside():
            raise Lasting("facts.rows_outside", cut=self.load.cut.text, rows=str(incoming.outside()))
        return incoming

    @cached_property
    def difference(self) -> Difference:
        """Days, rows and measures, before and after."""
        held = self._open[1]
        if not self.written:
            rows = slice_of(self._kept, self._connection, self.before, self.load, self.load.covers).count()
            return unchanged(rows, self.load.cut, self.already_loaded, () if self.already_loaded else held)
        before = slice_of(self._kept, self._connection, self.before, self.load, self.written)
        mine = (entry for entry in self.standing if slices.same_owner(entry.load, self.load))
        measures = measures_of(mine, self.table.measures)
        return difference(self.load.cut, before, self.incoming.slice(self.written), measures, held)

    def metadata(self) -> dict[str, str]:
        """What the commit says of itself."""
        totals = self.incoming.totals(self.written)
        return ledger.loaded(self.load, self.written, self.table.measures, totals)

    @cached_property
    def _own(self) -> list[Entry]:
        return [entry for entry in self.standing if entry.load.import_id == self.load.import_id]

    @cached_property
    def _open(self) -> tuple[tuple[Period, ...], tuple[HeldBack, ...]]:
        return slices.still_to_write(self.load, self.standing)


def slice_of(
    kept: Kept, connection: DuckDBPyConnection, table: DeltaTable | None, load: Load, periods: tuple[Period, ...]
) -> Rows:
    """The rows kept for the tool and account of a load, over those days."""
    columns = [field.name for field in table.schema().fields] if table is not None else []
    return Rows(connection, kept.source(table), columns, slices.predicate(load, periods))


class Giving:
    """What undoing a load would give back: each of its days to the load that held it before."""

    def __init__(self, kept: Kept, connection: DuckDBPyConnection, table: DeltaTable, import_id: str) -> None:
        self.table, self.import_id = table, import_id
        self.said = kept.said(table)
        self.standing = ledger.standing(self.said)
        self._kept, self._connection = kept, connection
        mine = [entry for entry in self.standing if entry.load.import_id == import_id]
        self.load: Load | None = mine[0].load if mine else None
        self._given, self._held = slices.given_back(import_id, self.standing)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The days that go back."""
        return tuple(period for _, days in self._given for period in days)

    def condition(self, load: Load) -> str:
        """The rows that go away."""
        return slices.predicate(load, self.periods)

    def rows(self, load: Load) -> str:
        """The rows that come back, each as its load left it, as a statement."""
        found = []
        for holder, days in self._given:
            earlier = self._kept.source(self._kept.open(holder.version)) if holder else None
            if earlier is not None:
                found.append(f"SELECT * FROM {earlier} WHERE {slices.predicate(load, days)}")
        return " UNION ALL BY NAME ".join(found) or f"SELECT {no_row_of(self.table)} WHERE FALSE"

    def difference(self, load: Load) -> Difference:
        """Days, rows and measures, before and after."""
        before = slice_of(self._kept, self._connection, self.table, load, self.periods)
        statement = self.rows(load)
        columns = self._connection.sql(statement).columns
        after = Rows(self._connection, f"({statement})", columns, "TRUE")
        mine = (entry for entry in self.standing if slices.same_owner(entry.load, load))
        return difference(load.cut, before, after, measures_of(mine), self._held)

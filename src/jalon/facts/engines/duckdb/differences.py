"""What a load would change: rows, days and totals of its slice, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jalon.facts.engines.duckdb import slices
from jalon.facts.engines.duckdb.incoming import Incoming
from jalon.facts.engines.duckdb.ledger import Entry
from jalon.facts.load import Difference, Load, MeasureChange
from jalon.facts.sql import name
from jalon.quantities import Period

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of a slice as they are kept now."""

    connection: DuckDBPyConnection
    source: str | None
    columns: frozenset[str]
    load: Load

    def rows(self, periods: tuple[Period, ...]) -> int:
        """How many there are."""
        found = self._fetched("COUNT(*)", periods)
        return int(found[0][0]) if found else 0

    def days(self, periods: tuple[Period, ...]) -> set[date]:
        """First days of its rows."""
        return {row[0] for row in self._fetched("DISTINCT period_start", periods)}

    def totals(self, flows: tuple[str, ...], periods: tuple[Period, ...]) -> dict[str, Decimal | None]:
        """Total of each flow that is stored; None where no value is known."""
        held = [flow for flow in flows if flow in self.columns]
        if not held:
            return {}
        found = self._fetched(", ".join(f"SUM({name(flow)})" for flow in held), periods)
        return dict(zip(held, found[0], strict=True)) if found else {}

    def _fetched(self, selected: str, periods: tuple[Period, ...]) -> list[tuple[Any, ...]]:
        if self.source is None:
            return []
        condition = slices.predicate(self.load, periods)
        return list(self.connection.execute(f"SELECT {selected} FROM {self.source} WHERE {condition}").fetchall())


def unchanged(held: Slice, already_loaded: bool, superseded_by: str | None) -> Difference:
    """The difference of a load that would do nothing."""
    load = held.load
    rows = held.rows(load.covers)
    return Difference(load.cut, rows, rows, 0, 0, already_loaded=already_loaded, superseded_by=superseded_by)


def difference(held: Slice, incoming: Incoming, written: tuple[Period, ...], kept: list[Entry]) -> Difference:
    """The difference of a load that replaces those periods. A day that the file no longer has counts as replaced."""
    flows = tuple(dict.fromkeys([*incoming.flows, *_flows_of(kept)]))
    before, after = held.totals(flows, written), _summed(incoming, written)
    days_before, days_after = held.days(written), incoming.days(written)
    changes = [MeasureChange(flow, before.get(flow), after.get(flow)) for flow in flows]
    return Difference(
        cut=held.load.cut,
        rows_before=held.rows(written),
        rows_after=incoming.count(written),
        new_days=len(days_after - days_before),
        replaced_days=len(days_before),
        changes=tuple(c for c in changes if c.measure in incoming.flows or c.before is not None),
    )


def restored(held: Slice, rows: DuckDBPyRelation, written: tuple[Period, ...], kept: list[Entry]) -> Difference:
    """The difference of giving a slice back as it was."""
    flows = tuple(flow for flow in _flows_of(kept) if flow in rows.columns)
    sums = "".join(f", SUM({name(flow)})" for flow in flows)
    found = rows.aggregate(f"COUNT(*), COUNT(DISTINCT period_start){sums}").fetchall()[0]
    before, after = held.totals(flows, written), dict(zip(flows, found[2:], strict=True))
    days = held.days(written)
    return Difference(
        cut=held.load.cut,
        rows_before=held.rows(written),
        rows_after=int(found[0]),
        new_days=max(0, int(found[1]) - len(days)),
        replaced_days=len(days),
        changes=tuple(MeasureChange(flow, before.get(flow), after.get(flow)) for flow in flows),
    )


def _flows_of(kept: list[Entry]) -> list[str]:
    return list(dict.fromkeys(m.name for entry in kept for m in entry.measures if m.kind == "flow"))


def _summed(incoming: Incoming, periods: tuple[Period, ...]) -> dict[str, Decimal | None]:
    found: dict[str, Decimal | None] = {}
    for flow, days in incoming.totals(periods).items():
        known = [Decimal(total) for total in days.values() if total is not None]
        found[flow] = sum(known, Decimal(0)) if known else None
    return found

"""The state of a cut: its version, accounts, measures and reach, now or as of a moment.

As of a moment, the facts are those of the newest version all of whose standing loads were extracted by then. A load
extracted later hides whatever was committed after it, until it is undone: a version is read whole or not at all.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jalon.facts.cut import Cut
from jalon.facts.engines.duckdb import ledger
from jalon.facts.engines.duckdb.kept import Kept
from jalon.facts.load import CutState, Delivered

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def state_of(kept: Kept, connection: DuckDBPyConnection, as_of: datetime | None) -> CutState | None:
    """The state of what is kept; None when nothing was kept by then."""
    table = kept.open()
    if table is None:
        return None
    said = kept.said(table)
    version: int | None = int(table.version())
    if as_of is not None:
        version = ledger.version_as_of(said, int(table.version()), as_of)
    loads = ledger.standing(one for one in said if version is not None and one.version <= version)
    if version is None or not loads:
        return None
    return _state(kept, connection, version, loads)


def _state(kept: Kept, connection: DuckDBPyConnection, version: int, loads: list[ledger.Entry]) -> CutState:
    cut = loads[-1].load.cut
    newest = max(loads, key=lambda entry: (entry.load.extracted_at, entry.version)).load
    measures = {measure.name: measure for entry in loads for measure in entry.measures}
    source = kept.source(kept.open(version))
    rows, accounts, first, last = 0, [], None, None
    if source is not None:
        extent = "COUNT(*), list(DISTINCT account), MIN(period_start), MAX(period_end)"
        rows, accounts, first, last = connection.execute(f"SELECT {extent} FROM {source}").fetchall()[0]
    return CutState(
        cut=cut,
        version=version,
        accounts=tuple(account or None for account in sorted(accounts or [])),
        measures={m.name: m.unit for m in measures.values()},
        kinds={m.name: m.kind for m in measures.values()},
        first_day=first,
        last_day=last,
        rows=int(rows),
        capped=_capped(cut),
        last_extracted_at=newest.extracted_at,
        last_import_id=newest.import_id,
        deliveries=tuple(Delivered(entry.load, entry.written) for entry in loads),
    )


def _capped(cut: Cut) -> bool:
    """Search Console cuts its lists of queries and pages after a number of rows: they never add up to the whole."""
    return cut.tool == "search_console" and bool({"query", "page"} & set(cut.dimensions))

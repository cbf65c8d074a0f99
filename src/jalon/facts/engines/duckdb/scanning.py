"""A scan answered: flows and stocks in one pass each, joined by bucket and group."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from jalon.facts.engine import Lasting, Passing, Scan, ScanResult
from jalon.facts.sql import RELATION, flows_sql, stocks_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Key = tuple[date, date, str]


def answer(connection: DuckDBPyConnection, scan: Scan, files: list[str]) -> ScanResult:
    """Columns of the scan over those files; no file is no row, without asking."""
    if not files:
        return ScanResult([], [], [], {a.name: [] for a in scan.aggregates}, [])
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
    source = f"read_parquet([{listed}], union_by_name = true)"
    columns = _columns(connection, source)
    rows: dict[Key, dict[str, Decimal | None]] = {}
    counted: dict[Key, int] = {}
    known = tuple(a for a in scan.aggregates if a.measure in columns)
    asked = Scan(scan.cut, known, scan.dimensions, scan.period, scan.grain, scan.group_by, scan.accounts, scan.version)
    statements = ((flows_sql(asked, columns), ("sum", "single")), (stocks_sql(asked, columns), ("last", "first")))
    for statement, joinings in statements:
        if statement is None:
            continue
        names = [a.name for a in known if a.joining in joinings]
        for row in _fetched(connection, source, statement):
            key, values, number = _key(row), row[3:-1], int(str(row[-1]))
            cells = rows.setdefault(key, {})
            cells.update(zip(names, (_exact(value) for value in values), strict=True))
            counted[key] = max(counted.get(key, 0), number)
    keys = sorted(rows)
    return ScanResult(
        starts=[key[0] for key in keys],
        ends=[key[1] for key in keys],
        groups=[key[2] for key in keys] if scan.group_by else [],
        values={a.name: [rows[key].get(a.name) for key in keys] for a in scan.aggregates},
        rows=[counted[key] for key in keys],
    )


def _key(row: tuple[object, ...]) -> Key:
    start, end, group = row[:3]
    assert isinstance(start, date)  # noqa: S101  # the statement selects two days first
    assert isinstance(end, date)  # noqa: S101
    return (start, end, str(group))


def _columns(connection: DuckDBPyConnection, source: str) -> frozenset[str]:
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    return frozenset(str(row[0]) for row in described)


def _fetched(connection: DuckDBPyConnection, source: str, statement: str) -> list[tuple[object, ...]]:
    import duckdb

    try:
        sql = f"WITH {RELATION} AS (SELECT * FROM {source}) {statement}"
        return list(connection.execute(sql).fetchall())
    except duckdb.IOException as fault:
        raise Passing("facts.moved_while_reading", str(fault)[:200]) from fault
    except duckdb.Error as fault:
        raise Lasting("facts.unreadable", str(fault)[:400]) from fault


def _exact(value: object) -> Decimal | None:
    if value is None:
        return None
    return value if isinstance(value, Decimal) else Decimal(repr(value))

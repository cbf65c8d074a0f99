"""A scan answered: its statements run on one connection, their lines put side by side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from jalon.facts.engine import Joining, Scan, ScanResult
from jalon.facts.sql import RELATION, Filters, FusedScan, filters_of
from jalon.quantities import Grain, Period, bucket_end, bucket_start

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Line = tuple[int, int]
Wanted = tuple[str, Joining, Filters]


def answer(connection: DuckDBPyConnection, scan: Scan, source: str) -> ScanResult:
    """The columns of a scan over `source`. The connection is this scan's own: its temporary tables die with it."""
    connection.execute(f"CREATE TEMPORARY VIEW {RELATION} AS SELECT * FROM {source}")
    described = connection.execute(f"DESCRIBE {RELATION}").fetchall()
    fused = FusedScan(scan, frozenset(str(row[0]) for row in described))
    pairs = [Period(start, end) for start, end in connection.execute(fused.pairs()).fetchall()]
    if not pairs:
        return nothing(scan)
    buckets = _buckets(scan, pairs)
    numbers = {bucket: number for number, bucket in enumerate(sorted(set(buckets.values())))}
    for statement in fused.prepared({pair: numbers[bucket] for pair, bucket in buckets.items()}):
        connection.execute(statement)
    listed = fused.groups()
    groups = {int(code): str(value) for code, value in connection.execute(listed).fetchall()} if listed else {0: ""}
    counted = {(int(b), int(g)): int(rows) for b, g, rows in connection.execute(fused.lines()).fetchall()}
    lines = sorted(counted, key=lambda line: (line[0], groups[line[1]]))
    columns = _columns(connection, fused, lines, max(groups, default=0) + 1)
    ordered = sorted(numbers)
    unknown: Sequence[Decimal | None] = [None] * len(lines)
    return ScanResult(
        starts=[ordered[bucket].start for bucket, _ in lines],
        ends=[ordered[bucket].end for bucket, _ in lines],
        groups=[groups[group] for _, group in lines] if scan.group_by else [],
        values={a.name: columns.get((a.measure, a.joining, filters_of(a)), unknown) for a in scan.aggregates},
        rows=[counted[line] for line in lines],
    )


def nothing(scan: Scan) -> ScanResult:
    """No row, no line: absence is not zero."""
    return ScanResult([], [], [], {a.name: [] for a in scan.aggregates}, [])


def _buckets(scan: Scan, pairs: list[Period]) -> dict[Period, Period]:
    """The bucket of each pair of days. ISO weeks run over the end of a year."""
    if scan.grain is None:
        whole = scan.period or Period(min(p.start for p in pairs), max(p.end for p in pairs))
        return dict.fromkeys(pairs, whole)
    if scan.grain in (Grain.WEEK, Grain.MONTH):
        return {p: Period(bucket_start(p.start, scan.grain), bucket_end(p.start, scan.grain)) for p in pairs}
    return {pair: pair for pair in pairs}


def _columns(
    connection: DuckDBPyConnection, fused: FusedScan, lines: list[Line], groups: int
) -> dict[Wanted, Sequence[Decimal | None]]:
    """A column for each measure, joining and set of filters that has any known value."""
    import numpy

    keys = numpy.array([bucket * groups + group for bucket, group in lines], dtype=numpy.int64)
    order = numpy.argsort(keys)
    found: dict[Wanted, Sequence[Decimal | None]] = {}
    for prepared, answers in fused.answers():
        for statement in prepared:
            connection.execute(statement)
        for asked in answers:
            bucket, group, number, told = connection.execute(asked.statement).fetchnumpy().values()
            bucket = bucket.astype(numpy.int64)
            grid = numpy.full((len(asked.sets), len(lines)), None, dtype=object)
            # Exact: a decimal travels as its text, never as a double.
            line = order[numpy.searchsorted(keys, bucket * groups + group, sorter=order)]
            grid[number, line] = [Decimal(text) for text in told]
            for filters, column in zip(asked.sets, grid.tolist(), strict=True):
                found[asked.measure, asked.joining, filters] = column
    return found

"""A long text cast by DuckDB: one pass into Parquet, what is plain typed at once, the rest kept as written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jalon.facts.casting import Column, LongText, NotCast, Sums
from jalon.facts.engines.duckdb import sheets
from jalon.facts.sheet import Sheet
from jalon.facts.sql import literal, name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY, THREADS = "320MB", 2
MOST_FORMS, MOST_ROWS = 20_000, 1_000
"""Different cells that a column may have read one by one, and rows that may hold one of a few cells."""
ENDS = 12
"""Rows at either end that are always read: a report's own totals stand there."""
LONGEST = 1_000_000
SPACES = "\t \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""All that Python takes off the ends of a cell and a text may hold."""
PLACES = 9


class DuckdbCaster:
    """Casts in this process, with little memory, reading one file and writing one."""

    def cast(self, text: LongText, columns: Sequence[Column], into: Path) -> DuckdbCast | None:
        """The text as columns; None when DuckDB does not take its records as they were said to be."""
        import duckdb

        connection = _connected(text.path, into.parent)
        cells = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(text.width))
        quote = '"' if text.quoted else ""
        source = (
            f"read_csv({literal(str(text.path))}, auto_detect = false, header = false, skip = {text.above}, "
            f"delim = {literal(text.delimiter)}, quote = {literal(quote)}, escape = {literal(quote)}, comment = '', "
            "strict_mode = true, null_padding = false, ignore_errors = false, "
            f"max_line_size = {2 * LONGEST}, columns = {{{cells}}})"
        )
        try:
            connection.execute(
                f"COPY ({_typed(columns, source)}) TO {literal(str(into))} "
                "(FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 122880)"
            )
        except duckdb.Error:
            return None
        return DuckdbCast(connection, text, columns, into)


def _connected(path: Path, folder: Path) -> DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect(":memory:")
    for statement in (
        f"SET threads = {THREADS}",
        f"SET memory_limit = '{MEMORY}'",
        "SET max_temp_directory_size = '0B'",
        "SET TimeZone = 'UTC'",
        f"SET allowed_directories = [{literal(str(folder.resolve()) + '/')}]",
        f"SET allowed_paths = [{literal(str(path))}]",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET allow_community_extensions = false",
        "SET python_enable_replacements = false",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        connection.execute(statement)
    return connection


def _typed(columns: Sequence[Column], source: str) -> str:
    """What is kept of a text: its cells, or plain numbers beside the cells that are none.

    A number is plain when it is written as it would be written again: digits, at most one mark with digits on both
    sides, no sign, no zero before; with a comma before each three digits, or with none. `d` counts the digits after
    the mark, `g` says that there are such commas.
    """
    words = [f"c{one.index}" for one in columns if one.role != "number"]
    numbers = [one for one in columns if one.role == "number"]
    # Each step names what the next one uses twice: DuckDB computes a name once.
    for told in (_bare, _cast, _plain):
        source = f"(SELECT *{''.join(f', {told(one)}' for one in numbers)} FROM {source})"
    kept = [part for one in numbers for part in _kept(one)]
    return f"SELECT {', '.join([*words, *kept])} FROM {source}"


def _bare(column: Column) -> str:
    """A cell without its commas, or with a point for its one comma."""
    cell = f"c{column.index}"
    bare = {
        "bare": cell,
        "grouped": f"replace({cell}, ',', '')",
        "comma": f"CASE WHEN NOT contains({cell}, '.') THEN replace({cell}, ',', '.') END",
    }[column.form]
    return f"{bare} AS t{column.index}"


def _cast(column: Column) -> str:
    kind = f"DECIMAL(18,{PLACES})" if column.decimals else "BIGINT"
    return f"TRY_CAST(t{column.index} AS {kind}) AS b{column.index}"


def _plain(column: Column) -> str:
    i, again = column.index, f"CAST(b{column.index} AS VARCHAR)"
    same = f"starts_with({again}, t{i}) AND NOT ends_with(t{i}, '.')" if column.decimals else f"{again} = t{i}"
    if column.form == "grouped":
        # Commas, if any, stand before each three digits and nowhere else.
        whole = f"format('{{:,}}', CAST(trunc(b{i}) AS BIGINT))"
        counted = f"strlen(c{i}) - strlen(t{i}) = strlen({whole}) - strlen(replace({whole}, ',', ''))"
        same = f"{same} AND (t{i} = c{i} OR (starts_with(c{i}, {whole}) AND {counted}))"
    return f"coalesce(b{i} >= 0 AND {same}, FALSE) AS p{i}"


def _kept(column: Column) -> list[str]:
    i = column.index
    kept = [f"CASE WHEN p{i} THEN b{i} END AS n{i}", f"CASE WHEN p{i} THEN NULL ELSE nullif(c{i}, '') END AS x{i}"]
    if column.decimals:
        point = f"strpos(t{i}, '.')"
        digits = f"CASE WHEN NOT p{i} THEN NULL WHEN {point} = 0 THEN 0 ELSE strlen(t{i}) - {point} END"
        kept.append(f"CAST({digits} AS UTINYINT) AS d{i}")
    if column.form == "grouped":
        kept.append(f"CASE WHEN p{i} THEN contains(c{i}, ',') END AS g{i}")
    return kept


class DuckdbCast:
    """The file of columns, asked."""

    def __init__(self, connection: DuckDBPyConnection, text: LongText, columns: Sequence[Column], path: Path) -> None:
        self._connection, self._text, self._columns, self._path = connection, text, columns, path
        connection.execute(
            f"CREATE TEMPORARY VIEW cast_rows AS SELECT * FROM read_parquet({literal(str(path))}, "
            "file_row_number = true, hive_partitioning = false)"
        )
        self.rows = int(self._asked("SELECT COUNT(*) FROM cast_rows")[0][0])

    def telling(self) -> dict[int, tuple[str, ...]] | None:
        """The first row of each form of cell, the first rows and the last; None: too many forms, or a blank row."""
        if self._blank():
            return None
        found = set(range(min(ENDS, self.rows))) | set(range(max(0, self.rows - ENDS), self.rows))
        for column in self._columns:
            for query in _firsts(column, self._text):
                rows = self._asked(f"SELECT MIN(file_row_number) FROM cast_rows {query} LIMIT {MOST_FORMS + 1}")
                if len(rows) > MOST_FORMS:
                    return None
                found.update(int(row[0]) for row in rows if row[0] is not None)
        return self._cells(found)

    def holding(self, column: int, cells: Collection[str]) -> dict[int, tuple[str, ...]] | None:
        """Rows with one of these cells, as written; None: more than a report has totals."""
        told = ", ".join(literal(cell) for cell in cells)
        kept = next(f"{'x' if one.role == 'number' else 'c'}{column}" for one in self._columns if one.index == column)
        rows = self._asked(f"SELECT file_row_number FROM cast_rows WHERE {kept} IN ({told}) LIMIT {MOST_ROWS + 1}")
        return None if len(rows) > MOST_ROWS else self._cells({int(row[0]) for row in rows})

    def twice(self, sheet: Sheet, key: Sequence[str]) -> dict[int, tuple[str, ...]]:
        """Keys compared by their hashes, sorted: nothing is built that grows with their words."""
        import numpy

        statement = sheets.relation(self._connection, sheet, self._path, key)
        hashes = self._executed(f"SELECT hash({', '.join(map(name, key))}) AS hashed FROM ({statement})").fetchnumpy()[
            "hashed"
        ]
        ordered = numpy.sort(hashes)
        if not (ordered[1:] == ordered[:-1]).any():
            return {}
        lines = self._executed(f"SELECT row_no FROM ({statement})").fetchnumpy()["row_no"]
        order = numpy.argsort(hashes, kind="stable")
        again = numpy.flatnonzero(ordered[1:] == ordered[:-1]) + 1
        rows = lines[order] - sheet.first_line
        at = again[numpy.argmin(rows[again])]
        return self._cells({int(rows[at]), int(rows[numpy.searchsorted(ordered, ordered[at])])})

    def sums(self, sheet: Sheet, measures: Sequence[str]) -> dict[str, Sums]:
        """One pass over every measure."""
        statement = sheets.relation(self._connection, sheet, self._path, list(measures))
        asked = [f"SUM({name(m)}), COUNT(*) - COUNT({name(m)})" for m in measures]
        (row,) = self._asked(f"SELECT {', '.join(asked)} FROM ({statement})")
        found = {}
        for number, measure in enumerate(measures):
            plain = sheet.columns[measure].plain or ""
            decimals = any(one.decimals and f"n{one.index}" == plain for one in self._columns)
            places = self._asked(f"SELECT MAX(d{plain[1:]}) FROM cast_rows")[0][0] if decimals else 0
            total = row[2 * number]
            exact = total if isinstance(total, Decimal) else None
            found[measure] = Sums(exact, int(row[2 * number + 1]), int(places or 0))
        return found

    def _blank(self) -> bool:
        """Whether some row has no cell at all in what was kept."""
        empty = " AND ".join(_emptied(self._columns))
        return bool(self._asked(f"SELECT 1 FROM cast_rows WHERE {empty} LIMIT 1"))

    def _cells(self, rows: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The cells of some rows, as written; those of columns not kept are empty."""
        if not rows:
            return {}
        told = ", ".join(map(str, sorted(rows)))
        found = self._executed(f"SELECT * FROM cast_rows WHERE file_row_number IN ({told}) ORDER BY file_row_number")
        names = [part[0] for part in found.description or ()]
        return {
            int(row[names.index("file_row_number")]): self._written(dict(zip(names, row, strict=True)))
            for row in found.fetchall()
        }

    def _written(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        cells = [""] * self._text.width
        for column in self._columns:
            i = column.index
            if column.role != "number":
                cells[i] = row[f"c{i}"] or ""
            elif row[f"n{i}"] is None:
                cells[i] = row[f"x{i}"] or ""
            else:
                mark = "," if column.form == "grouped" and row[f"g{i}"] else ""
                cell = format(row[f"n{i}"], f"{mark}.{row[f'd{i}']}f" if column.decimals else f"{mark}d")
                cells[i] = cell.replace(".", ",") if column.form == "comma" else cell
        return tuple(cells)

    def _asked(self, statement: str) -> list[tuple[Any, ...]]:
        return list(self._executed(statement).fetchall())

    def _executed(self, statement: str) -> DuckDBPyConnection:
        import duckdb

        try:
            return self._connection.execute(statement)
        except duckdb.Error as fault:
            raise NotCast from fault


def _emptied(columns: Sequence[Column]) -> list[str]:
    """Conditions of an empty cell, column by column."""
    found = []
    for one in columns:
        kept = [f"n{one.index}", f"x{one.index}"] if one.role == "number" else [f"nullif(trim(c{one.index}), '')"]
        found += [f"{part} IS NULL" for part in kept]
    return found


def _firsts(column: Column, text: LongText) -> list[str]:
    """How the rows of a column are grouped into forms, and which of them are asked."""
    i = column.index
    if column.role == "every":
        return [f"GROUP BY c{i}"]
    if column.role == "words":
        return [f"WHERE {_doubtful(f'c{i}', column, text)} GROUP BY c{i}"]
    # Two plain numbers of one class say the same of how the column is written: 1.234 may be a thousand, 1.23 never.
    classes = f"n{i} = 0, n{i} < 1000, n{i} < 1000000" + (f", d{i}" if column.decimals else "")
    classes += f", g{i}" if column.form == "grouped" else ""
    return [f"WHERE x{i} IS NOT NULL GROUP BY x{i}", f"WHERE n{i} IS NOT NULL GROUP BY {classes}"]


def _doubtful(cell: str, column: Column, text: LongText) -> str:
    """Words that may mean something else than themselves: a blank around, a sign of a formula, a total, an address."""
    signs = sorted({ord(sign) for sign in "'=@+-#[" + column.begins.lower() + column.begins.upper() if ord(sign) < 128})
    asked = [f"ascii({cell}) <= 32", f"ascii({cell}) > 127", f"ascii({cell}) IN ({', '.join(map(str, signs))})"]
    asked += [f"ends_with({cell}, ' ')", f"ends_with({cell}, chr(9))"]
    if not text.ascii:
        asked.append(f"trim({cell}, {literal(SPACES)}) <> {cell}")
    if text.addressed:
        asked.append(f"contains({cell}, '@')")
    return f"({' OR '.join(asked)})"

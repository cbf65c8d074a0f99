"""A scan written as SQL: one pass over the facts into a small cube of numbers, every component read from the cube.

Values of dimensions are mapped once per distinct value, then numbered; values that no component asks for share
the number 0. So the pass over the facts groups by a few small integers, whatever the number of components. A
component is then the rows of a rolled-up cube whose numbers its filters allow, found by joins, never by one
condition per component and row (`docs/decisions/0002`).

Written once in DuckDB's words and rendered per dialect by SQLGlot. Names are quoted identifiers, values are quoted
literals of typed values: no text of a user is ever part of a statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from jalon.facts.engine import ACROSS, BETWEEN, UNMAPPED, Aggregate, Case, Joining, Scan
from jalon.quantities import Period

RELATION = "facts"
LOAD_COLUMNS = ("load_id", "source", "account", "row_no")
RESERVED = frozenset({"period_start", "period_end", *LOAD_COLUMNS})

Filters = tuple[tuple[str, frozenset[str]], ...]


def name(identifier: str) -> str:
    """A quoted identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A quoted text; a quote inside is doubled."""
    return "'" + value.replace("'", "''") + "'"


def day(value: object) -> str:
    """A day as a typed literal."""
    return f"DATE {literal(str(value))}"


def stored(column: str) -> str:
    """The column that keeps a dimension or attribute: a report may have an `account` column of its own."""
    return f"dimension_{column}" if column.lower() in RESERVED else column


def in_dialect(statement: str, dialect: str) -> str:
    """The same statement in another engine's words."""
    if dialect == "duckdb":
        return statement
    import sqlglot

    return sqlglot.parse_one(statement, read="duckdb").sql(dialect)


@dataclass(frozen=True, slots=True)
class Answer:
    """A statement that gives (bucket, group, set, value as exact text) for some sets of filters."""

    statement: str
    measure: str
    joining: Joining
    sets: tuple[Filters, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A dimension as this scan sees it: the stored columns it reads, and its value as an expression."""

    raw: tuple[str, ...]
    value: str


@dataclass
class FusedScan:
    """The statements of one scan over a relation `facts`, to be run in order on one connection."""

    scan: Scan
    measures: frozenset[str]
    """Columns there are: a component of a measure that no file holds is unknown, without asking."""
    asked: Mapping[tuple[str, Joining], tuple[Filters, ...]] = field(init=False)

    def __post_init__(self) -> None:
        found: dict[tuple[str, Joining], dict[Filters, None]] = {}
        for aggregate in self.scan.aggregates:
            if aggregate.measure in self.measures:
                found.setdefault((aggregate.measure, aggregate.joining), {})[filters_of(aggregate)] = None
        self.asked = {key: tuple(sets) for key, sets in found.items()}

    def pairs(self) -> str:
        """Every pair of first and last day there is."""
        return f"SELECT DISTINCT period_start, period_end FROM {RELATION} AS f WHERE {self._where}"

    def prepared(self, buckets: Mapping[Period, int]) -> list[str]:
        """The cube and all it needs, as temporary tables; `buckets` numbers each pair of days."""
        made = [_listed("buckets", buckets)]
        for number, dimension in enumerate(self._filtered):
            made.append(self._seen(number, dimension))
        if self._group is not None:
            made.append(self._seen_groups(self._group))
        made.append(self._cube("cube", f"{RELATION} AS f", "TRUE", self._sums))
        for number, (measure, joining) in enumerate(self._stocks):
            made.append(self._readings(number, measure, joining))
        return made

    def groups(self) -> str | None:
        """Number and value of every group; None without grouping."""
        return None if self._group is None else "SELECT DISTINCT code, value FROM seen_groups"

    def lines(self) -> str:
        """Every bucket and group there is, with the number of fact rows behind it."""
        return "SELECT bucket, grp, SUM(fact_rows) FROM cube GROUP BY bucket, grp"

    def answers(self) -> Iterable[tuple[list[str], list[Answer]]]:
        """For each choice of dimensions: the statements that prepare it, then those that answer."""
        for number, dimensions in enumerate(self._signatures):
            prepared, answers = [], []
            rolled = f"rolled_{number}"
            codes = [self._code(d) for d in dimensions]
            sums = [(m, j) for m, j in self._sums if self._sets(m, j, dimensions)]
            if sums:
                prepared.append(self._rolled(rolled, "cube", codes, [self._sums_as(*pair) for pair in sums]))
                answers += [self._answer(rolled, m, j, dimensions) for m, j in sums]
            for stock, (measure, joining) in enumerate(self._stocks):
                if self._sets(measure, joining, dimensions):
                    table = f"{rolled}_reading_{stock}"
                    prepared.append(self._rolled(table, f"reading_{stock}", codes, [self._sums_as(measure, "sum")]))
                    answers.append(self._answer(table, measure, joining, dimensions))
            yield prepared, answers

    @cached_property
    def _where(self) -> str:
        parts = []
        if self.scan.period is not None:
            parts += [
                f"f.period_start >= {day(self.scan.period.start)}",
                f"f.period_end <= {day(self.scan.period.end)}",
            ]
        if self.scan.accounts is not None:
            accounts = ", ".join(literal(account) for account in sorted(self.scan.accounts)) or "NULL"
            parts.append(f"f.account IN ({accounts})")
        return " AND ".join(parts) or "TRUE"

    @cached_property
    def _signatures(self) -> list[tuple[str, ...]]:
        sets = {tuple(d for d, _ in filters) for found in self.asked.values() for filters in found}
        return sorted(sets)

    @cached_property
    def _filtered(self) -> list[str]:
        return sorted({dimension for signature in self._signatures for dimension in signature})

    @cached_property
    def _group(self) -> Column | None:
        return None if self.scan.group_by is None else self._column(self.scan.group_by)

    @cached_property
    def _sums(self) -> list[tuple[str, Joining]]:
        return sorted(pair for pair in self.asked if pair[1] in ("sum", "single"))

    @cached_property
    def _stocks(self) -> list[tuple[str, Joining]]:
        return sorted(pair for pair in self.asked if pair[1] in ("last", "first"))

    @cached_property
    def _codes(self) -> dict[str, dict[str, int]]:
        """Dimension → value asked for → its number, from 1."""
        found: dict[str, set[str]] = {dimension: set() for dimension in self._filtered}
        for sets in self.asked.values():
            for filters in sets:
                for dimension, values in filters:
                    found[dimension] |= values
        return {d: {value: i for i, value in enumerate(sorted(values), start=1)} for d, values in found.items()}

    def _code(self, dimension: str) -> str:
        return f"c{self._filtered.index(dimension)}"

    def _sets(self, measure: str, joining: Joining, dimensions: tuple[str, ...]) -> tuple[Filters, ...]:
        return tuple(s for s in self.asked[measure, joining] if tuple(d for d, _ in s) == dimensions)

    def _column(self, dimension: str) -> Column:
        if ACROSS in dimension:
            each = [self._column(part) for part in dimension.split(ACROSS)]
            value = f" || {literal(BETWEEN)} || ".join(f"({one.value})" for one in each)
            return Column(tuple(dict.fromkeys(raw for one in each for raw in one.raw)), value)
        mapped = self.scan.dimensions.get(dimension)
        if mapped is None:
            return Column((stored(dimension),), f"COALESCE({name(stored(dimension))}, {literal(UNMAPPED)})")
        used = dict.fromkeys(stored(case.dimension) for case in mapped.cases if case.match != "any")
        rest = literal(UNMAPPED)
        if mapped.otherwise is not None:
            used[stored(mapped.otherwise)] = None
            rest = f"COALESCE({name(stored(mapped.otherwise))}, {rest})"
        whens = " ".join(f"WHEN {_matches(case)} THEN {literal(case.gives)}" for case in mapped.cases)
        return Column(tuple(used), f"CASE {whens} ELSE {rest} END" if whens else rest)

    def _values(self, column: Column) -> str:
        """Each distinct combination of what the dimension reads, with its value."""
        if not column.raw:
            return f"SELECT {column.value} AS value"
        raw = ", ".join(name(r) for r in column.raw)
        distinct = f"SELECT DISTINCT {raw} FROM {RELATION} AS f WHERE {self._where}"
        return f"SELECT {raw}, {column.value} AS value FROM ({distinct}) AS raws"

    def _seen(self, number: int, dimension: str) -> str:
        codes = ", ".join(f"({literal(value)}, {code})" for value, code in self._codes[dimension].items())
        # A filter that allows nothing at all asks for no value.
        asked = f"(VALUES {codes or '(NULL, 0)'}) AS asked(value, code)"
        return (
            f"CREATE TEMPORARY TABLE seen_{number} AS SELECT told.*, COALESCE(asked.code, 0) AS code "
            f"FROM ({self._values(self._column(dimension))}) AS told LEFT JOIN {asked} ON told.value = asked.value"
        )

    def _seen_groups(self, column: Column) -> str:
        return (
            "CREATE TEMPORARY TABLE seen_groups AS SELECT told.*, DENSE_RANK() OVER (ORDER BY told.value) AS code "
            f"FROM ({self._values(column)}) AS told"
        )

    def _cube(self, table: str, source: str, where: str, values: Sequence[tuple[str, Joining]]) -> str:
        """One pass: facts by bucket, group and numbers of the values asked for."""
        joined, selected = [_same_days("f")], ["buckets.bucket"]
        if self._group is None:
            selected.append("0 AS grp")
        else:
            joined.append(_same("seen_groups", self._group.raw))
            selected.append("seen_groups.code AS grp")
        for number, dimension in enumerate(self._filtered):
            joined.append(_same(f"seen_{number}", self._column(dimension).raw))
            selected.append(f"seen_{number}.code AS c{number}")
        keys = ", ".join(str(i) for i in range(1, len(selected) + 1))
        selected += [f"{_joined(j, f'f.{name(m)}')} AS {name(self._sums_as(m, j))}" for m, j in values]
        return (
            f"CREATE TEMPORARY TABLE {table} AS SELECT {', '.join(selected)}, COUNT(*) AS fact_rows "
            f"FROM {source} {' '.join(joined)} WHERE {self._where} AND {where} GROUP BY {keys}"
        )

    def _readings(self, number: int, measure: str, joining: Joining) -> str:
        """The last (or first) known reading of each account and combination of dimensions in its bucket."""
        entity = ["b.bucket", "f.account", *(f"f.{name(stored(d))}" for d in self.scan.cut.dimensions)]
        order = "DESC" if joining == "last" else "ASC"
        place = f"ROW_NUMBER() OVER (PARTITION BY {', '.join(entity)} ORDER BY f.period_end {order}, f.row_no {order})"
        source = (
            f"(SELECT f.*, {place} AS place FROM {RELATION} AS f "
            "JOIN buckets AS b ON f.period_start = b.period_start AND f.period_end = b.period_end "
            f"WHERE {self._where} AND f.{name(measure)} IS NOT NULL) AS f"
        )
        return self._cube(f"reading_{number}", source, "f.place = 1", [(measure, "sum")])

    @staticmethod
    def _sums_as(measure: str, joining: Joining) -> str:
        return f"{joining}:{measure}"

    @staticmethod
    def _rolled(table: str, cube: str, codes: list[str], values: list[str]) -> str:
        keys = ["bucket", "grp", *codes]
        sums = [f"{'MAX' if v.startswith('single:') else 'SUM'}({name(v)}) AS {name(v)}" for v in values]
        asked = " AND ".join(f"{code} > 0" for code in codes) or "TRUE"
        return (
            f"CREATE TEMPORARY TABLE {table} AS SELECT {', '.join([*keys, *sums])}, SUM(fact_rows) AS fact_rows "
            f"FROM {cube} WHERE {asked} GROUP BY {', '.join(keys)}"
        )

    def _answer(self, table: str, measure: str, joining: Joining, dimensions: tuple[str, ...]) -> Answer:
        sets = self._sets(measure, joining, dimensions)
        column = f"r.{name(self._sums_as(measure, 'single' if joining == 'single' else 'sum'))}"
        value = f"CASE WHEN SUM(r.fact_rows) = 1 THEN MAX({column}) END" if joining == "single" else f"SUM({column})"
        told = f"CAST({value} AS VARCHAR)"
        if not dimensions:
            statement = f"SELECT r.bucket, r.grp, 0, {told} FROM {table} AS r GROUP BY r.bucket, r.grp"
            return Answer(f"{statement} HAVING {value} IS NOT NULL", measure, joining, sets)
        codes = [self._code(d) for d in dimensions]
        listed = ", ".join(codes)
        members = [
            f"JOIN (VALUES {self._members(sets, position, dimension)}) AS m{position}(number, code) "
            f"ON combos.{codes[position]} = m{position}.code"
            + (f" AND m{position}.number = m0.number" if position else "")
            for position, dimension in enumerate(dimensions)
        ]
        matched = (
            f"SELECT {', '.join(f'combos.{c}' for c in codes)}, m0.number "
            f"FROM (SELECT DISTINCT {listed} FROM {table}) AS combos {' '.join(members)}"
        )
        on = " AND ".join(f"r.{c} = matched.{c}" for c in codes)
        statement = (
            f"SELECT r.bucket, r.grp, matched.number, {told} FROM {table} AS r JOIN ({matched}) AS matched ON {on} "
            f"GROUP BY r.bucket, r.grp, matched.number HAVING {value} IS NOT NULL"
        )
        return Answer(statement, measure, joining, sets)

    def _members(self, sets: tuple[Filters, ...], position: int, dimension: str) -> str:
        codes = self._codes[dimension]
        rows = [f"({i}, {codes[value]})" for i, s in enumerate(sets) for value in sorted(s[position][1])]
        return ", ".join(rows) or "(0, -1)"


def filters_of(aggregate: Aggregate) -> Filters:
    """The filters of a component in one order, so that equal ones are equal."""
    return tuple(sorted((dimension, frozenset(values)) for dimension, values in aggregate.filters.items()))


def _joined(joining: Joining, column: str) -> str:
    return f"MAX({column})" if joining == "single" else f"SUM({column})"


def _listed(table: str, buckets: Mapping[Period, int]) -> str:
    """Pairs of days and their numbers. A thousand typed values take longer to parse than all else takes to answer."""
    columns = {
        "period_start": ("DATE", [pair.start.isoformat() for pair in buckets]),
        "period_end": ("DATE", [pair.end.isoformat() for pair in buckets]),
        "bucket": ("INTEGER", [str(number) for number in buckets.values()]),
    }
    told = ", ".join(f"CAST(t.{column} AS {type_}) AS {column}" for column, (type_, _) in columns.items())
    texts = ", ".join(
        f"UNNEST(STRING_SPLIT({literal(' '.join(cells))}, ' ')) AS {column}" for column, (_, cells) in columns.items()
    )
    return f"CREATE TEMPORARY TABLE {table} AS SELECT {told} FROM (SELECT {texts}) AS t"


def _same_days(facts: str) -> str:
    return f"JOIN buckets ON {facts}.period_start = buckets.period_start AND {facts}.period_end = buckets.period_end"


def _same(table: str, raw: tuple[str, ...]) -> str:
    """Joined on what the dimension reads, an unknown value being a value like any other."""
    on = " AND ".join(f"f.{name(r)} IS NOT DISTINCT FROM {table}.{name(r)}" for r in raw)
    return f"JOIN {table} ON {on or 'TRUE'}"


def _matches(case: Case) -> str:
    if case.match == "any":
        return "TRUE"
    column, value = f"LOWER({name(stored(case.dimension))})", f"LOWER({literal(case.value)})"
    if case.match == "equals":
        return f"{column} = {value}"
    if case.match == "contains":
        return f"STRPOS({column}, {value}) > 0"
    if case.match == "prefix":
        return f"STARTS_WITH({column}, {value})"
    return f"RIGHT({column}, LENGTH({value})) = {value}"

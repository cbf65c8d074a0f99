"""A scan written as SQL: one pass over the facts into a small cube, every component read from the cube.

Written once in DuckDB's words and rendered per dialect by SQLGlot. Names are quoted identifiers and values are
quoted literals of typed values: no text of a user is ever part of a statement.
"""

from __future__ import annotations

from collections.abc import Iterable

from jalon.facts.engine import UNMAPPED, Aggregate, MappedDimension, Scan
from jalon.quantities import Grain

RELATION = "facts"
WHOLE = "__whole__"


def name(identifier: str) -> str:
    """A quoted identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A quoted text; a quote inside is doubled."""
    return "'" + value.replace("'", "''") + "'"


def flows_sql(scan: Scan, columns: frozenset[str]) -> str | None:
    """The statement for every `sum` and `single` of the scan; None when there is none."""
    wanted = [a for a in scan.aggregates if a.joining in ("sum", "single")]
    if not wanted:
        return None
    dimensions = _dimensions_used(scan, wanted)
    measures = sorted({a.measure for a in wanted})
    cells = [f"{_dimension(scan, d)} AS {name('d:' + d)}" for d in dimensions]
    sums = []
    for measure in measures:
        if any(a.measure == measure and a.joining == "sum" for a in wanted):
            sums.append(f"SUM({name(measure)}) AS {name('s:' + measure)}")
        if any(a.measure == measure and a.joining == "single" for a in wanted):
            sums.append(f"COUNT({name(measure)}) AS {name('n:' + measure)}")
            sums.append(f"MAX({name(measure)}) AS {name('v:' + measure)}")
    keys = ["bucket_start", "bucket_end", *(name("d:" + d) for d in dimensions)]
    inner = ", ".join([*_bucket(scan), *cells, *sums, "COUNT(*) AS fact_rows"])
    cube = f"SELECT {inner} FROM {RELATION} WHERE {_where(scan)} GROUP BY {', '.join(keys)}"
    return _over_cube(scan, cube, wanted)


def _over_cube(scan: Scan, cube: str, wanted: list[Aggregate]) -> str:
    values = []
    for number, aggregate in enumerate(wanted):
        condition = _condition(aggregate)
        if aggregate.joining == "sum":
            value = f"SUM({name('s:' + aggregate.measure)}){condition}"
        else:
            count, one = name("n:" + aggregate.measure), name("v:" + aggregate.measure)
            value = f"CASE WHEN SUM({count}){condition} = 1 THEN MAX({one}){condition} END"
        values.append(f"{value} AS {name(f'a{number}')}")
    return _grouped(scan, cube, values, "SUM(fact_rows)")


def stocks_sql(scan: Scan, columns: frozenset[str]) -> str | None:
    """The statement for every `last` and `first`: the reading of each account and combination, then their sum."""
    wanted = [a for a in scan.aggregates if a.joining in ("last", "first")]
    if not wanted:
        return None
    dimensions = _dimensions_used(scan, wanted)
    entity = [name(d) for d in (*scan.cut.dimensions, "account") if d in columns]
    readings = []
    for measure, joining in sorted({(a.measure, a.joining) for a in wanted}):
        arg = "ARG_MAX" if joining == "last" else "ARG_MIN"
        known = f"FILTER (WHERE {name(measure)} IS NOT NULL)"
        readings.append(f"{arg}({name(measure)}, period_end) {known} AS {name(f'{joining}:{measure}')}")
    # The mapped value of an entity is a function of its raw dimensions, so any of them stands for all.
    mapped = [f"ANY_VALUE({_dimension(scan, d)}) AS {name('d:' + d)}" for d in dimensions]
    inner = ", ".join([*_bucket(scan), *entity, *mapped, *readings, "COUNT(*) AS fact_rows"])
    keys = ", ".join(["bucket_start", "bucket_end", *entity])
    cube = f"SELECT {inner} FROM {RELATION} WHERE {_where(scan)} GROUP BY {keys}"
    values = [
        f"SUM({name(f'{a.joining}:{a.measure}')}){_condition(a)} AS {name(f'a{number}')}"
        for number, a in enumerate(wanted)
    ]
    return _grouped(scan, cube, values, "SUM(fact_rows)")


def in_dialect(statement: str, dialect: str) -> str:
    """The same statement in another engine's words."""
    if dialect == "duckdb":
        return statement
    import sqlglot

    return str(sqlglot.transpile(statement, read="duckdb", write=dialect)[0])


def _grouped(scan: Scan, cube: str, values: list[str], rows: str) -> str:
    group = f"{name('d:' + scan.group_by)} AS group_value" if scan.group_by else f"{literal('')} AS group_value"
    selected = ", ".join(["bucket_start", "bucket_end", group, *values, f"{rows} AS fact_rows"])
    return f"SELECT {selected} FROM ({cube}) AS cube GROUP BY ALL ORDER BY 1, 2, 3"


def _dimensions_used(scan: Scan, wanted: Iterable[Aggregate]) -> list[str]:
    used = {dimension for aggregate in wanted for dimension in aggregate.filters}
    return sorted(used | ({scan.group_by} if scan.group_by else set()))


def _condition(aggregate: Aggregate) -> str:
    if not aggregate.filters:
        return ""
    parts = []
    for dimension, values in sorted(aggregate.filters.items()):
        allowed = ", ".join(literal(value) for value in sorted(values)) or "NULL"
        parts.append(f"{name('d:' + dimension)} IN ({allowed})")
    return f" FILTER (WHERE {' AND '.join(parts)})"


def _dimension(scan: Scan, dimension: str) -> str:
    mapped = scan.dimensions.get(dimension)
    if mapped is None:
        return f"COALESCE({name(dimension)}, {literal(UNMAPPED)})"
    return _mapped(mapped)


def _mapped(mapped: MappedDimension) -> str:
    other = f"COALESCE({name(mapped.otherwise)}, {literal(UNMAPPED)})" if mapped.otherwise else literal(UNMAPPED)
    if not mapped.cases:
        return other
    cases = []
    for case in mapped.cases:
        value, column = literal(case.value.lower()), f"LOWER({name(case.dimension)})"
        test = {
            "equals": f"{column} = {value}",
            "prefix": f"STARTS_WITH({column}, {value})",
            "suffix": f"SUFFIX({column}, {value})",
            "contains": f"CONTAINS({column}, {value})",
            "any": "TRUE",
        }[case.match]
        cases.append(f"WHEN {test} THEN {literal(case.gives)}")
    return f"CASE {' '.join(cases)} ELSE {other} END"


def _bucket(scan: Scan) -> list[str]:
    if scan.grain is Grain.WEEK:
        start = "CAST(DATE_TRUNC('week', period_start) AS DATE)"
        return [f"{start} AS bucket_start", f"{start} + 6 AS bucket_end"]
    if scan.grain is Grain.MONTH:
        start = "CAST(DATE_TRUNC('month', period_start) AS DATE)"
        return [f"{start} AS bucket_start", "LAST_DAY(period_start) AS bucket_end"]
    if scan.grain is None:
        first = scan.period.start if scan.period else "0001-01-01"
        last = scan.period.end if scan.period else "9999-12-31"
        return [f"DATE '{first}' AS bucket_start", f"DATE '{last}' AS bucket_end"]
    return ["period_start AS bucket_start", "period_end AS bucket_end"]


def _where(scan: Scan) -> str:
    parts = ["TRUE"]
    if scan.period is not None:
        parts += [f"period_start >= DATE '{scan.period.start}'", f"period_end <= DATE '{scan.period.end}'"]
    if scan.accounts is not None:
        accounts = ", ".join(literal(account) for account in sorted(scan.accounts)) or "NULL"
        parts.append(f"account IN ({accounts})")
    return " AND ".join(parts)

"""1,000 KPIs over 4.9 million rows, against the shared scan a good engineer writes by hand in DuckDB."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.machine import seconds, side_by_side
from jalon.catalogue.formula import parse
from jalon.facts.cut import Cut
from jalon.facts.engines.duckdb import DuckdbEngine
from jalon.facts.load import Load
from jalon.facts.table import MeasureColumn, Table
from jalon.metrics import Wanted, measure
from jalon.plan.model import Company, Plan
from jalon.quantities import Period, Text

GOAL, SEED = 2.0, 20261015
CUT = Cut.parse("google_ads/table/day/business+channel+market+product")
CHANNELS, BUSINESSES, MARKETS, PRODUCTS = 8, 2, 20, 21
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
YEAR = Period(date(2026, 1, 1), LAST)
MEASURES = ("sea_cost", "sea_clicks", "sea_impressions", "sea_conversions", "sea_conversion_value")
FORMULAS = (
    ("sea_cost", "sea_conversions"),
    ("sea_conversions", "sea_clicks"),
    ("sea_cost", "sea_clicks"),
    ("sea_conversion_value", "sea_cost"),
    ("sea_clicks", "sea_impressions"),
)
KPIS, SAMPLE, FASTER = 1000, 25, 20


def run() -> bool:
    """Deliver, check that both sides give the same values, then time them in turn."""
    with tempfile.TemporaryDirectory() as folder:
        engine = DuckdbEngine(Path(folder))
        spent = seconds(lambda: [engine.replace(load, table) for load, table in _deliveries()])
        rows = sum(state.rows for state in engine.cuts())
        files = [file.path for file in engine.files(CUT)]
        same = _ours(engine) == _by_hand(files)
        ours, hand = side_by_side(lambda: _ours(engine), lambda: _by_hand(files))
        again, scan = side_by_side(lambda: _ours(engine), lambda: _scan(files))
        ratio = max(ours / hand, again / scan)
        print(f"  seed {SEED}; {rows:,} rows delivered in {spent:.1f} s, {len(files)} files; values equal: {same}")
        print(f"  Jalon {ours:.2f} s; by hand, daily series and ratios {hand:.2f} s; ratio {ours / hand:.2f}")
        print(f"  Jalon {again:.2f} s; by hand, the SQL and its rows alone {scan:.2f} s; ratio {again / scan:.2f}")
        print(f"  goal {GOAL:g}, for both")
        alone = seconds(lambda: _one_by_one(files)) * KPIS / SAMPLE
        faster = alone / max(ours, again)
        print(f"  one query a KPI: {alone:.0f} s ({SAMPLE} of them, times {KPIS // SAMPLE}); {faster:.0f} x slower")
        print(f"  goal at least {FASTER}")
        return same and ratio <= GOAL and faster >= FASTER


def _deliveries() -> Iterator[tuple[Load, Table]]:
    """One delivery a month, like an export."""
    figures = random.Random(SEED)  # figures to add up, no secret
    cells = [
        (f"b{b}", f"c{c}", f"m{m}", f"p{p}")
        for b in range(BUSINESSES)
        for c in range(CHANNELS)
        for m in range(MARKETS)
        for p in range(PRODUCTS)
    ]
    dimensions = list(zip(*cells, strict=True))
    pool = [[Decimal(figures.randrange(1, size)) for _ in range(9973)] for size in (90_00, 500, 5000, 50, 900_00)]
    first = FIRST
    while first <= LAST:
        last = (first.replace(day=28) + timedelta(days=5)).replace(day=1) - timedelta(days=1)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        columns: dict[str, list[object]] = {"period_start": [day for day in days for _ in cells]}
        columns["period_end"] = columns["period_start"]
        for name, values in zip(CUT.dimensions, dimensions, strict=True):
            columns[name] = list(values) * len(days)
        rows = len(days) * len(cells)
        for name, drawn in zip(MEASURES, pool, strict=True):
            start = figures.randrange(len(drawn))
            turned: list[object] = [*drawn[start:], *drawn[:start]]
            columns[name] = (turned * (rows // len(turned) + 1))[:rows]
        units = ["EUR", "count", "count", "count", "EUR"]
        kept = tuple(MeasureColumn(name, "flow", unit) for name, unit in zip(MEASURES, units, strict=True))
        covers = (Period(first, last),)
        table = Table(CUT, covers, columns, kept, rows)  # type: ignore[arg-type]  # columns of cells
        when = datetime(last.year, last.month, last.day, 6, tzinfo=UTC)
        yield (
            Load("google_ads", None, CUT, covers, first.isoformat(), "f.csv", "jalon.table@1", when, currency="EUR"),
            table,
        )
        first = last + timedelta(days=1)


def _asked(number: int) -> tuple[tuple[str, str], str, str]:
    return FORMULAS[number % 5], f"m{number // 5 % MARKETS}", f"p{number // 100}"


def _ours(engine: DuckdbEngine) -> list[Decimal]:
    """The way of the product: formulas bound, one scan, series, the year's ratio of totals."""
    wanted = []
    for number in range(KPIS):
        (above, below), market, product = _asked(number)
        only = {"market": (market,), "product": (product,)}
        wanted.append(Wanted(f"kpi:{number}", parse(f"{above} / {below}"), only))
    plan = Plan(("fr",), "in_force", None, Company("c", Text.of("c", "c")), YEAR)
    measured = measure(wanted, plan, engine, LAST)
    return [_rounded(measured.series_for(one.key).over(YEAR)) for one in wanted]


def _by_hand(files: list[str]) -> list[Decimal]:
    """One GROUP BY over the same files, totals spread by hand into daily series, then the year's ratios."""
    series: dict[tuple[str, str], dict[date, tuple[Decimal, ...]]] = {}
    for day, market, product, *totals in _scan(files):
        series.setdefault((market, product), {})[day] = tuple(totals)
    at = {name: place for place, name in enumerate(MEASURES)}
    found = []
    for number in range(KPIS):
        (above, below), market, product = _asked(number)
        year = [totals for day, totals in series[market, product].items() if day in YEAR]
        found.append(_rounded(sum(t[at[above]] for t in year) / sum(t[at[below]] for t in year)))
    return found


def _one_by_one(files: list[str]) -> None:
    """The naive way: each KPI asks the files for itself."""
    import duckdb

    connection = duckdb.connect()
    for number in range(0, KPIS, KPIS // SAMPLE):
        (above, below), market, product = _asked(number)
        asked = f"SELECT period_start, SUM({above}), SUM({below}) FROM read_parquet({files!r})"
        where = f"market = '{market}' AND product = '{product}'"
        connection.execute(f"{asked} WHERE {where} GROUP BY period_start").fetchall()


def _scan(files: list[str]) -> list[tuple[Any, ...]]:
    """The shared scan: day, market, product and the total of each measure, for the products asked about."""
    import duckdb

    sums = ", ".join(f"SUM({name})" for name in MEASURES)
    products = ", ".join(f"'p{n}'" for n in range(KPIS // 100))
    asked = f"SELECT period_start, market, product, {sums} FROM read_parquet({files!r})"
    return duckdb.connect().execute(f"{asked} WHERE product IN ({products}) GROUP BY ALL").fetchall()


def _rounded(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("1e-12"))

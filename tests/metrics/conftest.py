"""Facts in the real engine, and plans and tables short enough to be checked by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from jalon.catalogue.formula import parse
from jalon.facts.cut import Cut
from jalon.facts.engine import Scan, ScanResult
from jalon.facts.engines.duckdb import DuckdbEngine
from jalon.facts.load import Load
from jalon.facts.table import Cell, MeasureColumn, Table
from jalon.metrics import MeasuredSeries, Wanted, measure
from jalon.plan.model import Company, Kpi, Kra, Measurement, Plan, Source
from jalon.quantities import Duration, Grain, Period, Text

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


class CountingEngine(DuckdbEngine):
    """The real engine, which remembers what it was asked."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.scans: list[Scan] = []
        self.loaded = count()

    def scan(self, scan: Scan) -> ScanResult:
        self.scans.append(scan)
        return super().scan(scan)


Loader = Callable[..., None]


@pytest.fixture
def engine(tmp_path: Path) -> CountingEngine:
    return CountingEngine(tmp_path)


@pytest.fixture
def load(engine: CountingEngine) -> Loader:
    """`load("csv_crm/table/day/channel", [("2026-01-01", "seo", 12)], "leads")`: days, dimensions, measures."""

    def loaded(
        text: str,
        rows: Sequence[tuple[object, ...]],
        *names: str,
        unit: Mapping[str, str] | None = None,
        account: str | None = None,
        extracted: datetime = datetime(2026, 10, 15, 6, tzinfo=UTC),
        kind: str = "flow",
    ) -> None:
        table = table_of(text, rows, names, unit or {}, kind)
        table = replace(table, account=account)
        currency = next((u for u in (unit or {}).values() if u.isupper()), None)
        provenance = (table.cut.tool, account, table.cut, table.covers, f"{next(engine.loaded)}", "f.csv")
        told = Load(*provenance, "jalon.table@1", extracted, currency=currency)
        engine.replace(told, table)

    return loaded


def table_of(
    text: str, rows: Sequence[tuple[object, ...]], names: Sequence[str], unit: Mapping[str, str], kind: str = "flow"
) -> Table:
    """Rows of (day or `first..last`, dimensions…, values…); None where a value is unknown."""
    cut = Cut.parse(text)
    spans = [_span(str(row[0])) for row in rows]
    columns: dict[str, list[Cell]] = {"period_start": [s.start for s in spans], "period_end": [s.end for s in spans]}
    for at, name in enumerate(cut.dimensions, start=1):
        columns[name] = [None if row[at] is None else str(row[at]) for row in rows]
    for at, name in enumerate(names, start=1 + len(cut.dimensions)):
        columns[name] = [None if row[at] is None else Decimal(str(row[at])) for row in rows]
    daily = cut.grain is not Grain.RANGE and bool(spans)
    covers = (Period(min(s.start for s in spans), max(s.end for s in spans)),) if daily else tuple(dict.fromkeys(spans))
    measures = tuple(MeasureColumn(name, kind, unit.get(name, "count")) for name in names)
    return Table(cut, covers, columns, measures, len(rows))


def _span(text: str) -> Period:
    first, _, last = text.partition("..")
    return Period(date.fromisoformat(first), date.fromisoformat(last or first))


def plan_of(**told: object) -> Plan:
    """A plan in euros for 2026; the rest as told."""
    base = Plan(("fr",), "in_force", None, Company("savons", Text.of("Savonnerie", "Soap works")), YEAR)
    return replace(base, **told)  # type: ignore[arg-type]


def source(
    tool: str, lag: str = "P1D", grain: str = "day", maturity: str | None = None, account: str | None = None
) -> Source:
    """A source of the plan named after its tool."""
    settled = Duration.parse(maturity) if maturity else None
    return Source(tool, tool, grain, Duration.parse(lag), settled, "ana", account, None, None)


def wants(text: str, group_by: str | None = None, params: Mapping[str, str] | None = None, **told: object) -> Wanted:
    """A formula to measure under a filter given by keyword."""
    values = {name: (value,) if isinstance(value, str) else value for name, value in told.items()}
    asked = {name: Decimal(value) for name, value in (params or {}).items()}
    return Wanted("kpi:x", parse(text), values, asked, "count", group_by)  # type: ignore[arg-type]


Asking = Callable[..., MeasuredSeries]


@pytest.fixture
def asked(engine: CountingEngine) -> Asking:
    """The series of one formula: `asked("media_cost / leads", plan, business="b2b")`."""

    def series(text: str, plan: Plan | None = None, as_of: str = "2026-10-15", **told: object) -> MeasuredSeries:
        found = measure([wants(text, **told)], plan or plan_of(), engine, date.fromisoformat(as_of))  # type: ignore[arg-type]
        return found.series["kpi:x"]

    return series


def days(first: str, last: str | None = None) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last or first))


def kpi_of(name: str, formula: str, **told: tuple[str, ...]) -> Kra:
    """An area with one KPI."""
    measured = Measurement(None, formula, None, "count", "up", told, {}, None, None, ())
    nobody = (None,) * 4
    return Kra("k", *nobody, True, None, None, "active", *nobody[:3], (), (), (), (), (Kpi(name, measured),), (), ())

"""A small exact engine over tables in memory, and plans and tables short enough to be checked by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jalon.catalogue.formula import parse
from jalon.facts.cut import Cut
from jalon.facts.engine import UNMAPPED, Aggregate, Case, MappedDimension, Scan, ScanResult
from jalon.facts.load import Commit, CutState, DataFile, Difference, Load, Revision
from jalon.facts.table import Cell, MeasureColumn, Table
from jalon.metrics import MeasuredSeries, Wanted, measure
from jalon.plan.model import Company, Kpi, Kra, Measurement, Plan, Source
from jalon.quantities import Duration, Grain, Period, Text, bucket_end, bucket_start

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))

Row = tuple[Load, Mapping[str, Cell]]


@dataclass
class MemoryEngine:
    """The promise of an engine kept literally: rows in lists, sums in decimals."""

    name: str = "memory"
    loads: dict[str, list[tuple[Load, Table]]] = field(default_factory=dict)
    scans: list[Scan] = field(default_factory=list)
    capped: set[str] = field(default_factory=set)

    def preview(self, load: Load, table: Table) -> Difference:
        return Difference(load.cut, 0, table.rows, 0, 0)

    def replace(self, load: Load, table: Table) -> Commit:
        self.loads.setdefault(load.cut.text, []).append((load, table))
        return Commit(load.import_id, load.cut, len(self.loads[load.cut.text]), self.preview(load, table))

    def undo(self, import_id: str, cut: Cut) -> Commit | None:
        return None

    def revisions(self, cut: Cut) -> list[Revision]:
        return []

    def files(self, cut: Cut, version: int | None = None) -> list[DataFile]:
        return []

    def imports(self, cut: Cut) -> dict[str, Load]:
        return {load.import_id: load for load, _ in self.loads.get(cut.text, [])}

    def cuts(self, as_of: datetime | None = None) -> list[CutState]:
        return [self._state(text, kept) for text, kept in sorted(self.loads.items())]

    def _state(self, text: str, kept: Sequence[tuple[Load, Table]]) -> CutState:
        last, table = kept[-1]
        rows = self._rows(text)
        return CutState(
            cut=last.cut,
            version=len(kept),
            accounts=tuple(sorted({load.account for load, _ in kept}, key=str)),
            measures={column.name: column.unit for _, kept_table in kept for column in kept_table.measures},
            kinds={column.name: column.kind for column in table.measures},
            first_day=min((_day(row["period_start"]) for _, row in rows), default=None),
            last_day=max((_day(row["period_end"]) for _, row in rows), default=None),
            rows=len(rows),
            capped=text in self.capped,
            last_extracted_at=max(load.extracted_at for load, _ in kept),
            last_import_id=last.import_id,
        )

    def _rows(self, text: str) -> list[Row]:
        found: list[Row] = []
        for load, table in self.loads[text]:
            ranged = load.cut.grain is Grain.RANGE
            found = [
                (old, row)
                for old, row in found
                if old.account != load.account
                or not any(
                    Period(_day(row["period_start"]), _day(row["period_end"])) == covers
                    if ranged
                    else _day(row["period_start"]) in covers
                    for covers in load.covers
                )
            ]
            names = list(table.columns)
            for cells in zip(*(table.columns[name] for name in names), strict=True):
                found.append((load, dict(zip(names, cells, strict=True))))
        return found

    def scan(self, scan: Scan) -> ScanResult:
        self.scans.append(scan)
        lines: dict[tuple[date, date, str], list[Row]] = {}
        for load, row in self._rows(scan.cut.text):
            start, end = _day(row["period_start"]), _day(row["period_end"])
            if scan.accounts is not None and load.account not in scan.accounts:
                continue
            if scan.period is not None and not (scan.period.start <= start and end <= scan.period.end):
                continue
            group = _value(scan.dimensions[scan.group_by], row) if scan.group_by else ""
            lines.setdefault((*_bucket(scan, start, end), group), []).append((load, row))
        keys = sorted(lines)
        return ScanResult(
            starts=[key[0] for key in keys],
            ends=[key[1] for key in keys],
            groups=[key[2] for key in keys] if scan.group_by else [],
            values={a.name: [_joined(a, scan, lines[key]) for key in keys] for a in scan.aggregates},
            rows=[len(lines[key]) for key in keys],
        )


def _day(cell: Cell) -> date:
    assert isinstance(cell, date)
    return cell


def _bucket(scan: Scan, start: date, end: date) -> tuple[date, date]:
    if scan.grain is None:
        return (scan.period.start, scan.period.end) if scan.period else (date.min, date.max)
    if scan.grain is Grain.RANGE:
        return start, end
    return bucket_start(start, scan.grain), bucket_end(start, scan.grain)


def _value(dimension: MappedDimension, row: Mapping[str, Cell]) -> str:
    for case in dimension.cases:
        if _matches(case, str(row[case.dimension] or "")):
            return case.gives
    raw = row[dimension.otherwise] if dimension.otherwise else None
    return UNMAPPED if raw is None else str(raw)


def _matches(case: Case, told: str) -> bool:
    value, wanted = told.casefold(), case.value.casefold()
    return {
        "any": True,
        "equals": value == wanted,
        "prefix": value.startswith(wanted),
        "suffix": value.endswith(wanted),
        "contains": wanted in value,
    }[case.match]


def _joined(aggregate: Aggregate, scan: Scan, rows: Iterable[Row]) -> Decimal | None:
    kept = [
        (load, row)
        for load, row in rows
        if all(_value(scan.dimensions[name], row) in values for name, values in aggregate.filters.items())
    ]
    told = [(load, row) for load, row in kept if row.get(aggregate.measure) is not None]
    if not told:
        return None
    if aggregate.joining == "sum":
        return sum((_number(row[aggregate.measure]) for _, row in told), Decimal(0))
    if aggregate.joining == "single":
        return _number(told[0][1][aggregate.measure]) if len(kept) == 1 else None
    chosen: dict[tuple[object, ...], Mapping[str, Cell]] = {}
    for load, row in sorted(told, key=lambda one: _day(one[1]["period_end"]), reverse=aggregate.joining == "first"):
        chosen[(load.account, *(row[name] for name in scan.cut.dimensions))] = row
    return sum((_number(row[aggregate.measure]) for row in chosen.values()), Decimal(0))


def _number(cell: Cell) -> Decimal:
    return cell if isinstance(cell, Decimal) else Decimal(str(cell))


Loader = Callable[..., None]


@pytest.fixture
def engine() -> MemoryEngine:
    return MemoryEngine()


@pytest.fixture
def load(engine: MemoryEngine) -> Loader:
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
        provenance = (table.cut.tool, account, table.cut, table.covers, f"{len(engine.loads)}", "f.csv")
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
def asked(engine: MemoryEngine) -> Asking:
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

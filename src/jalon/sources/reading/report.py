"""What reading found, file by file: the document of `jalon read --json` (contract 1) and the tables to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from jalon import __version__
from jalon.facts.cut import Cut
from jalon.facts.load import Load
from jalon.facts.table import MeasureColumn, Table
from jalon.findings import Finding, Severity
from jalon.quantities import Grain, Period
from jalon.sources.reading.numbers import plain
from jalon.sources.reading.whose import whose

CONTRACT = 1
RECOGNISED, UNKNOWN, REFUSED = "recognised", "unknown", "refused"
WHOLE = ("zip", "xlsx")
"""Containers that are a unit of their own, whatever stands beside them."""


@dataclass(frozen=True, slots=True)
class Check:
    """Rows compared with a total the file states, or whole cuts compared with one another."""

    check: str
    measure: str
    within: bool
    facts: Mapping[str, object] = field(default_factory=dict)
    places: int = 0
    """Digits after the mark, at most, in the rows and the total."""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table of a file, with the facts to keep and what the document says of it."""

    table: Table
    period: Period | None
    member: str | None
    line: int
    constants: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    coverage: Mapping[str, str] = field(default_factory=dict)

    def as_document(self) -> dict[str, object]:
        """Its form in the contract."""
        cut = self.table.cut
        return {
            "cut": cut.text,
            "member": self.member,
            "line": self.line,
            "grain": str(cut.grain),
            "period": [self.period.start.isoformat(), self.period.end.isoformat()] if self.period else None,
            "dimensions": list(cut.dimensions),
            "attributes": list(self.table.attributes),
            "constants": dict(self.constants),
            "rows": self.table.rows,
            "measures": {measure.name: self._measure(measure) for measure in self.table.measures},
            "checks": [{"check": c.check, "measure": c.measure, **c.facts, "within": c.within} for c in self.checks],
            "coverage": dict(self.coverage),
        }

    def _measure(self, measure: MeasureColumn) -> dict[str, object]:
        sheet = self.table.sheet
        if sheet is not None:
            told: dict[str, object] = {"kind": measure.kind, "unit": measure.unit}
            if measure.kind == "flow":
                total = sheet.totals.get(measure.name)
                told["total"] = None if total is None else plain(total)
            return {**told, "nulls": sheet.nulls[measure.name], "column": measure.header, "derived": measure.derived}
        values = self.table.columns[measure.name][: self.table.rows]
        known = [value for value in values if value is not None]
        document: dict[str, object] = {"kind": measure.kind, "unit": measure.unit}
        if measure.kind == "flow":
            exact = [value for value in known if isinstance(value, Decimal)]
            document["total"] = plain(sum(exact, Decimal(0))) if exact else None
        bounds = self.table.columns.get(f"{measure.name}_low", ())[: self.table.rows]
        bounded = sum(low is not None and value is None for value, low in zip(values, bounds, strict=False))
        document.update(nulls=len(values) - len(known) - bounded, column=measure.header, derived=measure.derived)
        return document

    def total(self, measure: str) -> Decimal | None:
        """Exact sum of a flow over the file's own rows."""
        if self.table.sheet is not None:
            return self.table.sheet.totals.get(measure)
        values = self.table.columns.get(measure, ())[: self.table.rows]
        exact = [value for value in values if isinstance(value, Decimal)]
        return sum(exact, Decimal(0)) if exact else None


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was left at the door."""

    total_rows: int = 0
    personal_columns: tuple[str, ...] = ()
    ratio_columns: tuple[str, ...] = ()
    other: tuple[tuple[str, str], ...] = ()

    def as_document(self) -> dict[str, object]:
        """Its form in the contract."""
        return {
            "total_rows": self.total_rows,
            "personal_columns": list(self.personal_columns),
            "ratio_columns": list(self.ratio_columns),
            "other": [{"column": column, "reason": reason} for column, reason in self.other],
        }


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file as it was understood."""

    path: str
    sha256: str | None
    bytes: int | None
    status: str
    format: str | None = None
    tool: str | None = None
    report: str | None = None
    unit: str | None = None
    language: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    account: str | None = None
    property_name: str | None = None
    currency: str | None = None
    timezone: str | None = None
    extracted_at: datetime | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[ReadTable, ...] = ()
    dropped: Dropped = field(default_factory=Dropped)
    findings: tuple[Finding, ...] = ()

    @property
    def importable(self) -> bool:
        """Recognised, with something to keep and no error left."""
        wrong = any(finding.severity is Severity.ERROR for finding in self.findings)
        return self.status == RECOGNISED and bool(self.tables) and not wrong

    def as_document(self) -> dict[str, object]:
        """Its form in the contract, keys in the contract's order."""
        named = ("format", "tool", "report", "language", "encoding", "delimiter", "account")
        return {
            "path": self.path,
            "sha256": self.sha256,
            "bytes": self.bytes,
            "unit": self.unit,
            "status": self.status,
            **{name: getattr(self, name) for name in named},
            "property": self.property_name,
            "currency": self.currency,
            "timezone": self.timezone,
            "extracted_at": self.extracted_at.isoformat() if self.extracted_at else None,
            "filters": dict(self.filters),
            "tables": [table.as_document() for table in self.tables],
            "dropped": self.dropped.as_document(),
            "findings": [finding_document(finding) for finding in sorted(self.findings, key=_order)],
        }

    def load_for(self, table: Table, extracted_at: datetime, author: str = "") -> Load:
        """The provenance of one of its tables."""
        return Load(
            source=table.cut.tool,
            account=table.account,
            cut=table.cut,
            covers=table.covers,
            sha256=self.sha256 or "",
            file_name=self.path.rsplit("/", 1)[-1],
            format=self.format or "",
            extracted_at=extracted_at,
            author=author,
            timezone=self.timezone,
            currency=self.currency,
            about=whose(
                self.path.rsplit("/", 1)[-1], table, self.property_name, None if table.account else self.account
            ),
        )


@dataclass(frozen=True, slots=True)
class ReadReport:
    """Every file of one call, in the order given."""

    files: tuple[FileReport, ...]

    @property
    def exit_status(self) -> int:
        """2 when a file is unknown or refused, 1 when a recognised one has an error, else 0."""
        if any(file.status != RECOGNISED for file in self.files):
            return 2
        return 1 if any(f.severity is Severity.ERROR for file in self.files for f in file.findings) else 0

    def as_document(self) -> dict[str, object]:
        """The JSON document of `jalon read --json`."""
        files = [file.as_document() for file in self.files]
        return {"contract": CONTRACT, "jalon": __version__, "files": files, "findings": []}


def named_units(reports: list[FileReport]) -> list[FileReport]:
    """Loose files of one folder and format share the folder's name as unit."""
    together: dict[tuple[str, str | None], int] = {}
    for report in reports:
        if report.status == RECOGNISED and report.encoding not in WHOLE:
            key = (str(Path(report.path).parent), report.format)
            together[key] = together.get(key, 0) + 1
    named = []
    for report in reports:
        place = Path(report.path).parent
        shared = together.get((str(place), report.format), 0) > 1 and (report.format or "").startswith("search_console")
        loose = shared and report.encoding not in WHOLE
        named.append(replace(report, unit=place.resolve().name) if loose else report)
    return named


def dated_snapshots(tables: tuple[ReadTable, ...], day: date) -> tuple[ReadTable, ...]:
    """Tables whose counters go on counting, as they stood on the day they were extracted."""
    return tuple(replace(read, table=dated(read.table, day)) for read in tables)


def dated(table: Table, day: date) -> Table:
    """A snapshot that bears no day of its own takes this one; any other table is left as it is."""
    if table.cut.grain is not Grain.SNAPSHOT or table.covers or not table.rows_kept():
        return table
    days = [day] * table.rows_kept()
    columns = {**table.columns, "period_start": days, "period_end": days}
    return replace(table, columns=columns, covers=(Period(day, day),))


def finding_document(finding: Finding) -> dict[str, object]:
    """A finding as this contract writes it: line and column beside the code."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "line": finding.place.line,
        "column": finding.place.column,
        "details": dict(finding.details),
    }


def _order(finding: Finding) -> tuple[int, str]:
    return (finding.place.line or 0, finding.code)


def joined_tables(tables: tuple[ReadTable, ...]) -> list[Table]:
    """The facts of a file with tables of one cut and account joined by key: two tables may share a cut."""
    found: dict[tuple[Cut, str | None], Table] = {}
    for read in tables:
        key = (read.table.cut, read.table.account)
        found[key] = _joined(found[key], read.table) if key in found else read.table
    return list(found.values())


def _joined(first: Table, second: Table) -> Table:
    keys = ("period_start", "period_end", *first.cut.dimensions)
    places: dict[tuple[object, ...], int] = {}
    columns = {name: list(values) for name, values in first.columns.items()}
    for index in range(first.rows_kept()):
        places[tuple(columns[name][index] for name in keys)] = index
    added = [name for name in second.columns if name not in columns]
    for name in added:
        columns[name] = [None] * first.rows_kept()
    for index in range(second.rows_kept()):
        key = tuple(second.columns[name][index] for name in keys)
        if key not in places:
            places[key] = len(columns["period_start"])
            for name, values in columns.items():
                values.append(second.columns[name][index] if name in keys else None)
        for name in second.columns:
            if name not in keys:
                columns[name][places[key]] = second.columns[name][index]
    covers = tuple(dict.fromkeys((*first.covers, *second.covers)))
    known = {measure.name for measure in first.measures}
    measures = (*first.measures, *(m for m in second.measures if m.name not in known))
    rows = len(columns["period_start"])
    return replace(first, covers=covers, columns=columns, measures=measures, rows=rows, row_numbers=())

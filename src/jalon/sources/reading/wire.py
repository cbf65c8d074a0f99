"""What a reading child is asked and what it answers, as plain JSON: values only, never code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from jalon.facts.cut import Cut
from jalon.facts.sheet import Kind, Sheet, Taken
from jalon.facts.table import Cell, MeasureColumn, Table
from jalon.findings import Finding, Place, Severity
from jalon.quantities import Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.report import Check, Dropped, FileReport, ReadReport, ReadTable
from jalon.sources.reading.shape import CellPage, Column, Shape

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a child: `read` files, what `shape` the tables of a file have, or its bare `cells`.

    `readers` are entry points by name, `own` the choices a workspace saved with their versions.
    """

    ask: str
    paths: Sequence[str]
    readers: Sequence[str]
    own: Sequence[tuple[Mapping[str, Any], int]] = ()
    answers: Answers = field(default_factory=Answers)
    line: int | None = None
    cpu_seconds: int = 60
    caster: str = ""
    """Who casts a long file, by name; nobody: every file is read row by row."""
    folder: str = ""
    """Where its columns go."""
    longer_than: int = 0

    def as_document(self) -> Said:
        """Its JSON form."""
        answered = self.answers
        return {
            "ask": self.ask,
            "paths": list(self.paths),
            "readers": list(self.readers),
            "own": [[dict(choice), version] for choice, version in self.own],
            "line": self.line,
            "cpu_seconds": self.cpu_seconds,
            "caster": self.caster,
            "folder": self.folder,
            "longer_than": self.longer_than,
            "answers": {
                "currency": answered.currency,
                "period": _period_said(answered.period),
                "timezone": answered.timezone,
                "account": answered.account,
                "tool": answered.tool,
                "filters": dict(answered.filters),
                "as_format": answered.as_format,
                "meant": answered.meant,
                "day_first": answered.day_first,
                "accepted": sorted(answered.accepted),
                "extracted_at": _moment_said(answered.extracted_at),
            },
        }

    @classmethod
    def of(cls, said: Said) -> Request:
        """A request from its JSON form."""
        answered = said["answers"]
        told = {
            **answered,
            "period": _period(answered["period"]),
            "accepted": frozenset(answered["accepted"]),
            "extracted_at": _moment(answered["extracted_at"]),
        }
        own = [(choice, version) for choice, version in said["own"]]
        return cls(
            said["ask"], said["paths"], said["readers"], own, Answers(**told), said["line"], said["cpu_seconds"],
            said["caster"], said["folder"], said["longer_than"],
        )  # fmt: skip


def report_said(report: ReadReport) -> list[Said]:
    """A report as JSON."""
    return [_file_said(file) for file in report.files]


def report_of(said: Sequence[Said], sheet: Path | None = None, holder: object = None) -> ReadReport:
    """A report from its JSON. Raises `KeyError`, `TypeError` or `ValueError` for what is none.

    `sheet` is where the rows of a long table were to be written: the answer names no file.
    """
    return ReadReport(tuple(_file(one, sheet, holder) for one in said))


def shape_said(shape: Shape) -> Said:
    """What a table seems to be, as JSON."""
    columns = [[c.header, list(c.samples), c.seems, c.sure] for c in shape.columns]
    return {
        "line": shape.line,
        "delimiter": shape.delimiter,
        "columns": columns,
        "rows": shape.rows,
        "head": [[line, list(cells)] for line, cells in shape.head],
        "member": shape.member,
        "total": shape.total,
        "known_as": list(shape.known_as),
    }


def shape_of(said: Said) -> Shape:
    """The same, from its JSON."""
    columns = tuple(Column(str(h), tuple(map(str, s)), str(seems), bool(sure)) for h, s, seems, sure in said["columns"])
    head = tuple((int(line), tuple(map(str, cells))) for line, cells in said["head"])
    known = tuple(map(str, said["known_as"]))
    return Shape(
        int(said["line"]), said["delimiter"], columns, int(said["rows"]), head, said["member"], said["total"], known
    )


def cells_said(page: CellPage) -> Said:
    """The cells of a page as JSON: a number of a workbook stands in brackets, a text does not."""
    rows = [[n, [[str(cell)] if isinstance(cell, Decimal) else cell for cell in cells]] for n, cells in page.rows]
    return {"name": page.name, "rows": rows, "delimiter": page.delimiter, "merged": list(page.merged)}


def cells_of(said: Said) -> CellPage:
    """The same, from its JSON."""
    rows = [
        (int(n), [Decimal(cell[0]) if isinstance(cell, list) else str(cell) for cell in cells])
        for n, cells in said["rows"]
    ]
    return CellPage(str(said["name"]), rows, said["delimiter"], tuple(map(str, said["merged"])))


def finding_said(finding: Finding) -> Said:
    """A finding as JSON."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "subject": finding.subject,
        "place": [place.file, place.line, place.path, place.column],
        "details": dict(finding.details),
        "others": list(finding.others),
    }


def finding_of(said: Said) -> Finding:
    """A finding from its JSON."""
    place = Place(*said["place"])
    return Finding(
        str(said["code"]), Severity(said["severity"]), said["subject"], place, said["details"], tuple(said["others"])
    )


_PLAIN = (
    "path", "sha256", "bytes", "status", "format", "tool", "report", "unit", "language", "encoding", "delimiter",
    "account", "property_name", "currency", "timezone",
)  # fmt: skip


def _file_said(file: FileReport) -> Said:
    return {
        **{name: getattr(file, name) for name in _PLAIN},
        "extracted_at": _moment_said(file.extracted_at),
        "filters": dict(file.filters),
        "tables": [_table_said(read) for read in file.tables],
        "dropped": {
            "total_rows": file.dropped.total_rows,
            "personal_columns": list(file.dropped.personal_columns),
            "ratio_columns": list(file.dropped.ratio_columns),
            "other": [list(pair) for pair in file.dropped.other],
        },
        "findings": [finding_said(finding) for finding in file.findings],
    }


def _file(said: Said, sheet: Path | None, holder: object) -> FileReport:
    dropped = said["dropped"]
    return FileReport(
        **{name: said[name] for name in _PLAIN},
        extracted_at=_moment(said["extracted_at"]),
        filters=said["filters"],
        tables=tuple(_table(one, sheet, holder) for one in said["tables"]),
        dropped=Dropped(
            int(dropped["total_rows"]),
            tuple(dropped["personal_columns"]),
            tuple(dropped["ratio_columns"]),
            tuple((column, reason) for column, reason in dropped["other"]),
        ),
        findings=tuple(finding_of(one) for one in said["findings"]),
    )


def _table_said(read: ReadTable) -> Said:
    table = read.table
    return {
        "cut": table.cut.text,
        "covers": [_period_said(period) for period in table.covers],
        "columns": {name: _column_said(cells) for name, cells in table.columns.items()},
        "measures": [[m.name, m.kind, m.unit, m.header, m.derived] for m in table.measures],
        "rows": table.rows,
        "account": table.account,
        "attributes": list(table.attributes),
        "row_numbers": list(table.row_numbers),
        "period": _period_said(read.period),
        "member": read.member,
        "line": read.line,
        "constants": dict(read.constants),
        "checks": [[c.check, c.measure, c.within, dict(c.facts)] for c in read.checks],
        "coverage": dict(read.coverage),
        "sheet": _sheet_said(table.sheet) if table.sheet else None,
    }


def _table(said: Said, sheet: Path | None, holder: object) -> ReadTable:
    covers = tuple(period for one in said["covers"] if (period := _period(one)))
    table = Table(
        Cut.parse(said["cut"]),
        covers,
        {name: _column(told) for name, told in said["columns"].items()},
        tuple(MeasureColumn(*column) for column in said["measures"]),
        int(said["rows"]),
        said["account"],
        tuple(said["attributes"]),
        said["row_numbers"],
        _sheet(said["sheet"], sheet, holder) if said["sheet"] else None,
    )
    return ReadTable(
        table,
        _period(said["period"]),
        said["member"],
        int(said["line"]),
        said["constants"],
        tuple(Check(check, measure, within, facts) for check, measure, within, facts in said["checks"]),
        said["coverage"],
    )


def _sheet_said(sheet: Sheet) -> Said:
    """How a sheet is read, as JSON; never where it is."""
    columns = {
        name: [one.kind, one.plain, one.text, list(one.known), _column_said(list(one.known.values()))]
        for name, one in sheet.columns.items()
    }
    totals = {name: None if total is None else str(total) for name, total in sheet.totals.items()}
    return {
        "columns": columns,
        "first_line": sheet.first_line,
        "left_out": list(sheet.left_out),
        "totals": totals,
        "nulls": dict(sheet.nulls),
    }


_KINDS: Mapping[str, tuple[Kind, type]] = {
    "day": ("day", date), "word": ("word", str), "exact": ("exact", Decimal), "float": ("float", float),
}  # fmt: skip


def _sheet(said: Said, path: Path | None, holder: object) -> Sheet:
    """The same, from its JSON, for the file that was asked for."""
    if path is None:
        raise ValueError("a sheet that nobody asked for")
    columns = {}
    for name, (kind, plain, text, cells, told) in said["columns"].items():
        of_kind, made = _KINDS[kind]
        values = _column(told)
        if any(type(cell) is not str for cell in cells) or any(
            value is not None and not isinstance(value, made) for value in values
        ):
            raise TypeError("cells of another kind")
        columns[str(name)] = Taken(of_kind, plain, text, dict(zip(cells, values, strict=True)))
    totals = {name: None if total is None else Decimal(total) for name, total in said["totals"].items()}
    nulls = {name: int(count) for name, count in said["nulls"].items()}
    left_out = tuple(int(row) for row in said["left_out"])
    return Sheet(path, columns, int(said["first_line"]), left_out, totals, nulls, holder)


def _column_said(cells: Sequence[Cell]) -> list[Any]:
    """The type of a column's cells, then each of them as text or number. Raises `TypeError` for mixed ones."""
    kinds = {type(cell) for cell in cells} - {type(None)}
    if len(kinds) > 1 and kinds != {str, *(kind for kind in kinds if issubclass(kind, str))}:
        raise TypeError(f"a column of {sorted(kind.__name__ for kind in kinds)}")
    kind = next(iter(kinds), str)
    if kind is Decimal:
        return ["exact", [None if cell is None else str(cell) for cell in cells]]
    if kind is float:
        return ["float", [None if cell is None else repr(cell) for cell in cells]]
    if kind is date:
        return ["day", [cell.isoformat() if isinstance(cell, date) else None for cell in cells]]
    return ["words", list(cells)]


_CELLS: Mapping[str, Callable[[str], Cell]] = {"exact": Decimal, "float": float, "day": date.fromisoformat}


def _column(told: list[Any]) -> list[Cell]:
    kind, cells = told
    if kind == "words":
        if any(cell is not None and type(cell) is not str for cell in cells):
            raise TypeError("words that are none")
        return list(cells)
    made = _CELLS[kind]
    return [None if cell is None else made(cell) for cell in cells]


def _period_said(period: Period | None) -> list[str] | None:
    return [period.start.isoformat(), period.end.isoformat()] if period else None


def _period(said: Sequence[str] | None) -> Period | None:
    return Period(date.fromisoformat(said[0]), date.fromisoformat(said[1])) if said else None


def _moment_said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None

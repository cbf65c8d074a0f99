"""Findings of reading: their codes' severities in one table, and the refusal that stops a file."""

from __future__ import annotations

from jalon.findings import Detail, Finding, Place, Severity

_WARNINGS = {
    "encoding.assumed", "text.control", "filter.unknown", "date.outside_period", "period.partial", "grain.range",
    "rows.capped", "measure.all_null", "snapshot.date_unknown", "followers.unlike_growth",
}  # fmt: skip
_INFOS = {
    "number.censored", "timezone.unknown", "total.account_differs", "table.empty", "personal.dropped",
    "personal.masked", "personal.phone_masked", "personal.ip_masked", "column.unmapped", "formula.neutralised",
}  # fmt: skip


def noticed(code: str, line: int | None = None, column: str | None = None, **details: Detail) -> Finding:
    """A finding of reading; `subject` is the file, which the report adds to its place."""
    return graded(code, severity_of(code), line, column, **details)


def graded(code: str, severity: Severity, line: int | None, column: str | None, **details: Detail) -> Finding:
    """A finding whose severity depends on the case."""
    kept = {name: value for name, value in details.items() if value is not None}
    return Finding(code, severity, "file", Place(None, line, None, column), kept)


def severity_of(code: str) -> Severity:
    """The severity a code has unless the case changes it."""
    return Severity.WARNING if code in _WARNINGS else Severity.INFO if code in _INFOS else Severity.ERROR


class Refused(Exception):
    """The file is damaged, hostile or unreadable: nothing of it is used."""

    def __init__(self, code: str, line: int | None = None, column: str | None = None, **details: Detail) -> None:
        super().__init__(code)
        self.finding = graded(code, Severity.ERROR, line, column, **details)

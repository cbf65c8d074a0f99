"""A performance download: its tables read by their descriptor, then together (period, filters, agreement, coverage)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from jalon.facts.table import Cell, Table
from jalon.findings import Finding
from jalon.quantities import Grain, Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.described import Described
from jalon.sources.reading.format import NO_FIT, Fit, Outcome
from jalon.sources.reading.headers import normal
from jalon.sources.reading.noticed import noticed
from jalon.sources.reading.numbers import plain
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.report import Check, ReadTable
from jalon.sources.search_console.filters import compares, cut_filters, is_filter_file, stated_filters

CAP = 1_000
REST = "(anonymised or cut off)"
WHOLE = ("day", "device", "country")
CAPPED = ("query", "page")
FLOWS = ("organic_clicks", "organic_impressions", "position_impressions")
STRANGE = 0.6
"""The most a table scores whose header holds a column that this report never writes."""


class Performance(Described):
    """A table of a performance download, or its filter file."""

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """The first line names a table and the metrics, and nothing else; or it is the filter file's."""
        if not rows:
            return NO_FIT
        headers = [normal(cell) for cell in rows[0].cells if cell.strip()]
        language = is_filter_file(headers)
        if language:
            return Fit(1.0, 0, (), language)
        if len(headers) > 1 and self._names_a_table(headers[0]) and compares(headers[1:]):
            return Fit(0.8, 0, ("comparison",), "fr" if "clics" in " ".join(headers) else "en")
        found = super().fit(page, rows[:1], answers)
        strange = tuple(header for header in headers if not self.said.knows(header))
        return Fit(min(found.score, STRANGE), 0, found.lacks or strange, found.language) if strange else found

    def _names_a_table(self, header: str) -> bool:
        return header in self.said.dimensions or header in self.said.times.day

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read one table on its own; `together` gives it its period and its filters."""
        if fit.lacks == ("comparison",):
            return Outcome(findings=(noticed("report.comparison", rows[0].line),), language=fit.language)
        if is_filter_file([normal(cell) for cell in rows[0].cells if cell.strip()]):
            filters, findings = stated_filters(rows[1:], answers)
            timezone = answers.timezone or self.said.timezone
            return Outcome(language=fit.language, timezone=timezone, filters=filters, findings=tuple(findings))
        outcome = super().read(page, rows, fit, answers, delimiter)
        capped = any(_name(read) in CAPPED and read.table.rows >= CAP for read in outcome.tables)
        found = [noticed("rows.capped", None, None, rows=outcome.tables[0].table.rows)] if capped else []
        return replace(outcome, findings=(*outcome.findings, *found))

    def together(self, outcomes: list[tuple[Page, Outcome]], answers: Answers) -> list[Outcome]:
        """One download: the period of its day table, the filters of its filter file, agreement of its whole cuts."""
        stated = next((o for _, o in outcomes if o.filters), None)
        known = stated is not None or any(normal(_stem(p)) in ("filters", "filtres") for p, _ in outcomes)
        filters = dict(stated.filters) if stated else {}
        named_filters = {**cut_filters(filters), **answers.filters}
        period = answers.period or _period([table for _, o in outcomes for table in o.tables])
        named = {_name(table): table for _, o in outcomes for table in o.tables}
        agreed, wrong = _agreement(named)
        return [
            _completed(outcome, named_filters, filters, period, named, agreed, wrong, known) for _, outcome in outcomes
        ]


def _completed(
    outcome: Outcome,
    named_filters: dict[str, str],
    filters: dict[str, str],
    period: Period | None,
    named: dict[str, ReadTable],
    agreed: tuple[Check, ...],
    wrong: tuple[Finding, ...],
    known: bool,
) -> Outcome:
    if not outcome.tables:
        return outcome
    # Read alone, only the table of days has a period: the others take it from there.
    findings = [finding for finding in outcome.findings if finding.code != "period.unknown"]
    if not known and not named_filters:
        findings.append(noticed("filter.unknown", None, None, remedy="--filter"))
    read = outcome.tables[0]
    table = replace(read.table, cut=replace(read.table.cut, filters=tuple(sorted(named_filters.items()))))
    coverage: dict[str, str] = {}
    if period is None:
        findings.append(noticed("period.unknown", None, None, remedy="--period"))
    else:
        table = _dated(table, period)
        if _name(read) == "query" and "day" in named:
            table, coverage = _with_rest(table, named["day"])
    if _name(read) == "day":
        findings += wrong
    done = replace(
        read,
        table=table,
        period=read.period if table.cut.grain is Grain.DAY else period,
        checks=agreed if _name(read) == "day" else (),
        coverage=coverage,
    )
    return replace(outcome, tables=(done,), findings=tuple(findings), filters=filters)


def _stem(page: Page) -> str:
    return (page.member or page.name).rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _name(read: ReadTable) -> str:
    dimensions = read.table.cut.dimensions
    return dimensions[0] if dimensions else "day"


def _period(tables: list[ReadTable]) -> Period | None:
    starts = [day for read in tables if _name(read) == "day" for day in read.table.columns.get("period_start", ())]
    days = [day for day in starts if isinstance(day, date)]
    return Period(min(days), max(days)) if days else None


def _dated(table: Table, period: Period) -> Table:
    if table.cut.grain is Grain.DAY:
        return replace(table, covers=(period,))
    rows = len(table.columns["organic_clicks"])
    starts: list[Cell] = [period.start] * rows
    ends: list[Cell] = [period.end] * rows
    return replace(table, covers=(period,), columns={**table.columns, "period_start": starts, "period_end": ends})


def _agreement(named: dict[str, ReadTable]) -> tuple[tuple[Check, ...], tuple[Finding, ...]]:
    """Days, devices and countries of one download carry the same clicks and impressions."""
    present = [name for name in WHOLE if name in named and named[name].table.rows]
    if len(present) < 2:
        return (), ()
    checks, findings = [], []
    for measure in FLOWS[:2]:
        totals = {name: named[name].total(measure) for name in present}
        within = len(set(totals.values())) == 1
        checks.append(Check("whole_cuts_agree", measure, within, {"cuts": present}))
        if not within:
            said = {name: plain(total) for name, total in totals.items() if total is not None}
            findings.append(noticed("total.mismatch", None, measure, cuts=said))
    return tuple(checks), tuple(findings)


def _with_rest(table: Table, day: ReadTable) -> tuple[Table, dict[str, str]]:
    """Coverage of the query table, and one row for what it does not hold, so that shares have a true whole."""
    coverage = {"reference": "day"}
    rest: dict[str, Decimal | None] = {}
    for measure in FLOWS:
        whole = day.total(measure)
        mine = sum((v for v in table.columns[measure] if isinstance(v, Decimal)), Decimal(0))
        if whole and measure != "position_impressions":
            coverage[measure] = format((mine / whole).quantize(Decimal("0.0001")), "f")
        rest[measure] = max(whole - mine, Decimal(0)) if whole is not None else None
    if not table.rows:
        return table, coverage
    columns = {name: list(values) for name, values in table.columns.items()}
    for name, values in columns.items():
        values.append(rest[name] if name in rest else REST if name == "query" else values[0])
    numbers = [*table.row_numbers, 0]
    return replace(table, columns=columns, row_numbers=numbers), coverage

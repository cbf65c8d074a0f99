"""Reading a performance download: table by table, then together (period, filters, agreement, coverage)."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from jalon.facts.cut import Cut
from jalon.facts.table import Cell, MeasureColumn, Table
from jalon.findings import Finding
from jalon.quantities import Grain, Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.countries import country_code
from jalon.sources.reading.days import days_of
from jalon.sources.reading.format import NO_FIT, Fit, Outcome
from jalon.sources.reading.grid import Body, body_under, duplicate_keys, words
from jalon.sources.reading.headers import normal
from jalon.sources.reading.noticed import Refused, noticed
from jalon.sources.reading.numbers import numbers_of, plain
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.report import Check, Dropped, ReadTable

CAP = 1_000
REST = "(anonymised or cut off)"
WHOLE = ("day", "device", "country")
CAPPED = ("query", "page")
ZONE = "America/Los_Angeles"
FLOWS = ("organic_clicks", "organic_impressions", "position_impressions")


@cache
def _names() -> dict[str, dict[str, str]]:
    """Section → normal header → name in the house."""
    said = tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))
    return {name: {normal(w): key for key, ws in inner.items() for w in ws} for name, inner in said.items()}


class Performance:
    """A table of a performance download, or its filter file."""

    id = "search_console.performance@1"
    tool = "search_console"
    report = "performance"

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """The header names a table and the four metrics; or it is the filter file's."""
        if not rows:
            return NO_FIT
        headers = [normal(cell) for cell in rows[0].cells if cell.strip()]
        if headers in (["filter", "value"], ["filtre", "valeur"]):
            return Fit(1.0, 0, (), "fr" if headers[0] == "filtre" else "en")
        table = _names()["tables"].get(headers[0]) if headers else None
        metrics = {_names()["metrics"].get(header) for header in headers[1:]}
        if table is None:
            return NO_FIT
        lacks = tuple(name for name in ("clicks", "impressions", "position") if name not in metrics)
        if not lacks:
            return Fit(1.0, 0, (), "fr" if "clics" in headers else "en")
        ours = all(any(word in header for word in ("clic", "impression", "ctr", "position")) for header in headers[1:])
        twice = sum("clic" in header for header in headers[1:]) >= 2
        compared = (ours and twice) or sum(" - " in header for header in headers[1:]) >= 2
        return Fit(0.8, 0, ("comparison",)) if compared else Fit(0.3, 0, lacks)

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read one table on its own; `together` gives it its period and its filters."""
        if fit.lacks == ("comparison",):
            return Outcome(findings=(noticed("report.comparison", rows[0].line),), language=fit.language)
        if normal(rows[0].cells[0]) in ("filter", "filtre"):
            filters, findings = _filters(rows[1:], answers)
            return Outcome(language=fit.language, timezone=ZONE, filters=filters, findings=tuple(findings))
        body = body_under(rows[0], rows[1:])
        name = _names()["tables"][body.header[0]]
        findings = [noticed("table.empty")] if not body.rows else []
        table = self._table(body, name, rows[0], answers, findings)
        ratios = tuple(c.strip() for c in rows[0].cells if _names()["metrics"].get(normal(c)) == "ctr")
        if name in CAPPED and table.rows >= CAP:
            findings.append(noticed("rows.capped", None, None, rows=table.rows))
        read = ReadTable(table, None, page.member, rows[0].line)
        return Outcome((read,), tuple(findings), Dropped(ratio_columns=ratios), language=fit.language, timezone=ZONE)

    def _table(self, body: Body, name: str, header: Row, answers: Answers, findings: list[Finding]) -> Table:
        metrics = {_names()["metrics"].get(head): i for i, head in enumerate(body.header)}
        read = {}
        for metric in ("clicks", "impressions", "position"):
            column = numbers_of(body.cells(metrics[metric]), body.lines, header.cells[metrics[metric]])
            findings += column.findings
            read[metric] = column.values
        pairs = zip(read["position"], read["impressions"], strict=True)
        weighted = [None if place is None or shown is None else place * shown for place, shown in pairs]
        columns: dict[str, list[Cell]] = {
            "organic_clicks": list(read["clicks"]),
            "organic_impressions": list(read["impressions"]),
            "position_impressions": list(weighted),
        }
        attributes: tuple[str, ...] = ()
        if name == "day":
            days, wrong = days_of(body.cells(0), body.lines, header.cells[0], answers.day_first)
            findings += wrong
            columns["period_start"], columns["period_end"] = list(days), list(days)
        else:
            labels = words(body.cells(0))
            columns[name] = [self._value(name, label) for label in labels]
            if name == "country":
                columns["country_label"] = list(labels)
                attributes = ("country_label",)
        key = columns.get(name) or columns.get("period_start") or []
        twice = duplicate_keys([(value,) for value in key], body.lines) if len(key) == len(body.rows) else None
        if twice:
            findings.append(noticed("rows.duplicate_key", twice[0], None, key=[str(twice[1][0])]))
        heads = {m: header.cells[i].strip() for m, i in metrics.items() if m}
        measures = (
            MeasureColumn("organic_clicks", "flow", "count", heads["clicks"]),
            MeasureColumn("organic_impressions", "flow", "count", heads["impressions"]),
            MeasureColumn("position_impressions", "flow", "count", None, derived=True),
        )
        grain = Grain.DAY if name == "day" else Grain.RANGE
        cut = Cut(self.tool, self.report, grain, () if name == "day" else (name,))
        return Table(cut, (), columns, measures, len(body.rows), answers.account, attributes, row_numbers=body.lines)

    def _value(self, name: str, label: str | None) -> str | None:
        if label is None:
            return None
        if name == "country":
            return country_code(label) or label
        return _names()["devices"].get(normal(label), label) if name == "device" else label

    def together(self, outcomes: list[tuple[Page, Outcome]], answers: Answers) -> list[Outcome]:
        """One download: the period of its day table, the filters of its filter file, agreement of its whole cuts."""
        stated = next((o for _, o in outcomes if o.filters), None)
        known = stated is not None or any(normal(_stem(p)) in ("filters", "filtres") for p, _ in outcomes)
        filters = dict(stated.filters) if stated else {}
        cut_filters = {**_cut_filters(filters), **answers.filters}
        period = answers.period or _period([table for _, o in outcomes for table in o.tables])
        named = {_name(table): table for _, o in outcomes for table in o.tables}
        agreed, wrong = _agreement(named)
        return [
            self._completed(page, outcome, cut_filters, filters, period, named, agreed, wrong, known)
            for page, outcome in outcomes
        ]

    def _completed(
        self,
        page: Page,
        outcome: Outcome,
        cut_filters: dict[str, str],
        filters: dict[str, str],
        period: Period | None,
        named: dict[str, ReadTable],
        agreed: tuple[Check, ...],
        wrong: tuple[Finding, ...],
        known: bool,
    ) -> Outcome:
        if not outcome.tables:
            return outcome
        findings = list(outcome.findings)
        if not known and not cut_filters:
            findings.append(noticed("filter.unknown", None, None, remedy="--filter"))
        read = outcome.tables[0]
        cut = replace(read.table.cut, filters=tuple(sorted(cut_filters.items())))
        table = replace(read.table, cut=cut)
        coverage: dict[str, str] = {}
        if period is None:
            findings.append(noticed("period.unknown", None, None, remedy="--period"))
            table = _without_rows(table)
        else:
            table = _dated(table, period)
            if _name(read) == "query" and "day" in named:
                table, coverage = _with_rest(table, named["day"])
        checks = agreed if _name(read) == "day" else ()
        if _name(read) == "day":
            findings += wrong
        extent = _extent(table) if table.cut.grain is Grain.DAY else period
        done = replace(read, table=table, period=extent, checks=checks, coverage=coverage)
        return replace(outcome, tables=(done,), findings=tuple(findings), filters=filters)


def _stem(page: Page) -> str:
    return (page.member or page.name).rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _name(read: ReadTable) -> str:
    dimensions = read.table.cut.dimensions
    return dimensions[0] if dimensions else "day"


def _filters(rows: tuple[Row, ...], answers: Answers) -> tuple[dict[str, str], list[Finding]]:
    """The file's filters as written; a filter whose operator is not known asks."""
    found: dict[str, str] = {}
    findings = []
    for row in rows:
        if len(row.cells) < 2 or not row.cells[0].strip():
            continue
        name = _names()["filters"].get(normal(row.cells[0]))
        if name is None:
            raise Refused("table.ragged", row.line, row.cells[0])
        found[name] = row.cells[1].strip().replace("\u00a0", " ")
        if name in ("search_type", "date") or name in answers.filters:
            continue
        if found[name].startswith(("-", "!", "/")) and name in ("query",):
            findings.append(noticed("filter.unknown", row.line, row.cells[0], value=found[name], remedy="--filter"))
    return found, findings


def _cut_filters(filters: dict[str, str]) -> dict[str, str]:
    """Filters as they name the cut: search type as it is, others `operator:value`."""
    kinds = {"web": "Web", "image": "Image", "images": "Image", "video": "Video", "vidéo": "Video", "news": "News"}
    named = {}
    for name, value in filters.items():
        if name == "search_type":
            named[name] = kinds.get(normal(value), value)
        elif name != "date":
            contains = value.startswith("+")
            named[name] = f"contains:{value[1:]}" if contains else value if value[:1] in "-!" else f"equals:{value}"
    return named


def _period(tables: list[ReadTable]) -> Period | None:
    starts = [day for read in tables if _name(read) == "day" for day in read.table.columns.get("period_start", ())]
    days = [day for day in starts if isinstance(day, date)]
    return Period(min(days), max(days)) if days else None


def _extent(table: Table) -> Period | None:
    days = [day for day in table.columns["period_start"] if isinstance(day, date)]
    return Period(min(days), max(days)) if days else None


def _dated(table: Table, period: Period) -> Table:
    if table.cut.grain is Grain.DAY:
        return replace(table, covers=(period,))
    rows = len(table.columns["organic_clicks"])
    starts: list[Cell] = [period.start] * rows
    ends: list[Cell] = [period.end] * rows
    return replace(table, covers=(period,), columns={**table.columns, "period_start": starts, "period_end": ends})


def _without_rows(table: Table) -> Table:
    empty: dict[str, list[Cell]] = {name: [] for name in (*table.columns, "period_start", "period_end")}
    return replace(table, columns={**empty, **table.columns, "period_start": [], "period_end": []})


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

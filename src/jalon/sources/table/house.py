"""Reading a house table: every column is an id the house knows, or the file is refused with the nearest one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from jalon import catalogue
from jalon.facts.cut import Cut
from jalon.facts.table import Cell, Table
from jalon.findings import Finding, Severity
from jalon.quantities import Grain, Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.days import days_of
from jalon.sources.reading.dimensions import DIMENSIONS
from jalon.sources.reading.format import NO_FIT, Fit, Outcome
from jalon.sources.reading.grid import Body, body_under, duplicate_keys, measures_of, words
from jalon.sources.reading.headers import no_currency
from jalon.sources.reading.noticed import Refused, graded, noticed
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.report import ReadTable

TIME = ("day", "period_start", "period_end")
OTHER = ("account", "currency")


class HouseTable:
    """One line a day (or a stated period) and combination of dimensions."""

    id = "jalon.table@1"
    tool = "table"
    report = "table"

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """Certain when a measure id stands beside a time column, or when every cell is a known id."""
        cells = [cell.strip() for cell in rows[0].cells] if rows else []
        measures = [cell for cell in cells if cell in catalogue.measures()]
        if not measures:
            return NO_FIT
        timed = "day" in cells or {"period_start", "period_end"} <= set(cells)
        if timed or all(_known(cell) for cell in cells):
            return Fit(1.0, 0)
        return Fit(0.5, 0, ("day",))

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read the table; one entry an account."""
        headers = [cell.strip() for cell in rows[0].cells]
        _check_header(headers, rows[0].line)
        body = body_under(rows[0], rows[1:])
        tool = _tool(headers, page, answers)
        if isinstance(tool, Finding):
            return Outcome(findings=(tool,))
        form = "point" if delimiter == "," else None
        findings: list[Finding] = [] if answers.timezone else [noticed("timezone.unknown")]
        periods = _periods(body, headers, answers, findings)
        currency = _currency(body, headers, answers, findings)
        tables = _by_account(body, headers, tool, periods, currency, form, answers, findings, page.member)
        return Outcome(tuple(tables), tuple(findings), tool=tool, currency=currency, account=_one_account(tables))


def _known(cell: str) -> bool:
    own = cell.startswith("by_") and cell[3:].isidentifier()
    return cell in DIMENSIONS or cell in TIME or cell in OTHER or own or cell in catalogue.measures()


def _check_header(headers: Sequence[str], line: int) -> None:
    for header in headers:
        if not _known(header):
            known = [*catalogue.measures(), *DIMENSIONS, *TIME, *OTHER]
            near = get_close_matches(header, known, n=1, cutoff=0.5)
            raise Refused("column.unknown", line, header, nearest=near[0] if near else None)
    paired = {"period_start", "period_end"} & set(headers)
    if "day" in headers and paired:
        raise Refused("header.duplicate", line, "day", second="period_start")
    if "day" not in headers and len(paired) < 2:
        raise Refused("header.missing", line, missing="day")


def _tool(headers: Sequence[str], page: Page, answers: Answers) -> str | Finding:
    """The tool that all measures have in common; the file's name or `--tool` decides between several."""
    measures = [h for h in headers if h in catalogue.measures()]
    by_measure = {m: catalogue.measures()[m].tools for m in measures}
    computed = [m for m, tools in by_measure.items() if set(tools) <= {"computed", "plan"}]
    if computed:
        raise Refused("measure.computed", 1, computed[0], measures=computed)
    if answers.tool:
        foreign = {m: list(tools) for m, tools in by_measure.items() if answers.tool not in tools}
        if foreign:
            raise Refused("tool.mixed", 1, next(iter(foreign)), tools=foreign, asked=answers.tool)
        return answers.tool
    shared = set.intersection(*(set(tools) for tools in by_measure.values()))
    house = {tool for tool in shared if tool.startswith("csv_") or tool in ("rum", "crux")}
    if not shared:
        raise Refused("tool.mixed", 1, None, tools={m: list(tools) for m, tools in by_measure.items()})
    named = [tool for tool in house if page.name.startswith(tool)]
    if len(house) == 1 or named:
        return max(named, key=len) if named else house.pop()
    return noticed("tool.ambiguous", 1, None, tools=sorted(house or shared))


def _periods(body: Body, headers: Sequence[str], answers: Answers, findings: list[Finding]) -> list[Period]:
    if "day" in headers:
        days, wrong = days_of(body.cells(headers.index("day")), body.lines, "day", answers.day_first)
        findings += wrong
        return [Period(day, day) for day in days if day is not None]
    first, last = (body.cells(headers.index(name)) for name in ("period_start", "period_end"))
    starts, wrong_starts = days_of(first, body.lines, "period_start", answers.day_first)
    ends, wrong_ends = days_of(last, body.lines, "period_end", answers.day_first)
    findings += [*wrong_starts, *wrong_ends]
    found = []
    for start, end, line in zip(starts, ends, body.lines, strict=False):
        if start is None or end is None:
            continue
        if end < start:
            findings.append(noticed("period.backwards", line, "period_end"))
            return []
        found.append(Period(start, end))
    return found


def _currency(body: Body, headers: Sequence[str], answers: Answers, findings: list[Finding]) -> str | None:
    if "currency" in headers:
        codes = {cell.strip().upper() for cell in body.cells(headers.index("currency"))} - {""}
        if wrong := no_currency(codes):
            findings.append(noticed("currency.unknown", None, "currency", value=wrong[0][:40]))
            return None
        if len(codes) > 1 and "account" not in headers:
            findings.append(noticed("currency.mixed", None, "currency", currencies=sorted(codes)))
            return None
        if codes:
            return sorted(codes)[0] if len(codes) == 1 else None
    money = [h for h in headers if h in catalogue.measures() and catalogue.measures()[h].is_money]
    if money and not answers.currency:
        some = any(c.strip() not in ("", "0", "0.00") for m in money for c in body.cells(headers.index(m)))
        severity = Severity.ERROR if some else Severity.WARNING
        findings.append(graded("currency.unknown", severity, None, money[0], remedy="--currency"))
    return answers.currency


def _by_account(
    body: Body,
    headers: Sequence[str],
    tool: str,
    periods: list[Period],
    currency: str | None,
    form: str | None,
    answers: Answers,
    findings: list[Finding],
    member: str | None,
) -> list[ReadTable]:
    accounts = words(body.cells(headers.index("account"))) if "account" in headers else [None] * len(body.rows)
    dimensions = [h for h in headers if h in DIMENSIONS or h.startswith("by_")]
    chosen = {i: h for i, h in enumerate(headers) if h in catalogue.measures()}
    read = measures_of(body, chosen, headers, currency, form)
    findings += read.findings
    if len(periods) != len(body.rows):
        periods = []
    values = {h: words(body.cells(headers.index(h))) for h in dimensions}
    if periods:
        timed = zip(periods, accounts, strict=True)
        keys = [(period, account, *(values[d][i] for d in dimensions)) for i, (period, account) in enumerate(timed)]
        twice = duplicate_keys(keys, body.lines)
        if twice:
            findings.append(noticed("rows.duplicate_key", twice[0], None, key=[str(part) for part in twice[1]]))
    grain = Grain.DAY if "day" in headers else Grain.RANGE
    names = tuple(sorted(d.removeprefix("by_") for d in dimensions))
    cut = Cut(tool, "table", grain, names)
    tables = []
    for account in dict.fromkeys(accounts) if body.rows else [None]:
        inside = [i for i, a in enumerate(accounts) if a == account] if periods else []
        columns: dict[str, list[Cell]] = {
            "period_start": [periods[i].start for i in inside],
            "period_end": [periods[i].end for i in inside],
            **{d.removeprefix("by_"): [values[d][i] for i in inside] for d in dimensions},
            **{m: [cells[i] for i in inside] for m, cells in read.values.items()},
        }
        covers = _covers(columns, grain, answers)
        table = Table(
            cut, covers, columns, tuple(read.measures), len(inside), account or answers.account,
            row_numbers=[body.lines[i] for i in inside],
        )  # fmt: skip
        stated = Period(covers[0].start, covers[-1].end) if covers else None
        tables.append(ReadTable(table, stated, member, body.line))
    if not body.rows:
        findings.append(noticed("table.empty"))
    return tables


def _covers(columns: dict[str, list[Cell]], grain: Grain, answers: Answers) -> tuple[Period, ...]:
    if answers.period is not None and grain is Grain.DAY:
        return (answers.period,)
    starts = [day for day in columns["period_start"] if isinstance(day, date)]
    ends = [day for day in columns["period_end"] if isinstance(day, date)]
    if not starts:
        return ()
    if grain is Grain.RANGE:
        return tuple(sorted({Period(s, e) for s, e in zip(starts, ends, strict=True)}))
    return (Period(min(starts), max(ends)),)


def _one_account(tables: Sequence[ReadTable]) -> str | None:
    return tables[0].table.account if len(tables) == 1 else None

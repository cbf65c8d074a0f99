"""Reading a house table: every column is an id the house knows, or the file is refused with the nearest one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from jalon import catalogue
from jalon.facts.casting import Role
from jalon.facts.cut import Cut
from jalon.facts.table import Cell, Table
from jalon.findings import Finding, Severity
from jalon.quantities import Grain, Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.days import days_of
from jalon.sources.reading.dimensions import DIMENSIONS
from jalon.sources.reading.format import NO_FIT, Fit, Layout, Outcome, Part
from jalon.sources.reading.grid import EXACT, Body, body_under, duplicate_keys, kind_of, measures_of, unit_of, words
from jalon.sources.reading.headers import no_currency
from jalon.sources.reading.noticed import Refused, graded, noticed
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.report import ReadTable

TIME = ("day", "period_start", "period_end")
OTHER = ("account", "currency")
_COHORT, _AGE = re.compile(r"20\d{2}-(?:0[1-9]|1[0-2])"), re.compile(r"\d{1,3}")


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
        findings += _cohorts(body, headers)
        accounts = words(body.cells(headers.index("account"))) if "account" in headers else [None] * len(body.rows)
        currencies = _currencies(body, headers, accounts, answers, findings)
        tables = _by_account(body, headers, tool, periods, accounts, currencies, form, answers, findings, page.member)
        known = set(currencies.values())
        currency = known.pop() if len(known) == 1 else None
        return Outcome(tuple(tables), tuple(findings), tool=tool, currency=currency, account=_one_account(tables))

    def long(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers) -> Layout | None:
        """A table by day: each column is what its id says."""
        headers = [cell.strip() for cell in rows[0].cells]
        if "day" not in headers or not all(_known(header) for header in headers):
            return None
        day = headers.index("day")
        parts = {"period_start": Part(day, "every", "day"), "period_end": Part(day, "every", "day")}
        for index, header in enumerate(headers):
            if header in DIMENSIONS or header.startswith("by_"):
                role: Role = "every" if header in ("cohort", "cohort_age") else "words"
                parts[header.removeprefix("by_")] = Part(index, role, "word")
            elif header in catalogue.measures():
                parts[header] = Part(index, "number", "exact" if kind_of(header) in EXACT else "float")
        looked = frozenset(index for index, header in enumerate(headers) if header in OTHER)
        return Layout(0, parts, looked)


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
    if "cohort" not in headers and any(h in catalogue.measures() and catalogue.measures()[h].cohort for h in headers):
        raise Refused("header.missing", line, missing="cohort")
    twice = next((h for h in headers if h.startswith("by_") and h[3:] in headers), None)
    if twice:
        raise Refused("header.duplicate", line, twice, second=twice[3:])


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


def _currencies(
    body: Body, headers: Sequence[str], accounts: Sequence[str | None], answers: Answers, findings: list[Finding]
) -> dict[str | None, str | None]:
    """The one currency of each account: from its rows, else as answered. Money without one is asked about."""
    column = body.cells(headers.index("currency")) if "currency" in headers else [""] * len(body.rows)
    written: dict[str | None, set[str]] = {account: set() for account in accounts or [None]}
    for account, cell in zip(accounts, column, strict=True):
        written[account] |= {cell.strip().upper()} - {""}
    found: dict[str | None, str | None] = {}
    for account, codes in written.items():
        if wrong := no_currency(codes):
            findings.append(noticed("currency.unknown", None, "currency", value=wrong[0][:40]))
            codes.clear()
        elif len(codes) > 1:
            findings.append(noticed("currency.mixed", None, "currency", currencies=sorted(codes)))
        stated = next(iter(codes)) if len(codes) == 1 else None
        if stated and answers.currency and stated != answers.currency:
            findings.append(
                noticed("currency.contradiction", None, "currency", stated=stated, answered=answers.currency)
            )
        found[account] = None if len(codes) > 1 else stated or answers.currency
        if not codes and not answers.currency:
            findings += _unsaid([row for row, own in zip(body.rows, accounts, strict=True) if own == account], headers)
    return found


def _unsaid(rows: Sequence[Row], headers: Sequence[str]) -> list[Finding]:
    """Money of which nobody says the currency."""
    money = [i for i, h in enumerate(headers) if h in catalogue.measures() and catalogue.measures()[h].is_money]
    if not money:
        return []
    some = any(row.cells[i].strip() not in ("", "0", "0.00") for i in money for row in rows)
    severity = Severity.ERROR if some else Severity.WARNING
    return [graded("currency.unknown", severity, None, headers[money[0]], remedy="--currency")]


def _cohorts(body: Body, headers: Sequence[str]) -> list[Finding]:
    """A cohort is a month, its age a whole number of months."""
    found = []
    for name, form, code in (("cohort", _COHORT, "date.invalid"), ("cohort_age", _AGE, "number.invalid")):
        cells = body.cells(headers.index(name)) if name in headers else []
        wrong = next((i for i, cell in enumerate(cells) if not form.fullmatch(cell.strip())), None)
        if wrong is not None:
            found.append(noticed(code, body.lines[wrong], name, value=cells[wrong][:40]))
    return found


def _by_account(
    body: Body,
    headers: Sequence[str],
    tool: str,
    periods: list[Period],
    accounts: Sequence[str | None],
    currencies: Mapping[str | None, str | None],
    form: str | None,
    answers: Answers,
    findings: list[Finding],
    member: str | None,
) -> list[ReadTable]:
    dimensions = [h for h in headers if h in DIMENSIONS or h.startswith("by_")]
    chosen = {i: h for i, h in enumerate(headers) if h in catalogue.measures()}
    read = measures_of(body, chosen, headers, None, form)
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
        measures = tuple(replace(one, unit=unit_of(one.name, currencies.get(account))) for one in read.measures)
        table = Table(
            cut, covers, columns, measures, len(inside), account or answers.account,
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

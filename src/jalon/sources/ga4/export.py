"""Reading a GA4 download: each table has its own title and dates, ends at a blank line or a comment."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from jalon.facts.cut import Cut
from jalon.facts.table import Cell, Table
from jalon.findings import Finding
from jalon.quantities import Grain, Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.days import days_of, one_day
from jalon.sources.reading.format import NO_FIT, Fit, Outcome
from jalon.sources.reading.grid import Body, body_under, duplicate_keys, measures_of, words
from jalon.sources.reading.headers import normal
from jalon.sources.reading.noticed import noticed
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.report import Dropped, ReadTable

RULE = re.compile(r"# ?-{10,}")
SEGMENTS = {"all users", "tous les utilisateurs"}
GENERIC = {"report csv export", "export csv du rapport"}
MONEY = ("ga4_revenue", "ga4_purchase_revenue", "ga4_ad_revenue", "item_revenue")


@cache
def _names() -> dict[str, dict[str, str]]:
    """Section → normal header → name in the house."""
    said = tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))
    return {name: {normal(w): key for key, ws in inner.items() for w in ws} for name, inner in said.items()}


@dataclass(slots=True)
class _Block:
    """One table of the file: its title, stated days, header and rows."""

    title: str = ""
    start: date | None = None
    end: date | None = None
    header: Row | None = None
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class _Preamble:
    """What the file says before its tables."""

    title: str = ""
    account: str | None = None
    property_name: str | None = None
    french: bool = False


class Ga4Report:
    """Any report of the GA4 interface."""

    id = "ga4.interface@1"
    tool = "ga4"
    report = "overview"

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """The preamble between two rules, with a property."""
        if not rows or not RULE.match(rows[0].cells[0] if rows[0].cells else ""):
            return NO_FIT
        said = [normal(row.cells[0]).lstrip("# ") for row in rows[:8] if row.cells]
        stated = {_names()["stated"].get(text.partition(":")[0].strip()) for text in said}
        if {"account", "property"} & stated:
            return Fit(1.0, 0, (), "fr" if any(text.startswith(("compte", "propriété")) for text in said) else "en")
        return Fit(0.5, 0, ("property",))

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read every table of the file."""
        preamble, blocks = _blocks(rows)
        findings: list[Finding] = [] if answers.timezone else [noticed("timezone.unknown")]
        report = _report_name(preamble, blocks)
        tables: list[ReadTable] = []
        ratios: list[str] = []
        other: list[tuple[str, str]] = []
        for block in blocks:
            read = self._table(block, report, page, answers, findings, ratios, other)
            if read is not None:
                tables.append(read)
        findings += [noticed("table.empty", read.line) for read in tables if not read.table.rows]
        return Outcome(
            tables=tuple(tables),
            findings=tuple(findings),
            dropped=Dropped(ratio_columns=tuple(dict.fromkeys(ratios)), other=tuple(dict.fromkeys(other))),
            report=report,
            language=fit.language,
            currency=answers.currency,
            account=preamble.account,
            property_name=preamble.property_name,
        )

    def _table(
        self,
        block: _Block,
        report: str,
        page: Page,
        answers: Answers,
        findings: list[Finding],
        ratios: list[str],
        other: list[tuple[str, str]],
    ) -> ReadTable | None:
        if block.header is None:
            return None
        body = body_under(block.header, block.rows)
        headers = [cell.strip() for cell in block.header.cells]
        dimensions = {n: i for i, h in enumerate(body.header) if (n := _names()["dimensions"].get(h))}
        chosen = {i: m for i, h in enumerate(body.header) if (m := _names()["measures"].get(h))}
        timed = next((i for i, h in enumerate(body.header) if h in _names()["day"]), None)
        for i, header in enumerate(body.header):
            if header in _names()["ratios"]:
                ratios.append(headers[i])
            elif i != timed and i not in chosen and i not in dimensions.values():
                other.append((headers[i], "no_canonical_name"))
        if not chosen:
            return None
        read = measures_of(body, chosen, headers, answers.currency, "point")
        findings += [f for f in read.findings if body.rows]
        self._currency(read.values, answers, findings)
        stated = Period(block.start, block.end) if block.start and block.end and block.start <= block.end else None
        period = answers.period or stated
        starts, ends = self._days(body, timed, period, answers, findings)
        if timed is None and period is None:
            findings.append(noticed("period.unknown", block.header.line, None, remedy="--period"))
        columns: dict[str, list[Cell]] = {
            "period_start": starts,
            "period_end": ends,
            **{name: list(words(body.cells(i))) for name, i in dimensions.items()},
            **read.values,
        }
        if len(starts) == len(body.rows):
            keys = [(starts[i], *(columns[d][i] for d in dimensions)) for i in range(len(body.rows))]
            twice = duplicate_keys(keys, body.lines)
            if twice:
                findings.append(noticed("rows.duplicate_key", twice[0], None, key=[str(part) for part in twice[1]]))
        grain = Grain.DAY if timed is not None else Grain.RANGE
        cut = Cut("ga4", report, grain, tuple(sorted(dimensions)))
        covers = (period,) if period else ()
        table = Table(
            cut, covers, columns, tuple(read.measures), len(body.rows), answers.account, row_numbers=body.lines
        )
        return ReadTable(table, period, page.member, block.header.line)

    def _currency(self, values: dict[str, list[Cell]], answers: Answers, findings: list[Finding]) -> None:
        """GA4 states no currency: some money without an answer stops the import."""
        earned = any(value for m in MONEY for value in values.get(m, ()))
        if earned and not answers.currency and not any(f.code == "currency.unknown" for f in findings):
            findings.append(noticed("currency.unknown", None, None, remedy="--currency"))

    def _days(
        self, body: Body, timed: int | None, period: Period | None, answers: Answers, findings: list[Finding]
    ) -> tuple[list[Cell], list[Cell]]:
        rows = len(body.rows)
        if timed is None:
            starts: list[Cell] = [period.start if period else None] * rows
            ends: list[Cell] = [period.end if period else None] * rows
            return starts, ends
        if _names()["day"][body.header[timed]] == "date":
            days, wrong = days_of(body.cells(timed), body.lines, body.header[timed], answers.day_first)
            findings += wrong
            return list(days), list(days)
        offsets = [int(cell) if cell.strip().isdigit() else None for cell in body.cells(timed)]
        bad = next((i for i, offset in enumerate(offsets) if offset is None), None)
        if bad is not None or period is None:
            line = body.lines[bad] if bad is not None else body.line
            findings.append(noticed("date.invalid", line, body.header[timed]))
            return [], []
        counted: list[Cell] = [period.start + timedelta(days=offset or 0) for offset in offsets]
        return counted, list(counted)


def _blocks(rows: tuple[Row, ...]) -> tuple[_Preamble, list[_Block]]:
    preamble, blocks, current, rules = _Preamble(), list[_Block](), _Block(), 0
    for row in rows:
        first = row.cells[0] if row.cells else ""
        if RULE.match(first):
            rules += 1
        elif first.startswith("#"):
            current = _said(",".join(row.cells).lstrip("#").strip(), preamble, blocks, current, in_preamble=rules == 1)
        elif not any(cell.strip() for cell in row.cells):
            current = _ended(blocks, current)
        elif current.header is None:
            current.header = row
        else:
            current.rows.append(row)
    _ended(blocks, current)
    return preamble, blocks


def _said(text: str, preamble: _Preamble, blocks: list[_Block], current: _Block, in_preamble: bool) -> _Block:
    """One comment line: a stated fact, a title, or the comparison segment."""
    name, colon, value = text.partition(":")
    stated = _names()["stated"].get(normal(name)) if colon else None
    if stated in ("account", "property"):
        preamble.french = preamble.french or normal(name) in ("compte", "propriété")
        setattr(preamble, "account" if stated == "account" else "property_name", value.strip() or None)
        return current
    current = _ended(blocks, current)
    if stated == "start":
        current.start = one_day(value)
    elif stated == "end":
        current.end = one_day(value)
    elif text and in_preamble:
        preamble.title = text
    elif text and normal(text) not in SEGMENTS:
        current.title = text
    return current


def _ended(blocks: list[_Block], current: _Block) -> _Block:
    """A table with a header ends here; a blank line before the header ends nothing."""
    if current.header is None:
        return current
    blocks.append(current)
    return _Block()


def _report_name(preamble: _Preamble, blocks: list[_Block]) -> str:
    title = preamble.title.partition(":")[0].strip()
    if not title or normal(title) in GENERIC or len(blocks) > 1:
        return "overview"
    return re.sub(r"[^a-z0-9]+", "_", normal(title)).strip("_") or "overview"

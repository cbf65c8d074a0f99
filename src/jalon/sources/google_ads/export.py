"""Reading a Google Ads report: totals dropped and checked, money in the report's own currency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from jalon.facts.cut import Cut
from jalon.facts.table import Cell, Table
from jalon.findings import Finding, Severity
from jalon.quantities import Grain, Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.days import days_of, stated_period
from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.format import NO_FIT, Fit, Outcome
from jalon.sources.reading.grid import Body, Columns, body_under, duplicate_keys, kind_of, measures_of, words
from jalon.sources.reading.headers import normal
from jalon.sources.reading.noticed import Refused, graded, noticed
from jalon.sources.reading.numbers import numbers_of, plain
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.report import Check, Dropped, ReadTable

UNBOUNDED = {"all time", "toute la période", "depuis le début"}


class AdsReport:
    """One report of Google Ads, driven by its descriptor."""

    def __init__(self, said: Descriptor) -> None:
        self.said = said
        self.id, self.tool, self.report = said.id, said.tool, said.report

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """A known title, or a header with every required dimension and a measure within the first rows."""
        if not rows:
            return NO_FIT
        language = self.said.titles.get(normal(rows[0].cells[0])) if rows[0].cells else None
        for number, row in enumerate(rows[:6]):
            headers = [normal(cell) for cell in row.cells]
            found = {self.said.dimension(header) for header in headers}
            lacks = tuple(name for name in self.said.required if name not in found)
            if lacks or not any(self.said.measure(header) for header in headers):
                continue
            return Fit(1.0 if language else 0.5, number, ("title",) if language is None else (), language)
        return Fit(0.4, 0, ("header",), language) if language else NO_FIT

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read the report whole."""
        header = rows[fit.header]
        ordinary, totals = self._parted(rows[fit.header + 1 :])
        body = body_under(header, ordinary)
        headers = [cell.strip() for cell in header.cells][: len(body.header)]
        findings: list[Finding] = [] if answers.timezone else [noticed("timezone.unknown")]
        stated = self._stated(rows[: fit.header], answers, findings)
        currency = self._currency(body, headers, answers, findings)
        chosen = self._measures(body)
        read = measures_of(body, chosen, headers, currency, _form(fit.language, delimiter))
        findings += read.findings
        days = self._days(body, answers, findings)
        table = self._table(body, read, days, stated, answers, findings)
        checks = self._checks(read, body, chosen, totals, _form(fit.language, delimiter), findings)
        period = _extent(table, stated)
        if table.cut.grain is Grain.RANGE:
            findings.append(noticed("grain.range", header.line - 1 or None, None, remedy=self.said.remedy))
        return Outcome(
            tables=(ReadTable(table, period, page.member, header.line, checks=checks),),
            findings=tuple(findings),
            dropped=self._dropped(body, headers, len(totals)),
            language=fit.language,
            currency=currency,
            account=table.account,
        )

    def _parted(self, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
        """Ordinary rows and total rows: the word stands in any of the first columns."""
        ordinary: list[Row] = []
        totals: list[Row] = []
        for row in rows:
            cells = [normal(cell) for cell in row.cells[:4]]
            is_total = any(cell.startswith(self.said.totals) for cell in cells)
            (totals if is_total else ordinary).append(row)
        return ordinary, totals

    def _stated(self, preamble: Sequence[Row], answers: Answers, findings: list[Finding]) -> Period | None:
        if answers.period:
            return answers.period
        for row in preamble:
            text = ",".join(row.cells).strip()
            if normal(text) in UNBOUNDED:
                findings.append(noticed("period.unbounded", row.line, remedy="--period"))
                return None
            period = stated_period(row.cells[0] if row.cells else "") or stated_period(text)
            if period:
                return period
        return None

    def _currency(self, body: Body, headers: list[str], answers: Answers, findings: list[Finding]) -> str | None:
        index = next((i for i, name in enumerate(body.header) if name in self.said.currency), None)
        codes = {cell.strip().upper() for cell in body.cells(index)} - {"", "--"} if index is not None else set()
        if len(codes) > 1:
            findings.append(noticed("currency.mixed", None, headers[index or 0], currencies=sorted(codes)))
            return None
        stated = codes.pop() if codes else None
        if stated and answers.currency and answers.currency != stated:
            findings.append(noticed("currency.contradiction", None, None, stated=stated, answered=answers.currency))
        money = [i for i, m in self._measures(body).items() if m in ("sea_cost", "sea_conversion_value")]
        if stated is None and answers.currency is None and money:
            spent = any(cell.strip() not in ("", "0", "0.00", "0,00", "--") for i in money for cell in body.cells(i))
            severity = Severity.ERROR if spent else Severity.WARNING
            findings.append(graded("currency.unknown", severity, body.line, None, remedy="--currency"))
        return stated or answers.currency

    def _measures(self, body: Body) -> dict[int, str]:
        found = {i: said[0] for i, name in enumerate(body.header) if (said := self.said.measure(name))}
        if not found:
            raise Refused("header.missing", body.line, missing="Impr.")
        return found

    def _days(self, body: Body, answers: Answers, findings: list[Finding]) -> list[date] | None:
        index = next((i for i, name in enumerate(body.header) if name in self.said.day), None)
        if index is None:
            return None
        days, wrong = days_of(body.cells(index), body.lines, body.header[index], answers.day_first)
        findings += wrong
        return [day for day in days if day is not None]

    def _table(
        self,
        body: Body,
        read: Columns,
        days: list[date] | None,
        stated: Period | None,
        answers: Answers,
        findings: list[Finding],
    ) -> Table:
        dimensions = {name: i for i, header in enumerate(body.header) if (name := self.said.dimension(header))}
        attributes = {name: i for i, header in enumerate(body.header) if (name := self.said.attributes.get(header))}
        if days is None and stated is None and not any(f.code == "period.unbounded" for f in findings):
            findings.append(noticed("period.unknown", None, None, remedy="--period"))
        timed = days is not None
        starts: list[Cell] = list(days) if days is not None else [stated.start if stated else None] * len(body.rows)
        ends: list[Cell] = list(days) if days is not None else [stated.end if stated else None] * len(body.rows)
        whole = len(starts) == len(body.rows)
        columns: dict[str, Sequence[Cell]] = {
            "period_start": starts if whole else [],
            "period_end": ends if whole else [],
            **{name: words(body.cells(i)) for name, i in {**dimensions, **attributes}.items()},
            **read.values,
        }
        if timed and whole:
            self._check_days(days or [], stated, body, findings)
        keys = [(starts[i], *(columns[d][i] for d in dimensions)) for i in range(len(body.rows))] if whole else []
        twice = duplicate_keys(keys, body.lines) if keys else None
        if twice:
            severity = Severity.ERROR if self.said.unique_key else Severity.WARNING
            findings.append(graded("rows.duplicate_key", severity, twice[0], None, key=[str(p) for p in twice[1]]))
        order = tuple(name for name in dict.fromkeys(self.said.dimensions.values()) if name in dimensions)
        grain = Grain.DAY if timed else Grain.RANGE
        cut = Cut(self.tool, self.report, grain, order)
        accounts = [i for i, name in enumerate(body.header) if name in self.said.account]
        named = {cell.strip() for cell in body.cells(accounts[0])} if accounts else set()
        account = answers.account or (named.pop() if len(named) == 1 else None)
        covers = (stated,) if stated else _covered(days)
        return Table(
            cut, covers, columns, tuple(read.measures), len(body.rows), account,
            tuple(attributes), row_numbers=body.lines,
        )  # fmt: skip

    def _check_days(self, days: list[date], stated: Period | None, body: Body, findings: list[Finding]) -> None:
        outside = next((i for i, day in enumerate(days) if stated and day not in stated), None)
        if outside is not None:
            findings.append(noticed("date.outside_period", body.lines[outside], None, day=days[outside].isoformat()))

    def _checks(
        self,
        read: Columns,
        body: Body,
        chosen: dict[int, str],
        totals: list[Row],
        form: str | None,
        findings: list[Finding],
    ) -> tuple[Check, ...]:
        own = next((r for r in totals if any(normal(c) in self.said.checked_total for c in r.cells[:4])), None)
        account = next((r for r in totals if any(normal(c) in self.said.account_total for c in r.cells[:4])), None)
        checks = []
        for index, measure in chosen.items():
            if kind_of(measure) != "flow":
                continue
            values = [v for v in read.values[measure] if isinstance(v, Decimal)]
            rows = sum(values, Decimal(0))
            stated = _stated_total(own, index, form)
            if stated is not None:
                within = abs(rows - stated) <= _tolerance(values, stated) * max(len(values), 1)
                checks.append(Check("rows_vs_total", measure, within, {"rows": plain(rows), "stated": plain(stated)}))
                if not within:
                    line = own.line if own else None
                    findings.append(noticed("total.mismatch", line, measure, rows=plain(rows), stated=plain(stated)))
            whole = _stated_total(account, index, form)
            if whole is not None and stated is not None and whole != stated:
                findings.append(
                    noticed("total.account_differs", None, measure, account=plain(whole), stated=plain(stated))
                )
        return tuple(checks)

    def _used(self, name: str) -> bool:
        named = self.said.dimension(name) or self.said.attributes.get(name) or self.said.measure(name)
        return bool(named) or any(name in group for group in (self.said.day, self.said.currency, self.said.account))

    def _dropped(self, body: Body, headers: list[str], totals: int) -> Dropped:
        ratios, personal, other = [], [], []
        for name, header in zip(body.header, headers, strict=True):
            if name in self.said.ratios:
                ratios.append(header)
            elif name in self.said.personal:
                personal.append(header)
            elif not self._used(name):
                other.append((header, "no_canonical_name"))
        return Dropped(totals, tuple(personal), tuple(ratios), tuple(other))


def _form(language: str | None, delimiter: str | None) -> str | None:
    """English reports write 1,234.5; French ones 1 234,5."""
    return {"en": "point", "fr": "comma"}.get(language or "")


def _covered(days: list[date] | None) -> tuple[Period, ...]:
    return (Period(min(days), max(days)),) if days else ()


def _extent(table: Table, stated: Period | None) -> Period | None:
    days = [day for day in table.columns["period_start"] if isinstance(day, date)]
    if table.cut.grain is Grain.DAY and days:
        return Period(min(days), max(days))
    return stated


def _stated_total(row: Row | None, index: int, form: str | None) -> Decimal | None:
    if row is None or index >= len(row.cells):
        return None
    return numbers_of([row.cells[index]], [row.line], "", form).values[0]


def _tolerance(values: list[Decimal], stated: Decimal) -> Decimal:
    """Half a unit of the last printed digit, per row."""
    exponents = [value.as_tuple().exponent for value in [*values, stated]]
    digits = max((-e for e in exponents if isinstance(e, int)), default=0)
    return Decimal(5).scaleb(-(digits + 1))

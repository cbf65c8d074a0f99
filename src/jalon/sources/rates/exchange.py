"""Reading rates: four columns and no other; a rate and its inverse must agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from jalon.facts.cut import Cut
from jalon.facts.table import Cell, MeasureColumn, Table
from jalon.findings import Finding
from jalon.quantities import Grain, Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.days import days_of
from jalon.sources.reading.format import NO_FIT, Fit, Outcome
from jalon.sources.reading.grid import body_under, duplicate_keys
from jalon.sources.reading.noticed import noticed
from jalon.sources.reading.numbers import numbers_of
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.report import ReadTable

HEADER = ("day", "from", "to", "rate")
_CODE = re.compile(r"[A-Z]{3}")
AGREEMENT = Decimal("0.001")


class Rates:
    """`day,from,to,rate`."""

    id = "rates@1"
    tool = "rates"
    report = "rates"

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """The four ids and no other."""
        cells = tuple(cell.strip() for cell in rows[0].cells) if rows else ()
        return Fit(1.0) if cells == HEADER else NO_FIT

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read every dated pair."""
        body = body_under(rows[0], rows[1:])
        days, findings = days_of(body.cells(0), body.lines, "day", answers.day_first)
        sources = [cell.strip().upper() for cell in body.cells(1)]
        targets = [cell.strip().upper() for cell in body.cells(2)]
        read = numbers_of(body.cells(3), body.lines, "rate", "point" if delimiter == "," else None)
        findings = [*findings, *read.findings, *_invalid(days, sources, targets, read.values, body.lines)]
        known = [day for day in days if day is not None]
        if len(known) != len(body.rows):
            return Outcome(findings=tuple(findings))
        twice = duplicate_keys(list(zip(known, sources, targets, strict=True)), body.lines)
        if twice:
            findings.append(noticed("rows.duplicate_key", twice[0], None, key=[str(part) for part in twice[1]]))
        covers = (Period(min(known), max(known)),) if known else ()
        starts: list[Cell] = list(known)
        columns: dict[str, list[Cell]] = {
            "period_start": starts,
            "period_end": list(known),
            "from": list(sources),
            "to": list(targets),
            "rate": [None if value is None else float(value) for value in read.values],
        }
        cut = Cut("rates", "rates", Grain.DAY, ("from", "to"))
        measures = (MeasureColumn("rate", "index", "rate", "rate"),)
        table = Table(cut, covers, columns, measures, len(known), row_numbers=body.lines)
        return Outcome((ReadTable(table, covers[0] if covers else None, page.member, body.line),), tuple(findings))


def _invalid(
    days: list[date | None], sources: list[str], targets: list[str], rates: list[Decimal | None], lines: Sequence[int]
) -> list[Finding]:
    found = []
    given: dict[tuple[date | None, str, str], Decimal] = {}
    for day, source, target, rate, line in zip(days, sources, targets, rates, lines, strict=False):
        if rate is None:
            continue
        inverse = given.get((day, target, source))
        wrong = rate <= 0 or source == target or not _CODE.fullmatch(source) or not _CODE.fullmatch(target)
        if wrong or (inverse is not None and abs(rate * inverse - 1) > AGREEMENT):
            found.append(noticed("rate.invalid", line, "rate", pair=f"{source}/{target}", value=str(rate)))
        else:
            given[(day, source, target)] = rate
    return found

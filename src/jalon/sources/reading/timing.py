"""When each row of a described table was: its grain, its first and last day, and the days that it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from jalon.facts.table import Cell
from jalon.findings import Finding
from jalon.quantities import Grain, Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.days import days_of, month_of, stated_period
from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.grid import Body
from jalon.sources.reading.noticed import noticed
from jalon.sources.reading.pages import Row

WEEK = timedelta(days=6)


@dataclass(slots=True)
class Timed:
    """First and last day of every row, the period they span, the slices they replace; empty when unreadable.

    `published` is the day of each thing that a snapshot counts, where it is known.
    """

    grain: Grain
    starts: list[Cell] = field(default_factory=list)
    ends: list[Cell] = field(default_factory=list)
    period: Period | None = None
    covers: tuple[Period, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    published: list[Cell] = field(default_factory=list)

    @property
    def dated(self) -> bool:
        """Whether every row has its days."""
        return bool(self.starts) and None not in self.starts


def timed(said: Descriptor, body: Body, stated: Period | None, language: str | None, answers: Answers) -> Timed:
    """Date the rows by the first of: crawl day, day, week, month, start and end, the period stated above them."""
    order = answers.day_first if answers.day_first is not None else said.times.day_first.get(language or "")
    if (index := _column(body, said.times.crawl)) is not None:
        return _crawled(body, index, order)
    if said.times.snapshot:
        return _snapshot(said, body, order)
    if (index := _column(body, said.times.day)) is not None:
        return _daily(body, index, order, stated)
    if (index := _column(body, said.times.week)) is not None:
        return _spans(body, index, order, Grain.WEEK, stated)
    if (index := _column(body, said.times.month)) is not None:
        return _spans(body, index, order, Grain.MONTH, stated)
    start, end = _column(body, said.times.start), _column(body, said.times.end)
    if start is not None and end is not None and answers.period is None:
        return _between(body, start, end, order)
    return _ranged(body, stated)


def reported(
    said: Descriptor, body: Body, totals: Sequence[Row], language: str | None, answers: Answers
) -> Period | None:
    """The whole span that the rows say they report on, total row included: a day without a row is a day without."""
    start, end = _column(body, said.times.start), _column(body, said.times.end)
    if start is None or end is None:
        return None
    order = answers.day_first if answers.day_first is not None else said.times.day_first.get(language or "")
    rows = [row for row in (*body.rows, *totals) if len(row.cells) > max(start, end)]
    cells = [row.cells[index] for index in (start, end) for row in rows if row.cells[index].strip()]
    days, _ = days_of(cells, [body.line] * len(cells), body.header[start], order)
    known = [day for day in days if day is not None]
    return Period(min(known), max(known)) if known else None


def _column(body: Body, names: frozenset[str]) -> int | None:
    return next((index for index, name in enumerate(body.header) if name in names), None)


def _daily(body: Body, index: int, order: bool | None, stated: Period | None) -> Timed:
    found = Timed(Grain.DAY)
    days, found.findings = days_of(body.cells(index), body.lines, body.header[index], order)
    known = [day for day in days if day is not None]
    if body.rows and len(known) != len(body.rows):
        return found
    found.starts, found.ends = list(known), list(known)
    outside = next((i for i, day in enumerate(known) if stated and day not in stated), None)
    if outside is not None:
        found.findings.append(noticed("date.outside_period", body.lines[outside], None, day=known[outside].isoformat()))
    found.period = Period(min(known), max(known)) if known else stated
    spanned = stated or found.period
    found.covers = (spanned,) if spanned else ()
    return found


def _crawled(body: Body, index: int, order: bool | None) -> Timed:
    """Rows dated by the day they were looked up; one without its day takes the last of the file, and that is said."""
    cells = body.cells(index)
    told = [(cell, line) for cell, line in zip(cells, body.lines, strict=True) if cell.strip()]
    if not told and body.rows:
        return Timed(Grain.SNAPSHOT, [None] * len(cells), [None] * len(cells))
    days, findings = days_of([cell for cell, _ in told], [line for _, line in told], body.header[index], order)
    known = [day for day in days if day is not None]
    found = Timed(Grain.SNAPSHOT, findings=findings)
    if len(known) != len(told) or not known:
        return found
    last, given = max(known), iter(known)
    found.starts = [next(given) if cell.strip() else last for cell in cells]
    found.ends = list(found.starts)
    found.period = Period(min(known), last)
    found.covers = tuple(Period(day, day) for day in sorted(set(known)))
    if len(told) < len(cells):
        found.findings.append(noticed("snapshot.date_unknown", None, body.header[index], rows=len(cells) - len(told)))
    return found


def _spans(body: Body, index: int, order: bool | None, grain: Grain, stated: Period | None) -> Timed:
    """Rows dated by a week or a month, written as a first and a last day, or as its name; within the stated period."""
    found = Timed(grain)
    spans: list[Period] = []
    for cell, line in zip(body.cells(index), body.lines, strict=True):
        span = stated_period(cell) if " - " in cell or " – " in cell else None
        if span is None and grain is Grain.MONTH:
            span = month_of(cell)
        if span is None and grain is Grain.WEEK:
            days, _ = days_of([cell], [line], body.header[index], order)
            span = Period(days[0], days[0] + WEEK) if days and days[0] else None
        if span is None:
            found.findings.append(noticed("date.invalid", line, body.header[index], value=cell[:40]))
            return found
        spans.append(_within(span, stated))
    _spanned(found, spans)
    if stated and found.period:
        found.covers = (Period(min(stated.start, found.period.start), max(stated.end, found.period.end)),)
    return found


def _within(span: Period, stated: Period | None) -> Period:
    """The days of a week or month that the report counted."""
    if stated is None or span.end < stated.start or stated.end < span.start:
        return span
    return Period(max(span.start, stated.start), min(span.end, stated.end))


def _between(body: Body, start: int, end: int, order: bool | None) -> Timed:
    """Rows with a first and a last day of their own: days when the two are one, else ranges."""
    found = Timed(Grain.RANGE)
    both = [*body.cells(start), *body.cells(end)]
    days, found.findings = days_of(both, [*body.lines, *body.lines], body.header[start], order)
    if len(days) != len(both) or None in days:
        return found
    known = [day for day in days if day is not None]
    firsts, lasts = known[: len(body.rows)], known[len(body.rows) :]
    backwards = next((i for i, (a, b) in enumerate(zip(firsts, lasts, strict=True)) if a > b), None)
    if backwards is not None:
        line, first, last = body.lines[backwards], firsts[backwards].isoformat(), lasts[backwards].isoformat()
        found.findings.append(noticed("period.backwards", line, body.header[start], start=first, end=last))
        return found
    return _spanned(found, [Period(first, last) for first, last in zip(firsts, lasts, strict=True)])


def _spanned(found: Timed, spans: Sequence[Period]) -> Timed:
    if not spans:
        return found
    distinct = sorted(set(spans))
    if found.grain is Grain.RANGE and len(distinct) > 1 and all(span.start == span.end for span in distinct):
        found.grain = Grain.DAY
    found.starts, found.ends = [span.start for span in spans], [span.end for span in spans]
    found.period = Period(min(span.start for span in spans), max(span.end for span in spans))
    found.covers = tuple(distinct) if found.grain is Grain.RANGE else (found.period,)
    if found.grain in (Grain.WEEK, Grain.MONTH):
        found.findings += [
            noticed("period.partial", None, None, first=span.start.isoformat(), last=span.end.isoformat())
            for span in distinct
            if not _whole(span, found.grain)
        ]
    return found


def _whole(span: Period, grain: Grain) -> bool:
    if grain is Grain.WEEK:
        return span.end - span.start == WEEK
    return span == month_of(span.start.strftime("%Y-%m"))


def _ranged(body: Body, stated: Period | None) -> Timed:
    found = Timed(Grain.RANGE, period=stated)
    rows = len(body.rows)
    found.starts = [stated.start if stated else None] * rows
    found.ends = [stated.end if stated else None] * rows
    found.covers = (stated,) if stated else ()
    return found


def _snapshot(said: Descriptor, body: Body, order: bool | None) -> Timed:
    """Counters of things that go on counting: the slice is the day of extraction, which the file's report adds."""
    found = Timed(Grain.SNAPSHOT, [None] * len(body.rows), [None] * len(body.rows))
    index = _column(body, said.times.published)
    if index is None:
        return found
    cells = body.cells(index)
    told = [row for row, cell in enumerate(cells) if cell.strip()]
    days, found.findings = days_of(
        [cells[row] for row in told], [body.lines[row] for row in told], body.header[index], order
    )
    known = [day for day in days if day is not None]
    found.period = Period(min(known), max(known)) if known else None
    by_row = dict(zip(told, known, strict=len(known) == len(told)))
    found.published = [by_row[row].isoformat() if row in by_row else None for row in range(len(cells))]
    return found

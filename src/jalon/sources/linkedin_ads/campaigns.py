"""What a LinkedIn row stands for: its start date alone does not say whether it is a day, a week or the whole report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from jalon.quantities import Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.days import days_of
from jalon.sources.reading.described import Described, Section
from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.format import Fit, Outcome
from jalon.sources.reading.headers import normal
from jalon.sources.reading.noticed import Refused
from jalon.sources.reading.pages import Page, Row

_DAY = r"(\d{1,2}/\d{1,2}/\d{4})"
_START, _END = re.compile(rf"report start: {_DAY}"), re.compile(rf"report end: {_DAY}")
WEEK = timedelta(days=7)


class Campaigns(Described):
    """Read by day when rows are of many days; for the whole period when all of them begin with the report."""

    def __init__(self, said: Descriptor) -> None:
        super().__init__(said, self._sections)

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read the report at the grain that its dates show. Raises `Refused` when they could be weeks or months."""
        period = _reported(rows[: fit.header])
        days = _starts(self.said, rows[fit.header :])
        if period and len(period) > 1 and set(days) == {period.start}:
            undated = replace(self.said.times, day=frozenset())
            whole = replace(self.said, times=undated, ignored=self.said.ignored | self.said.times.day)
            return Described(whole, self._sections).read(page, rows, fit, answers, delimiter)
        sparse = len(days) > 1 and all(later - earlier >= WEEK for earlier, later in pairwise(days))
        if sparse and "grain.unclear" not in answers.accepted:
            header = _dated_by(self.said, rows[fit.header].cells)
            raise Refused("grain.unclear", rows[fit.header].line, None, header=header)
        return super().read(page, rows, fit, answers, delimiter)

    def _sections(self, page: Page, rows: Sequence[Row], fit: Fit, answers: Answers) -> Sequence[Section]:
        above = rows[: fit.header]
        return [Section(rows[fit.header], rows[fit.header + 1 :], above, period=_reported(above))]


def _reported(above: Sequence[Row]) -> Period | None:
    """`Report Start: 09/01/2026, Report End: 09/02/2026`, on one line or two."""
    text = normal(" ".join(cell for row in above for cell in row.cells))
    found = [form.search(text) for form in (_START, _END)]
    days, _ = days_of([match[1] for match in found if match], [1, 1], "", False)
    first, last = days if len(days) == 2 else (None, None)
    return Period(first, last) if first and last and first <= last else None


def _dated_by(said: Descriptor, header: Sequence[str]) -> str:
    return next(cell for cell in header if normal(cell) in said.times.day)


def _starts(said: Descriptor, rows: Sequence[Row]) -> list[date]:
    """The distinct start dates, in order; none when a cell is no date (the reading itself will say so)."""
    index = rows[0].cells.index(_dated_by(said, rows[0].cells))
    cells = [row.cells[index] for row in rows[1:] if index < len(row.cells) and row.cells[index].strip()]
    dated = [cell for cell in cells if normal(cell) not in said.totals.checked]
    days, _ = days_of(dated, [0] * len(dated), "", False)
    return sorted({day for day in days if day is not None})

"""The two reports of Semrush that write days into their column names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jalon.quantities import Period
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.days import one_day, stated_period
from jalon.sources.reading.described import Described, Section
from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.format import NO_FIT, Fit, Outcome
from jalon.sources.reading.headers import normal
from jalon.sources.reading.noticed import Refused
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.wide import even, lengthened, on_their_own_days, repeated

_PLACE = re.compile(r"(?P<domain>.+)_(?P<day>20\d{6})(?:_(?P<part>type|landing))?", re.I)
_CHANGE = re.compile(r".+_difference", re.I)
_ISO = re.compile(r"20\d{2}-\d{2}-\d{2}")
TREND = ("target", "metric", "database")


class PositionTracking(Described):
    """Positions of followed keywords: a column for each domain and day, beside its type and its page."""

    def __init__(self, said: Descriptor) -> None:
        super().__init__(said, _tracked)

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """A keyword column, and columns named by a domain and a day."""
        for number, row in enumerate(rows):
            names = [normal(cell) for cell in row.cells]
            if "keyword" in names and any(_PLACE.fullmatch(cell.strip()) for cell in row.cells):
                return Fit(1.0, number, (), "en")
        stated = any("report type: position_tracking_rankings" in normal(c) for row in rows[:6] for c in row.cells)
        return Fit(0.5, 0, ("header",)) if stated else NO_FIT

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read the table; without a stated period it replaces the days of its columns only."""
        outcome = super().read(page, rows, fit, answers, delimiter)
        return outcome if answers.period or _stated(rows[: fit.header]) else on_their_own_days(outcome)


def _tracked(page: Page, rows: Sequence[Row], fit: Fit, answers: Answers) -> Sequence[Section]:
    header = rows[fit.header]
    twice = repeated(header)
    if twice:
        raise Refused("header.duplicate", header.line, twice)
    groups: dict[tuple[str, ...], dict[str, int]] = {}
    for index, cell in enumerate(header.cells):
        found = _PLACE.fullmatch(cell.strip())
        if found:
            groups.setdefault((found["domain"], found["day"]), {})[(found["part"] or "Position").strip()] = index
    groups = {key: group for key, group in groups.items() if "Position" in group}
    placed = {index for group in groups.values() for index in group.values()}
    kept = [i for i, cell in enumerate(header.cells) if i not in placed and not _CHANGE.fullmatch(cell.strip())]
    long, lines = lengthened(header, even(header, rows[fit.header + 1 :]), kept, groups, ("Domain", "Day"))
    return [Section(long, lines, period=_stated(rows[: fit.header]))]


def _stated(above: Sequence[Row]) -> Period | None:
    for row in above:
        name, _, value = ",".join(row.cells).partition(":")
        if normal(name) == "period":
            return stated_period(value.strip().strip(",;"))
    return None


class DomainTrend(Described):
    """Figures of a domain over time: a row for each metric, a column for each day, a sum that is not read."""

    def __init__(self, said: Descriptor) -> None:
        super().__init__(said, _trend)

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """Target, metric and database, and columns named by a day."""
        for number, row in enumerate(rows[:5]):
            names = [normal(cell) for cell in row.cells]
            if set(TREND) <= set(names):
                dated = any(_ISO.fullmatch(name) for name in names)
                return Fit(1.0, number, (), "en") if dated else Fit(0.5, number, ("day",), "en")
        return NO_FIT

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read the trend; it replaces the days of its columns, and no day between two of them."""
        return on_their_own_days(super().read(page, rows, fit, answers, delimiter))


def _trend(page: Page, rows: Sequence[Row], fit: Fit, answers: Answers) -> Sequence[Section]:
    header = rows[fit.header]
    twice = repeated(header)
    if twice:
        raise Refused("header.duplicate", header.line, twice)
    names = [normal(cell) for cell in header.cells]
    days = {cell.strip(): i for i, cell in enumerate(header.cells) if one_day(cell) and _ISO.fullmatch(cell.strip())}
    at = {name: names.index(name) for name in (*TREND, "target type") if name in names}
    metrics: dict[str, None] = {}
    found: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in even(header, rows[fit.header + 1 :]):
        metric = row.cells[at["metric"]].strip()
        key = tuple(row.cells[index].strip() for name, index in at.items() if name != "metric")
        if metric in found.setdefault(key, {}):
            raise Refused("header.duplicate", row.line, metric)
        metrics[metric] = None
        found[key][metric] = row
    kept = [header.cells[index].strip() for name, index in at.items() if name != "metric"]
    lines = [
        Row(
            next(iter(rows_of.values())).line,
            (*key, day, *(rows_of[m].cells[index] if m in rows_of else "" for m in metrics)),
        )
        for key, rows_of in found.items()
        for day, index in days.items()
    ]
    return [Section(Row(header.line, (*kept, "Day", *metrics)), lines)]

"""The rankings table of SE Ranking: a column for each day, then the change and sometimes the page of that day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jalon.sources.reading.answers import Answers
from jalon.sources.reading.days import one_day
from jalon.sources.reading.described import Described, Section
from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.format import NO_FIT, Fit, Outcome
from jalon.sources.reading.headers import normal
from jalon.sources.reading.noticed import Refused
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.wide import even, lengthened, on_their_own_days, repeated

_DAY = re.compile(r"20\d{2}-\d{2}-\d{2}")
OWN = ("search vol.", "dynamics")
OF_A_DAY = {"dynamics": "Dynamics", "url": "Ranking page"}
SUMMARY = "--"
"""What stands for the page on the line of a whole group of keywords."""


class Rankings(Described):
    """Positions of followed keywords on one search engine."""

    def __init__(self, said: Descriptor) -> None:
        super().__init__(said, _by_day)

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """A keyword column, columns named by a day, and one that only SE Ranking writes."""
        for number, row in enumerate(rows[:5]):
            names = [normal(cell) for cell in row.cells]
            if "keyword" in names and any(name in names for name in OWN):
                dated = any(_DAY.fullmatch(name) for name in names)
                return Fit(1.0, number, (), "en") if dated else Fit(0.5, number, ("day",), "en")
        return NO_FIT

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read the table; it replaces the days of its columns, and no day between two of them."""
        return on_their_own_days(super().read(page, rows, fit, answers, delimiter))


def _by_day(page: Page, rows: Sequence[Row], fit: Fit, answers: Answers) -> Sequence[Section]:
    header = rows[fit.header]
    groups: dict[tuple[str, ...], dict[str, int]] = {}
    kept: list[int] = []
    current: dict[str, int] | None = None
    for index, cell in enumerate(header.cells):
        name = normal(cell)
        if _DAY.fullmatch(name) and one_day(name):
            if (name,) in groups:
                raise Refused("header.duplicate", header.line, cell)
            current = groups[(name,)] = {"Position": index}
        elif current is not None and name in OF_A_DAY and OF_A_DAY[name] not in current:
            current[OF_A_DAY[name]] = index
        else:
            current = None
            kept.append(index)
    twice = repeated(Row(header.line, tuple(header.cells[i] for i in kept)))
    if twice:
        raise Refused("header.duplicate", header.line, twice)
    groups = {day: {part: at for part, at in group.items() if part != "Dynamics"} for day, group in groups.items()}
    whole = even(header, rows[fit.header + 1 :])
    keywords = [row for row in whole if not _sums_up(header, row)]
    long, lines = lengthened(header, keywords, kept, groups, ("Day",))
    market = next((row.cells[0].strip() for row in rows[: fit.header] if row.cells and row.cells[0].strip()), None)
    return [Section(long, lines, constants={"market": market} if market else {}, summaries=len(whole) - len(keywords))]


def _sums_up(header: Row, row: Row) -> bool:
    """Whether a row is the line of a group: it has no page, and says so with two dashes."""
    at = next((i for i, cell in enumerate(header.cells) if normal(cell) == "url"), None)
    return at is not None and row.cells[at].strip() == SUMMARY

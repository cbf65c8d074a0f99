"""A file of Insights is cut into its tables: a name that tells network and measure, then `Date,Primary` and days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from jalon.sources.reading.answers import Answers
from jalon.sources.reading.described import Described, Section
from jalon.sources.reading.descriptor import Descriptor
from jalon.sources.reading.format import NO_FIT, Fit, Outcome
from jalon.sources.reading.headers import normal
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.report import ReadTable

HEADER = ("date", "primary")
NETWORKS = {"facebook": "Facebook", "instagram": "Instagram"}
PLAIN = "social_reach"
"""The measure whose cut is named by its network alone; the others add their name, or they would replace its days."""


class Metric(Described):
    """One table a network; names that mean nothing here are told and left."""

    def __init__(self, said: Descriptor) -> None:
        super().__init__(said, self._sections)

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """Certain when one table of the first lines has a known name."""
        named = _named(rows)
        known = [at for at in named if self._measure(rows[at]) is not None]
        if known:
            return Fit(1.0, known[0], (), "en")
        return Fit(0.4, named[0], ("title",), "en") if named else NO_FIT

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read every table that has a known name."""
        found = super().read(page, rows, fit, answers, delimiter)
        written = rows[fit.header + 1].cells[1].strip()
        left = [rows[at].cells[0].strip() for at in _named(rows) if self._measure(rows[at]) is None]
        other = (*found.dropped.other, *((title, "no_canonical_name") for title in left))
        tables = tuple(_under(read, written) for read in found.tables)
        return replace(found, tables=tables, dropped=replace(found.dropped, other=other))

    def _measure(self, title: Row) -> str | None:
        return self.said.measures.get(normal(title.cells[0]))

    def _sections(self, page: Page, rows: Sequence[Row], fit: Fit, answers: Answers) -> Sequence[Section]:
        named = _named(rows)
        ends = [*named[1:], len(rows)]
        return [
            Section(
                Row(rows[at + 1].line, (rows[at + 1].cells[0], rows[at].cells[0])),
                rows[at + 2 : end],
                constants=_constants(rows[at], measure),
            )
            for at, end in zip(named, ends, strict=True)
            if (measure := self._measure(rows[at])) is not None
        ]


def _under(read: ReadTable, header: str) -> ReadTable:
    """The table with its figure under the header it has in the file."""
    measures = tuple(replace(one, header=header) for one in read.table.measures)
    return replace(read, table=replace(read.table, measures=measures))


def _named(rows: Sequence[Row]) -> list[int]:
    """Where a name stands: alone on its line, above `Date,Primary`."""
    return [
        at
        for at, (row, below) in enumerate(pairwise(rows))
        if _filled(row) == 1 and tuple(normal(cell) for cell in below.cells[:2]) == HEADER
    ]


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _constants(title: Row, measure: str) -> dict[str, str]:
    network = NETWORKS[normal(title.cells[0]).split()[0]]
    return {"network": network} if measure == PLAIN else {"network": network, "metric": measure}

"""The page indexing download: pages in the index and out of it by day, for all known pages or for one sitemap."""

from __future__ import annotations

from dataclasses import replace

from jalon.sources.reading.answers import Answers
from jalon.sources.reading.described import Described
from jalon.sources.reading.format import Fit, Outcome
from jalon.sources.reading.headers import normal
from jalon.sources.reading.pages import Page, Row

PROPERTIES: dict[tuple[str, ...], str] = {("property", "value"): "en", ("propriété", "valeur"): "fr"}
EVERYTHING = frozenset({"all known pages", "toutes les pages connues"})


class Indexing(Described):
    """The chart of the report, or the file that says which pages it is about."""

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """The header of the chart, or that of the properties."""
        language = _properties(rows)
        return Fit(1.0, 0, (), language) if language else super().fit(page, rows[:1], answers)

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read the chart; `together` tells it which pages it is about."""
        if not _properties(rows):
            return super().read(page, rows, fit, answers, delimiter)
        about = next((row.cells[1].strip() for row in rows[1:] if len(row.cells) > 1), "")
        return Outcome(language=fit.language, filters={"sitemap": about} if about else {})

    def together(self, outcomes: list[tuple[Page, Outcome]], answers: Answers) -> list[Outcome]:
        """The sitemap that the download was limited to names the cut of its chart."""
        stated = {name: value for _, outcome in outcomes for name, value in outcome.filters.items()}
        limited = {name: value for name, value in stated.items() if normal(value) not in EVERYTHING}
        return [_about(outcome, stated, {**limited, **answers.filters}) for _, outcome in outcomes]


def _properties(rows: tuple[Row, ...]) -> str | None:
    headers = tuple(normal(cell) for cell in rows[0].cells if cell.strip()) if rows else ()
    return PROPERTIES.get(headers)


def _about(outcome: Outcome, stated: dict[str, str], limited: dict[str, str]) -> Outcome:
    tables = [
        replace(read, table=replace(read.table, cut=replace(read.table.cut, filters=tuple(sorted(limited.items())))))
        for read in outcome.tables
    ]
    return replace(outcome, tables=tuple(tables), filters=stated)

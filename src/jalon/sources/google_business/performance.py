"""The line under the header that explains each column is no profile."""

from __future__ import annotations

from collections.abc import Sequence

from jalon.sources.reading.answers import Answers
from jalon.sources.reading.described import Section
from jalon.sources.reading.format import Fit
from jalon.sources.reading.pages import Page, Row

EXPLAINED = "number of"
"""« Number of people that viewed your business on Google Search - mobile »."""


def profiles(page: Page, rows: Sequence[Row], fit: Fit, answers: Answers) -> Sequence[Section]:
    """One table; its first line is left out when it explains the columns."""
    below = rows[fit.header + 1 :]
    explained = bool(below) and any(cell.strip().lower().startswith(EXPLAINED) for cell in below[0].cells)
    return [Section(rows[fit.header], below[1:] if explained else below, rows[: fit.header])]

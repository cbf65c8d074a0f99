"""The promise of a format: how well a page fits it, and what it reads from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from jalon.findings import Finding
from jalon.sources.reading.answers import Answers
from jalon.sources.reading.pages import Page, Row
from jalon.sources.reading.report import Dropped, ReadTable


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a page fits: 0 to 1, the header row, and what a near miss lacks."""

    score: float
    header: int = 0
    lacks: tuple[str, ...] = ()
    language: str | None = None


NO_FIT = Fit(0.0)
OWN = "own."
"""What the ids of a workspace's own formats begin with."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a format read from one page."""

    tables: tuple[ReadTable, ...] = ()
    findings: tuple[Finding, ...] = ()
    dropped: Dropped = field(default_factory=Dropped)
    tool: str | None = None
    report: str | None = None
    language: str | None = None
    currency: str | None = None
    account: str | None = None
    property_name: str | None = None
    timezone: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)


class Format(Protocol):
    """One format of one tool. Its `id` carries a version."""

    id: str
    tool: str
    report: str

    def fit(self, page: Page, rows: tuple[Row, ...], answers: Answers) -> Fit:
        """How well the first rows fit, as parsed with one delimiter."""
        ...

    def read(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers, delimiter: str | None) -> Outcome:
        """Read the page whole. Raises `Refused` when it is damaged."""
        ...


class UnitFormat(Format, Protocol):
    """A format whose files make sense together (a download of several tables)."""

    def together(self, outcomes: list[tuple[Page, Outcome]], answers: Answers) -> list[Outcome]:
        """The outcomes of one unit completed by one another: periods, filters, checks between tables."""
        ...

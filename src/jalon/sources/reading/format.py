"""The promise of a format: how well a page fits it, and what it reads from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from jalon.facts.casting import Role
from jalon.facts.sheet import Kind
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


@dataclass(frozen=True, slots=True)
class Part:
    """Where a column of a table comes from in a long text, how its cells are looked at, what it holds."""

    index: int
    role: Role
    kind: Kind


@dataclass(frozen=True, slots=True)
class Layout:
    """How a long page of a format is one plain table: where its header stands among the first rows, what makes what.

    `looked` are further columns of which every different cell counts (a currency, an account). A row with a cell that
    is `worded` may be a total; such a cell stands in one of the columns `worded_in` and begins with one of `begins`.
    """

    header: int
    parts: Mapping[str, Part]
    looked: frozenset[int] = frozenset()
    worded: Callable[[str], bool] = lambda cell: False
    worded_in: range = range(0)
    begins: str = ""


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


class LongFormat(Format, Protocol):
    """A format of which a long page can be read by its different cells: what a row says hangs on no other row."""

    def long(self, page: Page, rows: tuple[Row, ...], fit: Fit, answers: Answers) -> Layout | None:
        """The layout, from the first rows; None for a page that must be read row by row."""
        ...


class UnitFormat(Format, Protocol):
    """A format whose files make sense together (a download of several tables)."""

    def together(self, outcomes: list[tuple[Page, Outcome]], answers: Answers) -> list[Outcome]:
        """The outcomes of one unit completed by one another: periods, filters, checks between tables."""
        ...

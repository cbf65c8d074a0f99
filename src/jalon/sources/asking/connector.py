"""The promise of a connector: what it must be given, what it can bring, and how it brings the days asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Protocol

from jalon.facts.table import Table
from jalon.findings import Finding
from jalon.quantities import Period
from jalon.sources.asking.line import Line
from jalon.sources.asking.secret import Secret


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a connector must be given. What it is and why stand in the phrases `connector.<tool>.<id>`."""

    id: str
    secret: bool = False
    required: bool = True
    example: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What a connection was given: plain settings as text, secrets shut."""

    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """A plain setting; empty when not given."""
        return self.settings.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class Report:
    """One report that a connector brings. `days` are asked at once, and kept or lost together."""

    id: str
    days: int = 31


@dataclass(frozen=True, slots=True)
class Known:
    """Who is at the other end: whose figures, on which clock, in which money."""

    about: str
    timezone: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """A whole answer for days: its tables, and the last day that it speaks for (None: for none of them yet)."""

    tables: tuple[Table, ...]
    through: date | None
    findings: tuple[Finding, ...] = ()


class Connector(Protocol):
    """One tool that can be asked. Adding one touches its tool's folder alone."""

    tool: ClassVar[str]
    settings: ClassVar[tuple[Setting, ...]]
    needs: ClassVar[str]
    """What the operator must have beforehand, as a phrase's id."""

    def reports(self, given: Given) -> Sequence[Report]:
        """What it brings with these settings, the ones that matter most first."""
        ...

    def line(self, given: Given, at: str | None = None) -> Line:
        """A line to the tool, or to a stand-in `at` an address of the operator's own. Asks nothing yet."""
        ...

    def known(self, line: Line, given: Given) -> Known:
        """Whose figures these settings open. Raises `Unanswered`."""
        ...

    def bring(self, line: Line, given: Given, known: Known, report: str, days: Period) -> Brought:
        """One report over days, whole or not at all. Raises `Unanswered`."""
        ...

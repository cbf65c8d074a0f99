"""The promise of an engine: keep slices whole, answer component sums exactly, nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol

from jalon.facts.cut import Cut
from jalon.facts.load import Commit, CutState, DataFile, Difference, Load, Revision
from jalon.facts.table import Table
from jalon.quantities import Grain, Period

UNMAPPED = "(unmapped)"
ACROSS = "*"
"""Parts several dimensions asked together: `device*channel`."""
BETWEEN = " · "
"""Stands between their values in the name of a group: `mobile · seo`."""

Match = Literal["equals", "prefix", "suffix", "contains", "any"]
Joining = Literal["sum", "last", "first", "single"]
"""How a measure joins over the time of a bucket. `sum` adds. `last` and `first` take, per account and
combination of dimensions, the last or first reading, then add over those. `single` is the one row there is,
NULL when there are several: distinct counts, percentiles and indices do not join."""


@dataclass(frozen=True, slots=True)
class Case:
    """A value of the data becomes a value of the plan: case-insensitive, accents kept, first match wins."""

    dimension: str
    match: Match
    value: str
    gives: str


@dataclass(frozen=True, slots=True)
class MappedDimension:
    """A ground or dimension of the plan as seen in a cut: its cases, then `otherwise` a column as it is.

    With no `otherwise` the rest is `(unmapped)`.
    """

    name: str
    cases: tuple[Case, ...] = ()
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One component: a measure, how it joins, and the values each dimension may take (AND of ORs)."""

    name: str
    measure: str
    joining: Joining = "sum"
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scan:
    """One fused question to one cut: every component that any KPI or KRI needs of it.

    `grain` buckets days (day, ISO week, month) or, with RANGE, gives one row for each `(period_start,
    period_end)` pair stored; None gives one row for the whole `period`. `group_by` names one of `dimensions`, or
    several with `ACROSS` between them. `version` reads the cut as it was at that version; None reads the newest.
    """

    cut: Cut
    aggregates: tuple[Aggregate, ...]
    dimensions: Mapping[str, MappedDimension] = field(default_factory=dict)
    period: Period | None = None
    grain: Grain | None = Grain.DAY
    group_by: str | None = None
    accounts: frozenset[str] | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ScanResult:
    """Columns of equal length: bucket first days, group values (empty without grouping), one per aggregate.

    A sum without any known value is None, never zero. `rows` counts the fact rows behind each line.
    """

    starts: Sequence[date]
    ends: Sequence[date]
    groups: Sequence[str]
    values: Mapping[str, Sequence[Decimal | None]]
    rows: Sequence[int] = ()


class Fault(Exception):
    """Broken input or output, as a code and what it is about; the sentence is made in `wording`."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


class Passing(Fault):
    """A fault that another try may cure (a concurrent writer, a vacuum during a read)."""


class Lasting(Fault):
    """A fault that needs someone: a full disk, a file that is not what was written."""


class Engine(Protocol):
    """Keeps the facts of one workspace. Built with the workspace's own folder."""

    name: str

    def preview(self, load: Load, table: Table) -> Difference:
        """What the load would change; writes nothing."""
        ...

    def replace(self, load: Load, table: Table) -> Commit:
        """Replace the slice (source, account, cut, days) whole, once: a repeated import id changes nothing."""
        ...

    def undo(self, import_id: str, cut: Cut) -> Commit | None:
        """Take a load back: its days return to who held them before, those rewritten later stay. None: no such load."""
        ...

    def cuts(self, as_of: datetime | None = None) -> list[CutState]:
        """Every cut kept, with its newest version (or the newest one committed by `as_of`)."""
        ...

    def scan(self, scan: Scan) -> ScanResult:
        """Exact component sums: same keys, same NULLs on every engine."""
        ...

    def revisions(self, cut: Cut) -> list[Revision]:
        """Daily totals per load, oldest load first."""
        ...

    def files(self, cut: Cut, version: int | None = None) -> list[DataFile]:
        """Live data files with their digests as they are on disk now."""
        ...

    def imports(self, cut: Cut) -> dict[str, Load]:
        """Import id → load, of every load committed to this cut: what records reconcile with."""
        ...

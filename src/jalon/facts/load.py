"""One import: where rows came from, what they replaced, by how much the totals moved."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from jalon.facts.cut import Cut
from jalon.quantities import Period


@dataclass(frozen=True, slots=True)
class Load:
    """Provenance of a table: every number leads back to it, then to its file and line.

    `extracted_at` (aware, UTC) orders loads: an older extraction never overwrites a newer one.
    """

    source: str
    account: str | None
    cut: Cut
    covers: tuple[Period, ...]
    sha256: str
    file_name: str
    format: str
    extracted_at: datetime
    author: str = ""
    timezone: str | None = None
    currency: str | None = None

    @property
    def import_id(self) -> str:
        """Same file, source, account, cut and days: same id, so a repeated delivery changes nothing."""
        days = ",".join(f"{p.start}..{p.end}" for p in self.covers)
        parts = (self.sha256, self.source, self.account or "", self.cut.text, days)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """Total of one flow over the days a load covers, before and after."""

    measure: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a load would do, said before it does it."""

    cut: Cut
    rows_before: int
    rows_after: int
    new_days: int
    replaced_days: int
    changes: tuple[MeasureChange, ...] = ()
    already_loaded: bool = False
    superseded_by: str | None = None
    """Import id of a newer extraction of the same days; the load would then change nothing."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A stored file and its digest, which records keep."""

    path: str
    bytes: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> DataFile:
        """A file as it is on disk: the format carries no checksum that a reader verifies."""
        made = hashlib.sha256()
        with path.open("rb") as content:
            while block := content.read(1 << 20):
                made.update(block)
        return cls(str(path), path.stat().st_size, made.hexdigest())


@dataclass(frozen=True, slots=True)
class Commit:
    """What a load did: the version of the cut's table afterwards and the files it wrote."""

    import_id: str
    cut: Cut
    version: int
    difference: Difference
    files: tuple[DataFile, ...] = ()
    written: bool = True


@dataclass(frozen=True, slots=True)
class Revision:
    """Daily total of one flow as one load said it; alone feeds maturity curves."""

    import_id: str
    extracted_at: datetime
    day: date
    measure: str
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class CutState:
    """What is kept of one cut, as of a moment."""

    cut: Cut
    version: int
    accounts: tuple[str | None, ...]
    measures: dict[str, str] = field(default_factory=dict)
    """Measure name → unit (an ISO currency for money)."""
    kinds: dict[str, str] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None
    rows: int = 0
    capped: bool = False
    last_extracted_at: datetime | None = None
    last_import_id: str | None = None

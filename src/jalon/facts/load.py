"""One import: where rows came from, what they replaced, by how much the totals moved."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Context, Decimal
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
    about: str | None = None
    """Whose figures the file says they are, as `property=…`, `account=…` or `site=…`; no part of the slice."""

    @property
    def import_id(self) -> str:
        """Same file, source, account, cut and days: same id, so a repeated delivery changes nothing."""
        days = ",".join(f"{p.start}..{p.end}" for p in self.covers)
        parts = (self.sha256, self.source, self.account or "", self.cut.text, days)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """One measure over the days a load covers: its total where days add, else its reading of the last day.

    `before` and `restated` speak of the same days, those already there; `after` counts the new days too.
    `moved_days` counts the days already there whose figure is another one now, or is gone.
    """

    measure: str
    before: Decimal | None
    after: Decimal | None
    restated: Decimal | None = None
    moved_days: int = 0
    kind: str = "flow"
    unit: str = "count"

    @property
    def move(self) -> Decimal | None:
        """By how much the days already there move; None where one of the two is unknown."""
        return None if self.before is None or self.restated is None else self.restated - self.before

    @property
    def share(self) -> Decimal | None:
        """The move as a share of what was there; None where that was nothing."""
        return None if self.move is None or not self.before else _SHARES.divide(self.move, abs(self.before))

    def as_document(self) -> dict[str, object]:
        """Its JSON form: numbers as text, unknown as null."""
        figures = ("before", "restated", "after", "move", "share")
        told = {name: _told(getattr(self, name)) for name in figures}
        return {"measure": self.measure, "kind": self.kind, "unit": self.unit, **told, "moved_days": self.moved_days}


_SHARES = Context(prec=12)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Days that a load leaves alone, because a newer extraction holds them."""

    import_id: str
    file_name: str
    extracted_at: datetime
    days: tuple[Period, ...]

    def as_document(self) -> dict[str, object]:
        """Its JSON form."""
        return {
            "import_id": self.import_id,
            "file_name": self.file_name,
            "extracted_at": self.extracted_at.isoformat(),
            "days": _stretches(self.days),
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """What a load would do, said before it does it.

    `new`, `replaced` and `vanished` are runs of days (the very pairs for ranges) and share none: a vanished day
    was there and the file no longer has it. Of the replaced days, `changed_days` hold other rows than before.
    """

    cut: Cut
    rows_before: int
    rows_after: int
    new_days: int
    replaced_days: int
    changes: tuple[MeasureChange, ...] = ()
    already_loaded: bool = False
    superseded_by: str | None = None
    """Import id of a newer extraction of the same days; the load would then change nothing."""
    vanished_days: int = 0
    changed_days: int = 0
    new: tuple[Period, ...] = ()
    replaced: tuple[Period, ...] = ()
    vanished: tuple[Period, ...] = ()
    held: tuple[HeldBack, ...] = ()
    """Who holds the days that it would not touch, newest extraction first."""

    def as_document(self) -> dict[str, object]:
        """Its JSON form, kept with the import: days as `[first, last]`."""
        counted = ("rows_before", "rows_after", "new_days", "replaced_days", "vanished_days", "changed_days")
        days = {name: _stretches(getattr(self, name)) for name in ("new", "replaced", "vanished")}
        return {
            "grain": str(self.cut.grain),
            "already_loaded": self.already_loaded,
            "superseded_by": self.superseded_by,
            **{name: getattr(self, name) for name in counted},
            **days,
            "held": [one.as_document() for one in self.held],
            "changes": [change.as_document() for change in self.changes],
        }


def _told(figure: Decimal | None) -> str | None:
    return None if figure is None else format(figure.normalize(), "f")


def _stretches(days: tuple[Period, ...]) -> list[list[str]]:
    return [[period.start.isoformat(), period.end.isoformat()] for period in days]


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
class Delivered:
    """A load that stands, and the days it wrote: of two that wrote a day, the later one tells it."""

    load: Load
    written: tuple[Period, ...]


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
    deliveries: tuple[Delivered, ...] = ()
    """The loads that stand at this version, in the order in which they were kept."""

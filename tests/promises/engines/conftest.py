"""Every engine, through the door that all of them use, and tables short enough to be checked by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.metadata import entry_points
from itertools import count
from pathlib import Path

import pytest

from jalon.facts.cut import Cut
from jalon.facts.engine import Aggregate, Engine, Joining, Scan, ScanResult
from jalon.facts.load import Commit, Load
from jalon.facts.table import Cell, MeasureColumn, Table
from jalon.quantities import Grain, Period

Row = Sequence[object]
Cells = list[tuple[object, ...]]


def period(text: str) -> Period:
    """`2026-01-01` or `2026-01-01..2026-01-07`."""
    first, _, last = text.partition("..")
    return Period(date.fromisoformat(first), date.fromisoformat(last or first))


@dataclass
class Facts:
    """One engine under test, with short ways to load rows and to ask."""

    engine: Engine
    numbers: Iterator[int] = field(default_factory=count)

    def told(
        self,
        cut: str,
        rows: Sequence[Row],
        *measures: str,
        covers: str | None = None,
        kind: str = "flow",
        account: str | None = None,
        extracted: str = "2026-06-01",
        attributes: tuple[str, ...] = (),
    ) -> tuple[Load, Table]:
        """A load of rows `(days, dimensions…, attributes…, values…)`; None where a value is unknown."""
        shape = Cut.parse(cut)
        spans = [period(str(row[0])) for row in rows]
        columns: dict[str, list[Cell]] = {
            "period_start": [s.start for s in spans],
            "period_end": [s.end for s in spans],
        }
        words = (*shape.dimensions, *attributes)
        for at, name in enumerate(words, start=1):
            columns[name] = [None if row[at] is None else str(row[at]) for row in rows]
        for at, name in enumerate(measures, start=1 + len(words)):
            columns[name] = [_number(row[at], kind) for row in rows]
        covered = tuple(period(part) for part in covers.split()) if covers else _covered(shape, spans)
        named = tuple(MeasureColumn(name, kind, "count") for name in measures)
        table = Table(shape, covered, columns, named, len(rows), account, attributes)
        when = datetime.fromisoformat(extracted).replace(tzinfo=UTC)
        digest = f"{next(self.numbers)}"
        return Load(shape.tool, account, shape, covered, digest, "f.csv", "jalon.table@1", when), table

    def load(self, cut: str, rows: Sequence[Row], *measures: str, **told: object) -> Commit:
        """Load them."""
        return self.engine.replace(*self.told(cut, rows, *measures, **told))  # type: ignore[arg-type]

    def scan(self, cut: str, *aggregates: Aggregate, **asked: object) -> ScanResult:
        """Ask."""
        return self.engine.scan(Scan(Cut.parse(cut), aggregates, **asked))  # type: ignore[arg-type]

    def lines(
        self,
        cut: str,
        measure: str = "leads",
        joining: Joining = "sum",
        filters: Mapping[str, str] | None = None,
        **asked: object,
    ) -> Cells:
        """One component, as lines (first day, group if any, value)."""
        allowed = {name: frozenset(values.split("|")) for name, values in (filters or {}).items()}
        found = self.scan(cut, Aggregate("x", measure, joining, allowed), **asked)
        keys = zip(found.starts, found.groups, strict=True) if found.groups else ((start,) for start in found.starts)
        return [(key[0].isoformat(), *key[1:], value) for key, value in zip(keys, found.values["x"], strict=True)]

    def total(self, cut: str, measure: str = "leads", **asked: object) -> Decimal | None:
        """The sum over everything there is; None when there is no line."""
        lines = self.lines(cut, measure, grain=None, **asked)
        return lines[0][-1] if lines else None  # type: ignore[return-value]


def _number(value: object, kind: str) -> Cell:
    if value is None:
        return None
    return float(str(value)) if kind in ("index", "percentile") else Decimal(str(value))


def _covered(cut: Cut, spans: list[Period]) -> tuple[Period, ...]:
    if cut.grain is Grain.RANGE or not spans:
        return tuple(dict.fromkeys(spans))
    return (Period(min(s.start for s in spans), max(s.end for s in spans)),)


ENGINES = {point.name: point for point in entry_points(group="jalon.engines")}


@pytest.fixture(params=sorted(ENGINES))
def opened(request: pytest.FixtureRequest) -> Callable[[Path], Engine]:
    """Opens an engine on a folder: twice the same folder, twice the same facts."""
    return ENGINES[request.param].load()  # type: ignore[no-any-return]


@pytest.fixture
def facts(opened: Callable[[Path], Engine], tmp_path: Path) -> Facts:
    """An engine that keeps nothing yet."""
    return Facts(opened(tmp_path / "facts"))


@pytest.fixture
def again(opened: Callable[[Path], Engine], tmp_path: Path) -> Callable[[Facts], Facts]:
    """The same facts opened by another process would look like this."""
    return lambda facts: replace(facts, engine=opened(tmp_path / "facts"))

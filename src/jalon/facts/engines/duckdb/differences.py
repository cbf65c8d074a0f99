"""What a load would change: days new, replaced and vanished, and by how much each measure moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from jalon.facts.cut import Cut
from jalon.facts.engines.duckdb.ledger import Entry
from jalon.facts.load import Difference, HeldBack, MeasureChange
from jalon.facts.sql import LOAD_COLUMNS, name
from jalon.facts.table import MeasureColumn
from jalon.quantities import Grain, Period
from jalon.quantities.period import ONE_DAY

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ADDS = ("flow", "stock")
"""Kinds whose rows of one day may be added: a stock over its dimensions, a flow over everything."""
_OWN = LOAD_COLUMNS
"""Columns that say where a row came from: two loads of the same figures differ in nothing else."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a slice as they are kept, or about to be: a relation, its columns, the condition that chooses them."""

    connection: DuckDBPyConnection
    source: str | None
    columns: Sequence[str]
    condition: str

    def by_day(self, cut: Cut, measures: Sequence[MeasureColumn], alike: Sequence[str]) -> dict[Period, Day]:
        """What each day holds. Days of a range cut are its pairs; `alike` names the columns that both sides compare."""
        if self.source is None:
            return {}
        told = [m for m in measures if m.name in self.columns]
        shared = [name(c) if c in self.columns else "NULL" for c in alike]
        digest = f"SUM(hash({', '.join(shared)})::HUGEINT)" if shared else "0"
        last, key = ("period_end", "1, 2") if cut.grain is Grain.RANGE else ("MAX(period_end)", "1")
        selected = "".join(f", {_reading(m)}" for m in told)
        found = self.connection.execute(
            f"SELECT period_start, {last}, COUNT(*), {digest}{selected} FROM {self.source} "
            f"WHERE {self.condition} GROUP BY {key}"
        ).fetchall()
        return {
            Period(row[0], row[1]): Day(row[2], row[3], dict(zip((m.name for m in told), row[4:], strict=True)))
            for row in found
        }

    def count(self) -> int:
        """How many there are."""
        if self.source is None:
            return 0
        found = self.connection.execute(f"SELECT COUNT(*) FROM {self.source} WHERE {self.condition}").fetchall()
        return int(found[0][0])


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a slice: how many rows, their fingerprint, the reading of each measure."""

    rows: int
    digest: int
    readings: Mapping[str, object]


def unchanged(rows: int, cut: Cut, already_loaded: bool, held: tuple[HeldBack, ...]) -> Difference:
    """The difference of a load that would do nothing."""
    newest = held[0].import_id if held else None
    return Difference(cut, rows, rows, 0, 0, already_loaded=already_loaded, superseded_by=newest, held=held)


def difference(
    cut: Cut, before: Rows, after: Rows, measures: Sequence[MeasureColumn], held: tuple[HeldBack, ...] = ()
) -> Difference:
    """The difference between the rows of the same days, as they are and as they would be."""
    alike = [c for c in dict.fromkeys([*before.columns, *after.columns]) if c not in _OWN]
    was = before.by_day(cut, measures, alike)
    # Where nothing was there, nothing is compared: no row needs a fingerprint.
    would = after.by_day(cut, measures, alike if was else ())
    would = _as_kept(would, was, cut)
    new, vanished = sorted(would.keys() - was.keys()), sorted(was.keys() - would.keys())
    replaced = sorted(was.keys() & would.keys())
    changes = [_change(measure, was, would) for measure in measures]
    told = {m.name for m in measures if m.name in after.columns}
    return Difference(
        cut=cut,
        rows_before=sum(day.rows for day in was.values()),
        rows_after=sum(day.rows for day in would.values()),
        new_days=len(new),
        replaced_days=len(replaced),
        changes=tuple(c for c in changes if c.measure in told or c.before is not None or c.moved_days),
        vanished_days=len(vanished),
        changed_days=sum(1 for day in replaced if was[day].digest != would[day].digest),
        new=_runs(new, cut),
        replaced=_runs(replaced, cut),
        vanished=_runs(vanished, cut),
        held=held,
    )


def measures_of(entries: Iterable[Entry], own: Sequence[MeasureColumn] = ()) -> tuple[MeasureColumn, ...]:
    """The measures a difference speaks of: the load's own, then those that were there before it."""
    named = {m.name: m for m in own}
    for entry in entries:
        for measure in entry.measures:
            named.setdefault(measure.name, measure)
    return tuple(named.values())


def _reading(measure: MeasureColumn) -> str:
    """What a measure says of a day: its sum; where rows do not add, the one there is, else all of them as text."""
    column = name(measure.name)
    if measure.kind in _ADDS:
        return f"SUM({column})"
    several = f"CAST(list_sort(list({column})) AS VARCHAR)"
    return f"CASE WHEN COUNT({column}) > 1 THEN {several} ELSE CAST(MAX({column}) AS VARCHAR) END"


def _as_kept(would: dict[Period, Day], was: Mapping[Period, Day], cut: Cut) -> dict[Period, Day]:
    """Rows that begin on the same day are the same row, were its end moved; ranges are the pairs they are."""
    if cut.grain is Grain.RANGE:
        return would
    starts = {day.start: day for day in was}
    return {starts.get(day.start, day): one for day, one in would.items()}


def _change(measure: MeasureColumn, was: Mapping[Period, Day], would: Mapping[Period, Day]) -> MeasureChange:
    before = {day: one.readings.get(measure.name) for day, one in was.items()}
    after = {day: one.readings.get(measure.name) for day, one in would.items()}
    moved = sum(1 for day in was if before[day] != after.get(day))
    if measure.kind == "flow":
        there = {day: value for day, value in after.items() if day in was}
        totals = (_total(before.values()), _total(after.values()), _total(there.values()))
        return MeasureChange(measure.name, *totals, moved, measure.kind, measure.unit)
    last = max((day for day, value in before.items() if value is not None), default=None)
    newest = max((day for day, value in after.items() if value is not None), default=None)
    return MeasureChange(
        measure.name,
        _number(before[last]) if last else None,
        _number(after[newest]) if newest else None,
        _number(after.get(last)) if last else None,
        moved,
        measure.kind,
        measure.unit,
    )


def _total(values: Iterable[object]) -> Decimal | None:
    known = [value for value in values if isinstance(value, Decimal)]
    return sum(known, Decimal(0)) if known else None


def _number(reading: object) -> Decimal | None:
    """One reading as a number; several at once have none."""
    if reading is None or str(reading).startswith("["):
        return None
    return Decimal(str(reading))


def _runs(days: Iterable[Period], cut: Cut) -> tuple[Period, ...]:
    """Days that follow one another as one stretch; ranges stay the pairs they are."""
    if cut.grain is Grain.RANGE:
        return tuple(days)
    runs: list[Period] = []
    for day in days:
        if runs and runs[-1].end + ONE_DAY >= day.start:
            runs[-1] = Period(runs[-1].start, max(runs[-1].end, day.end))
        else:
            runs.append(day)
    return tuple(runs)

"""Fused questions: every component that reads one cut is asked in one scan, equal components once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from jalon.facts.engine import ACROSS, UNMAPPED, Aggregate, Engine, Joining, MappedDimension, Scan, ScanResult
from jalon.facts.load import CutState
from jalon.metrics.binding import Bound
from jalon.metrics.followed import MOST_ROWS, Followed, Told, apart_by_combination, asked_by, each_of
from jalon.metrics.formulas import FrozenFilter, frozen
from jalon.quantities import Grain, Period

Values = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Column:
    """One component as a cut is asked for it."""

    measure: str
    joining: Joining
    filters: FrozenFilter = ()


@dataclass(slots=True)
class Answer:
    """Lines of a scan up to `as_of`, oldest first, read column by column."""

    starts: Sequence[date]
    ends: Sequence[date]
    groups: Sequence[str]
    _values: Mapping[str, Values]
    _names: Mapping[Column, str]
    _order: list[int] | None

    @classmethod
    def of(cls, result: ScanResult, names: Mapping[Column, str], as_of: date) -> Answer:
        """The lines whose last day is known by `as_of`. Values stay as the engine gave them until read."""
        starts, ends = result.starts, result.ends
        order = sorted((i for i in range(len(starts)) if ends[i] <= as_of), key=lambda i: (starts[i], ends[i]))
        groups = result.groups
        if order == list(range(len(starts))):
            return cls(starts, ends, groups, result.values, names, None)
        told = [groups[i] for i in order] if groups else groups
        return cls([starts[i] for i in order], [ends[i] for i in order], told, result.values, names, order)

    def column(self, column: Column) -> Values:
        """The values of one component, line by line."""
        values = self._values[self._names[column]]
        return values if self._order is None else [values[i] for i in self._order]

    def lines_by_group(self) -> dict[str, list[int]]:
        """Line numbers of each group, oldest first."""
        found: dict[str, list[int]] = {}
        for line, group in enumerate(self.groups):
            found.setdefault(group or UNMAPPED, []).append(line)
        return found


@dataclass(slots=True)
class CutQuestions:
    """What is asked of one cut for one choice of accounts: one scan, and one more for each drill-down."""

    engine: Engine
    state: CutState
    accounts: frozenset[str] | None
    as_of: date
    columns: dict[str | None, dict[Column, str]] = field(default_factory=dict)
    dimensions: dict[str, MappedDimension] = field(default_factory=dict)
    scans: int = 0
    _covers: tuple[Period, ...] | None = None
    _answers: dict[tuple[str | None, Grain | None, Period | None], Answer] = field(default_factory=dict)
    _each: dict[str | None, list[Answer]] = field(default_factory=dict)
    _followed: dict[tuple[Column, str | None], Followed | None] = field(default_factory=dict)

    def want(self, column: Column, dimensions: Mapping[str, MappedDimension], group_by: str | None) -> None:
        """Add a component before anything is answered."""
        self.dimensions.update(dimensions)
        asked = self.columns.setdefault(group_by, {})
        asked.setdefault(column, f"c{len(asked)}")

    def lines(self, group_by: str | None = None) -> Answer:
        """Every line at the cut's own grain: days, or each pair of first and last day that was stored."""
        daily = self.state.cut.grain in (Grain.DAY, Grain.SNAPSHOT)
        return self._asked(group_by, Grain.DAY if daily else Grain.RANGE, self._days() if daily else None)

    def whole(self, grain: Grain, group_by: str | None = None) -> Answer:
        """Readings at the end of each ISO week or month, for what cannot be joined from days."""
        return self._asked(group_by, grain, self._days())

    def over(self, period: Period, group_by: str | None = None) -> Answer:
        """One reading for the period, for what cannot be joined from days."""
        return self._asked(group_by, None, period)

    def followed(self, column: Column, group_by: str | None = None) -> Followed | None:
        """A level read day by day of each account and combination of dimensions; None where that would be too much."""
        key = (column, group_by)
        if key not in self._followed:
            self._followed[key] = self._follow(column, group_by)
        return self._followed[key]

    def _follow(self, column: Column, group_by: str | None) -> Followed | None:
        mine = self.state.accounts if self.accounts is None else tuple(sorted(self.accounts))
        unnamed = len(mine) > 1 and None in mine
        dimensions = self.state.cut.dimensions
        if self.state.rows > MOST_ROWS or unnamed or any(ACROSS in one for one in dimensions):
            return None
        alone = [frozenset({one}) for one in mine if one is not None] if len(mine) > 1 else [self.accounts]
        told: list[Told] = []
        for answer in self._each_day(alone, group_by):
            names = answer.groups or [""] * len(answer.starts)
            whole, kept = answer.column(Column(column.measure, column.joining)), answer.column(column)
            apart = apart_by_combination(zip(answer.ends, names, whole, kept, strict=True), len(dimensions), group_by)
            if apart is None:
                return None
            told += apart
        return Followed(column.joining == "first", told)

    def _each_day(self, accounts: Sequence[frozenset[str] | None], group_by: str | None) -> list[Answer]:
        """For each account, its levels by day and combination of dimensions, with and without their filters."""
        if group_by not in self._each:
            levels = [column for column in self.columns.get(group_by, {}) if column.joining in ("last", "first")]
            both = dict.fromkeys((*levels, *(Column(one.measure, one.joining) for one in levels)))
            names = {column: f"c{number}" for number, column in enumerate(both)}
            key = (asked_by(self.state.cut.dimensions, group_by), Grain.DAY, self._days())
            scan = self._scan(names, key, each_of(self.state.cut.dimensions))
            self.scans += len(accounts)
            self._each[group_by] = [
                Answer.of(self.engine.scan(replace(scan, accounts=one)), names, self.as_of) for one in accounts
            ]
        return self._each[group_by]

    def covers(self) -> tuple[Period, ...]:
        """The days that imports of this cut cover, of the accounts asked."""
        if self._covers is None:
            loads = self.engine.imports(self.state.cut).values()
            mine = [one for one in loads if self.accounts is None or one.account in self.accounts]
            self._covers = tuple(dict.fromkeys(period for one in mine for period in one.covers))
        return self._covers

    def _days(self) -> Period | None:
        first, last = self.state.first_day, self.state.last_day
        late = first is not None and last is not None and first <= self.as_of < last
        return Period(first, self.as_of) if late and first is not None else None

    def _asked(self, group_by: str | None, grain: Grain | None, period: Period | None) -> Answer:
        key = (group_by, grain, period)
        if key not in self._answers:
            names = self.columns.get(group_by, {})
            if grain not in (Grain.DAY, Grain.RANGE):
                names = {column: name for column, name in names.items() if column.joining in ("last", "first")}
            self.scans += 1
            self._answers[key] = Answer.of(self.engine.scan(self._scan(names, key)), names, self.as_of)
        return self._answers[key]

    def _scan(
        self,
        names: Mapping[Column, str],
        key: tuple[str | None, Grain | None, Period | None],
        more: Mapping[str, MappedDimension] = MappingProxyType({}),
    ) -> Scan:
        group_by, grain, period = key
        known = {**self.dimensions, **more}
        aggregates = tuple(Aggregate(name, c.measure, c.joining, dict(c.filters)) for c, name in names.items())
        used = {name for column in names for name, _ in column.filters} | set((group_by or "").split(ACROSS))
        return Scan(
            cut=self.state.cut,
            aggregates=aggregates,
            dimensions={name: mapped for name, mapped in known.items() if name in used},
            period=period,
            grain=grain,
            group_by=group_by,
            accounts=self.accounts,
            version=self.state.version,
        )


def column_of(bound: Bound) -> Column:
    """The component itself."""
    return Column(bound.column, bound.joining, frozen(bound.fit.filters))


def presence_of(bound: Bound) -> Column:
    """The same measure unfiltered: on its days the tool spoke, so a missing value is nothing rather than unknown."""
    return Column(bound.column, bound.joining)


def unmapped_of(bound: Bound) -> Iterator[tuple[str, Column]]:
    """What no mapping reaches, for each dimension that the filter reads through mappings."""
    for name in bound.fit.filters:
        if bound.joining == "sum" and bound.fit.dimensions[name].otherwise is None:
            yield name, Column(bound.column, "sum", ((name, frozenset({UNMAPPED})),))


@dataclass(slots=True)
class Questions:
    """Every question of a refresh, one entry per cut and choice of accounts."""

    engine: Engine
    as_of: date
    _by_cut: dict[tuple[str, frozenset[str] | None], CutQuestions] = field(default_factory=dict)

    def of(self, bound: Bound) -> CutQuestions:
        """The questions to the cut of a component."""
        key = (bound.state.cut.text, bound.accounts)
        if key not in self._by_cut:
            self._by_cut[key] = CutQuestions(self.engine, bound.state, bound.accounts, self.as_of)
        return self._by_cut[key]

    def want(self, bound: Bound, group_by: str | None) -> None:
        """Ask for a component, its presence, what no mapping reaches and its drill-down."""
        questions = self.of(bound)
        dimensions = bound.fit.dimensions
        for column in (column_of(bound), presence_of(bound), *(column for _, column in unmapped_of(bound))):
            questions.want(column, dimensions, None)
        if group_by is not None:
            questions.want(column_of(bound), dimensions, group_by)
        for other in bound.alternates:
            self.want(other, group_by)

    @property
    def scans(self) -> int:
        """How many scans were needed."""
        return sum(questions.scans for questions in self._by_cut.values())

"""Readings of one component: what a period, a bucket or a day of it amounts to, exactly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Protocol

from jalon.metrics.formulas import EXACT
from jalon.metrics.refused import NoFacts, NotCovered
from jalon.quantities import Grain, Period, Refusal, bucket_end, bucket_start
from jalon.quantities.period import ONE_DAY
from jalon.quantities.refusals import NotAdditive

ZERO = Decimal(0)


class Readings(Protocol):
    """One component over time. Every answer is a total of the component alone; nothing is divided here."""

    @property
    def name(self) -> str:
        """The measure."""
        ...

    @property
    def grain(self) -> Grain:
        """How much time its rows cover."""
        ...

    @property
    def accumulates(self) -> bool:
        """Whether its days add, so that other components must be read over the same days."""
        ...

    @property
    def days(self) -> Sequence[date]:
        """Days on which its tool spoke, oldest first; the last days of rows that cover more."""
        ...

    def covered(self, period: Period) -> Period | None:
        """The part of the period that it can answer for."""
        ...

    def over(self, period: Period) -> Decimal | Refusal:
        """Its total or reading over a period that it covers."""
        ...

    def days_known(self, period: Period) -> int:
        """Days of the period on which its tool spoke."""
        ...


def total(values: Iterable[Decimal]) -> Decimal:
    """An exact sum, whatever the size of its terms."""
    return reduce(EXACT.add, values, ZERO)


@dataclass(frozen=True)
class DailyFlow:
    """A flow by day. `days` are those on which the tool spoke; a day among them without a value counts for nothing.

    `lines` and `values` are what the engine answered; `no_rate` holds days whose amount could not be converted.
    """

    name: str
    days: Sequence[date]
    lines: Sequence[date]
    values: Sequence[Decimal | None]
    no_rate: Mapping[date, Refusal] = field(default_factory=dict)
    grain: Grain = Grain.DAY
    accumulates: bool = True
    report: str = ""
    """The cut that told it: measures of one report are missing together."""
    covers: Sequence[Period] = ()
    """What its imports cover: a day in there without any row is a day without anything."""

    def covered(self, period: Period) -> Period | None:
        """From the first to the last day known inside the period's reach."""
        return period.meeting(Period(self.days[0], self.days[-1])) if self.days else None

    def over(self, period: Period, only: frozenset[date] | None = None) -> Decimal | Refusal:
        """The sum of the days known, or of some of them."""
        if not self.days_known(period):
            return NoFacts(self.name, period.start, period.end)
        first, last = bisect_left(self.lines, period.start), bisect_right(self.lines, period.end)
        kept = [i for i in range(first, last) if only is None or self.lines[i] in only]
        if self.no_rate:
            for day in (self.lines[i] for i in kept):
                if day in self.no_rate:
                    return self.no_rate[day]
        return total(value for i in kept if (value := self.values[i]) is not None)

    def days_inside(self, period: Period) -> frozenset[date]:
        """The days of the period on which the tool spoke."""
        return frozenset(self.days[bisect_left(self.days, period.start) : bisect_right(self.days, period.end)])

    def days_known(self, period: Period) -> int:
        """Days of the period on which the tool spoke."""
        return bisect_right(self.days, period.end) - bisect_left(self.days, period.start)


@dataclass(frozen=True)
class NativeFlow:
    """A flow whose rows cover weeks, months or ranges. A row is never spread over its days.

    A period that cuts weeks or months is answered for the whole ones inside it; ranges must tile it.
    """

    name: str
    grain: Grain
    rows: Mapping[Period, Decimal | None]
    no_rate: Mapping[date, Refusal] = field(default_factory=dict)
    accumulates: bool = True

    @property
    def days(self) -> Sequence[date]:
        """Last days of the rows."""
        return sorted({row.end for row in self.rows})

    @property
    def shrinks(self) -> bool:
        """Whether a period that cuts its rows is answered for the whole ones inside it."""
        return self.grain is not Grain.RANGE or all(_is_a_month(row) for row in self.rows)

    def covered(self, period: Period) -> Period | None:
        """The period when rows tile it; else, for weeks and months, the longest run of whole ones inside it."""
        if self._tiles(period) is not None:
            return period
        return self.longest_run(period) if self.shrinks else None

    def over(self, period: Period) -> Decimal | Refusal:
        """The sum of the fewest rows that tile the period."""
        tiles = self._tiles(period)
        if tiles is None:
            return NotCovered(self.name, period.start, period.end)
        for tile in tiles:
            if tile.end in self.no_rate:
                return self.no_rate[tile.end]
        return total(value for value in (self.rows[tile] for tile in tiles) if value is not None)

    def days_known(self, period: Period) -> int:
        """Days of the rows that lie inside the period."""
        return len({day for row in self._inside(period) for day in row.days()})

    def _inside(self, period: Period) -> list[Period]:
        return sorted(row for row in self.rows if period.start <= row.start and row.end <= period.end)

    def _tiles(self, period: Period) -> list[Period] | None:
        if period in self.rows:
            return [period]
        # Fewest rows first: from each first day reached, go on with every row that begins there.
        reached: dict[date, list[Period]] = {period.start: []}
        frontier = [period.start]
        inside = self._inside(period)
        while frontier:
            after: list[date] = []
            for row in inside:
                following = row.end + ONE_DAY
                if row.start in frontier and following not in reached:
                    reached[following] = [*reached[row.start], row]
                    after.append(following)
            frontier = after
        return reached.get(period.end + ONE_DAY)

    def longest_run(self, period: Period) -> Period | None:
        """The longest stretch of whole rows inside the period, the last of equals."""
        runs: list[Period] = []
        for row in self._inside(period):
            joins = runs and runs[-1].end + ONE_DAY == row.start
            runs = [*runs[:-1], Period(runs[-1].start, row.end)] if joins else [*runs, row]
        return max(runs, key=lambda run: (len(run), run.end), default=None)


def _is_a_month(row: Period) -> bool:
    return row.start.day == 1 and row.end == bucket_end(row.start, Grain.MONTH)


@dataclass(frozen=True)
class Levels:
    """A level: its last (or first) reading of the period. `read` maps the last day of each row to its reading.

    With `ask`, accounts and dimensions may be read on different days: each counts with its own last reading,
    which only the engine can tell.
    """

    name: str
    grain: Grain
    read: Mapping[date, Decimal | None]
    days: Sequence[date]
    first: bool = False
    ask: Callable[[Period], Decimal | None] | None = None
    rate: Callable[[date, Decimal], Decimal | Refusal] | None = None
    accumulates: bool = False

    def covered(self, period: Period) -> Period | None:
        """The period, as soon as one reading falls in it."""
        return period if self._known(period) else None

    def over(self, period: Period) -> Decimal | Refusal:
        """The reading that stands for the period, exactly as told."""
        known = self._known(period)
        if not known:
            return NoFacts(self.name, period.start, period.end)
        day = known[0] if self.first else known[-1]
        value = self.read.get(day) if self.ask is None or len(known) == 1 else self.ask(period)
        if value is None:
            return NoFacts(self.name, period.start, period.end)
        return value if self.rate is None else self.rate(day, value)

    def days_known(self, period: Period) -> int:
        """Days of the period with a reading."""
        return len(self._known(period))

    def _known(self, period: Period) -> Sequence[date]:
        return self.days[bisect_left(self.days, period.start) : bisect_right(self.days, period.end)]


@dataclass(frozen=True)
class Cohorts:
    """Cohorts read once each, in rows of weeks, months or ranges: each is dated by its row's last day."""

    name: str
    grain: Grain
    rows: Mapping[Period, Decimal | None]
    rate: Callable[[date, Decimal], Decimal | Refusal] | None = None
    accumulates: bool = False

    @property
    def days(self) -> Sequence[date]:
        """Last days of the rows."""
        return sorted({row.end for row in self.rows})

    def covered(self, period: Period) -> Period | None:
        """The period, as soon as a cohort is read in it."""
        return period if self.days_known(period) else None

    def over(self, period: Period) -> Decimal | Refusal:
        """The sum over the cohorts read in the period."""
        found: list[Decimal] = []
        for row, value in self.rows.items():
            if row.end in period and value is not None:
                converted = value if self.rate is None else self.rate(row.end, value)
                if isinstance(converted, Refusal):
                    return converted
                found.append(converted)
        return total(found) if found else NoFacts(self.name, period.start, period.end)

    def days_known(self, period: Period) -> int:
        """Days of the period with a reading."""
        return len({row.end for row in self.rows if row.end in period})


@dataclass(frozen=True)
class Singles:
    """What does not add: a distinct count or a percentile of exactly that period; an index as last published."""

    name: str
    kind: str
    grain: Grain
    rows: Mapping[Period, Decimal | None]
    accumulates: bool = False

    @property
    def days(self) -> Sequence[date]:
        """Last days of the rows."""
        return sorted({row.end for row in self.rows})

    def covered(self, period: Period) -> Period | None:
        """The period itself: nothing else can stand for it."""
        return period if self.days_known(period) else None

    def over(self, period: Period) -> Decimal | Refusal:
        """The one row of that period; for an index, the last row told in it."""
        value = self.rows.get(period)
        if value is None and self.kind == "index":
            told = [(row.end, -len(row), v) for row, v in self.rows.items() if row.end in period and v is not None]
            value = max(told, default=(None, 0, None))[2]
        if value is not None:
            return value
        return NotAdditive(self.kind) if self.days_known(period) else NoFacts(self.name, period.start, period.end)

    def days_known(self, period: Period) -> int:
        """Days of the period with a reading."""
        return len({row.end for row in self.rows if row.end in period})


def whole_bucket(period: Period) -> Grain | None:
    """The grain of which the period is exactly one bucket: an ISO week or a month."""
    for grain in (Grain.WEEK, Grain.MONTH):
        if period.start == bucket_start(period.start, grain) and period.end == bucket_end(period.start, grain):
            return grain
    return None


@dataclass(frozen=True)
class Together:
    """Accounts read apart and added: a period is answered when each of them answers it."""

    name: str
    grain: Grain
    parts: tuple[Readings, ...]

    @property
    def accumulates(self) -> bool:
        """As its parts do."""
        return self.parts[0].accumulates

    @property
    def days(self) -> Sequence[date]:
        """Days on which any account was told."""
        return sorted({day for part in self.parts for day in part.days})

    def covered(self, period: Period) -> Period | None:
        """What every account covers."""
        span: Period | None = period
        for part in (*self.parts, *self.parts):
            span = part.covered(span) if span is not None else None
        return span

    def over(self, period: Period) -> Decimal | Refusal:
        """The sum over the accounts."""
        found = [part.over(period) for part in self.parts]
        refused = next((value for value in found if isinstance(value, Refusal)), None)
        return refused or total(value for value in found if isinstance(value, Decimal))

    def days_known(self, period: Period) -> int:
        """Days on which every account is known."""
        return min(part.days_known(period) for part in self.parts)


def whole_rows(readings: Readings, within: Period) -> Period | None:
    """The longest stretch of rows that lie whole inside the period; None for what is told by day or is a level."""
    if isinstance(readings, Together):
        runs = [whole_rows(part, within) for part in readings.parts]
        return next((run for run in runs if run is not None), None)
    return readings.longest_run(within) if isinstance(readings, NativeFlow) else None


def merged(parts: Sequence[DailyFlow]) -> DailyFlow:
    """Daily flows of several accounts as one: a day is known when one of them was told."""
    days = sorted({day for part in parts for day in part.days})
    told: dict[date, list[Decimal]] = {}
    for part in parts:
        for day, value in zip(part.lines, part.values, strict=True):
            if value is not None:
                told.setdefault(day, []).append(value)
    lines = sorted(told)
    no_rate = {day: refusal for part in parts for day, refusal in part.no_rate.items()}
    return DailyFlow(
        parts[0].name,
        days,
        lines,
        [total(told[day]) for day in lines],
        no_rate,
        report="+".join(dict.fromkeys(part.report for part in parts if isinstance(part, DailyFlow))),
        covers=tuple(dict.fromkeys(period for part in parts for period in part.covers)),
    )

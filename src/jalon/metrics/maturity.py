"""Which days of a series still move, and how complete they are: learned from what was read again, else as stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from jalon.facts.load import CutState, Delivered, Revision
from jalon.quantities import Grain, Refusal
from jalon.stats.completeness import WHOLE, Curve, Share, TooFewRereads, learned

FOUR_WEEKS = 28
LOOKED_BACK = timedelta(days=180)
"""A day read too young half a year ago and never again is told by the sources page, not by the series."""


@dataclass(frozen=True, slots=True)
class Settling:
    """How one component settles: after how many days, by what curve, and on which day each of its days was read.

    `window_days` is learned when there is a curve, else the longest of what plan, indicator and catalogue state;
    `source_days` leaves the indicator out: it is what the source itself needs.
    """

    measure: str
    tool: str
    window_days: int
    source_days: int
    curve: Curve | Refusal
    read_on: Mapping[date, date] = field(default_factory=dict)

    @property
    def is_learned(self) -> bool:
        """Whether the window comes from re-readings rather than from a statement."""
        return isinstance(self.curve, Curve)

    @property
    def moving(self) -> tuple[date, ...]:
        """Days that were read before they had settled."""
        return tuple(day for day, on in self.read_on.items() if (on - day).days < self.window_days)

    def age(self, day: date) -> int | None:
        """Days between a day and the export that told it; None for a day that no daily export told."""
        return (self.read_on[day] - day).days if day in self.read_on else None

    def share(self, day: date) -> Share | None:
        """What share of its settled value a day was read at: whole once settled, None where nobody knows."""
        age = self.age(day)
        if age is None or age >= self.window_days:
            return WHOLE
        return self.curve.at(age) if isinstance(self.curve, Curve) else None


@dataclass(frozen=True, slots=True)
class Maturity:
    """The days of a series that still move, oldest first, each with its share of the settled value or None.

    A share may exceed 1: what is withdrawn later was counted too much. `settled_until` is the last day that counts.
    """

    settled_until: date | None
    young: Mapping[date, Share | None]
    window_days: int
    is_learned: bool

    def share(self, day: date) -> Share | None:
        """The share of any day: whole outside the young ones."""
        return self.young.get(day, WHOLE)

    @property
    def unknown(self) -> tuple[date, ...]:
        """Young days whose share nobody has learned yet: to be left out rather than believed."""
        return tuple(day for day, share in self.young.items() if share is None)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a total should become once settled, with one standard deviation; `moving_days` of it are not settled."""

    value: Decimal
    spread: Decimal
    moving_days: int


def read_days(
    state: CutState, accounts: frozenset[str] | None, zone: ZoneInfo, first: date, last: date
) -> dict[date, date]:
    """Day → the day of the export that tells it; of several accounts, the one read youngest."""
    if state.cut.grain is not Grain.DAY:
        return {}
    told: dict[str | None, dict[date, date]] = {}
    for one in state.deliveries:
        if accounts is not None and one.load.account not in accounts:
            continue
        on, mine = local_day(one.load.extracted_at, zone), told.setdefault(one.load.account, {})
        for period in one.written:
            start, end = max(period.start, first), min(period.end, last)
            for offset in range((end - start).days + 1):
                mine[start + timedelta(days=offset)] = on
    found: dict[date, date] = {}
    for days in told.values():
        for day, on in days.items():
            found[day] = min(on, found.get(day, on))
    return found


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day of a moment where the company is."""
    return moment.astimezone(zone).date()


def curve_of(
    revisions: Iterable[Revision],
    deliveries: Sequence[Delivered],
    accounts: frozenset[str] | None,
    zone: ZoneInfo,
    stated: int,
) -> Curve | TooFewRereads:
    """The curve of one measure of a cut: against readings four weeks old, else against those that are as old as stated.

    A statement may be too short, which only readings older than it can tell.
    """
    read = _readings(revisions, deliveries, accounts, zone)
    refused: TooFewRereads | None = None
    for window in dict.fromkeys((max(stated, FOUR_WEEKS), stated)):
        curve = learned(*_compared(read, window), window)
        if isinstance(curve, Curve):
            return curve
        refused = curve
    assert refused is not None  # noqa: S101  # there is at least one window
    return refused


Readings = Mapping[tuple[str | None, date], Sequence[tuple[int, float]]]


def _readings(
    revisions: Iterable[Revision], deliveries: Sequence[Delivered], accounts: frozenset[str] | None, zone: ZoneInfo
) -> Readings:
    """Account and day → every (age, total) it was told at."""
    known = {one.load.import_id: one.load for one in deliveries}
    read: dict[tuple[str | None, date], list[tuple[int, float]]] = {}
    for one in revisions:
        load = known.get(one.import_id)
        if load is not None and one.total is not None and (accounts is None or load.account in accounts):
            age = (local_day(one.extracted_at, zone) - one.day).days
            read.setdefault((load.account, one.day), []).append((age, float(one.total)))
    return read


def _compared(read: Readings, window: int) -> tuple[list[int], list[float], list[float]]:
    """Age, value and settled value of every reading of the days that were read again once older than the window."""
    ages: list[int] = []
    values: list[float] = []
    settled: list[float] = []
    for readings in read.values():
        oldest, whole = max(readings)
        for age, value in readings if oldest >= window else ():
            if age < oldest:
                ages.append(age)
                values.append(value)
                settled.append(whole)
    return ages, values, settled

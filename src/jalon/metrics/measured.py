"""One formula over the facts of a workspace: totals first, the ratio last, at every grain and grouping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from jalon.catalogue.formula import Expression, Operation, names
from jalon.metrics.formulas import fraction, joined, plain
from jalon.metrics.freshness import Binding
from jalon.metrics.maturity import Estimate, Maturity, Settling
from jalon.metrics.readings import DailyFlow, Readings, whole_rows
from jalon.metrics.refused import NoFacts, NotCovered
from jalon.metrics.shares import Brought, brought_over, estimated, share_of
from jalon.quantities import Grain, Period, Refusal, bucket_end
from jalon.quantities.period import ONE_DAY
from jalon.stats.completeness import WHOLE, Share

_ORDER = (Grain.DAY, Grain.SNAPSHOT, Grain.WEEK, Grain.MONTH, Grain.RANGE)
_ROUNDS = 4
"""Months inside weeks inside months settle in two rounds; more would be a bug."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A day, ISO week or month of a series, cut at the ends of the period asked; None = not known."""

    start: date
    end: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    days_known: int


@dataclass(frozen=True)
class MeasuredSeries:
    """A formula with the exact series of its components; it divides only when asked, and once.

    `kind` is flow, ratio, stock, distinct, percentile or index. With a `refusal`, every question answers it.
    `drill_down` says why there are no groups although some were asked for.
    """

    key: str
    unit: str
    kind: str
    expression: Expression
    components: Mapping[str, Readings] = field(default_factory=dict)
    bindings: tuple[Binding, ...] = ()
    refusal: Refusal | None = None
    group_by: str | None = None
    drill_down: Refusal | None = None
    settlings: Mapping[str, Settling] = field(default_factory=dict)
    _groups: Mapping[str, Mapping[str, Readings]] = field(default_factory=dict)

    @property
    def grain(self) -> Grain:
        """The coarsest grain among the components."""
        return max((c.grain for c in self.components.values()), key=_ORDER.index, default=Grain.DAY)

    @property
    def first_day(self) -> date | None:
        """The first day on which every component is known."""
        return max((c.days[0] for c in self.components.values() if c.days), default=None)

    @property
    def last_day(self) -> date | None:
        """The last day on which every component is known."""
        return min((c.days[-1] for c in self.components.values() if c.days), default=None)

    @property
    def mature_until(self) -> date | None:
        """The last day whose figures have settled in every source."""
        return min((b.mature_until for b in self.bindings if b.mature_until), default=None)

    @property
    def maturity(self) -> Maturity:
        """The days of the series that still move, with the share of its settled value each was read at."""
        first, last = self.first_day, self.last_day
        young: dict[date, Share | None] = {}
        if self.refusal is None and first is not None and last is not None:
            moving = {
                d for s in self.settlings.values() for d, on in s.read_on.items() if (on - d).days < s.window_days
            }
            young = {day: self._share(day) for day in sorted(moving) if first <= day <= last}
        windows = [one.window_days for one in self.settlings.values()]
        is_learned = bool(windows) and all(one.is_learned for one in self.settlings.values())
        return Maturity(self.mature_until, young, max(windows, default=0), is_learned)

    def settled_over(self, period: Period) -> Estimate | Refusal:
        """What the formula over a period should become once every day of it has settled, with its spread.

        Refused like `over`, and when the period holds a day whose share of the settled value nobody has learned.
        """
        totals = self._totals(period)
        if isinstance(totals, Refusal):
            return totals
        brought: dict[str, Brought] = {}
        moving = 0
        for name, one in self.settlings.items():
            found = brought_over(self.components[name], one, period)
            if isinstance(found, Refusal):
                return found
            brought[name], moving = found, max(moving, found.moving_days)
        return estimated(self.expression, totals, brought, moving)

    def _share(self, day: date) -> Share | None:
        """What share of its settled value the whole formula had: every component brought to what it will become."""
        shares = {name: one.share(day) for name, one in self.settlings.items()}
        known = {name: share for name, share in shares.items() if share is not None and share.value > 0}
        totals = self.totals_over(Period(day, day))
        if len(known) < len(shares) or isinstance(totals, Refusal):
            return None
        return share_of(self.expression, totals, known)

    def shares_of_sides(self, day: date) -> tuple[Share, ...]:
        """Of a ratio, what share of its settled value numerator and denominator were read at; none where unknown.

        A side of one measure has that measure's share, even on a day that told nothing of it yet.
        """
        shares = {name: one.share(day) for name, one in self.settlings.items()}
        known = {name: share for name, share in shares.items() if share is not None and share.value > 0}
        shown, totals = self.expression, self.totals_over(Period(day, day))
        of_two = isinstance(shown, Operation) and shown.sign == "/"
        if not of_two or isinstance(totals, Refusal) or len(known) < len(shares):
            return ()
        assert isinstance(shown, Operation)  # noqa: S101  # of two sides
        sides = [_side_share(side, totals, known) for side in (shown.left, shown.right)]
        return tuple(one for one in sides if one is not None)

    @property
    def stale(self) -> tuple[Binding, ...]:
        """Components whose source is not up to date."""
        return tuple(binding for binding in self.bindings if binding.stale)

    def covered(self, period: Period) -> Period | None:
        """The period that `over` really answers for: the same days for every component, whole rows only."""
        span = self._span(period)
        return None if isinstance(span, Refusal) else span

    def reach(self, within: Period) -> Period | None:
        """The longest stretch of days of `within` that `over` answers for; of rows that cannot be cut, whole ones."""
        covered = self.covered(within)
        if covered is not None:
            return covered
        runs = [run for one in self.components.values() if (run := whole_rows(one, within)) is not None]
        found = [span for run in runs if (span := self.covered(run)) is not None]
        return max(found, key=lambda span: (len(span), span.end), default=None)

    def over(self, period: Period) -> Decimal | Refusal:
        """The formula on the totals of the period, or why there is none."""
        totals = self._totals(period)
        return totals if isinstance(totals, Refusal) else joined(self.expression, totals)

    def parts_over(self, period: Period) -> tuple[Decimal | None, Decimal | None]:
        """Numerator and denominator on totals; the total and None for what is no ratio."""
        totals = self._totals(period)
        return (None, None) if isinstance(totals, Refusal) else self._parts(totals)[1:]

    def totals_over(self, period: Period) -> Mapping[str, Decimal] | Refusal:
        """The total of each component, by its name in the expression."""
        return self._totals(period)

    def days_known(self, period: Period) -> int:
        """Days of the period on which every component was reported."""
        if self.refusal is not None or not self.components:
            return 0
        adding = [c for c in self.components.values() if c.accumulates] or list(self.components.values())
        return min(component.days_known(period) for component in adding)

    def buckets(self, grain: Grain, period: Period) -> list[Bucket]:
        """The series by day, ISO week or month. A bucket that a row only half covers has no value."""
        return [] if self.refusal is not None else [self._bucket(part) for part in cut_into(period, grain)]

    def groups(self) -> dict[str, MeasuredSeries]:
        """One series for each value of the drill-down, `(unmapped)` included."""
        return {
            name: replace(
                self, key=f"{self.key}[{name}]", components=components, group_by=None, drill_down=None, _groups={}
            )
            for name, components in sorted(self._groups.items())
        }

    def _bucket(self, part: Period) -> Bucket:
        known = self.days_known(part)
        span = self._span(part)
        half = span != part and self.grain in (Grain.WEEK, Grain.MONTH, Grain.RANGE)
        totals = NoFacts(self.key, part.start, part.end) if half else self._totals_on(span)
        if isinstance(totals, Refusal):
            return Bucket(part.start, part.end, None, None, None, known)
        return Bucket(part.start, part.end, *self._parts(totals), known)

    def _parts(self, totals: Mapping[str, Decimal]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Value, numerator, denominator."""
        value = joined(self.expression, totals)
        told = None if isinstance(value, Refusal) else value
        if self.kind != "ratio":
            return told, told, None
        top, bottom = fraction(self.expression, totals)
        return told, plain(top), plain(bottom)

    def _totals(self, period: Period) -> Mapping[str, Decimal] | Refusal:
        return self._totals_on(self._span(period))

    def _totals_on(self, span: Period | Refusal) -> Mapping[str, Decimal] | Refusal:
        if isinstance(span, Refusal):
            return span
        totals: dict[str, Decimal] = {}
        shared = self._shared_days(span)
        for name, component in self.components.items():
            value = component.over(span, shared) if isinstance(component, DailyFlow) else component.over(span)
            if isinstance(value, Refusal):
                return value
            totals[name] = value
        return totals

    def _shared_days(self, span: Period) -> frozenset[date] | None:
        """The days that every component by day knows; None when a hole in one of them tilts nothing."""
        daily = [component for component in self.components.values() if isinstance(component, DailyFlow)]
        if len({flow.report for flow in daily}) < 2 or all(flow.days_known(span) == len(span) for flow in daily):
            return None
        return frozenset.intersection(*(flow.days_inside(span) for flow in daily))

    def _span(self, period: Period) -> Period | Refusal:
        """Days that add are added over the same days on both sides: a late source never tilts a ratio."""
        if self.refusal is not None:
            return self.refusal
        span = period
        adding = [component for component in self.components.values() if component.accumulates]
        for _ in range(_ROUNDS):
            before = span
            for component in adding:
                covered = component.covered(span)
                if covered is None:
                    known = component.days_known(span) or component.grain is Grain.RANGE
                    why = NotCovered if known and component.grain is not Grain.DAY else NoFacts
                    return why(component.name, period.start, period.end)
                span = covered
            if span == before:
                return span
        return NotCovered(next(iter(self.components)), period.start, period.end)


def cut_into(period: Period, grain: Grain) -> Iterator[Period]:
    """The period in days, ISO weeks or months; the first and the last may be cut."""
    start = period.start
    while start <= period.end:
        end = min(bucket_end(start, grain), period.end)
        yield Period(start, end)
        start = end + ONE_DAY


def _side_share(side: Expression, totals: Mapping[str, Decimal], shares: Mapping[str, Share]) -> Share | None:
    used = names(side)
    return shares.get(used[0], WHOLE) if len(used) == 1 else share_of(side, totals, shares)

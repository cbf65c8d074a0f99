"""From the lines of a scan to the readings of a component: known days, rows, levels, in the plan's currency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from jalon.facts.engine import UNMAPPED
from jalon.metrics.binding import Bound
from jalon.metrics.currency import Rates
from jalon.metrics.readings import (
    Cohorts,
    DailyFlow,
    Levels,
    NativeFlow,
    Readings,
    Singles,
    Together,
    merged,
    whole_bucket,
)
from jalon.metrics.scans import Answer, CutQuestions, Questions, Values, column_of, presence_of
from jalon.quantities import Grain, Period, Refusal

_EACH_DAY = (Grain.DAY, Grain.SNAPSHOT)


@dataclass(frozen=True, slots=True)
class Component:
    """A bound measure, its parts when accounts are read apart, and the currency each part is converted from."""

    bound: Bound
    parts: tuple[tuple[Bound, str | None], ...]


@dataclass(slots=True)
class Builder:
    """Builds readings from answers; days known are worked out once for each measure of a cut."""

    questions: Questions
    rates: Rates
    as_of: date
    _known: dict[tuple[int, str], list[date]] = field(default_factory=dict)

    def readings(self, component: Component) -> Readings:
        """The component over time."""
        parts = [self._part(bound, source) for bound, source in component.parts]
        return _together(component.bound, parts)

    def matched(self, component: Component) -> bool:
        """Whether the filter ever met a value: a value that no row has is a mistake, not a zero."""
        for bound, _ in component.parts:
            for one in (bound, *bound.alternates):
                answer = self.questions.of(one).lines()
                if any(value is not None for value in answer.column(column_of(one))):
                    return True
        return False

    def groups(self, component: Component, group_by: str) -> dict[str, Readings]:
        """The component for each value of the drill-down."""
        found: dict[str, list[Readings]] = {}
        for bound, source in component.parts:
            answer = self.questions.of(bound).lines(group_by)
            for group, lines in answer.lines_by_group().items():
                found.setdefault(group, []).append(self._group(bound, source, (group_by, group), answer, lines))
        return {group: _together(component.bound, parts) for group, parts in found.items()}

    def empty(self, component: Component) -> Readings:
        """A value of the drill-down that this component never met: nothing on every known day."""
        bound = component.bound
        if bound.joining == "sum" and bound.grain in _EACH_DAY:
            return DailyFlow(bound.leaf.measure, self._days(bound), (), (), report=bound.state.cut.text)
        if bound.joining == "sum":
            rows = dict.fromkeys(self._rows(bound, self.questions.of(bound).lines()))
            return NativeFlow(bound.leaf.measure, bound.grain, rows)
        return Singles(bound.leaf.measure, bound.measure.kind, bound.grain, {})

    def _part(self, bound: Bound, source: str | None) -> Readings:
        questions = self.questions.of(bound)
        answer = questions.lines()
        values = answer.column(column_of(bound))
        lines = range(len(answer.starts))
        if bound.joining == "single":
            return self._singles(bound)
        if bound.joining == "sum":
            return self._flow(bound, source, answer, lines, values)
        ask = _asking(questions, bound, None, self.as_of)
        return self._level(bound, source, answer, list(lines), values, self._days(bound), ask)

    def _group(
        self, bound: Bound, source: str | None, group: tuple[str, str], answer: Answer, lines: list[int]
    ) -> Readings:
        values = answer.column(column_of(bound))
        if bound.joining == "sum":
            return self._flow(bound, source, answer, lines, values)
        if bound.joining == "single":
            rows = {Period(answer.starts[i], answer.ends[i]): values[i] for i in lines if values[i] is not None}
            return Singles(bound.leaf.measure, bound.measure.kind, bound.grain, rows)
        days = [answer.ends[i] for i in lines if values[i] is not None]
        return self._level(
            bound, source, answer, lines, values, days, _asking(self.questions.of(bound), bound, group, self.as_of)
        )

    def _flow(
        self, bound: Bound, source: str | None, answer: Answer, lines: Sequence[int], values: Values
    ) -> DailyFlow | NativeFlow:
        name = bound.leaf.measure
        everything = len(lines) == len(answer.starts)
        if bound.grain in _EACH_DAY:
            starts = answer.starts if everything else [answer.starts[i] for i in lines]
            told = values if everything else [values[i] for i in lines]
            told, no_rate = self._converted(source, starts, told)
            covers = self.questions.of(bound).covers()
            return DailyFlow(name, self._days(bound), starts, told, no_rate, report=bound.state.cut.text, covers=covers)
        rows: dict[Period, Decimal | None] = dict.fromkeys(self._rows(bound, self.questions.of(bound).lines()))
        met = [i for i in lines if Period(answer.starts[i], answer.ends[i]) in rows]
        told, no_rate = self._converted(source, [answer.ends[i] for i in met], [values[i] for i in met])
        rows.update(zip((Period(answer.starts[i], answer.ends[i]) for i in met), told, strict=True))
        return NativeFlow(name, bound.grain, rows, no_rate)

    def _level(
        self,
        bound: Bound,
        source: str | None,
        answer: Answer,
        lines: Sequence[int],
        values: Values,
        days: Sequence[date],
        ask: Callable[[Period], Decimal | None] | None,
    ) -> Levels | Cohorts:
        name, rate = bound.leaf.measure, self._rate(source)
        if bound.measure.cohort and bound.grain not in _EACH_DAY:
            rows = {Period(answer.starts[i], answer.ends[i]): values[i] for i in lines}
            return Cohorts(name, bound.grain, rows, rate)
        # Longer rows first, so that of two rows ending the same day the shorter one is kept.
        order = sorted(lines, key=lambda i: answer.starts[i])
        read = {answer.ends[i]: values[i] for i in order}
        return Levels(name, bound.grain, read, days, bound.joining == "first", ask, rate)

    def _singles(self, bound: Bound) -> Singles:
        rows: dict[Period, Decimal | None] = {}
        for one in (*bound.alternates, bound):
            answer = self.questions.of(one).lines()
            told = answer.column(column_of(one))
            rows.update({Period(s, e): v for s, e, v in zip(answer.starts, answer.ends, told, strict=True)})
        return Singles(bound.leaf.measure, bound.measure.kind, bound.grain, rows)

    def _days(self, bound: Bound) -> list[date]:
        questions = self.questions.of(bound)
        key = (id(questions), bound.column)
        if key not in self._known:
            answer = questions.lines()
            told = answer.column(presence_of(bound))
            self._known[key] = [day for day, value in zip(answer.ends, told, strict=True) if value is not None]
        return self._known[key]

    def _rows(self, bound: Bound, answer: Answer) -> Iterable[Period]:
        told = answer.column(presence_of(bound))
        return [Period(s, e) for s, e, v in zip(answer.starts, answer.ends, told, strict=True) if v is not None]

    def _rate(self, source: str | None) -> Callable[[date, Decimal], Decimal | Refusal] | None:
        if source is None:
            return None
        return lambda day, amount: self.rates.convert(day, amount, source)

    def _converted(
        self, source: str | None, days: Sequence[date], values: Values
    ) -> tuple[Values, Mapping[date, Refusal]]:
        if source is None:
            return values, {}
        no_rate: dict[date, Refusal] = {}
        told: list[Decimal | None] = []
        for day, value in zip(days, values, strict=True):
            amount = None if value is None else self.rates.convert(day, value, source)
            if isinstance(amount, Refusal):
                no_rate[day] = amount
            told.append(None if isinstance(amount, Refusal) else amount)
        return told, no_rate


def apart(bound: Bound) -> list[Bound]:
    """The same component for each of its accounts."""
    accounts = bound.accounts or frozenset(account for account in bound.state.accounts if account is not None)
    return [replace(bound, accounts=frozenset({account})) for account in sorted(accounts)]


def _together(bound: Bound, parts: Sequence[Readings]) -> Readings:
    if len(parts) == 1:
        return parts[0]
    daily = [part for part in parts if isinstance(part, DailyFlow)]
    return merged(daily) if len(daily) == len(parts) else Together(bound.leaf.measure, bound.grain, tuple(parts))


def _asking(
    questions: CutQuestions, bound: Bound, group: tuple[str, str] | None, as_of: date
) -> Callable[[Period], Decimal | None] | None:
    """Only where several accounts or combinations of dimensions may be read on different days."""
    alone = not bound.state.cut.dimensions and len(bound.state.accounts) < 2  # one account is alone
    if bound.grain is not Grain.DAY or alone:
        return None
    column, group_by = column_of(bound), group[0] if group else None

    def ask(period: Period) -> Decimal | None:
        upto = Period(period.start, min(period.end, as_of)) if period.start <= as_of else period
        grain = whole_bucket(upto)
        followed = questions.followed(column, group_by) if grain is None else None
        if followed is not None:
            return followed.over(upto, group[1] if group else None)
        answer = questions.over(upto, group_by) if grain is None else questions.whole(grain, group_by)
        told = answer.column(column)
        for line, value in enumerate(told):
            if (grain is None or answer.starts[line] == upto.start) and _is_group(answer, line, group):
                return value
        return None

    return ask


def _is_group(answer: Answer, line: int, group: tuple[str, str] | None) -> bool:
    return group is None or (answer.groups[line] or UNMAPPED) == group[1]

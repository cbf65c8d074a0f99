"""The way from formulas to series: take apart, bind, ask each cut once, read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from jalon.catalogue import measures
from jalon.catalogue.formula import Name, RefusedFormula
from jalon.facts.engine import ACROSS, Engine
from jalon.facts.load import CutState
from jalon.findings import Finding
from jalon.metrics.amounts import Amounts
from jalon.metrics.binding import PLANNED, Binder, Bound, Unbound
from jalon.metrics.components import Builder, Component
from jalon.metrics.currency import Rates, rates_to
from jalon.metrics.formulas import Formula, Leaf, kind_of, taken_apart
from jalon.metrics.freshness import Binding, binding_of
from jalon.metrics.maturity import Settling
from jalon.metrics.measured import MeasuredSeries
from jalon.metrics.noticed import Noticed
from jalon.metrics.planned import planned, planned_groups
from jalon.metrics.readings import DailyFlow, NativeFlow, Readings, total
from jalon.metrics.refused import MixedCurrencies
from jalon.metrics.scans import Column, Questions, presence_of, unmapped_of
from jalon.metrics.settling import Settlings
from jalon.metrics.wanted import Wanted
from jalon.plan.model import Plan
from jalon.quantities import Grain, Refusal
from jalon.quantities.refusals import NeverLoaded, NoRate, NotBound, NotComputedYet


@dataclass(frozen=True)
class Measurements:
    """Every series asked for, what was noticed on the way, and the state of the facts it was read from."""

    series: Mapping[str, MeasuredSeries]
    findings: tuple[Finding, ...]
    states: tuple[CutState, ...]
    scans: int

    def series_for(self, key: str) -> MeasuredSeries:
        """The series of a key; one that was never asked for refuses every question."""
        missing = MeasuredSeries(key, "count", "flow", Name(key), refusal=NotComputedYet(key))
        return self.series.get(key, missing)


def measure(
    wanted: Sequence[Wanted], plan: Plan, engine: Engine, as_of: date, facts_as_of: datetime | None = None
) -> Measurements:
    """Series of every formula, from days up to `as_of`. All that reads one cut is one scan, plus one per drill-down.

    `facts_as_of` reads the facts as they stood at that moment; None reads the newest.
    """
    return _Measuring(plan, engine, as_of, tuple(engine.cuts(facts_as_of))).run(wanted)


@dataclass(slots=True)
class _Prepared:
    """A formula with its components bound, or why it is not."""

    wanted: Wanted
    formula: Formula
    components: dict[str, Component] = field(default_factory=dict)
    group_by: str | None = None
    drill_down: Refusal | None = None
    refusal: Refusal | None = None


class _Measuring:
    def __init__(self, plan: Plan, engine: Engine, as_of: date, states: tuple[CutState, ...]) -> None:
        self.plan, self.engine, self.as_of, self.states = plan, engine, as_of, states
        self.binder = Binder(plan, states, as_of)
        self.amounts = Amounts(engine, plan.company.currency)
        self.questions = Questions(engine, as_of)
        self.noticed = Noticed(plan)
        self.settlings = Settlings(engine, plan, as_of)
        self.kpis = {kpi.id: kpi for _, kpi in plan.kpis()}

    def run(self, wanted: Sequence[Wanted]) -> Measurements:
        prepared = [self._prepared(one) for one in wanted]
        builder = Builder(self.questions, self._rates(prepared), self.as_of)
        series = {one.wanted.key: self._series(one, builder) for one in prepared}
        self._compare_tools(prepared, builder)
        return Measurements(series, self.noticed.findings, self.states, self.questions.scans)

    def _prepared(self, wanted: Wanted) -> _Prepared:
        """Bind every component, then tell its cut what will be asked."""
        try:
            formula = taken_apart(wanted.formula, wanted.filter, wanted.params, self.kpis)
        except RefusedFormula as fault:
            return _Prepared(wanted, Formula(wanted.formula, {}), refusal=NotBound(wanted.key, fault.reason))
        one = _Prepared(wanted, formula)
        for name in formula.unknown:
            one.refusal = one.refusal or NotBound(name, "unknown")
            self.noticed.unbound(wanted.key, Unbound(Leaf(name), NotBound(name, "unknown"), "unknown", (name,)))
        bounds = self._bounds(one)
        for bound in bounds.values():
            if isinstance(bound, Unbound):
                one.refusal = one.refusal or bound.refusal
                self.noticed.unbound(wanted.key, bound)
        if one.refusal is None:
            self._ask(one, {name: bound for name, bound in bounds.items() if isinstance(bound, Bound)})
        return one

    def _bounds(self, one: _Prepared) -> dict[str, Bound | Unbound]:
        """With the finest drill-down that cuts tell, else without any."""
        leaves = {name: leaf for name, leaf in one.formula.leaves.items() if not _is_planned(leaf)}
        for group_by in (one.wanted.group_by, *one.wanted.coarser):
            asked = set((group_by or "").split(ACROSS))
            bounds = {name: self.binder.bound(leaf, group_by) for name, leaf in leaves.items()}
            lacking = [b for b in bounds.values() if isinstance(b, Unbound) and asked & set(b.missing)]
            if not lacking:
                one.group_by, one.drill_down = group_by, None
                return bounds
            one.drill_down = one.drill_down or NotBound(lacking[0].leaf.measure, group_by or "")
        return {name: self.binder.bound(leaf) for name, leaf in leaves.items()}

    def _ask(self, one: _Prepared, bounds: Mapping[str, Bound]) -> None:
        components = self.amounts.components(one.formula, bounds)
        if isinstance(components, MixedCurrencies):
            one.refusal = components
            self.noticed.mixed(one.wanted.key, components)
            return
        one.components = components
        for component in components.values():
            for bound, _ in component.parts:
                self.questions.want(bound, one.group_by)
            rival = self._rival(component)
            if rival is not None:
                self.questions.want(component.bound, None)
                self.questions.want(rival, None)

    def _rival(self, component: Component) -> Bound | None:
        daily = component.bound.grain is Grain.DAY and component.bound.joining == "sum"
        return self.binder.rival(component.bound.leaf) if daily else None

    def _rates(self, prepared: Sequence[_Prepared]) -> Rates:
        needed = self.amounts.needed(component for one in prepared for component in one.components.values())
        return rates_to(self.plan.company.currency, needed, self.engine, self.states, self.as_of)

    def _series(self, one: _Prepared, builder: Builder) -> MeasuredSeries:
        readings: dict[str, Readings] = {}
        bindings: list[Binding] = []
        settlings: dict[str, Settling] = {}
        refusal = one.refusal
        for name, leaf in one.formula.leaves.items() if refusal is None else ():
            if not _is_planned(leaf):
                settlings[name] = self.settlings.of(one.components[name].bound, one.wanted.maturity_days)
            found = self._planned(one, leaf) if _is_planned(leaf) else self._read(one, name, builder, settlings[name])
            readings[name], binding, refused = found
            bindings.append(binding)
            refusal = refusal or refused
        kinds = {name: _kind(leaf) for name, leaf in one.formula.leaves.items()}
        return MeasuredSeries(
            key=one.wanted.key,
            unit=one.wanted.unit,
            kind="flow" if one.formula.unknown or not kinds else kind_of(one.formula.expression, kinds),
            expression=one.formula.expression,
            components=readings,
            bindings=tuple(bindings),
            refusal=refusal,
            group_by=one.group_by,
            drill_down=one.drill_down,
            settlings=settlings,
            _groups=self._groups(one, builder) if refusal is None and one.group_by else {},
        )

    def _read(
        self, one: _Prepared, name: str, builder: Builder, settling: Settling
    ) -> tuple[Readings, Binding, Refusal | None]:
        component = one.components[name]
        key, bound = one.wanted.key, component.bound
        readings = builder.readings(component)
        binding = binding_of(bound, readings, self.plan, self.as_of, settling)
        self.noticed.fresh(key, binding)
        if not readings.days:
            return readings, binding, NeverLoaded(bound.state.cut.tool)
        if not builder.matched(component):
            self.noticed.unmatched(key, bound)
            return readings, binding, NotBound(bound.leaf.measure, "value")
        if isinstance(readings, NativeFlow) and not readings.shrinks:
            self.noticed.only_ranges(key, bound)
        self._count_unmapped(key, bound)
        return readings, binding, self._without_rate(key, readings)

    def _without_rate(self, key: str, readings: Readings) -> Refusal | None:
        """Days without a rate refuse themselves; a component without any rate refuses everything."""
        if not isinstance(readings, DailyFlow | NativeFlow) or not readings.no_rate:
            return None
        values = readings.values if isinstance(readings, DailyFlow) else readings.rows.values()
        wholly = not any(values)
        first = next(iter(readings.no_rate.values()))
        if isinstance(first, NoRate):
            self.noticed.no_rate(key, first, list(readings.no_rate), wholly)
        return first if wholly else None

    def _planned(self, one: _Prepared, leaf: Leaf) -> tuple[Readings, Binding, Refusal | None]:
        binding = Binding(leaf.measure, PLANNED, self.plan.company.currency)
        found = planned(self.plan, leaf.filter, self.as_of)
        if isinstance(found, Refusal):
            missing = (found.lacks,) if isinstance(found, NotBound) else (leaf.measure,)
            self.noticed.unbound(one.wanted.key, Unbound(leaf, found, "dimension", missing))
            return DailyFlow(leaf.measure, (), (), ()), binding, found
        self.noticed.shared_lines(one.wanted.key, found.shared_lines)
        return found.readings, binding, None

    def _count_unmapped(self, key: str, bound: Bound) -> None:
        answer = self.questions.of(bound).lines()
        period = self.plan.period

        def over_period(column: Column) -> Decimal:
            told = zip(answer.ends, answer.column(column), strict=True)
            return total(value for day, value in told if value is not None and (period is None or day in period))

        for name, column in unmapped_of(bound):
            self.noticed.unmapped(key, bound, name, over_period(column), over_period(presence_of(bound)))

    def _groups(self, one: _Prepared, builder: Builder) -> Mapping[str, Mapping[str, Readings]]:
        group_by = one.group_by or ""
        told: dict[str, dict[str, Readings]] = {}
        for name, leaf in one.formula.leaves.items():
            if _is_planned(leaf):
                told[name] = dict(planned_groups(self.plan, leaf.filter, self.as_of, group_by))
            else:
                told[name] = builder.groups(one.components[name], group_by)
        everywhere = {group for found in told.values() for group in found}
        return {
            group: {name: found.get(group) or self._nothing(one, name, builder) for name, found in told.items()}
            for group in everywhere
        }

    def _nothing(self, one: _Prepared, name: str, builder: Builder) -> Readings:
        leaf = one.formula.leaves[name]
        if not _is_planned(leaf):
            return builder.empty(one.components[name])
        days = [day for day in self.plan.period.days() if day <= self.as_of] if self.plan.period else []
        return DailyFlow(leaf.measure, days, (), ())

    def _compare_tools(self, prepared: Sequence[_Prepared], builder: Builder) -> None:
        for one in prepared:
            for component in one.components.values() if one.refusal is None else ():
                rival = self._rival(component)
                if rival is not None:
                    own = builder.readings(Component(component.bound, ((component.bound, None),)))
                    other = builder.readings(Component(rival, ((rival, None),)))
                    if isinstance(own, DailyFlow) and isinstance(other, DailyFlow):
                        self.noticed.differing(one.wanted.key, (component.bound, own), (rival, other))


def _is_planned(leaf: Leaf) -> bool:
    return leaf.measure in measures() and measures()[leaf.measure].tools == (PLANNED,)


def _kind(leaf: Leaf) -> str:
    return measures()[leaf.measure].kind

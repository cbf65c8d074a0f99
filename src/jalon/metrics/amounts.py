"""Which currency each component is in, and whether it must be converted: an amount is never taken for another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jalon.catalogue import measures
from jalon.facts.engine import Engine
from jalon.metrics.binding import PLANNED, Bound
from jalon.metrics.components import Component, apart
from jalon.metrics.formulas import Formula, money_degree
from jalon.metrics.refused import MixedCurrencies
from jalon.quantities import Grain


@dataclass(slots=True)
class Amounts:
    """Makes components of bound measures, with the currency that each part is converted from."""

    engine: Engine
    target: str
    _by_cut: dict[str, dict[str | None, str]] = field(default_factory=dict)

    def components(self, formula: Formula, bounds: Mapping[str, Bound]) -> dict[str, Component] | MixedCurrencies:
        """A component for each name of the formula; several currencies in one column are read account by account."""
        converts = self._converts(formula, bounds)
        found: dict[str, Component] = {}
        for name, bound in bounds.items():
            component = self._component(bound, converts)
            if isinstance(component, MixedCurrencies):
                return component
            found[name] = component
        return found

    def needed(self, components: Iterable[Component]) -> set[str]:
        """Every currency that some part is converted from."""
        return {source for component in components for _, source in component.parts if source}

    def _component(self, bound: Bound, converts: bool) -> Component | MixedCurrencies:
        own = self._by_account(bound)
        if len(set(own.values())) > 1:
            parts = apart(bound)
            if None in own or {account for part in parts for account in part.accounts or ()} != set(own):
                return MixedCurrencies(bound.leaf.measure, ", ".join(sorted(set(own.values()))))
            units = [(part, own[next(iter(part.accounts or ()))]) for part in parts]
            return Component(bound, tuple((part, self._source(part, unit, True)) for part, unit in units))
        source = self._source(bound, bound.unit, converts)
        several = len(bound.state.accounts) > 1 and None not in bound.state.accounts
        if bound.grain is Grain.RANGE and bound.joining == "sum" and several:
            # Each account has its own ranges: a range of one says nothing of the others.
            return Component(bound, tuple((part, source) for part in apart(bound)))
        return Component(bound, ((bound, source),))

    def _source(self, bound: Bound, unit: str, converts: bool) -> str | None:
        return unit if bound.measure.is_money and converts and unit != self.target else None

    def _converts(self, formula: Formula, bounds: Mapping[str, Bound]) -> bool:
        """Not in a ratio of amounts of one currency, where it cancels out."""
        units = {bound.unit for bound in bounds.values() if bound.measure.is_money}
        if any(measures()[leaf.measure].tools == (PLANNED,) for leaf in formula.leaves.values()):
            units.add(self.target)
        degree = money_degree(formula.expression, lambda name: measures()[formula.leaves[name].measure].is_money)
        return degree != 0 or len(units) > 1

    def _by_account(self, bound: Bound) -> dict[str | None, str]:
        """Currency by account, asked of the loads only where accounts could differ."""
        if not bound.measure.is_money or len(bound.state.accounts) == 1:
            return {}
        text = bound.state.cut.text
        if text not in self._by_cut:
            loads = self.engine.imports(bound.state.cut).values()
            told = sorted((load for load in loads if load.currency), key=lambda load: load.extracted_at)
            self._by_cut[text] = {load.account: load.currency or "" for load in told}
        return {a: u for a, u in self._by_cut[text].items() if bound.accounts is None or a in bound.accounts}

"""The one cut that answers each measure: the smallest that covers filter and drill-down at the wanted grain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from jalon.catalogue import Measure, measures
from jalon.facts.engine import Joining
from jalon.facts.load import CutState
from jalon.metrics.covering import Fit, Misfit, Reach, fit
from jalon.metrics.formulas import FrozenFilter, Leaf, frozen, narrowed
from jalon.plan.model import Plan, Source
from jalon.quantities import Grain, Refusal
from jalon.quantities.refusals import NeverLoaded, NotBound, NotComputedYet

PLANNED = "plan"
_COMPUTED = "computed"
_GRAINS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.SNAPSHOT, Grain.RANGE)
_WHOLE = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.RANGE)
_CHANNEL_GROUPS = {"seo": "Organic Search", "direct": "Direct"}
"""Google Analytics' default channel groups, by which the catalogue defines its derived measures."""
_LATE_DAYS = 7
"""A cut that misses more than a week of the plan's period that another cut of its tool has comes after it."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A measure and where it is read: cut, column, joining over time, remaining filter, accounts."""

    leaf: Leaf
    state: CutState
    column: str
    joining: Joining
    fit: Fit
    accounts: frozenset[str] | None
    source: Source | None
    alternates: tuple[Bound, ...] = ()
    """The same reading in cuts of other grains, for what cannot be joined from days."""

    @property
    def measure(self) -> Measure:
        """Its row of the catalogue."""
        return measures()[self.leaf.measure]

    @property
    def unit(self) -> str:
        """The unit of the column: an ISO currency for money."""
        return self.state.measures.get(self.column, self.measure.unit)

    @property
    def grain(self) -> Grain:
        """How much time one row covers."""
        return self.state.cut.grain


@dataclass(frozen=True, slots=True)
class Unbound:
    """No cut answers; `missing` names what lacks, `why` says of which sort it is."""

    leaf: Leaf
    refusal: Refusal
    why: str
    missing: tuple[str, ...]
    nearest_cut: str | None = None


@dataclass(slots=True)
class Binder:
    """Finds cuts for measures, by the plan's sources and mappings. Each question is answered once."""

    plan: Plan
    states: Sequence[CutState]
    as_of: date
    _answers: dict[tuple[Leaf, str | None], Bound | Unbound] = field(default_factory=dict)
    _rivals: dict[tuple[Leaf, str | None], Bound | None] = field(default_factory=dict)

    def bound(self, leaf: Leaf, group_by: str | None = None) -> Bound | Unbound:
        """Where the measure is read, or what lacks. Plan and computed measures have no cut."""
        key = (leaf, group_by)
        if key not in self._answers:
            self._answers[key] = self._found(leaf, group_by)
        return self._answers[key]

    def rival(self, leaf: Leaf) -> Bound | None:
        """The same measure as the next tool tells it, when two tools tell it by day."""
        key = (leaf, None)
        if key not in self._rivals:
            chosen = self.bound(leaf)
            others = [
                found
                for found in self._ranked(leaf, None)
                if isinstance(chosen, Bound) and found.state.cut.tool != chosen.state.cut.tool
            ]
            daily = [found for found in others if found.grain is Grain.DAY and found.joining == "sum"]
            self._rivals[key] = daily[0] if daily else None
        return self._rivals[key]

    def _found(self, leaf: Leaf, group_by: str | None) -> Bound | Unbound:
        measure = measures()[leaf.measure]
        if measure.tools == (_COMPUTED,):
            return Unbound(leaf, NotComputedYet(leaf.measure), "computed", (leaf.measure,))
        if any(not values for _, values in leaf.filter):
            empty = tuple(name for name, values in leaf.filter if not values)
            return Unbound(leaf, NotBound(leaf.measure, "value"), "contradiction", empty)
        ranked = self._ranked(leaf, group_by)
        if not ranked:
            return self._lacking(leaf, group_by)
        best = ranked[0]
        if best.joining != "single":
            return best
        others = {found.grain: found for found in reversed(ranked) if found.state.cut.tool == best.state.cut.tool}
        others.pop(best.grain, None)
        return _with_alternates(best, tuple(others[grain] for grain in _WHOLE if grain in others))

    def _ranked(self, leaf: Leaf, group_by: str | None) -> list[Bound]:
        found = [bound for bound, _ in self._readings(leaf, group_by) if bound is not None]
        late = self._late(found)
        return sorted(found, key=lambda bound: self._rank(bound, late))

    def _rank(self, bound: Bound, late: frozenset[str]) -> tuple[object, ...]:
        cut = bound.state.cut
        return (
            # A report without a row says what was asked, and nothing else.
            not bound.state.rows,
            cut.grain is Grain.RANGE,
            self._tool_rank(cut.tool, bound.measure),
            cut.text in late,
            -bound.fit.brand_terms,
            _GRAINS.index(cut.grain),
            len(cut.dimensions),
            bound.state.capped,
            bound.column != bound.leaf.measure,
            # Without its filter file, a search export does not say which results it is about.
            cut.tool == "search_console" and not cut.filters,
            cut.text,
        )

    def _tool_rank(self, tool: str, measure: Measure) -> int:
        """The order of the plan's sources; without any, that of the catalogue."""
        tools = [source.tool for source in self.plan.sources] or list(measure.tools)
        return tools.index(tool) if tool in tools else len(tools)

    def _late(self, found: Sequence[Bound]) -> frozenset[str]:
        if self.plan.period is None:
            return frozenset()
        least: dict[str, int] = {}
        missed = {bound.state.cut.text: self._missed_days(bound.state) for bound in found}
        for bound in found:
            cut = bound.state.cut
            least[cut.tool] = min(missed[cut.text], least.get(cut.tool, missed[cut.text]))
        return frozenset(
            bound.state.cut.text
            for bound in found
            if missed[bound.state.cut.text] > least[bound.state.cut.tool] + _LATE_DAYS
        )

    def _missed_days(self, state: CutState) -> int:
        period = self.plan.period
        if period is None or state.first_day is None or state.last_day is None:
            return 0
        end = min(period.end, self.as_of)
        return max(0, (state.first_day - period.start).days) + max(0, (end - state.last_day).days)

    def _readings(self, leaf: Leaf, group_by: str | None) -> Iterator[tuple[Bound | None, Misfit | None]]:
        """Each cut and column that carries the measure: bound, or what that cut lacks."""
        joining = joining_of(measures()[leaf.measure])
        for state in self._allowed():
            for column, wanted in self._columns(leaf, state.cut.tool):
                if column not in state.measures:
                    continue
                if state.cut.grain is Grain.SNAPSHOT and joining == "sum":
                    # Lifetime counters: a day of the export is not a day of the world.
                    yield None, Misfit(("day",), "dimension")
                    continue
                found = fit(state.cut, wanted, group_by, Reach(self.plan))
                if isinstance(found, Misfit):
                    yield None, found
                elif _reads_every_age(leaf, state):
                    yield None, Misfit(("cohort_age",), "dimension")
                else:
                    sources = self._sources(state.cut.tool)
                    accounts = _accounts(state, sources)
                    source = next(
                        (s for s in sources if s.account in (None, *state.accounts)), next(iter(sources), None)
                    )
                    yield Bound(leaf, state, column, joining, found, accounts, source), None

    def _columns(self, leaf: Leaf, tool: str) -> Iterator[tuple[str, FrozenFilter]]:
        """Columns that say this measure: its own, its base with the base's filter, the stock it opens."""
        measure = measures()[leaf.measure]
        yield measure.id, leaf.filter
        if measure.base is not None:
            yield measure.base, narrowed(leaf.filter, self._base_filter(measure, tool))
        opened = measure.id.removesuffix("_start")
        if measure.over_time == "first" and opened != measure.id and opened in measures():
            yield opened, leaf.filter

    def _base_filter(self, measure: Measure, tool: str) -> FrozenFilter:
        """In the plan's values; in the tool's own word for a channel that no mapping of the plan gives."""
        told = {name: values[0] for name, values in measure.base_filter}
        channel = told.get("channel", "")
        given = {rule.gives.get("channel") for rule in self.plan.mappings if rule.tool in (tool, "*")}
        if tool == "ga4" and channel in _CHANNEL_GROUPS and channel not in given:
            return frozen({"session_channel": (_CHANNEL_GROUPS[channel],)})
        return frozen(dict(measure.base_filter))

    def _allowed(self) -> Iterator[CutState]:
        listed = {source.tool for source in self.plan.sources}
        for state in self.states:
            if (not listed or state.cut.tool in listed) and _has_account(state, self._sources(state.cut.tool)):
                yield state

    def _sources(self, tool: str) -> list[Source]:
        return [source for source in self.plan.sources if source.tool == tool]

    def _lacking(self, leaf: Leaf, group_by: str | None) -> Unbound:
        misfits = [misfit for _, misfit in self._readings(leaf, group_by) if misfit is not None]
        if misfits:
            least = min(misfits, key=lambda misfit: (misfit.why == "filtered", len(misfit.lacks), misfit.lacks))
            return Unbound(leaf, NotBound(leaf.measure, ", ".join(least.lacks)), least.why, least.lacks)
        elsewhere = sorted({s.cut.tool for s in self.states if leaf.measure in s.measures})
        if elsewhere:
            return Unbound(leaf, NotBound(leaf.measure, ", ".join(elsewhere)), "not_a_source", tuple(elsewhere))
        loaded = {state.cut.tool for state in self.states}
        tools = measures()[leaf.measure].tools
        listed = [source.tool for source in self.plan.sources if source.tool in tools]
        if listed and not loaded & set(listed):
            return Unbound(leaf, NeverLoaded(str(listed[0])), "never_loaded", (leaf.measure,))
        return Unbound(leaf, NotBound(leaf.measure, "measure"), "measure", (leaf.measure,))


def joining_of(measure: Measure) -> Joining:
    """How a measure joins over time. A cohort is read once, so its last reading is its reading."""
    if measure.kind == "flow":
        return "last" if measure.cohort else "sum"
    if measure.kind == "stock":
        return "first" if measure.over_time == "first" else "last"
    return "single"


def _with_alternates(best: Bound, others: tuple[Bound, ...]) -> Bound:
    return Bound(best.leaf, best.state, best.column, best.joining, best.fit, best.accounts, best.source, others)


def _reads_every_age(leaf: Leaf, state: CutState) -> bool:
    """Cohorts of several ages in one table, and no age asked: their sum would count a customer at every age."""
    asked = {name for name, _ in leaf.filter}
    return measures()[leaf.measure].cohort and "cohort_age" in state.cut.dimensions and "cohort_age" not in asked


def _has_account(state: CutState, sources: Sequence[Source]) -> bool:
    """Facts of an account that no source of the plan names are another company's; unnamed facts are nobody else's."""
    named = {source.account for source in sources}
    return not named or None in named or bool(named & set(state.accounts)) or set(state.accounts) <= {None}


def _accounts(state: CutState, sources: Sequence[Source]) -> frozenset[str] | None:
    named = {source.account for source in sources if source.account is not None}
    if not named or any(source.account is None for source in sources):
        return None
    there = {account for account in state.accounts if account is not None}
    return frozenset(named & there) if there - named else None

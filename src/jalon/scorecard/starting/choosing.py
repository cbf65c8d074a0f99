"""Which KPIs and KRIs an area is proposed: its template's first, what the data can tell before the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jalon.catalogue import CatalogueKpi, CatalogueKri, kpis, kris, measures
from jalon.catalogue.formula import parse
from jalon.metrics import MeasuredSeries, Wanted, masked
from jalon.metrics.wanted import displayed
from jalon.plan.model import Plan
from jalon.plan.model.company import Filter
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NotBound
from jalon.scorecard.starting.areas import Area
from jalon.scorecard.starting.baselines import Amount, Baseline, baseline, last_year
from jalon.scorecard.starting.found import is_general, measures_of
from jalon.scorecard.starting.places import CHANNEL

MOST, FEWEST = 3, 2
RISKS = 2
AGE_MONTHS = Decimal(12)
"""The catalogue names its cohorts at twelve months."""
_GENERAL = ("leads", "orders", "revenue", "sessions")
_NOBODYS = "sessions"
"""Nobody answers for all the sessions: each channel answers for its own."""
_ANYBODYS_RISKS = ("channel_concentration", "brand_search_drop", "demand_decline")
_NOT_TOLD = frozenset({"plan", "computed"})


@dataclass(frozen=True, slots=True)
class ProposedKpi:
    """A KPI with where it starts from, or why the data do not say. Its target is left to a person."""

    id: str
    use: str
    filter: Filter = field(default_factory=dict)
    params: Mapping[str, Decimal] = field(default_factory=dict)
    start: Baseline | Refusal = field(default_factory=lambda: NotBound("", "measure"))
    seasonal: bool = False
    breaks: tuple[Period, ...] = ()
    """Stretches of its start on which the number counted otherwise, though the world had not moved."""
    lately: Amount | None = None
    """The last twelve months known, where they are not what it starts from: a mark to set a target by."""

    @property
    def row(self) -> CatalogueKpi:
        """What the catalogue says of it."""
        return kpis()[self.use]

    @property
    def known(self) -> bool:
        """Whether the data say where it starts from."""
        return isinstance(self.start, Baseline)


@dataclass(frozen=True, slots=True)
class ProposedKri:
    """A watch on a risk that threatens the area's KPIs, or else the objective; to be accepted by a person."""

    use: str
    threatens: tuple[str, ...]

    @property
    def row(self) -> CatalogueKri:
        """What the catalogue says of it."""
        return kris()[self.use]


def candidates(area: Area) -> list[ProposedKpi]:
    """KPIs that the area may carry, best first; no baseline yet."""
    found: dict[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ProposedKpi] = {}
    for use in _names(area):
        one = _candidate(area, use)
        found.setdefault((one.use, tuple(one.filter.items())), one)
    return list(found.values())


def _names(area: Area) -> Iterator[str]:
    """The template's own, what says best what its channels bring, their families, then its part of the whole."""
    yield from area.template.kpis if area.template else ()
    yield from (h for one in area.channels for h in one.channel.headlines if h in kpis() and h != _NOBODYS)
    families = {family for one in area.channels for family in one.channel.families}
    yield from (one.id for one in kpis().values() if one.channel in families and not one.activity)
    if area.channels and not all(one.channel.whole for one in area.channels):
        yield from _GENERAL


def _candidate(area: Area, use: str) -> ProposedKpi:
    row = kpis()[use]
    cohort = any(measures()[name].cohort for name in measures_of(use))
    params = {"age_months": AGE_MONTHS} if cohort else {}
    own = tuple(one.id for one in area.channels)
    if own and is_general(use) and not all(one.channel.whole for one in area.channels):
        return ProposedKpi(f"{own[0] if len(own) == 1 else area.id}_{row.id}", row.id, {CHANNEL: own}, params)
    return ProposedKpi(row.id, row.id, {}, params)


def _may_steer(row: CatalogueKpi) -> bool:
    """A KPI is for a target: what carries none, or is the plan's own money, is no proposal."""
    told = all(not set(measures()[name].tools) <= _NOT_TOLD for name in measures_of(row.id))
    return told and row.target_kind != "no_target" and row.direction in ("up", "down")


def kpi_key(area: Area, one: ProposedKpi) -> str:
    """Under which key a candidate is measured."""
    return f"proposed:{area.id}:{one.id}"


def candidates_wanted(areas: Sequence[Area], currency: str) -> list[Wanted]:
    """Every candidate to be measured."""
    return [
        Wanted(
            kpi_key(area, one), parse(one.row.formula), one.filter, one.params, displayed(one.row.unit, currency),
            maturity_days=one.row.maturity_days,
        )
        for area in areas
        for one in candidates(area)
    ]  # fmt: skip


def chosen_kpis(
    area: Area,
    series: Mapping[str, MeasuredSeries],
    plan: Plan,
    told: frozenset[str],
    taken: set[tuple[str, str]],
    most: int = MOST,
) -> tuple[ProposedKpi, ...]:
    """Two or three: those that the data start, one of them leading where there is one; then what a file at least tells.

    `plan` tells the period, `told` the measures of the files. `taken` holds what other areas carry already: one number
    has one area.
    """
    able = [one for one in candidates(area) if _may_steer(one.row) and (one.use, str(one.filter)) not in taken]
    started = [with_start(one, series.get(kpi_key(area, one)), plan) for one in able]
    known = [one for one in started if one.known]
    chosen = _with_a_leading_one(list(_apart(known)), most)
    own = area.template.kpis if area.template else ()
    if area.channels or chosen:
        likely = [one for one in started if not one.known and set(measures_of(one.use)) <= told]
        left = [*_apart(likely), *(one for one in started if not one.known and one.use in own and one not in likely)]
        chosen += left[: max(0, FEWEST - len(chosen))]
    taken.update((one.use, str(one.filter)) for one in chosen)
    return tuple(chosen)


def with_start(one: ProposedKpi, series: MeasuredSeries | None, plan: Plan) -> ProposedKpi:
    """The KPI with where the data say it starts from for the plan's period."""
    if series is None or plan.period is None:
        return one
    start = baseline(series, plan.period)
    if not isinstance(start, Baseline):
        return replace(one, start=start)
    if start.amount.value == 0 and series.kind != "ratio":
        # Nothing counted is nothing to start from: the name may only be unknown to the tool.
        return replace(one, start=NotBound(one.use, "value"))
    breaks = masked(measures_of(one.use), plan, start.amount.period)
    now = last_year(series)
    lately = now if isinstance(now, Amount) and start.same_period and now.period != start.amount.period else None
    seasonal = series.kind == "flow" and start.same_period
    return replace(one, start=start, seasonal=seasonal, breaks=breaks, lately=lately)


def _apart(known: Sequence[ProposedKpi]) -> Iterator[ProposedKpi]:
    """Each says something more than those before it: a click rate tells nothing beside clicks and impressions."""
    said: set[tuple[str, str]] = set()
    for one in known:
        names = {(name, str(one.filter)) for name in measures_of(one.use)}
        if not names <= said:
            said |= names
            yield one


def _with_a_leading_one(known: Sequence[ProposedKpi], most: int) -> list[ProposedKpi]:
    """The first ones; when all of them lag, the last leaves its place to one that runs ahead."""
    chosen = list(known[:most])
    if chosen and all(one.row.timing == "lagging" for one in chosen):
        ahead = next((one for one in known[most:] if one.row.timing != "lagging"), None)
        if ahead is not None:
            chosen = [*chosen[: most - 1], ahead]
    return chosen


def chosen_kris(
    area: Area, carried: Sequence[ProposedKpi], objective: str, told: frozenset[str], taken: set[str]
) -> tuple[ProposedKri, ...]:
    """Two: those whose measures the data tell come first; each threatens a number that it does not repeat."""
    own = (*area.template.kris, *area.template.more_kris) if area.template else _ANYBODYS_RISKS
    able = [kris()[use] for use in own if use not in taken]
    ranked = sorted(able, key=lambda row: not (row.measures and set(row.measures) <= told))
    chosen = tuple(ProposedKri(row.id, _threatened(row, carried, objective)) for row in ranked[:RISKS])
    taken.update(one.use for one in chosen)
    return chosen


def _threatened(row: CatalogueKri, carried: Sequence[ProposedKpi], objective: str) -> tuple[str, ...]:
    apart = [one.id for one in carried if not set(row.measures) & set(measures_of(one.use))]
    return tuple(apart[:2]) or (objective,)

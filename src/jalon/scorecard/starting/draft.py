"""The draft that the data propose: people, areas, KPIs with baselines, risks, money, and what is left to complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jalon.catalogue import kpis
from jalon.catalogue.formula import parse
from jalon.facts.load import CutState
from jalon.metrics import MeasuredSeries, Wanted
from jalon.metrics.wanted import displayed
from jalon.plan.model import Company, Plan
from jalon.plan.model.governance import Mapping as PlanMapping
from jalon.quantities import Period
from jalon.scorecard.starting.areas import DIRECTOR, Area, proposed_areas
from jalon.scorecard.starting.choosing import (
    FEWEST,
    MOST,
    ProposedKpi,
    ProposedKri,
    candidates_wanted,
    chosen_kpis,
    chosen_kris,
    with_start,
)
from jalon.scorecard.starting.found import WHOLE_YEAR, FoundChannel
from jalon.scorecard.starting.places import CHANNEL, Places, nobodys_plan, slug
from jalon.scorecard.starting.season import Season, season

OBJECTIVE = "O1"
_RESULTS = ("revenue", "deals_amount_won", "orders", "leads", "sessions", "organic_clicks", "sea_conversions")
"""What a company may want first, in the order in which the data are asked for it."""
_OBJECTIVE_KEY = "objective:"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said: a name for a channel, her own, the company's; anything may be left for later."""

    owners: Mapping[str, str] = field(default_factory=dict)
    director: str | None = None
    brand_terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedArea:
    """An area with what it would carry."""

    area: Area
    kpis: tuple[ProposedKpi, ...]
    kris: tuple[ProposedKri, ...]


@dataclass(frozen=True, slots=True)
class BudgetProposed:
    """A line of money: what was spent on a channel over twelve months, to be confirmed."""

    channel: FoundChannel
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that the draft plan will hold, before it is written."""

    company: Company
    period: Period
    answers: Answers
    channels: tuple[FoundChannel, ...]
    areas: tuple[ProposedArea, ...]
    objective: ProposedKpi
    budget: tuple[BudgetProposed, ...]
    tools: tuple[str, ...]
    mappings: tuple[PlanMapping, ...]
    season: Season | None = None

    @property
    def unnamed(self) -> tuple[FoundChannel, ...]:
        """Active channels that nobody answers for yet."""
        return tuple(one for one in self.channels if one.active and not self.answers.owners.get(one.id, "").strip())

    def person_of(self, tool: str) -> str | None:
        """Who answers for the channel that a tool tells most of."""
        first = next((one for one in self.channels if one.tools[:1] == (tool,)), None)
        found = first or next((one for one in self.channels if tool in one.tools), None)
        return self.answers.owners.get(found.id, "").strip() or None if found else None


def draft_wanted(areas: Sequence[Area], company: Company) -> list[Wanted]:
    """What the draft needs measured: every candidate of every area, and the company's possible results."""
    results = [
        Wanted(f"{_OBJECTIVE_KEY}{use}", parse(kpis()[use].formula), unit=displayed(kpis()[use].unit, company.currency))
        for use in _RESULTS
    ]
    return [*candidates_wanted(areas, company.currency), *results]


def areas_of(channels: Sequence[FoundChannel], answers: Answers) -> list[Area]:
    """The areas that the names given propose."""
    return proposed_areas(channels, answers.owners, answers.director)


def drafted(
    company: Company,
    period: Period,
    answers: Answers,
    channels: Sequence[FoundChannel],
    places: Places,
    areas: Sequence[Area],
    states: Sequence[CutState],
    series: Mapping[str, MeasuredSeries],
) -> Draft:
    """The draft. A number has one area, a risk too; a person with several areas carries fewer of each."""
    told = frozenset(name for state in states if state.rows for name in state.measures)
    plan = nobodys_plan(company, period, places)
    objective = _objective(series, plan)
    numbers: set[tuple[str, str]] = set()
    risks: set[str] = set()
    found = []
    for area in areas:
        several = area.owner is not None and sum(1 for one in areas if one.owner == area.owner and one.channels) > 1
        carried = chosen_kpis(area, series, plan, told, numbers, FEWEST if several else MOST)
        if _is_directors(area) and not any(one.known for one in carried):
            continue
        found.append(ProposedArea(area, carried, chosen_kris(area, carried, OBJECTIVE, told, risks)))
    active = [one for one in channels if one.active]
    named = {one.id for one in active}
    return Draft(
        company=company,
        period=period,
        answers=answers,
        channels=tuple(channels),
        areas=tuple(found),
        objective=objective,
        budget=tuple(_budget(active, company.currency)),
        tools=tuple(dict.fromkeys(state.cut.tool for state in states if state.rows and state.cut.tool != "rates")),
        mappings=tuple(rule for rule in places.mappings if rule.gives[CHANNEL] in named),
        season=season(series[f"{_OBJECTIVE_KEY}{objective.use}"]) if objective.known else None,
    )


def _is_directors(area: Area) -> bool:
    return area.template is not None and area.template.id == DIRECTOR and not area.channels


def _objective(series: Mapping[str, MeasuredSeries], plan: Plan) -> ProposedKpi:
    """The first result of the company that the data start; else revenue, to be completed."""
    asked = (with_start(ProposedKpi(use, use), series.get(f"{_OBJECTIVE_KEY}{use}"), plan) for use in _RESULTS)
    return next((one for one in asked if one.known), ProposedKpi(_RESULTS[0], _RESULTS[0]))


def _budget(channels: Sequence[FoundChannel], currency: str) -> list[BudgetProposed]:
    """Lines only where a whole year of money is known in the company's currency: nothing is stretched to a year."""
    whole = [
        one
        for one in channels
        if one.spend is not None and one.spend.unit == currency and len(one.spend.period) >= WHOLE_YEAR
    ]
    return [BudgetProposed(one, one.spend.value.quantize(Decimal(1))) for one in whole if one.spend is not None]


def person_ids(names: Sequence[str]) -> dict[str, str]:
    """An id for each name, distinct."""
    found: dict[str, str] = {}
    for name in names:
        base = slug(name, "person")
        number = sum(1 for one in found.values() if one == base or one.startswith(f"{base}_"))
        found.setdefault(name, base if base not in found.values() else f"{base}_{number + 1}")
    return found

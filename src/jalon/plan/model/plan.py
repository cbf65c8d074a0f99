"""The whole plan of one company and one period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from jalon.catalogue.calendars import public_holidays
from jalon.plan.model import governance as g
from jalon.plan.model.company import Axis, Budget, Company, Person, Role, Team
from jalon.plan.model.indicators import Action, Kpi, Kri, KriDefaults
from jalon.plan.model.kra import Kra
from jalon.plan.model.objective import Objective
from jalon.plan.model.territory import Claim
from jalon.quantities import Period, Text

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the document says, with defaults filled.

    `grounds` and `dimensions` map a name to its values (id → text or None); `budget` values are the budget
    lines. `faulty` holds the paths of fields that an F1xx finding names: rules leave them alone.
    `several_owners` holds the paths of KRAs and KRIs whose owner is written as a list, `shared_owners` the people
    that such lists name.
    """

    languages: tuple[str, ...]
    status: str
    as_of: date | None
    company: Company
    period: Period | None
    brand_terms: tuple[str, ...] = ()
    teams: tuple[Team, ...] = ()
    people: tuple[Person, ...] = ()
    roles: tuple[Role, ...] = ()
    axes: tuple[Axis, ...] = ()
    grounds: Mapping[str, Mapping[str, Text | None]] = field(default_factory=dict)
    dimensions: Mapping[str, Mapping[str, Text | None]] = field(default_factory=dict)
    dimension_names: Mapping[str, Text] = field(default_factory=dict)
    required: tuple[Claim, ...] = ()
    budget: Budget | None = None
    objectives: tuple[Objective, ...] = ()
    kras: tuple[Kra, ...] = ()
    overlap_rules: tuple[g.OverlapRule, ...] = ()
    milestones: tuple[g.Milestone, ...] = ()
    actions: tuple[Action, ...] = ()
    decisions: tuple[g.Decision, ...] = ()
    arbitration: g.Arbitration | None = None
    kri_defaults: KriDefaults = field(default_factory=KriDefaults)
    event_sources: tuple[str, ...] = ("google_updates", "platform_events", "calendar_fr", "calendar_eu")
    own_events: tuple[g.OwnEvent, ...] = ()
    cadence: g.Cadence = field(default_factory=g.Cadence)
    sources: tuple[g.Source, ...] = ()
    mappings: tuple[g.Mapping, ...] = ()
    sharing: g.Sharing = field(default_factory=g.Sharing)
    lint: g.LintLimits = field(default_factory=g.LintLimits)
    faulty: frozenset[str] = frozenset()
    several_owners: frozenset[str] = frozenset()
    shared_owners: frozenset[str] = frozenset()

    @property
    def is_draft(self) -> bool:
        """A draft may be incomplete and publishes nothing."""
        return self.status == "draft"

    def kpis(self) -> Iterator[tuple[Kra, Kpi]]:
        """Each KPI with the area it lives in."""
        for kra in self.kras:
            for kpi in kra.kpis:
                yield kra, kpi

    def kris(self) -> Iterator[tuple[Kra, Kri]]:
        """Each KRI with the area it lives in."""
        for kra in self.kras:
            for kri in kra.kris:
                yield kra, kri

    def person(self, person_id: str | None) -> Person | None:
        """Somebody by id."""
        return next((person for person in self.people if person.id == person_id), None)

    def kra(self, kra_id: str | None) -> Kra | None:
        """An area by id."""
        return next((kra for kra in self.kras if kra.id == kra_id), None)

    def objective(self, objective_id: str | None) -> Objective | None:
        """An objective by id."""
        return next((objective for objective in self.objectives if objective.id == objective_id), None)

    def value_names(self, dimension: str) -> Mapping[str, Text]:
        """What the values of a ground or dimension are called, where the plan names them."""
        values = self.grounds.get(dimension) or self.dimensions.get(dimension) or {}
        return {value: name for value, name in values.items() if name is not None}

    def deputy_of(self, kra: Kra) -> str | None:
        """Who stands in: the KRA's deputy, else its owner's."""
        owner = self.person(kra.owner)
        return kra.deputy or (owner.deputy if owner else None)

    def speaks_for(self, kra: Kra, person: str, day: date) -> bool:
        """Whether somebody may say how an area goes: who answers for it, stands in or contributes, while there."""
        known = self.person(person)
        if known is None or (known.first_day and day < known.first_day) or (known.last_day and day > known.last_day):
            return False
        return person in (kra.owner, self.deputy_of(kra), *kra.contributors)

    def owner_of(self, action: Action) -> str | None:
        """Who does an action: its own person, else whoever answers for its area."""
        kra = self.kra(action.kra)
        return action.owner or (kra.owner if kra else None)

    def areas_of(self, decision: g.Decision) -> tuple[str, ...]:
        """The areas that a decision touches: what it moves, who carries an option, where its evidence lives."""
        homes = {kpi.id: kra.id for kra, kpi in self.kpis()}
        found = [*(decision.effect.kras if decision.effect else ()), *(o for o in decision.options if self.kra(o))]
        found += [one.kra or homes.get(one.kpi or "", "") for one in decision.effects]
        found += [homes[name] for name in decision.evidence if name in homes]
        found += [str(action.kra) for action in self.actions if action.id in decision.evidence and action.kra]
        return tuple(dict.fromkeys(name for name in found if name))

    @property
    def working_days_to_decide(self) -> int:
        """How long a question may wait for its decision."""
        return self.arbitration.within_working_days if self.arbitration else g.USUAL_WORKING_DAYS

    def deadline_of(self, decision: g.Decision) -> date | None:
        """The day by which a decision is due: so many working days of the country after it was asked."""
        day, holidays, left = decision.day, public_holidays(self.company.country), self.working_days_to_decide
        while day is not None and left > 0:
            day += timedelta(days=1)
            left -= 1 if day.weekday() < _SATURDAY and day not in holidays else 0
        return day

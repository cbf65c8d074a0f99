"""Who decides and by which rule, what is dated, where figures come from, who is told."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jalon.plan.model.indicators import Expect, Interval
from jalon.plan.model.territory import Claim
from jalon.quantities import Duration, Text

USUAL_WORKING_DAYS = 5
HELD = "hold_in_reserve"
"""The option that every decision on money offers."""
USUAL_RULES: MappingOf[str, str] = {
    "legal_first": "compliance",
    "quarter_priority": "priority",
    "marginal_value": "marginal_value",
    "reversible_first": "reversible",
    "director": "decider",
}
"""Ids of the usual rules and what each compares, for plans that do not write `by`; in the usual order."""


@dataclass(frozen=True, slots=True)
class OverlapRule:
    """The written rule that settles an intersection."""

    id: str
    between: tuple[str, ...]
    where: Claim | None
    rule: Text | None
    review_on: date | None
    decision: str | None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A date that several areas wait for."""

    id: str
    name: Text | None
    day: date | None
    owner: str | None
    needed_by: tuple[str, ...]
    needs: tuple[str, ...]
    status: str
    done_on: date | None
    path: str = ""


@dataclass(frozen=True, slots=True)
class DecisionEffect:
    """What a decision moves: money between lines, a target, territories."""

    source: str | None
    to: str | None
    amount: Decimal | None
    kpi: str | None
    kras: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionEffect:
    """What one option does: who carries it, the KPI it moves and by how much, the money, how soon it can be undone.

    `cost_kpi` is the cost per result that the money is paid at; `against` the commitment or law that the option breaks.
    """

    option: str
    kra: str | None = None
    kpi: str | None = None
    expect: Expect | None = None
    source: str | None = None
    to: str | None = None
    amount: Decimal | None = None
    cost_kpi: str | None = None
    undone_within: Duration | None = None
    against: Text | None = None

    @property
    def moves_money(self) -> bool:
        """Whether an amount leaves a budget line or comes into one."""
        return bool(self.amount and (self.source or self.to))


@dataclass(frozen=True, slots=True)
class DecisionOutcome:
    """What became of a decision, judged later; `abs` or `rel` with its interval where it was measured."""

    verdict: str
    seen_on: date | None
    note: Text | None
    by: str | None = None
    abs: Decimal | None = None
    rel: Decimal | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """An arbitration; awaited while `chosen` is None."""

    id: str
    day: date | None
    question: Text | None
    options: tuple[str, ...]
    chosen: str | None
    by: str | None
    rule: str | None
    evidence: tuple[str, ...]
    effect: DecisionEffect | None
    review_on: date | None
    outcome: DecisionOutcome | None
    path: str = ""
    option_names: MappingOf[str, Text] = field(default_factory=dict)
    why: Text | None = None
    effects: tuple[OptionEffect, ...] = ()
    decided_on: date | None = None
    reason: Text | None = None

    def effects_of(self, option: str | None) -> tuple[OptionEffect, ...]:
        """What an option does, as the plan writes it."""
        return tuple(one for one in self.effects if one.option == option)

    @property
    def moves_money(self) -> bool:
        """Whether an option moves an amount: then keeping it in reserve is one of the answers."""
        whole = self.effect is not None and bool(self.effect.amount)
        return whole or any(one.moves_money for one in self.effects)

    def option_name(self, option: str) -> Text:
        """How an option is said: its written name, else its id as words."""
        words = option.replace("_", " ")
        return self.option_names.get(option) or Text.of(words, words)


@dataclass(frozen=True, slots=True)
class ArbitrationRule:
    """One of the ordered rules; `priority` maps a quarter (`2026-Q1`) to a KRA.

    `by` says what it compares, `keep` how much a reserve must hold.
    """

    id: str
    name: Text | None
    priority: MappingOf[str, str] = field(default_factory=dict)
    path: str = ""
    by: str | None = None
    keep: Decimal | None = None

    @property
    def compares(self) -> str | None:
        """What it compares: as written, else what a rule of that usual id compares; None: only people can read it."""
        return self.by or ("priority" if self.priority else USUAL_RULES.get(self.id))


@dataclass(frozen=True, slots=True)
class Arbitration:
    """The rules in order: the first that decides wins."""

    rules: tuple[ArbitrationRule, ...]
    decider: str | None
    within_working_days: int = USUAL_WORKING_DAYS


@dataclass(frozen=True, slots=True)
class OwnEvent:
    """A dated event of the company's own."""

    id: str
    first_day: date | None
    last_day: date | None
    kind: str | None
    name: Text | None
    measures: tuple[str, ...]
    channels: tuple[str, ...]
    rebase: tuple[str, ...]
    path: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: a tool, its expected lag, its maturity and who looks after it."""

    id: str
    tool: str | None
    grain: str
    expected_lag: Duration | None
    maturity: Duration | None
    owner: str | None
    account: str | None
    attribution: str | None
    note: Text | None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a value of a tool becomes a value of the plan; first match wins, `tool` may be `*`."""

    tool: str
    dimension: str
    match: str
    value: str | None
    gives: MappingOf[str, str]
    path: str = ""

    def takes(self, tool: str, dimension: str, value: str) -> bool:
        """Whether it decides for a value that a tool reports; letters count whatever their case, accents are kept."""
        if self.tool not in (tool, "*") or self.dimension != dimension:
            return False
        told, wanted = value.casefold(), (self.value or "").casefold()
        tests = {
            "any": True,
            "equals": told == wanted,
            "prefix": told.startswith(wanted),
            "suffix": told.endswith(wanted),
            "contains": wanted in told,
        }
        return tests.get(self.match, False)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A ritual."""

    who: tuple[str, ...]
    day: str | None
    minutes: int | None
    agenda: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cadence:
    """The rituals of the team."""

    daily: Meeting | None = None
    weekly: Meeting | None = None
    monthly: Meeting | None = None
    quarterly: Meeting | None = None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Who sees which pages."""

    id: str
    shown_to: tuple[str, ...]
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What is sent, when, to whom."""

    id: str
    format: str
    every: str
    day: str
    sent_to: tuple[str, ...]
    must_include: tuple[str, ...]
    report: str = "codir"
    at: str = "08:00"
    dated: bool = False
    """Whether the plan itself says the hour."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Who is told of what."""

    when: str
    to: tuple[str, ...]
    channel: str
    weekly_cap: int


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is shown, sent and told."""

    dashboards: tuple[Dashboard, ...] = ()
    reports: tuple[Report, ...] = ()
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """A warning accepted for a while, with a reason."""

    code: str | None
    subject: str | None
    reason: Text | None
    by: str | None
    until: date | None
    path: str = ""


@dataclass(frozen=True, slots=True)
class LintLimits:
    """Limits of the rules, and waivers."""

    kpis_per_kra: int = 5
    kpis_per_person: int = 5
    kris_per_person: int = 8
    contributors_per_kra: int = 3
    waivers: tuple[Waiver, ...] = ()

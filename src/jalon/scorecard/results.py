"""What is published: standings with their reasons, the same object for every face. JSON contract 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from jalon.findings import Finding
from jalon.quantities import Period, Refusal, Text
from jalon.scorecard.acted import ActionRow
from jalon.scorecard.decided import DecisionRow
from jalon.scorecard.plainly import plainly
from jalon.scorecard.punctual import MilestoneRow
from jalon.scorecard.responded import Response
from jalon.scorecard.shifted import Shift
from jalon.scorecard.visible import Visibility

CONTRACT = 1


class KpiStanding(StrEnum):
    """Published, never typed. The last three outrank everything: silence is never green."""

    ON_COURSE = "on_course"
    WATCH = "watch"
    OFF_COURSE = "off_course"
    NO_DATA = "no_data"
    STALE = "stale"
    NO_TARGET = "no_target"


class KriStanding(StrEnum):
    """Level of a risk; no reading is `unknown`, never `quiet`."""

    QUIET = "quiet"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a standing is what it is: a code and its facts; `wording` says it."""

    code: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Point:
    """One bucket of a series: what was, what was expected, what was a year before (None = unknown).

    `moving`: days of it were read before they had settled; `share` of its settled value was read then, None if unknown.
    """

    start: date
    end: date
    value: Decimal | None
    expected: Decimal | None = None
    year_before: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    moving: bool = False
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """Which days of a figure still move. `window_days` is learned from what was read again, else stated.

    `first_young` is the oldest day that was read before it had settled; None when every day had.
    """

    settled_until: date | None
    last_day: date | None
    window_days: int
    learned: bool
    first_young: date | None
    young_days: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """The way back of a number: cut, version of the facts, last day known, and freshness of its source."""

    measure: str
    tool: str
    cut: str | None
    version: int | None
    last_day: date | None
    extracted_at: datetime | None
    age_days: int | None
    expected_days: int | None
    import_id: str | None = None
    file_name: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class FanPoint:
    """The value of the period up to a day to come, at the chances .025 .1 .25 .5 .75 .9 .975.

    Of a total, `week` holds the same for the ISO week that ends there; `needed` is what that week must bring.
    """

    day: date
    to_date: tuple[Decimal, ...]
    week: tuple[Decimal, ...] | None = None
    needed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where a value is heading, in its own unit; the days up to `settled` are counted, the rest is estimated.

    Bands hold the final value with 50, 80 and 95 % chance. Paces are those needed from now to the due date and seen
    over the last four weeks: by `pace_form` a `week` of a total, the ratio of the `rest`, or a stock's `change` in
    a week; `safe_target` has 80 % odds. `reliability` says whose past the spread comes from (`own`, `mixed`,
    `pooled`), `outcomes` how many of its own past outcomes stand behind it. `exact` when nothing random remains.
    `odds_with_actions` adds what `actions` under way should bring, as far as past ones did: `believed` is the share of
    their expected effects that `measured_actions` finished ones let one believe. `raw_odds` are those computed, once
    closed targets correct what is said.
    """

    median: Decimal
    band50: tuple[Decimal, Decimal]
    band80: tuple[Decimal, Decimal]
    band95: tuple[Decimal, Decimal]
    needed_pace: Decimal | None
    recent_pace: Decimal | None
    pace_form: str
    safe_target: Decimal | None
    exact: bool
    settled: date
    reliability: str
    outcomes: Decimal
    models: tuple[str, ...]
    fan: tuple[FanPoint, ...]
    odds_with_actions: Decimal | None = None
    actions: tuple[str, ...] = ()
    raw_odds: Decimal | None = None
    believed: Decimal | None = None
    measured_actions: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """A KPI or an objective's result on a day, judged.

    Amounts are in `unit`; shares are fractions; `period` is what `value` covers. `pace` is actual over
    expected (inverse when down is good), `attainment` 0 at the baseline and 1 at the target, `progress` the
    part of the way planned to be done by now, `odds` the probability that the target is reached as things stand.
    Each of them may be a refusal. `closed` is `reached` or `missed` after the due date.
    """

    id: str
    name: Text
    owner: str | None
    unit: str
    direction: str
    standing: KpiStanding
    decided_by: str | None
    reasons: tuple[Reason, ...]
    value: Decimal | Refusal
    numerator: Decimal | None
    denominator: Decimal | None
    period: Period | None
    baseline: Decimal | None
    target: Decimal | None
    target_range: tuple[Decimal, Decimal] | None
    due: date | None
    trajectory: str | None
    expected: Decimal | Refusal
    pace: Decimal | Refusal
    attainment: Decimal | Refusal
    progress: Decimal | Refusal
    odds: Decimal | Refusal
    forecast: Forecast | Refusal
    visible: Visibility | Refusal
    closed: str | None
    formula: str
    formula_text: Text | None
    use: str | None
    filter: Mapping[str, tuple[str, ...]]
    definition: str
    target_history: tuple[Mapping[str, object], ...]
    trap: Text | None
    provenance: tuple[Provenance, ...]
    series: tuple[Point, ...]
    guardrail: Mapping[str, object] | None = None
    masked: tuple[Period, ...] = ()
    settlement: Settlement | None = None
    drill_down: Mapping[str, tuple[Mapping[str, object], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI inside its area, with the risk that threatens it most and the next action on it.

    `shift` is the last year's lasting change of its level beside dated events, actions and controls.
    """

    kra: str
    measured: Measured
    weight: Decimal | None
    score: Decimal | Refusal
    main_risk: str | None
    next_action: str | None
    rationale: Text | None = None
    decides: Text | None = None
    shift: Shift | Refusal | None = None


@dataclass(frozen=True, slots=True)
class KriRow:
    """A risk on a day: level, reading in its own unit, evidence, prepared response.

    `shift` and `responses` (what the next euro brings) are told by the methods that look for them.
    """

    id: str
    kra: str
    name: Text
    risk: Text
    category: str
    owner: str | None
    standing: KriStanding
    reading: Decimal | Refusal
    unit: str
    reading_day: date | None
    appetite: object
    limit: object
    scale: str
    bad_direction: str
    method: str
    hits: int
    of: int
    readings: tuple[Mapping[str, object], ...]
    evidence: Mapping[str, object]
    threatens: tuple[str, ...]
    response_owner: str | None
    response_amber: Text | None
    response_red: Text | None
    response_within: str | None
    escalate_to: str | None
    threshold_basis: str
    lead_days: tuple[int, int] | None
    shift: Shift | Refusal | None = None
    responses: tuple[Response, ...] = ()


@dataclass(frozen=True, slots=True)
class KraRow:
    """An area: its standing is the worst of its targeted KPIs; `because` names the one."""

    id: str
    name: Text
    owner: str | None
    deputy: str | None
    axis: str | None
    mission: Text | None
    standing: KpiStanding
    because: str | None
    score: Decimal | Refusal
    serves: tuple[str, ...]
    kpis: tuple[str, ...]
    kris: tuple[str, ...]
    status: str = "active"


@dataclass(frozen=True, slots=True)
class CascadePart:
    """What one part brings to its objective: values, its share of the gap, LMDI for products."""

    kind: str
    id: str
    name: Text
    baseline: Decimal | None
    target: Decimal | None
    value: Decimal | Refusal
    expected: Decimal | Refusal
    contribution: Decimal | Refusal


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """A company result with its cascade; unmeasured, it stands as its cascade does."""

    axis: str | None
    measured: Measured
    mode: str | None
    parts: tuple[CascadePart, ...]
    guardrails: tuple[Mapping[str, object], ...]
    from_cascade: bool = False


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source of the plan on a day: up to date, late, or never loaded.

    `again` are the days to export again, read before they had settled or never read; `next_from` is the first day
    of the next export when nothing is due today.
    """

    id: str
    tool: str
    owner: str | None
    last_day: date | None
    extracted_at: datetime | None
    age_days: int | None
    expected_days: int
    standing: str
    mature_until: date | None = None
    again: tuple[Period, ...] = ()
    next_from: date | None = None
    reread_days: int = 0


@dataclass(frozen=True, slots=True)
class EventRow:
    """A dated event in force around a day, with who vouches for it.

    `origin` is the list it stands in, or `own`; `confirmation` is `official`, `press`, `community`, `rule`, `library`
    or `own`, and only an official one may drive a KRI. `age_days` counts from its first day, below zero ahead of it.
    `touches` are the KPIs and objectives that read a measure of it; `rebases` those that the plan rebases there.
    """

    id: str
    origin: str
    name: Text
    first_day: date
    last_day: date
    kind: str
    phase: str
    age_days: int
    confirmation: str
    to_verify: bool
    source: str
    scope: str
    measures: tuple[str, ...]
    channels: tuple[str, ...]
    touches: tuple[str, ...]
    rebases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventList:
    """A list of events that ships with Jalon: how many, and the last day it speaks of."""

    origin: str
    rows: int
    last_day: date | None
    age_days: int | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The published state of a workspace on a day: append-only, unique on (workspace, as_of, edition)."""

    workspace: str
    as_of: date
    edition: int
    plan_revision: int
    code_version: str
    facts_versions: Mapping[str, int]
    definitions: Mapping[str, str]
    objectives: tuple[ObjectiveRow, ...]
    kras: tuple[KraRow, ...]
    kpis: tuple[KpiRow, ...]
    kris: tuple[KriRow, ...]
    sources: tuple[SourceRow, ...]
    findings: tuple[Finding, ...] = ()
    events: tuple[EventRow, ...] = ()
    event_lists: tuple[EventList, ...] = ()
    milestones: tuple[MilestoneRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()

    def as_document(self) -> dict[str, object]:
        """The JSON form, contract 1: decimals as text, days in ISO, refusals as `{"refused": code, …}`."""
        document = plainly(self)
        assert isinstance(document, dict)  # noqa: S101  # a dataclass always becomes a mapping
        return {"contract": CONTRACT, **document}

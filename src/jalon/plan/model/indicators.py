"""KPIs, KRIs and actions: how far, what may stop us, what is done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jalon.plan.model.company import Filter
from jalon.plan.model.territory import Claim
from jalon.quantities import Duration, Period, Text

Interval = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Step:
    """A dated value of a `step` trajectory."""

    day: date
    value: Decimal
    path: str = ""


@dataclass(frozen=True, slots=True)
class TargetVersion:
    """A target as decided on a day. The short form of the document is one version, decided at the period's start."""

    target: Decimal | None
    target_range: Interval | None
    due: date | None
    trajectory: str
    steps: tuple[Step, ...] = ()
    decided_on: date | None = None
    author: str | None = None
    reason: Text | None = None
    decision: str | None = None
    short_form: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True)
class Guardrail:
    """What must not get worse meanwhile; without a bound, its baseline is the bound."""

    kpi: str | None
    use: str | None
    not_below: Decimal | None = None
    not_above: Decimal | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What is measured, wherever it stands: a KPI of a KRA or the result of an objective.

    Name, formula, unit and direction are filled from the catalogue when `use` names a row; they are None
    when neither gives them. `formula` is the text as written, names not yet expanded.
    """

    use: str | None
    formula: str | None
    name: Text | None
    unit: str | None
    direction: str | None
    filter: Filter
    params: Mapping[str, Decimal]
    baseline: Decimal | None
    baseline_period: Period | None
    targets: tuple[TargetVersion, ...]

    def target_on(self, day: date) -> TargetVersion | None:
        """The version in force on a day: the latest decided by then; of one day's, the last written."""
        decided = [v for v in self.targets if v.decided_on is None or v.decided_on <= day]
        return max(reversed(decided), key=lambda v: v.decided_on or date.min, default=None)

    @property
    def last_target(self) -> TargetVersion | None:
        """The version decided last, which the lint judges."""
        return max(reversed(self.targets), key=lambda v: v.decided_on or date.min, default=None)


@dataclass(frozen=True, slots=True)
class Kpi:
    """An indicator inside a KRA; the KRA's owner answers for it."""

    id: str
    measured: Measurement
    weight: Decimal | None = None
    guardrail: Guardrail | None = None
    contributors: tuple[str, ...] = ()
    rationale: Text | None = None
    decides: Text | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Persistence:
    """`hits` bad readings among the last `of`."""

    hits: int
    of: int


@dataclass(frozen=True, slots=True)
class Response:
    """What is prepared before the risk fires."""

    owner: str | None
    amber: Text | None
    red: Text | None
    within: Duration | None


@dataclass(frozen=True, slots=True)
class Kri:
    """A watch on a risk. Absent fields are filled from the catalogue, the KRA's owner and `kri_defaults`."""

    id: str
    use: str | None
    formula: str | None
    name: Text | None
    risk: Text | None
    method: str | None
    filter: Filter
    threatens: tuple[str, ...]
    owner: str | None
    bad_direction: str | None
    scale: str | None
    appetite: Decimal | Interval | None
    limit: Decimal | Interval | None
    persistence: Persistence | None
    cadence: str | None
    lead_days: tuple[int, int] | None
    lead_measured: bool
    response: Response
    escalate_to: str | None
    path: str = ""


@dataclass(frozen=True, slots=True)
class KriDefaults:
    """What KRIs share unless they say otherwise."""

    persistence: Persistence = Persistence(2, 3)
    amber_within: Duration | None = None
    red_within: Duration | None = None
    escalate_to: str | None = None
    appetite: Mapping[str, str] = field(default_factory=dict)
    alarms_per_year: Decimal = Decimal(1)
    """False alarms of a lasting shift that one risk may raise in a year."""


@dataclass(frozen=True, slots=True)
class Expect:
    """An effect quantified before the start: absolute (unit of the KPI) or relative."""

    abs: Decimal | None
    rel: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action did, brought from before Jalon."""

    verdict: str
    abs: Decimal | None = None
    rel: Decimal | None = None
    interval: Interval | None = None
    level: Decimal = Decimal("0.9")
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """How an effect will be read, chosen before the start. `margin` is the smallest share of the KPI that would matter.

    `until` is the last day counted; `controls` are KPIs of the plan or catalogue measures that the action leaves alone.
    `units` is the dimension of a panel, `touched` its values that get the action, `starts` the day of each where they
    differ. `mode` is how a test is read, `sample` how many units in all it was planned for.
    """

    until: date | None = None
    margin: Decimal | None = None
    controls: tuple[str, ...] = ()
    units: str | None = None
    touched: tuple[str, ...] = ()
    starts: Mapping[str, date] = field(default_factory=dict)
    mode: str = "fixed"
    sample: int | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Bounded work on one KPI or objective. `touches` are claims inside its KRA's territory."""

    id: str
    name: Text | None
    kra: str | None
    kpi: str | None
    objective: str | None
    owner: str | None
    start: date | None
    end: date | None
    cost: Decimal
    budget: str | None
    hypothesis: Text | None
    expect: Expect | None
    effect_design: str | None
    control: Text | None
    holdout_share: Decimal | None
    guardrail: Guardrail | None
    touches: tuple[Claim, ...]
    needs: tuple[str, ...]
    answers_kri: str | None
    after: Text | None
    status: str
    outcome: Outcome | None
    path: str = ""
    design: Design = field(default_factory=Design)

    @property
    def read_until(self) -> date | None:
        """The last day of which the effect is counted."""
        return self.design.until or self.end

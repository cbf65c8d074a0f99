"""Refusals: answers that say why there is no number. A refusal is a value, never a zero."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no number. `code` names the reason for programs, the fields explain it."""

    @property
    def code(self) -> str:
        """The reason's stable name."""
        return type(self).__name__

    def as_document(self) -> dict[str, object]:
        """Its JSON form: the code and its facts."""
        facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}
        return {"code": self.code, **facts}


@dataclass(frozen=True, slots=True)
class NotComputedYet(Refusal):
    """This part of the product does not compute it in this version."""

    what: str


@dataclass(frozen=True, slots=True)
class TooEarly(Refusal):
    """The trajectory has not moved enough to say anything (less than a tenth of its way)."""

    share: float


@dataclass(frozen=True, slots=True)
class TooLittleHistory(Refusal):
    """Periods needed and had."""

    needed: int
    have: int


@dataclass(frozen=True, slots=True)
class TooLittleVolume(Refusal):
    """Events needed and had."""

    needed: float
    have: float


@dataclass(frozen=True, slots=True)
class TooManyGaps(Refusal):
    """Share of the readings that are missing."""

    share: float


@dataclass(frozen=True, slots=True)
class NoDenominator(Refusal):
    """The denominator is zero or unknown: no ratio."""


@dataclass(frozen=True, slots=True)
class NoVariation(Refusal):
    """The past never moved: nothing to compare with."""


@dataclass(frozen=True, slots=True)
class BreakInWindow(Refusal):
    """A measurement break leaves less than half of the window."""

    day: date


@dataclass(frozen=True, slots=True)
class NotBound(Refusal):
    """No cut carries this measure at the wanted grain, filter or dimension."""

    name: str
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class StaleSource(Refusal):
    """The source is older than expected."""

    tool: str
    age_days: int
    expected_days: int


@dataclass(frozen=True, slots=True)
class NotAdditive(Refusal):
    """A distinct, percentile or index measure cannot be summed to this grain."""

    kind: str


@dataclass(frozen=True, slots=True)
class NoRate(Refusal):
    """No dated rate of exchange between two currencies."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class NeverLoaded(Refusal):
    """Nothing was ever loaded from this tool."""

    tool: str


@dataclass(frozen=True, slots=True)
class NoProfile(Refusal):
    """A seasonal trajectory without a full past year to take its shape from."""

    needed_days: int
    have_days: int


@dataclass(frozen=True, slots=True)
class HorizonTooLong(Refusal):
    """The steps left are too many for the past that is known."""

    horizon: int
    history: int


@dataclass(frozen=True, slots=True)
class NotSettled(Refusal):
    """Figures that still move: the day from which the first of them may be believed."""

    until: date


@dataclass(frozen=True, slots=True)
class TooCoarse(Refusal):
    """Its rows cover more than a day: the days ahead cannot be told apart."""

    grain: str


@dataclass(frozen=True, slots=True)
class NegativeValues(Refusal):
    """A share of the days is below zero: a fall by a share has no meaning."""

    share: float


@dataclass(frozen=True, slots=True)
class NoCommonCells(Refusal):
    """The cells present on both sides carry too small a share of the volume."""

    share: float


@dataclass(frozen=True, slots=True)
class NoPeers(Refusal):
    """Nothing comparable to read this against."""


@dataclass(frozen=True, slots=True)
class NoWitness(Refusal):
    """No other tool tells whether silence is true."""


@dataclass(frozen=True, slots=True)
class NoGuardrail(Refusal):
    """The KPI has no result beside it that could contradict it."""


@dataclass(frozen=True, slots=True)
class NoItems(Refusal):
    """The source gives totals only: no item to look at."""


@dataclass(frozen=True, slots=True)
class NoTarget(Refusal):
    """No target value in force: nothing to compare with."""


@dataclass(frozen=True, slots=True)
class NoBaseline(Refusal):
    """A level without a baseline has no way to go: zero would be a guess."""


@dataclass(frozen=True, slots=True)
class NotBegun(Refusal):
    """The period starts after the last day known."""

    start: date


@dataclass(frozen=True, slots=True)
class Unmapped(Refusal):
    """Too large a share lies on values that the plan does not map."""

    share: float


@dataclass(frozen=True, slots=True)
class StaleCalendar(Refusal):
    """The list of events ends too long before the day asked: silence there proves nothing."""

    age_days: int


@dataclass(frozen=True, slots=True)
class NoMilestone(Refusal):
    """No open milestone to wait for."""


@dataclass(frozen=True, slots=True)
class NoEndDate(Refusal):
    """Something that others wait for has no end."""

    name: str


@dataclass(frozen=True, slots=True)
class BreakInside(Refusal):
    """The measure means something else from this period on, too near the start of an action to tell them apart."""

    period: int


@dataclass(frozen=True, slots=True)
class NotAnnounced(Refusal):
    """The plan says nothing of what is asked."""

    name: str


@dataclass(frozen=True, slots=True)
class NoArms(Refusal):
    """A test whose two arms were not both counted: `control` and `treated`."""


@dataclass(frozen=True, slots=True)
class NothingToDraw(Refusal):
    """A number that does not divide by people or visits: there is nothing to draw lots among."""

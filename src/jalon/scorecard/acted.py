"""What an action was expected to do, what its design could see, and what it did: the rows that are published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jalon.quantities import Period, Refusal

Interval = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class EffectPoint:
    """One day or week of the number: what came and, after the start, what would have come with its two bands."""

    start: date
    end: date
    came: Decimal | None
    expected: Decimal | None = None
    band80: Interval | None = None
    band95: Interval | None = None


@dataclass(frozen=True, slots=True)
class PlaceboRow:
    """Where nothing was done: an invented `day` or an untouched `unit`, and by how much the method erred there.

    `error` in standard units of its own doubt; `inside` when the 95 % interval held what came.
    """

    error: Decimal
    inside: bool
    day: date | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ControlRow:
    """A control and how much the answer leans on it: chance that it is of use, or its weight in a panel."""

    id: str
    worth: Decimal


@dataclass(frozen=True, slots=True)
class ArmRow:
    """One arm of a test: units drawn, those that converted, and their share."""

    name: str
    units: int
    converted: int
    rate: Decimal


@dataclass(frozen=True, slots=True)
class TestRow:
    """How a test was read: `fixed`, `planned` or `anytime`, and whether units were split as announced.

    `split` is `sound`, `suspect` or `void`; `guardrail` is `held`, `broken` or `cannot_tell`.
    """

    mode: str
    split: str
    split_p: Decimal
    arms: tuple[ArmRow, ...]
    guardrail: str | None = None
    information: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ActionEffect:
    """What changed over `window`, against what would have come without it. Measured once, on `measured_on`.

    `effect`, `came` and `without` are in `unit`: of a total over the window, of a ratio or a level its mean; of a test
    the difference between arms. `read_as` is `before_after`, `panel` or `test`; `question` changes with what was read.
    """

    read_as: str
    window: Period
    grain: str
    periods: int
    measured_on: date
    question: str
    unit: str
    effect: Decimal
    interval80: Interval
    interval95: Interval
    came: Decimal | None
    without: Decimal | None
    relative: Decimal | None
    relative95: Interval | None
    p: Decimal
    verdict: str
    margin: Decimal | None
    shape: str | None = None
    spent_after_days: int | None = None
    placebos: tuple[PlaceboRow, ...] = ()
    controls: tuple[ControlRow, ...] = ()
    warnings: tuple[str, ...] = ()
    path: tuple[EffectPoint, ...] = ()
    test: TestRow | None = None
    facts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DesignRow:
    """What one design could see over `days`: the smallest effect found eight times in ten, as a share and in the unit.

    `needed_days` is when the expected effect shows (None: never with this design); `cried_wolf` the share of places
    where nothing was done and an effect would have been said.
    """

    kind: str
    days: int
    relative: Decimal
    smallest: Decimal
    needed_days: int | None
    cried_wolf: Decimal | None


@dataclass(frozen=True, slots=True)
class RefusedDesign:
    """A design that this action cannot have, and why."""

    kind: str
    why: Refusal


@dataclass(frozen=True, slots=True)
class Announced:
    """What could be seen, as it was known on `made_on`: every design, and the one recommended (None: none can)."""

    made_on: date
    question: str
    expected: Decimal | None
    designs: tuple[DesignRow, ...]
    refused: tuple[RefusedDesign, ...]
    recommended: str | None

    def of(self, kind: str) -> DesignRow | None:
        """The row of a kind of design."""
        return next((one for one in self.designs if one.kind == kind), None)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action on a day: its design as frozen at the start, what was announced, what was measured.

    `state` is `planned`, `running`, `waiting` (its figures still move), `measured`, `refused`, `unmeasured` (no design
    was chosen), `told` (a result from before Jalon) or `stopped`. `expected_effect` is in the unit of the effect, and
    `came_true` the measured over it. `again` is the newest measure of other figures, beside the first. `design_changed`
    is the plan revision that moved a design after the start. `owes`: over, and neither measured nor explained.
    """

    id: str
    kra: str | None
    aim: str
    work: str
    owner: str | None
    status: str
    state: str
    start: date | None
    end: date | None
    read_on: date | None
    design: str | None
    announced: Announced | None
    effect: ActionEffect | Refusal | None
    again: ActionEffect | None = None
    expected_effect: Decimal | None = None
    came_true: Decimal | None = None
    frozen: str | None = None
    design_changed: int | None = None
    owes: bool = False

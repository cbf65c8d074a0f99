"""A lasting change of level as it is published: when, how much, and what the numbers allow to be said of its cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalon.quantities import Period, Text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dated event or an own action that was compared: its window, and its weight once the dates are known.

    `kind` is `event` or `action`; `origin` the list an event stands in, `own`, or `plan`.
    """

    kind: str
    id: str
    name: Text
    origin: str
    window: Period
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Witness:
    """A control series and the share its level moved by on the same date; None where nothing moved.

    `kind` tells whether `id` names a `measure` or a `channel`.
    """

    id: str
    kind: str
    name: Text
    moved: Decimal | None


@dataclass(frozen=True, slots=True)
class DayShare:
    """How likely the change began on a day."""

    day: date
    share: Decimal


@dataclass(frozen=True, slots=True)
class Shift:
    """What was compared over `span`, a change being looked for in `looked`, its last quarter.

    `size` is a share (-0.1 is a fall by a tenth), 8 times out of 10 in `size80`.

    `link` says how much may be said: `no_shift`, `shared` (the controls moved too), `no_event`, `coincides` (no control
    to tell more), `goes_with`. `chance` is the share of the days in some candidate's window: what a change on any day
    would meet. `season` tells whether the year before was taken out.
    """

    link: str
    span: Period
    looked: Period
    chance: Decimal
    since: date | None = None
    size: Decimal | None = None
    size80: tuple[Decimal, Decimal] | None = None
    cause: str | None = None
    candidates: tuple[Candidate, ...] = ()
    no_event: Decimal = Decimal(1)
    witnesses: tuple[Witness, ...] = ()
    dated: tuple[DayShare, ...] = ()
    season: bool = False

"""Whether a target's change could be seen at the volume that its KPI has."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Visibility:
    """Whether a target's change could be told from what the KPI does by itself over as many days.

    `aimed` is the relative change from the baseline, `smallest` the least one seen eight times in ten, `power` the
    chance of seeing the aimed one, which `stands_out` when that is one in two or more. Said of the whole way to the
    target, whatever the day.
    """

    aimed: Decimal
    smallest: Decimal
    power: Decimal
    stands_out: bool
    days: int

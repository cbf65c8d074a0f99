"""Whether what was announced came: read once from the interval that is shown, so that word and number agree."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

Came = Literal["came", "did_not_come", "cannot_tell"]
Place = Literal["below", "inside", "above"]


def came(expected: Decimal, low: Decimal | None, interval95: tuple[Decimal, Decimal], verdict: str) -> Came:
    """Came: an effect was seen on the announced side, and its interval reaches what was announced at least.

    Did not come: the whole interval stays short of the least announced (of nothing, when no least was announced), or
    an effect on the other side, or none that counts. Else one cannot tell.
    """
    side = 1 if expected > 0 else -1
    worst, best = sorted(one * side for one in interval95)
    least = max(low * side, Decimal(0)) if low is not None else Decimal(0)
    if best < least or best <= 0 or verdict == "no_effect":
        return "did_not_come"
    if verdict == "effect" and worst > 0:
        return "came"
    return "cannot_tell"


def placed(value: Decimal, low: Decimal | None, high: Decimal | None) -> Place | None:
    """Where the measure falls in the announced interval; None without one."""
    if low is None or high is None:
        return None
    first, last = min(low, high), max(low, high)
    return "below" if value < first else "above" if value > last else "inside"

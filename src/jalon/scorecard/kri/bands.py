"""From a reading to a level, and from levels to a state that does not flicker."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jalon.plan.model import Kri
from jalon.scorecard.results import KriStanding

QUIET, AMBER, RED = KriStanding.QUIET, KriStanding.AMBER, KriStanding.RED
_RANK = {QUIET: 0, AMBER: 1, RED: 2}
Bound = Decimal | tuple[Decimal, Decimal] | None


def level(kri: Kri, reading: Decimal) -> KriStanding | None:
    """Quiet up to the appetite, red from the limit, amber between; None without bounds."""
    appetite, limit = kri.appetite, kri.limit
    if isinstance(appetite, tuple) and isinstance(limit, tuple):
        if appetite[0] <= reading <= appetite[1]:
            return QUIET
        return AMBER if limit[0] < reading < limit[1] else RED
    if not isinstance(appetite, Decimal) or not isinstance(limit, Decimal):
        return None
    if kri.bad_direction == "down":
        appetite, limit, reading = -appetite, -limit, -reading
    if reading <= appetite:
        return QUIET
    return RED if reading >= limit else AMBER


def state(levels: Sequence[KriStanding | None], hits: int, of: int, red: tuple[int, int] | None = None) -> KriStanding:
    """The state after these readings, oldest first; `red` asks other numbers of red.

    It rises on a bad reading when `hits` of the last `of` are as bad or worse, and comes down only when as many are
    better: a good reading never raises it.
    A missing reading is neither bad nor good. Without a last reading, or before as many readings as it takes to say
    anything, the state is unknown: too few of them are no reason for quiet.
    """
    current: KriStanding | None = None
    for number, reading in enumerate(levels):
        if reading is None:
            continue
        recent = _last(levels, number, of)
        for_red = (recent, hits) if red is None else (_last(levels, number, red[1]), red[0])
        current = _next(current or QUIET, reading, recent, hits, for_red)
    known = sum(one is not None for one in levels)
    if current is None or levels[-1] is None or known < hits:
        return KriStanding.UNKNOWN
    return current


def _last(levels: Sequence[KriStanding | None], number: int, of: int) -> list[KriStanding]:
    return [one for one in levels[max(0, number - of + 1) : number + 1] if one is not None]


def _next(
    current: KriStanding,
    reading: KriStanding,
    recent: Sequence[KriStanding],
    hits: int,
    for_red: tuple[Sequence[KriStanding], int],
) -> KriStanding:
    for worse, (among, enough) in ((RED, for_red), (AMBER, (recent, hits))):
        as_bad = _RANK[reading] >= _RANK[worse] > _RANK[current]
        if as_bad and sum(_RANK[one] >= _RANK[worse] for one in among) >= enough:
            return worse
    better = [one for one in recent if _RANK[one] < _RANK[current]]
    if _RANK[reading] < _RANK[current] and len(better) >= hits:
        return max(better[-hits:], key=_RANK.__getitem__)
    return current

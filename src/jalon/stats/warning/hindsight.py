"""An early warning in hindsight: which alarms were followed by a fall, how long before, and what chance alone gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr

from jalon.stats.warning.alarms import QUIET_DAYS
from jalon.stats.warning.robust import Array

FEWEST_EVENTS = 5
"""Under five falls or five alarms nothing is said in percent."""
DRAWS = 1000
SEED = 20261015
WORSE = 0.10
"""By how much a figure must at least stand worse than it usually does to have fallen."""
STRAYS = 2.0
"""And by how many of its own usual spreads: a small count strays by a tenth without anything having happened."""
_YEAR, _HALF_YEAR, _MONTH, _QUARTER = 364, 182, 28, 84
_FEWEST = 28
_COPY = 0.95


@dataclass(frozen=True, slots=True)
class Hindsight:
    """Alarms and falls matched: `leads` are days from the first alarm to each fall seen, `followed` a mark per alarm.

    `chance` is the share of alarms on random days that a fall follows, `lucky` what chance passes once in twenty.
    """

    followed: tuple[bool | None, ...]
    seen: tuple[int | None, ...]
    chance: float
    lucky: float

    @property
    def leads(self) -> list[int]:
        """Days won before each fall that an alarm announced."""
        return [lead for lead in self.seen if lead is not None]

    @property
    def judged(self) -> int:
        """Alarms old enough to be judged."""
        return sum(one is not None for one in self.followed)

    @property
    def hits(self) -> int:
        """Alarms that a fall followed."""
        return sum(one is True for one in self.followed)


def hindsight(alarms: Sequence[int], falls: Sequence[int], first: int, last: int, horizon: int) -> Hindsight:
    """Match alarms with the falls that follow within the horizon, over the days from `first` to `last`.

    An alarm younger than the horizon without a fall is not judged. A fall on the day of the alarm, or before it, is no
    warning. Chance: as many alarms on random days, a thousand times.
    """
    told = np.sort(np.asarray(falls, np.intp))
    followed: list[bool | None] = []
    for alarm in alarms:
        hit = bool(np.any((told > alarm) & (told <= alarm + horizon)))
        followed.append(True if hit else None if alarm + horizon > last else False)
    seen: list[int | None] = []
    for fall in told:
        before = [alarm for alarm in alarms if fall - horizon <= alarm < fall]
        seen.append(int(fall) - min(before) if before else None)
    return Hindsight(tuple(followed), tuple(seen), *_chance(told, len(alarms), first, last, horizon))


def _chance(falls: Array | np.ndarray, count: int, first: int, last: int, horizon: int) -> tuple[float, float]:
    until = last - horizon
    if not count or not len(falls) or until <= first:
        return 0.0, 0.0
    drawn = np.random.default_rng(SEED).integers(first, until + 1, (DRAWS, count))
    hit = ((falls > drawn[..., None]) & (falls <= drawn[..., None] + horizon)).any(2).mean(1)
    return float(hit.mean()), float(np.quantile(hit, 0.95))


def onsets(states: Array, quiet: int = QUIET_DAYS) -> list[int]:
    """Steps on which a state rises from quiet, and none within `quiet` steps of another."""
    found: list[int] = []
    before = 0.0
    for step, state in enumerate(np.nan_to_num(states, nan=-1.0)):
        if state > 0 and before <= 0 and (not found or step - found[-1] >= quiet):
            found.append(step)
        before = state if state >= 0 else before
    return found


def departures(read: Array, good: int) -> list[int]:
    """Days on which a figure (n,), read over four weeks, comes to stand a tenth, and two spreads, worse than usual.

    Usual is what it was to its own last year over the half-year before; without a last year, its median of the quarter
    before. `good` is 1 where up is good. Only days before each one are looked at.
    """
    before = np.full_like(read, np.nan)
    before[_YEAR:] = read[:-_YEAR]
    yearly = np.where((before > 0) & np.isfinite(before), read / np.where(before > 0, before, 1.0), np.nan)
    worse = np.zeros(len(read))
    for day in range(len(read)):
        relative = _relative(yearly, day, _HALF_YEAR)
        relative = _relative(read, day, _QUARTER) if relative is None else relative
        if relative is not None:
            moved, spread = relative
            worse[day] = float(good * moved < -max(WORSE, STRAYS * spread))
    return onsets(worse)


def _relative(values: Array, day: int, back: int) -> tuple[float, float] | None:
    """How far a day stands from what it usually was, and how far days usually stand; both as shares."""
    past = values[max(0, day - back - _MONTH) : max(0, day - _MONTH)]
    past = past[np.isfinite(past)]
    if len(past) < _FEWEST or not np.isfinite(values[day]):
        return None
    usual = float(np.median(past))
    if usual <= 0:
        return None
    return float(values[day]) / usual - 1, 1.4826 * float(np.median(np.abs(past / usual - 1)))


def copies(one: Array, other: Array) -> bool:
    """Whether two figures rise and fall together on the same days, from one reading to the next."""
    moves = [np.diff(side) for side in (one, other)]
    both = np.isfinite(moves[0]) & np.isfinite(moves[1])
    if both.sum() < _FEWEST or np.ptp(moves[0][both]) == 0 or np.ptp(moves[1][both]) == 0:
        return False
    return bool(abs(float(spearmanr(moves[0][both], moves[1][both]).statistic)) >= _COPY)

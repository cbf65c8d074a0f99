"""A total to split, the bounds of each channel and of each group, and which of them cannot hold together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from jalon.stats.warning.robust import Array, Indices


class Bound(StrEnum):
    """Whose limit it is."""

    CHANNEL = "channel"
    GROUP_LEAST = "group_min"
    GROUP_MOST = "group_max"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Group:
    """Channels that share a budget with a least and a most; of Jalon, those of one key result area."""

    channels: tuple[int, ...]
    least: float = 0.0
    most: float = np.inf


@dataclass(frozen=True, slots=True)
class Fault:
    """A bound that cannot be kept: it asks `wanted` where the others leave at most (or at least) `allowed`."""

    kind: Bound
    index: int | None
    wanted: float
    allowed: float


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that may be spent, least and most of each channel (C,), groups without a channel in common.

    A fixed line has the same least and most. Not all need be spent: what is kept in reserve is simply not in `total`.
    """

    total: float
    floors: Array
    ceilings: Array
    groups: tuple[Group, ...] = ()

    def __post_init__(self) -> None:
        seen = [channel for group in self.groups for channel in group.channels]
        if len(seen) != len(set(seen)):
            raise ValueError("a channel belongs to one group at most")
        if not np.isfinite(self.total) or self.floors.shape != self.ceilings.shape:
            raise ValueError("a total is finite, and every channel has two bounds")

    @property
    def tolerance(self) -> float:
        """Amounts nearer than this are the same."""
        return 1e-9 * max(abs(self.total), 1e-12)

    def faults(self) -> tuple[Fault, ...]:
        """Every bound that cannot be kept, the narrowest first; none when a split exists."""
        return self._channel_faults() or self._group_faults() or self._total_faults()

    def holds(self, spend: Array) -> bool:
        """Whether a split (C,) keeps every bound."""
        near = 1e-7 * max(abs(self.total), 1e-12)
        inside = (spend >= self.floors - near) & (spend <= self.ceilings + near)
        grouped = all(one.least - near <= spend[list(one.channels)].sum() <= one.most + near for one in self.groups)
        return bool(inside.all() and grouped and spend.sum() <= self.total + near)

    def nearest(self, spend: Array) -> Array:
        """A split that keeps every bound, made of another by moving little: each channel, each group, the whole."""
        out = np.clip(spend, self.floors, self.ceilings)
        spare = out - self.floors
        for one in self.groups:
            members = np.asarray(one.channels, dtype=np.intp)
            out[members] = self._within(out, members, one)
            held = max(out[members].sum() - max(one.least, self.floors[members].sum()), 0.0)
            loose = (out - self.floors)[members]
            spare[members] = loose * min(1.0, held / loose.sum()) if loose.sum() > 0 else 0.0
        over = out.sum() - self.total
        return out if over <= 0 or spare.sum() <= 0 else out - spare * min(1.0, over / spare.sum())

    def _within(self, spend: Array, members: Indices, group: Group) -> Array:
        """The members' spends brought between the group's least and most, in proportion to the room of each."""
        kept, amount = spend[members], spend[members].sum()
        room = self.ceilings[members] - kept if amount < group.least else kept - self.floors[members]
        move = min(max(amount, group.least), group.most) - amount
        room = np.minimum(room, abs(move))
        return kept if move == 0 or room.sum() <= 0 else kept + move * np.minimum(room / room.sum(), 1.0)

    def _channel_faults(self) -> tuple[Fault, ...]:
        wrong = np.flatnonzero((self.floors > self.ceilings + self.tolerance) | (self.ceilings < 0))
        return tuple(
            Fault(Bound.CHANNEL, int(one), float(self.floors[one]), float(self.ceilings[one])) for one in wrong
        )

    def _group_faults(self) -> tuple[Fault, ...]:
        found = []
        for index, one in enumerate(self.groups):
            members = list(one.channels)
            least, most = float(self.floors[members].sum()), float(self.ceilings[members].sum())
            if least > one.most + self.tolerance:
                found.append(Fault(Bound.GROUP_MOST, index, least, one.most))
            if most < one.least - self.tolerance or one.most < one.least - self.tolerance:
                found.append(Fault(Bound.GROUP_LEAST, index, one.least, min(most, one.most)))
        return tuple(found)

    def _total_faults(self) -> tuple[Fault, ...]:
        least = self.least()
        return () if least <= self.total + self.tolerance else (Fault(Bound.TOTAL, None, least, self.total),)

    def least(self) -> float:
        """What must be spent whatever happens."""
        grouped = [channel for one in self.groups for channel in one.channels]
        alone = np.delete(self.floors, grouped).sum()
        return float(alone + sum(max(one.least, self.floors[list(one.channels)].sum()) for one in self.groups))

"""What somebody asks of a split: a total, bounds of their own, or amounts typed one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wish:
    """Amounts a week. `total` None: today's; `reserve` is taken from the plan's reserve and added to it.

    `least` and `most` tighten the plan's bounds, by channel; `areas` those of each area (least, most). `tried` is a
    split typed by hand: channels that it leaves out stay as they are.
    """

    total: float | None = None
    reserve: float = 0.0
    least: Mapping[str, float] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)
    areas: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    tried: Mapping[str, float] = field(default_factory=dict)

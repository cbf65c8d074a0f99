"""What a design could see, said before launch: the smallest effect found eight times in ten, and after how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from jalon.quantities import Refusal

Kind = Literal["ab_test", "holdout", "geo_holdout", "page_group_control", "stepped_rollout", "before_after"]
POWER, ALPHA = 0.8, 0.05
SURE_ENOUGH = 0.15
"""Share of invented dates that may cry wolf before a design is no longer recommended."""
_ORDER: tuple[Kind, ...] = (
    "ab_test",
    "holdout",
    "geo_holdout",
    "page_group_control",
    "stepped_rollout",
    "before_after",
)


@dataclass(frozen=True)
class Announced:
    """Of one design: the smallest effect over its whole length, in the KPI's unit and as a share of what is expected.

    `by_length` gives the smallest share seen after so many periods; `cried_wolf` is the share of invented dates or
    untouched units at which nothing was done and an effect would have been said (None where lots are drawn).
    """

    kind: Kind
    length: int
    smallest: float
    relative: float
    by_length: tuple[tuple[int, float], ...]
    cried_wolf: float | None = None

    def length_for(self, expected: float) -> int | None:
        """Periods after which an effect of that share is seen; None when this design never sees it."""
        return next((length for length, share in self.by_length if abs(expected) >= share), None)


def recommended(answers: Iterable[Announced | Refusal], expected: float) -> Announced | None:
    """The first design that sees the expected share: lots before panels, panels before the past alone.

    None: it cannot be measured; decide without it.
    """
    able = [
        one
        for one in answers
        if isinstance(one, Announced)
        and one.length_for(expected) is not None
        and (one.cried_wolf is None or one.cried_wolf <= SURE_ENOUGH)
    ]
    return min(able, key=lambda one: _ORDER.index(one.kind), default=None)

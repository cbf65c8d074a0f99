"""The matrix of territories: a row a piece of ground, a column an area, what is to settle first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jalon.plan.model import Claim, Kra, Plan
from jalon.plan.territory import Overlap, Territory
from jalon.web.claims import claim_words, value_words

WIDEST = 20
"""Areas side by side that a page can hold; with more, the rows name their holders instead."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What an area has of a row: `own`, `shared`, `clash`, or nothing."""

    kra: Kra
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of ground, all of it or narrowed; `state` is the gravest of its cells, `hole` where nobody holds it."""

    ground: str
    value: str
    label: str
    cells: tuple[Cell, ...]
    state: str

    @property
    def holders(self) -> tuple[Kra, ...]:
        """Whoever has something of it."""
        return tuple(cell.kra for cell in self.cells if cell.state)


_GRAVITY = {"hole": 0, "clash": 1, "shared": 2, "own": 3, "free": 4}


def matrix(plan: Plan, day: date | None, language: str) -> list[Row]:
    """Each value of each ground, apart for each way it is narrowed; holes and duplicates first."""
    territory = Territory(plan)
    kras = active(plan)
    on = day or (plan.period.start if plan.period else date.min)
    twice = {
        (overlap.ground, value, kra.id)
        for overlap in territory.overlaps()
        for value in _values(territory, overlap)
        for kra in (overlap.first, overlap.second)
    }
    required = {
        (hole.required.ground, value) for hole in territory.holes() for value in _left(territory, hole.required)
    }
    rows = []
    for ground in dict.fromkeys((*plan.grounds, "budget")):
        for value in _known(plan, ground):
            for claim in _claims(territory, ground, value):
                holders = {kra.id for kra in territory.holders(claim, on)}
                cells = tuple(
                    Cell(kra, _state(kra.id in holders, (ground, value, kra.id) in twice, len(holders))) for kra in kras
                )
                state = min((cell.state for cell in cells if cell.state), key=_GRAVITY.__getitem__, default="")
                gone = "hole" if (ground, value) in required else "free"
                rows.append(Row(ground, value, _label(plan, claim, value, language), cells, state or gone))
    return sorted(rows, key=lambda row: _GRAVITY[row.state])


def active(plan: Plan) -> list[Kra]:
    """The areas in force."""
    return [kra for kra in plan.kras if kra.status == "active"]


def _state(holds: bool, twice: bool, holders: int) -> str:
    if not holds:
        return ""
    return "clash" if twice else "shared" if holders > 1 else "own"


def _claims(territory: Territory, ground: str, value: str) -> Iterable[Claim]:
    """The ways a value is claimed: whole, or narrowed by each set of qualifiers that somebody wrote."""
    bit = territory.values(ground).bits((value,))
    ways = [h.claim.qualifiers for h in territory.holdings if h.claim.ground == ground and h.box[0] & bit]
    unique = {tuple(sorted((name, tuple(inner)) for name, inner in way.items())): way for way in ways}
    return [Claim(ground, (value,), way) for way in unique.values()] or [Claim(ground, (value,))]


def _label(plan: Plan, claim: Claim, value: str, language: str) -> str:
    if not claim.qualifiers:
        return value_words(plan, claim.ground, value, language)
    return claim_words(claim, plan, language).partition(":")[2].strip()


def _values(territory: Territory, overlap: Overlap) -> set[str]:
    return {value for box in overlap.left for value in territory.values(overlap.ground).of(box[0])}


def _left(territory: Territory, required: Claim) -> list[str]:
    held = territory.values(required.ground)
    return [
        value
        for hole in territory.holes()
        if hole.required is required
        for box in hole.left
        for value in held.of(box[0])
    ]


def _known(plan: Plan, ground: str) -> list[str]:
    if ground == "budget":
        return [line.id for line in plan.budget.lines] if plan.budget else []
    return list(plan.grounds[ground])

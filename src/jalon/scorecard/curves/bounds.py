"""What the plan allows of a split: who answers for each channel, how far lines may go, what is fixed, the reserve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jalon.metrics.planned import channels_of
from jalon.plan.model import BudgetLine, Claim, Plan
from jalon.plan.territory import Territory
from jalon.scorecard.curves.asked import CHANNEL

_GROUND, _ARBITRATION = "budget", "decision"


@dataclass(frozen=True, slots=True)
class Area:
    """An area with the channels of a split that it answers for, and its bounds as shares of what it spends today."""

    kra: str
    owner: str | None
    channels: tuple[str, ...]
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Allowed:
    """The plan's bounds on some channels: shares of today's spend, none where the plan says nothing."""

    least: Mapping[str, float]
    most: Mapping[str, float]
    areas: tuple[Area, ...]
    fixed: tuple[BudgetLine, ...]
    reserve: BudgetLine | None


def allowed(plan: Plan, channels: Sequence[str], day: date) -> Allowed:
    """How far each channel and each area may be moved.

    A line's `least` and `most` are amounts of the whole period, for everything it pays: against its amount, they say
    which part of today's rhythm may be given up or added.
    """
    lines = plan.budget.lines if plan.budget else ()
    paid = {channel: [line for line in lines if line.media and channel in _pays(plan, line)] for channel in channels}
    held = {channel: _holder(plan, channel, paid[channel], day) for channel in channels}
    areas = []
    for kra in plan.kras:
        own = tuple(channel for channel in channels if held[channel] == kra.id)
        if own:
            money = [
                line for line in lines if line.media and _claims(plan, kra.id, line.id) and _pays(plan, line) & set(own)
            ]
            areas.append(Area(kra.id, kra.owner, own, _share(money, "least"), _share(money, "most")))
    shares = {side: {c: _share(paid[c], side) for c in channels} for side in ("least", "most")}
    reserve = _reserve(plan, lines)
    return Allowed(
        least={c: share for c, share in shares["least"].items() if share is not None},
        most={c: share for c, share in shares["most"].items() if share is not None},
        areas=tuple(areas),
        fixed=tuple(line for line in lines if not line.media and line is not reserve),
        reserve=reserve,
    )


def _pays(plan: Plan, line: BudgetLine) -> frozenset[str]:
    return channels_of(plan, line) or frozenset()


def _share(lines: Sequence[BudgetLine], side: str) -> float | None:
    """What the lines may come to, in their amount; None where one of them says nothing."""
    ends = [line.least if side == "least" else line.most for line in lines]
    whole = sum((line.amount or Decimal(0) for line in lines), Decimal(0))
    if not lines or whole <= 0 or any(end is None for end in ends):
        return None
    return float(sum((end for end in ends if end is not None), Decimal(0)) / whole)


def _claims(plan: Plan, kra: str, line: str) -> bool:
    own = next((one for one in plan.kras if one.id == kra), None)
    return own is not None and any(c.ground == _GROUND and {line, "*"} & set(c.values) for c in own.territory)


def _holder(plan: Plan, channel: str, lines: Sequence[BudgetLine], day: date) -> str | None:
    """The area that answers for a channel; of several, the one with the most money on it."""
    if channel not in plan.grounds.get(CHANNEL, {}):
        return None
    at = min(max(day, plan.period.start), plan.period.end) if plan.period else day
    holders = [kra.id for kra in Territory(plan).holders(Claim(CHANNEL, (channel,), {}), at)]

    def money(kra: str) -> Decimal:
        return sum((line.amount or Decimal(0) for line in lines if _claims(plan, kra, line.id)), Decimal(0))

    return max(holders, key=money, default=None)


def _reserve(plan: Plan, lines: Sequence[BudgetLine]) -> BudgetLine | None:
    """The line that is not bought space, of the area that answers for arbitration."""
    for kra in plan.kras:
        if any(claim.ground == _ARBITRATION for claim in kra.territory):
            for line in lines:
                if not line.media and _claims(plan, kra.id, line.id):
                    return line
    return None

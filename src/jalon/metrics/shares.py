"""Formulas whose components still move: each is brought to its settled value, and the spread of each is felt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from math import hypot

from jalon.catalogue.formula import Expression
from jalon.metrics.formulas import joined
from jalon.metrics.maturity import Estimate, Settling
from jalon.metrics.readings import DailyFlow, Readings
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NotSettled
from jalon.stats.completeness import Share


@dataclass(frozen=True, slots=True)
class Brought:
    """What a component of a period lacks to be settled, with one standard deviation of it."""

    missing: float
    spread: float
    moving_days: int


def brought_over(component: Readings, settling: Settling, period: Period) -> Brought | Refusal:
    """What the young days of a component still lack. Rows of weeks and months have no day that is known to move."""
    if not isinstance(component, DailyFlow):
        return Brought(0.0, 0.0, 0)
    missing, felt, moving = 0.0, [0.0], 0
    young = set(settling.moving)
    for day, value in zip(component.lines, component.values, strict=True):
        if value is None or day not in period or day not in young:
            continue
        share = settling.share(day)
        if share is None or share.value <= 0:
            return NotSettled(day + timedelta(days=settling.window_days))
        moving += 1
        missing += float(value) / share.value - float(value)
        felt.append(float(value) * share.spread / share.value**2)
    return Brought(missing, hypot(*felt), moving)


def estimated(
    expression: Expression, totals: Mapping[str, Decimal], brought: Mapping[str, Brought], moving: int
) -> Estimate | Refusal:
    """The formula on settled totals; its spread is what one standard deviation of each component moves."""
    settled = {
        name: total + _exact(brought[name].missing if name in brought else 0.0) for name, total in totals.items()
    }
    value = joined(expression, settled)
    if isinstance(value, Refusal):
        return value
    felt = [0.0]
    for name, one in brought.items():
        other = joined(expression, settled | {name: settled[name] + _exact(one.spread)}) if one.spread else value
        felt.append(float(other - value) if isinstance(other, Decimal) else 0.0)
    return Estimate(value, _exact(hypot(*felt)), moving)


def share_of(expression: Expression, totals: Mapping[str, Decimal], shares: Mapping[str, Share]) -> Share | None:
    """The value read as a share of the value settled; None where either is nothing or refused."""
    now = joined(expression, totals)
    settled = _settled(expression, totals, {name: share.value for name, share in shares.items()})
    if isinstance(now, Refusal) or settled is None or not settled:
        return None
    value = float(now) / settled
    felt = [0.0]
    for name, share in shares.items():
        if share.spread:
            # One standard deviation of one component, all others as expected.
            moved = {n: s.value for n, s in shares.items()} | {name: share.value + share.spread}
            other = _settled(expression, totals, moved)
            felt.append(float(now) / other - value if other else 0.0)
    return Share(value, hypot(*felt))


def _settled(expression: Expression, totals: Mapping[str, Decimal], shares: Mapping[str, float]) -> float | None:
    brought = {name: total / _exact(shares.get(name, 1.0)) for name, total in totals.items()}
    value = joined(expression, brought)
    return None if isinstance(value, Refusal) else float(value)


def _exact(value: float) -> Decimal:
    return Decimal(repr(value))

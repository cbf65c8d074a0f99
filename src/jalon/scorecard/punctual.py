"""Whether a common milestone will be kept: from how the company kept the ones before, and the room each thing has.

A thing that may be late by no more than its room is in time. How late things are here is read from the milestones that
are done; nothing is borrowed from elsewhere. What several things together give lies between two bounds: as if each went
its own way (their product), as if all were late together (the least of them). Sources: rule of succession for a share
of few cases, (k + 1/2) / (n + 1); bounds of a joint probability with positive dependence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import prod

from jalon.plan.model import Action, Milestone, Plan
from jalon.quantities import Refusal
from jalon.quantities.refusals import NoEndDate, TooLittleHistory

NEEDED = 8
"""Milestones done with both days, before their delays say anything of the next one."""
_AHEAD = ("planned", "running")
_PLACES = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class OnTime:
    """The chance that a milestone is kept: two bounds, equal when it waits for one thing; from so many cases."""

    low: Decimal
    high: Decimal
    cases: int


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A common milestone ahead: whose it is, its day, the days left after what it waits for, whether it is kept."""

    id: str
    owner: str | None
    day: date
    slack_days: int | None
    on_time: OnTime | Refusal


def milestone_rows(plan: Plan, as_of: date) -> tuple[MilestoneRow, ...]:
    """The open milestones that have a day ahead, the nearest first."""
    ahead = [one for one in plan.milestones if one.status == "open" and one.day is not None and one.day >= as_of]
    return tuple(_row(one, plan, as_of) for one in sorted(ahead, key=lambda one: (str(one.day), one.id)))


def _row(milestone: Milestone, plan: Plan, as_of: date) -> MilestoneRow:
    assert milestone.day is not None  # noqa: S101  # chosen for it
    waited = _waited_for(milestone, plan)
    ends = [end for one in waited if (end := _end(one)) is not None]
    slack = (milestone.day - max(ends)).days if ends else None
    return MilestoneRow(
        milestone.id, milestone.owner, milestone.day, slack, _on_time(milestone.day, waited, plan, as_of)
    )


def _on_time(day: date, waited: Sequence[Action | Milestone], plan: Plan, as_of: date) -> OnTime | Refusal:
    delays = delays_of(plan)
    if len(delays) < NEEDED:
        return TooLittleHistory(NEEDED, len(delays))
    shares, cases = [], len(delays)
    for name, end in [(one.id, _end(one)) for one in waited] or [("", day)]:
        if end is None:
            return NoEndDate(name)
        # What is late already is compared with what was at least as late.
        left = [one for one in delays if one >= (as_of - end).days]
        if len(left) < NEEDED:
            return TooLittleHistory(NEEDED, len(left))
        shares.append(in_time(left, (day - end).days))
        cases = min(cases, len(left))
    return OnTime(_rounded(prod(shares)), _rounded(min(shares)), cases)


def delays_of(plan: Plan) -> list[int]:
    """Days late of each milestone that is done; less than none when it was early."""
    return [(one.done_on - one.day).days for one in plan.milestones if one.status == "done" and one.done_on and one.day]


def in_time(delays: Sequence[int], room: int) -> float:
    """The share of things late by no more than that, for few cases."""
    return (sum(1 for one in delays if one <= room) + 0.5) / (len(delays) + 1)


def _waited_for(milestone: Milestone, plan: Plan) -> list[Action | Milestone]:
    """What must come before and is not done yet."""
    things: dict[str, Action | Milestone] = {one.id: one for one in plan.actions if one.status in _AHEAD}
    things |= {one.id: one for one in plan.milestones if one.status == "open"}
    return [things[name] for name in milestone.needs if name in things]


def _end(one: Action | Milestone) -> date | None:
    return one.end if isinstance(one, Action) else one.day


def _rounded(share: float) -> Decimal:
    return Decimal(str(share)).quantize(_PLACES)

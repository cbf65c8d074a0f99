"""A budget proposed from a fit, and any other split beside it: gain with its doubt, bounds, what holds each channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from jalon.plan.model import Plan
from jalon.quantities.estimates import estimated
from jalon.scorecard.curves.bounds import Allowed, allowed
from jalon.scorecard.curves.reading import Document, Fitted, Told, fitted_in
from jalon.scorecard.curves.wishes import Wish
from jalon.stats.allocation.budget import Bound, Budget, Fault, Group
from jalon.stats.allocation.curves import HillCurves
from jalon.stats.allocation.proposal import Gain, Infeasible, Proposal, proposed, weighed
from jalon.stats.warning.robust import Array

CONTRACT = 1
FARTHEST = 1.5
"""Times the dearest week ever: what lies beyond is never proposed."""
LEAST_MOVE = 0.01
"""Of the whole: smaller moves of a channel are none."""
CAUTION = 0.25
"""Standard deviations taken off the expected gain: of two gains alike, the surer one."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The channels that may move, their budget, and what the plan says of them."""

    fitted: Fitted
    free: tuple[Told, ...]
    curves: HillCurves
    today: Array
    budget: Budget
    allowed: Allowed


def proposal(document: Document, plan: Plan, wish: Wish) -> dict[str, object]:
    """The budget proposed for one result, contract 1: what would move, for which gain, and what holds the rest."""
    fitted = fitted_in(document)
    weeks = max(((plan.period.end - fitted.until).days // 7) if plan.period else 0, 1)
    head: dict[str, object] = {
        "contract": CONTRACT,
        "result": document["result"],
        "as_of": fitted.as_of.isoformat(),
        "currency": fitted.currency,
        "weeks": weeks,
    }
    frame = _framed(fitted, plan, wish)
    if frame is None:
        why = document.get("refused") or {"refused": "NoChannelToldApart"}
        return {**head, "refused": why, **_empty(fitted, plan)}
    answer = proposed(frame.curves, frame.budget, frame.today, CAUTION)
    if isinstance(answer, Infeasible):
        faults = [_fault(fault, frame) for fault in answer.faults]
        return {**head, "refused": None, "faults": faults, **_told(frame, None, wish, weeks)}
    return {**head, "refused": None, "faults": [], **_told(frame, answer, wish, weeks)}


def _framed(fitted: Fitted, plan: Plan, wish: Wish) -> Frame | None:
    """Only channels that the weeks can tell may move; the others keep what they spend."""
    kept = [at for at, one in enumerate(fitted.channels) if one.identified]
    if fitted.curves is None or not kept:
        return None
    drawn = HillCurves(*(side[:, kept] for side in (fitted.curves.top, fitted.curves.half, fitted.curves.bend)))
    free = tuple(fitted.channels[at] for at in kept)
    today = np.array([one.today for one in free])
    bounds = allowed(plan, [one.channel for one in free], fitted.as_of)
    floors = np.array([_floor(one, bounds, wish) for one in free])
    ceilings = np.array([_ceiling(one, bounds, wish) for one in free])
    total = (wish.total if wish.total is not None else float(today.sum())) + wish.reserve
    return Frame(
        fitted, free, drawn, today, Budget(total, floors, ceilings, _groups(free, today, bounds, wish)), bounds
    )


def _floor(one: Told, bounds: Allowed, wish: Wish) -> float:
    return wish.least.get(one.channel, bounds.least.get(one.channel, 0.0) * one.today)


def _ceiling(one: Told, bounds: Allowed, wish: Wish) -> float:
    farthest = FARTHEST * one.highest
    said = wish.most.get(one.channel, bounds.most[one.channel] * one.today if one.channel in bounds.most else farthest)
    # A floor above what the weeks can tell is somebody's own word: it is kept, and the page says so.
    return max(min(said, farthest), min(wish.least.get(one.channel, 0.0), said))


def _groups(free: Sequence[Told], today: Array, bounds: Allowed, wish: Wish) -> tuple[Group, ...]:
    names = [one.channel for one in free]
    found = []
    for area in bounds.areas:
        members = tuple(names.index(channel) for channel in area.channels)
        now = float(today[list(members)].sum())
        least, most = wish.areas.get(area.kra, (None, None))
        if least is None:
            least = area.least * now if area.least is not None else 0.0
        if most is None:
            most = area.most * now if area.most is not None else np.inf
        found.append(Group(members, least, most))
    return tuple(found)


def _told(frame: Frame, answer: Proposal | None, wish: Wish, weeks: int) -> dict[str, object]:
    gain = answer.gain if answer else None
    clear = gain is not None and gain.clear and _moves(frame, answer)
    # A move that the data cannot support is not proposed: today's split stays.
    goal = answer.spend if answer is not None and clear else frame.today
    return {
        "total": {
            "today": _n(float(frame.today.sum())),
            "most": _n(frame.budget.total),
            "proposed": _n(float(goal.sum())),
        },
        "clear": clear,
        "gain": _gain(gain, weeks) if gain else None,
        "channels": [_channel(frame, at, goal, answer) for at in range(len(frame.free))],
        "areas": [_area(frame, at, goal) for at in range(len(frame.allowed.areas))],
        "crosses": clear and _crosses(frame, goal),
        "amount": _n(float(np.maximum(goal - frame.today, 0).sum()) * weeks),
        "tried": _tried(frame, wish, weeks) if wish.tried else None,
        **_fixed(frame.fitted, frame.allowed),
    }  # fmt: skip


def _moves(frame: Frame, answer: Proposal | None) -> bool:
    return answer is not None and bool(
        (np.abs(answer.spend - frame.today) > LEAST_MOVE * max(frame.budget.total, 1e-9)).any()
    )


def _crosses(frame: Frame, goal: Array) -> bool:
    """Whether money would leave one area for another: then two people agree, and it is a decision."""
    moved = [float((goal - frame.today)[list(group.channels)].sum()) for group in frame.budget.groups]
    near = LEAST_MOVE * max(frame.budget.total, 1e-9)
    return any(move > near for move in moved) and any(move < -near for move in moved)


def _channel(frame: Frame, at: int, goal: Array, answer: Proposal | None) -> dict[str, object]:
    one, held = frame.free[at], answer.held[at] if answer else None
    area = next((area for area in frame.allowed.areas if one.channel in area.channels), None)
    data = frame.budget.ceilings[at] >= FARTHEST * one.highest * (1 - 1e-9)
    by = held.by.value if held else None
    return {
        "channel": one.channel,
        "kra": area.kra if area else None,
        "owner": area.owner if area else None,
        "today": _n(one.today),
        "proposed": _n(float(goal[at])),
        "least": _n(float(frame.budget.floors[at])),
        "most": _n(float(frame.budget.ceilings[at])),
        "held": "data" if by == "ceiling" and data else by,
        "marginal": _n(held.marginal) if held else None,
        "price": _n(held.price) if held else None,
        "beyond": bool(goal[at] > one.highest),
    }


def _area(frame: Frame, at: int, goal: Array) -> dict[str, object]:
    area, group = frame.allowed.areas[at], frame.budget.groups[at]
    members = list(group.channels)
    return {
        "kra": area.kra,
        "owner": area.owner,
        "channels": list(area.channels),
        "today": _n(float(frame.today[members].sum())),
        "proposed": _n(float(goal[members].sum())),
        "least": _n(group.least) if group.least > 0 else None,
        "most": _n(group.most) if np.isfinite(group.most) else None,
    }


def _tried(frame: Frame, wish: Wish, weeks: int) -> dict[str, object]:
    """A split typed by hand, beside today's: its gain, and which bounds it breaks."""
    split = np.array([max(wish.tried.get(one.channel, one.today), 0.0) for one in frame.free])
    far = [one.channel for one, spend in zip(frame.free, split, strict=True) if spend > FARTHEST * one.highest]
    beyond = [one.channel for one, spend in zip(frame.free, split, strict=True) if spend > one.highest]
    moved = bool((np.abs(split - frame.today) > 1e-6 * max(float(frame.today.sum()), 1e-9)).any())
    gain = weighed(frame.curves, frame.today, split)
    return {
        "spend": {one.channel: _n(float(spend)) for one, spend in zip(frame.free, split, strict=True)},
        "total": _n(float(split.sum())),
        "moved": moved,
        "over": _n(max(float(split.sum()) - frame.budget.total, 0.0)),
        "unsupported": far,
        "beyond": [name for name in beyond if name not in far],
        "broken": _broken(frame, split),
        "gain": _gain(gain, weeks) if moved and not far else None,
    }


def _broken(frame: Frame, split: Array) -> list[dict[str, object]]:
    near = 1e-6 * max(frame.budget.total, 1e-9)
    found: list[dict[str, object]] = []
    for at, one in enumerate(frame.free):
        low, high = float(frame.budget.floors[at]), float(frame.budget.ceilings[at])
        if split[at] < low - near:
            found.append({"bound": "floor", "id": one.channel, "wanted": _n(float(split[at])), "allowed": _n(low)})
        elif split[at] > high + near:
            found.append({"bound": "ceiling", "id": one.channel, "wanted": _n(float(split[at])), "allowed": _n(high)})
    for area, group in zip(frame.allowed.areas, frame.budget.groups, strict=True):
        spent = float(split[list(group.channels)].sum())
        if spent < group.least - near:
            found.append({"bound": "group_min", "id": area.kra, "wanted": _n(spent), "allowed": _n(group.least)})
        elif spent > group.most + near:
            found.append({"bound": "group_max", "id": area.kra, "wanted": _n(spent), "allowed": _n(group.most)})
    return found


def _gain(gain: Gain, weeks: int) -> dict[str, object]:
    """Over all the weeks left; 8 times in 10 inside the interval."""
    return {
        "expected": _n(gain.expected * weeks),
        "gain80": [_n(gain.low * weeks), _n(gain.high * weeks)],
        "better": str(round(Decimal(gain.better), 4)),
        "loss": _n(gain.loss * weeks),
        "clear": gain.clear,
    }


def _fault(fault: Fault, frame: Frame) -> dict[str, object]:
    names = [one.channel for one in frame.free]
    of_group = fault.kind in (Bound.GROUP_LEAST, Bound.GROUP_MOST)
    name = None if fault.index is None else frame.allowed.areas[fault.index].kra if of_group else names[fault.index]
    return {"bound": fault.kind.value, "id": name, "wanted": _n(fault.wanted), "allowed": _n(fault.allowed)}


def _fixed(fitted: Fitted, bounds: Allowed) -> dict[str, object]:
    """What does not move: channels that the weeks cannot tell, lines that buy no space, the reserve."""
    unsure = [
        {"channel": one.channel, "today": _n(one.today), "refused": {"refused": "NotIdentified"}}
        for one in fitted.channels
        if not one.identified
    ]
    untold = [{"channel": one.channel, "today": _n(one.today), "refused": dict(one.refused)} for one in fitted.untold]
    lines = [{"id": line.id, "amount": format(line.amount or Decimal(0), "f")} for line in bounds.fixed]
    reserve = bounds.reserve
    return {
        "untold": [*unsure, *untold],
        "lines": lines,
        "reserve": {"id": reserve.id, "amount": format(reserve.amount or Decimal(0), "f")} if reserve else None,
    }


def _empty(fitted: Fitted, plan: Plan) -> dict[str, object]:
    bounds = allowed(plan, [], fitted.as_of)
    return {
        "faults": [], "total": None, "clear": False, "gain": None, "channels": [], "areas": [], "crosses": False,
        "amount": "0", "tried": None, **_fixed(fitted, bounds),
    }  # fmt: skip


def _n(value: float) -> str:
    return str(estimated(value))

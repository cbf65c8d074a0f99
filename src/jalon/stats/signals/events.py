"""`event_window`: a dated event, then what it did."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import t as student

from jalon.quantities import Refusal
from jalon.stats.signals.bands import AMBER, QUIET, RED
from jalon.stats.signals.followed import Followed
from jalon.stats.signals.given import Given, Readings
from jalon.stats.signals.residual import FEWEST_PAST, HISTORY, Asked, asked_together
from jalon.stats.warning.robust import Array, Flags, moving_mean

AFTER, ANNOUNCED = 7, 60
AS_FORESEEN = 0.5
_INTERVALS = (("amber", 0.80), ("red", 0.95))


def event_window(given: Given) -> Readings | Refusal:
    """`drop_in_window`: what came since an event began, against the level before it, while no control moved as much.

    The reading is its place (0 to 1, 0.5 as foreseen) among departures as long of the past. `break_recorded`: an event
    in force on a measure in use that no own event records. With no control measured the level is amber at most. The
    share of steps in some window, the chance of a coincidence, stands in the evidence.
    """
    return event_windows([given])[0]


def event_windows(givens: Sequence[Given]) -> list[Readings | Refusal]:
    """The same for many at once: every input is followed in one pass over the days."""
    drops = [given for given in givens if given.word("test", "drop_in_window") != "break_recorded"]
    asked = iter(asked_together(drops))
    out: list[Readings | Refusal] = []
    for given in givens:
        if given.word("test", "drop_in_window") == "break_recorded":
            out.append(_recorded(given))
        else:
            one = next(asked)
            out.append(one if isinstance(one, Refusal) else _dropped(one))
    return out


def _dropped(one: Asked) -> Readings:
    """Levels inside the windows; outside all of them nothing can have happened."""
    given, steps, (value, *controls) = one.given, one.steps, one.seen
    after = given.steps("after", AFTER)
    inside = _windows(given, steps, after)
    ours, theirs = _amounts(value), [_amounts(control) for control in controls]
    alone, apart = np.full(steps, np.nan), np.full(steps, np.nan)
    size, against = 0.0, float("nan")
    for first, last in sorted(given.events):
        for step in range(max(first, 1), min(last + after + 1, steps)):
            alone[step], size = _departed(ours, None, first, step, given)
            each = [_departed(ours, other, first, step, given) for other in theirs]
            told = [found for found in each if np.isfinite(found[0])]
            apart[step] = max((place for place, _ in told), default=np.nan)
            against = float(np.median([moved for _, moved in told])) if told else float("nan")
    amber, red = ((1 - given.number(f"interval_{name}", share)) / 2 for name, share in _INTERVALS)
    controlled = np.isfinite(apart)
    # A season moves the controls as well: where one is known, it is what the departure is read against.
    place = np.where(controlled, apart, alone)
    found = np.where(place <= red, np.where(controlled, RED, AMBER), np.where(place < amber, AMBER, QUIET))
    found = np.where(inside, np.where(np.isfinite(place), found, np.nan), QUIET)
    read = np.where(inside, place, AS_FORESEEN)
    shared = bool(inside[-1]) and bool(controlled[-1]) and bool(place[-1] >= amber > alone[-1])
    evidence = {
        "chance": float(inside.mean()),
        "controls": float(len(controls)) if controlled[-1] or not inside[-1] else 0.0,
        "inside": float(inside[-1]),
        "shared": float(shared),
        "moved": size,
        "against": against,
    }
    return Readings(read, read, np.asarray(found), evidence)


def _amounts(one: Followed) -> tuple[Array, Array, Array]:
    """Days with their week removed, the level after each, both as logarithms of amounts, and what each day weighs."""
    root = bool(one.scale.roots[0])
    days, level = (one.scale.sign * side for side in (one.raw, one.base.level[:, 0]))
    if root:
        days, level = (2 * np.log(np.maximum(side, 1e-9)) for side in (days, level))
    return days, level, one.weights[:, 0]


Side = tuple[Array, Array, Array]


def _departed(ours: Side, other: Side | None, first: int, step: int, given: Given) -> tuple[float, float]:
    """Place of the departure since `first` among those as long of the past, and its size as a share.

    Against a control, both are read together, so that what moves both leaves the difference alone. Few departures of
    the past stand apart from one another: the law is Student's, with as many degrees of freedom as there are of them.
    """
    length = step - first + 1
    since, begun = slice(0, step + 1), max(0, first - given.steps("history", HISTORY) - length)
    days, level = ours[0][since], ours[1][since]
    if other is not None:
        days, level = days - other[0][since], level - other[1][since]
    means = moving_mean(days[:, None], length, ours[2][since, None])[:, 0]
    before = np.full_like(level, np.nan)
    before[length:] = level[:-length]
    departed = means - before
    past = departed[begun:first]
    past = past[np.isfinite(past)]
    if len(past) < FEWEST_PAST or not np.isfinite(departed[-1]):
        return float("nan"), float("nan")
    usual = float(np.median(past))
    spread = max(1.4826 * float(np.median(np.abs(past - usual))), 1e-3)
    freedom = max(len(past) / length - 1, 2.0)
    far = -given.direction * (float(departed[-1]) - usual) / spread
    return float(student.cdf(far, freedom)), float(np.expm1(departed[-1] - usual))


def _windows(given: Given, steps: int, after: int) -> Flags:
    inside = np.zeros(steps, np.bool_)
    for first, last in given.events:
        inside[max(first, 0) : max(last + after + 1, 0)] = True
    return inside


def _recorded(given: Given) -> Readings:
    """The level of each step; `recorded` (n, E) tells which breaks an own event records, 1 or 0, on each step."""
    recorded = given.inputs["recorded"].by_cell().top
    steps, announced = len(recorded), given.steps("announced", ANNOUNCED)
    level = np.full(steps, QUIET)
    at = np.arange(steps)
    worst = -1.0
    for column, (first, last) in enumerate(given.events):
        missing = ~(recorded[:, column] > 0)
        coming = (at >= first - announced) & (at < first) & missing
        running = (at >= first) & (at <= last) & missing
        mine = np.where(running, RED, np.where(coming, AMBER, QUIET))
        worst = float(column) if mine[-1] > level[-1] else worst
        level = np.maximum(level, mine)
    return Readings(level, level, level, {"events": float(len(given.events)), "cell": worst})

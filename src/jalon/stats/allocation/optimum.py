"""The best split, exactly: dynamic programming inside each group and then across them, polished off the grid.

A split found by climbing from an equal one loses up to 6 % on S-shaped curves; a table of every amount does not climb.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import LinearConstraint, minimize

from jalon.stats.allocation.budget import Budget
from jalon.stats.allocation.curves import HillCurves
from jalon.stats.warning.robust import Array, Indices

STEPS = 600
"""Parts that the free amount is cut into: the polish finds what lies between them."""
_ROUNDS = 3


def best(curves: HillCurves, budget: Budget, caution: float = 0.0, steps: int = STEPS) -> Array:
    """The split (C,) of highest mean response less `caution` times its standard deviation over the draws.

    The budget has no fault. The deviation of a whole is no sum over channels: each round puts in its place what each
    channel adds to the deviation of the split found before, and the best of the rounds by the true measure is kept.
    """
    found = _polished(curves, budget, _on_grid(curves, budget, None, 0.0, steps), caution)
    for _ in range(_ROUNDS if caution else 0):
        other = _polished(curves, budget, _on_grid(curves, budget, found, caution, steps), caution)
        if worth(curves, other, caution) <= worth(curves, found, caution) * (1 + 1e-9):
            break
        found = other
    return found


def worth(curves: HillCurves, spend: Array, caution: float = 0.0) -> float:
    """Mean response of a split less `caution` times its deviation over the draws."""
    whole = curves.response(spend).sum(1)
    return float(whole.mean() - (caution * whole.std() if caution else 0.0))


def _on_grid(curves: HillCurves, budget: Budget, near: Array | None, caution: float, steps: int) -> Array:
    """The best split among whole numbers of steps above the floors; group bounds hold to a step."""
    step = max(budget.total - float(budget.floors.sum()), 0.0) / steps
    if step <= 0:
        return budget.nearest(budget.floors)
    extra: Array = np.arange(steps + 1, dtype=np.float64) * step
    values = [_value(curves, budget, channel, extra, near, caution) for channel in range(curves.channels)]
    grouped = {channel for one in budget.groups for channel in one.channels}
    parts: list[tuple[list[int], Array, list[Indices]]] = [
        ([channel], values[channel], []) for channel in range(curves.channels) if channel not in grouped
    ]
    for one in budget.groups:
        members = list(one.channels)
        total, choices = _merged([values[channel] for channel in members])
        spent = float(budget.floors[members].sum()) + extra
        allowed = (spent >= one.least - step) & (spent <= one.most + step)
        parts.append((members, np.where(allowed, total, -np.inf), choices))
    whole, choices = _merged([value for _, value, _ in parts])
    amounts = _unfolded(choices, int(np.argmax(whole)))
    counts = np.zeros(curves.channels)
    for (members, _, inner), amount in zip(parts, amounts, strict=True):
        counts[members] = _unfolded(inner, amount) if inner else [amount]
    return budget.nearest(budget.floors + counts * step)


def _value(curves: HillCurves, budget: Budget, channel: int, extra: Array, near: Array | None, caution: float) -> Array:
    """What each amount above the floor is worth (G,); beyond the ceiling nothing is allowed."""
    floor, room = float(budget.floors[channel]), float(budget.ceilings[channel] - budget.floors[channel])
    drawn = curves.along(channel, floor + np.minimum(extra, room))
    value = drawn.mean(0)
    if near is not None and caution:
        whole = curves.response(near).sum(1)
        value = value - caution * ((whole - whole.mean()) @ drawn) / len(whole) / max(float(whole.std()), 1e-300)
    step = extra[1] if len(extra) > 1 else 0.0
    return np.where(extra < room + step, value, -np.inf)


def _merged(values: list[Array]) -> tuple[Array, list[Indices]]:
    """Best sum for every amount, and for each part the amount it takes of it."""
    total, choices = values[0], []
    size = len(total)
    rest = np.arange(size)[:, None] - np.arange(size)[None, :]
    for value in values[1:]:
        sums = np.where(rest >= 0, total[np.maximum(rest, 0)] + value[None, :], -np.inf)
        taken = np.argmax(sums, axis=1)
        total = sums[np.arange(size), taken]
        choices.append(taken)
    return total, choices


def _unfolded(choices: list[Indices], amount: int) -> list[int]:
    """Amount of each part when the whole has `amount`."""
    out = []
    for taken in reversed(choices):
        out.append(int(taken[amount]))
        amount -= out[-1]
    return [amount, *reversed(out)]


def _polished(curves: HillCurves, budget: Budget, start: Array, caution: float) -> Array:
    """Sequential quadratic programming from the grid's split; kept when it is better and keeps every bound."""
    scale, unit = max(worth(curves, start, caution), 1e-300), max(budget.total, 1e-300)

    def loss(share: Array) -> float:
        return -worth(curves, share * unit, caution) / scale

    def slope(share: Array) -> Array:
        rises = curves.slope(share * unit)
        up = rises.mean(0)
        if caution:
            whole = curves.response(share * unit).sum(1)
            up = up - caution * ((whole - whole.mean()) @ rises) / len(whole) / max(float(whole.std()), 1e-300)
        return np.asarray(-up * unit / scale)

    found = minimize(
        loss, start / unit, jac=slope, method="SLSQP",
        bounds=list(zip(budget.floors / unit, np.clip(budget.ceilings / unit, None, 1.0), strict=True)),
        constraints=_constraints(budget, unit), options={"maxiter": 80, "ftol": 1e-12},
    )  # fmt: skip
    kept = budget.nearest(np.asarray(found.x) * unit)
    better = np.isfinite(kept).all() and worth(curves, kept, caution) > worth(curves, start, caution)
    return kept if better and budget.holds(kept) else start


def _constraints(budget: Budget, unit: float) -> list[LinearConstraint]:
    """The total and the bounds of the groups, in shares of `unit`; a group of one amount is an equality of its own."""
    channels = np.arange(len(budget.floors))
    rows: list[tuple[Array, float, float]] = [(np.ones(len(channels)), -np.inf, 1.0)]
    for one in budget.groups:
        rows.append((np.isin(channels, one.channels).astype(np.float64), one.least / unit, one.most / unit))
    found = []
    for fixed in (False, True):
        several = [row for row in rows if (row[1] == row[2]) is fixed]
        if several:
            columns, lows, highs = zip(*several, strict=True)
            found.append(LinearConstraint(np.stack(columns), lows, highs))
    return found

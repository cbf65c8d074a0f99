"""`residual_shift`: a lasting departure from the forecast."""

from __future__ import annotations

import numpy as np

from jalon.quantities import Refusal
from jalon.stats.signals.bands import AMBER, QUIET, RED
from jalon.stats.signals.given import Given, Observed, Readings
from jalon.stats.warning.baseline import Baseline, follow
from jalon.stats.warning.budget import budget
from jalon.stats.warning.panel import Panel, rates, refused, scale_of
from jalon.stats.warning.robust import Array, Indices, moving_mean
from jalon.stats.warning.scales import Stabilised, stabilised
from jalon.stats.warning.shifts import Shifts, contrasts, of_controls, shifts
from jalon.stats.warning.watching import LOSSES

HORIZON = 7
HISTORY = 365
FEWEST_PAST = 56
RATE = 1.0


def residual_shift(given: Given) -> Readings | Refusal:
    """Place of the residual in its back-tested distribution (0 to 1, 0.5 as forecast), and the shift beside it.

    Without bounds the levels are its own: amber outside the 80 % interval on the bad side or when the lasting shift
    passes the threshold of the budget (`rate` false alarms a year), red outside the 95 % interval.
    """
    value, steps = given.inputs["value"], given.inputs["value"].steps
    panel = _panel(value)
    until = np.array([given.steps("history_min", FEWEST_PAST)], np.intp)
    refusal = refused(panel, np.array([steps], np.intp))[0]
    if refusal is not None:
        return refusal
    base, scale = _followed(panel, until, given.direction)
    controls = [_panel(one) for one in given.starting("control")]
    told = [one for one in controls if refused(one, np.array([steps], np.intp))[0] is None]
    beside = [_followed(one, until, given.direction)[0] for one in told]
    residual = _residual(base, given.steps("window", 1), given.steps("horizon", HORIZON), panel.weights)
    for one, followed in zip(told, beside, strict=True):
        other = _residual(followed, given.steps("window", 1), given.steps("horizon", HORIZON), one.weights)
        residual = residual - _usual_share(residual, other) * np.nan_to_num(other)
    place = _placed(residual, given.steps("history", HISTORY))
    found = _shift(base, scale, panel, beside)
    bound = budget(found.stray, given.number("rate", RATE), steps).thresholds[0]
    levels = _levels(place, found.stray[:, 0] > bound, given)
    evidence = {"statistic": float(found.stray[-1, 0]), "threshold": float(bound), "controls": float(len(told))}
    towards = place if given.direction < 0 else 1 - place
    return Readings(towards, towards, levels, evidence)


def _panel(one: Observed) -> Panel:
    if one.under is None:
        return Panel(one.top[:, None])
    return rates(one.top[:, None], one.under[:, None])


def _followed(panel: Panel, until: Indices, direction: int) -> tuple[Baseline, Stabilised]:
    past = panel.values[: int(until[0]), 0]
    scale = stabilised(panel.values, [scale_of(past)], until, direction)
    return follow(scale.values, panel.weights), scale


def _residual(base: Baseline, window: int, horizon: int, weights: Array | None) -> Array:
    """Mean of the window less the level as it stood a horizon before, week removed; bad is down."""
    before, yesterday = np.full_like(base.level, np.nan), np.full_like(base.level, np.nan)
    before[horizon:], yesterday[1:] = base.level[:-horizon], base.level[:-1]
    raw = yesterday + base.gap
    return np.asarray((moving_mean(raw, window, weights) - before)[:, 0])


def _usual_share(residual: Array, other: Array) -> Array:
    """How much of the control's residual this one shared until the day before, known at each day."""
    both = np.isfinite(residual) & np.isfinite(other)
    x, y = np.where(both, other, 0.0), np.where(both, residual, 0.0)
    square, cross = np.cumsum(x * x), np.cumsum(x * y)
    usual = square / np.maximum(np.cumsum(both), 1) * 28
    share = np.where(usual > 0, (cross + 0.3 * usual) / np.where(usual > 0, square + usual, 1.0), 0.0)
    return np.concatenate([[0.0], share[:-1]])


def _placed(residual: Array, history: int) -> Array:
    """Share of the past residuals that lie below each one; half where nothing is past."""
    out = np.full_like(residual, np.nan)
    for at in np.flatnonzero(np.isfinite(residual)):
        past = residual[max(0, at - history) : at]
        past = past[np.isfinite(past)]
        if len(past) >= FEWEST_PAST:
            out[at] = (np.sum(past < residual[at]) + 0.5 * np.sum(past == residual[at]) + 0.5) / (len(past) + 1)
    return out


def _levels(place: Array, shifted: Array, given: Given) -> Array:
    amber, red = given.number("amber", 0.10), given.number("red", 0.025)
    found = np.where(place <= red, RED, np.where(place < amber, AMBER, QUIET))
    found = np.where(shifted & (found == QUIET), AMBER, found)
    return np.asarray(np.where(np.isfinite(place), found, np.nan))


def _shift(base: Baseline, scale: Stabilised, panel: Panel, beside: list[Baseline]) -> Shifts:
    seen = contrasts(base, panel.weights)
    shared = None
    if beside:
        each = [contrasts(one) / one.spread for one in beside]
        shared = of_controls(np.concatenate(each, axis=2), panel.count)
    return shifts(base, np.stack([scale.loss(base.level, share) for share in LOSSES]), seen, shared)

"""`residual_shift`: a lasting departure from the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jalon.quantities import Refusal
from jalon.stats.signals.bands import AMBER, QUIET, RED
from jalon.stats.signals.followed import Followed, ToFollow, followed, panel_of
from jalon.stats.signals.given import Given, Observed, Readings
from jalon.stats.warning.baseline import Baseline
from jalon.stats.warning.budget import budget
from jalon.stats.warning.families import BLOCK, chances
from jalon.stats.warning.panel import refused
from jalon.stats.warning.robust import Array, moving_mean
from jalon.stats.warning.scales import Stabilised
from jalon.stats.warning.shifts import WINDOWS, Shifts, contrasts, of_controls, shifts
from jalon.stats.warning.watching import LOSSES

HORIZON = 7
HISTORY = 365
FEWEST_PAST = 56
RATE = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what it follows: the value first, then each control that can be told."""

    given: Given
    seen: tuple[Followed, ...]

    @property
    def steps(self) -> int:
        """How many steps were asked."""
        return self.given.inputs["value"].steps


def residual_shift(given: Given) -> Readings | Refusal:
    """Place of the residual in its back-tested distribution (0 to 1, 0.5 as forecast), and the shift beside it.

    Without bounds the levels are its own: amber outside the 80 % interval on the bad side or when the lasting shift
    passes the threshold of the budget (`rate` false alarms a year), red outside the 95 % interval.
    """
    return residual_shifts([given])[0]


def residual_shifts(givens: Sequence[Given]) -> list[Readings | Refusal]:
    """The same for many at once: every input is followed, and every shift looked for, in one pass over the days."""
    asked = asked_together(givens)
    told = [one for one in asked if isinstance(one, Asked)]
    found = iter(_shifts(told))
    return [_read(one, next(found)) if isinstance(one, Asked) else one for one in asked]


def asked_together(givens: Sequence[Given]) -> list[Asked | Refusal]:
    """Each question with its inputs followed; a value that cannot be told refuses it, a control is left out."""
    refusals = [_refusal(given.inputs["value"]) for given in givens]
    wanted: list[list[ToFollow]] = []
    for given, refusal in zip(givens, refusals, strict=True):
        controls = [] if refusal is not None else [c for c in given.starting("control") if _refusal(c) is None]
        inputs = [] if refusal is not None else [given.inputs["value"], *controls]
        until = given.steps("history_min", FEWEST_PAST)
        wanted.append([ToFollow(one, until, given.direction) for one in inputs])
    every = iter(followed([one for mine in wanted for one in mine]))
    return [
        refusal if refusal is not None else Asked(given, tuple(next(every) for _ in mine))
        for given, refusal, mine in zip(givens, refusals, wanted, strict=True)
    ]


def _refusal(one: Observed) -> Refusal | None:
    return refused(panel_of(one), np.array([one.steps], np.intp))[0]


def _read(one: Asked, shift: Shifts) -> Readings:
    given, steps, (value, *controls) = one.given, one.steps, one.seen
    window, horizon = given.steps("window", 1), given.steps("horizon", HORIZON)
    residual = _residual(value, window, horizon)
    moved = [_residual(control, window, horizon) for control in controls]
    for other in moved:
        residual = residual - _usual_share(residual, other) * np.nan_to_num(other)
    place = _placed(residual[:steps], given.steps("history", HISTORY))
    budgeted = budget(shift.stray[:steps], given.number("rate", RATE), steps)
    bound = budgeted.thresholds[0]
    levels = _levels(place, shift.stray[:steps, 0] > bound, given)
    share = value.scale.as_share(residual[steps - 1 : steps, None], value.base.level[steps - 1 : steps])
    evidence = {
        "statistic": float(shift.stray[steps - 1, 0]),
        "threshold": float(bound),
        "controls": float(len(controls)),
        "moved": float(share[0, 0]),
        "by_chance": float(chances(shift.stray[max(0, steps - BLOCK) : steps], budgeted.restless)[-1, 0]),
    }
    towards = place if given.direction < 0 else 1 - place
    return Readings(towards, towards, levels, evidence)


def _residual(seen: Followed, window: int, horizon: int) -> Array:
    """Mean of the window less the level as it stood a horizon before, week removed; bad is down."""
    before = np.full_like(seen.base.level, np.nan)
    before[horizon:] = seen.base.level[:-horizon]
    return np.asarray((moving_mean(seen.raw[:, None], window, seen.weights) - before)[:, 0])


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


def _shifts(asked: Sequence[Asked]) -> list[Shifts]:
    """The lasting shift of each value, less what its controls did; all of one direction in a single pass."""
    out: dict[int, Shifts] = {}
    for direction in sorted({one.given.direction for one in asked}):
        mine = [at for at, one in enumerate(asked) if one.given.direction == direction]
        values = [asked[at].seen[0] for at in mine]
        base = _beside([one.base for one in values])
        scale = Stabilised(
            _columns([one.scale.values for one in values]),
            np.concatenate([one.scale.roots for one in values]),
            values[0].scale.sign,
        )
        seen = contrasts(base, _columns([one.weights for one in values]))
        shared = np.concatenate([_shared(asked[at].seen[1:], len(base.level)) for at in mine], axis=2)
        found = shifts(base, np.stack([scale.loss(base.level, share) for share in LOSSES]), seen, shared)
        for column, at in enumerate(mine):
            kept = slice(column, column + 1)
            out[at] = Shifts(found.evidence[:, kept], found.stray[:, kept], found.change[:, kept])
    return [out[at] for at in range(len(asked))]


def _shared(controls: Sequence[Followed], days: int) -> Array:
    """What the controls did, in spreads (W, N, 1); nothing without any."""
    if not controls:
        return np.zeros((len(WINDOWS), days, 1))
    each = [contrasts(one.base) / one.base.spread for one in controls]
    return of_controls(np.concatenate(each, axis=2), 1)


def _beside(bases: Sequence[Baseline]) -> Baseline:
    return Baseline(
        _columns([one.days for one in bases]),
        _columns([one.gap for one in bases]),
        _columns([one.off for one in bases]),
        _columns([one.level for one in bases]),
        _columns([one.spread for one in bases]),
    )


def _columns(each: Sequence[Array]) -> Array:
    return np.concatenate(each, axis=1)

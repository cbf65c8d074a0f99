"""The effect of an action against what would have come without it: read, try on invented dates, draw, conclude."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from scipy.stats import binom

from jalon.quantities import Refusal
from jalon.quantities.refusals import (
    BreakInside,
    HorizonTooLong,
    NoDenominator,
    NoVariation,
    TooLittleHistory,
    TooManyGaps,
)
from jalon.stats.effects.before_after.asked import EffectQuestion, Leaning, MeasuredEffect, Path
from jalon.stats.effects.before_after.controls import chosen_controls, moved
from jalon.stats.effects.before_after.disturbances import disturbed
from jalon.stats.effects.before_after.drawing import Bursts, drawn
from jalon.stats.effects.before_after.fitting import Fitted, Past, fitted
from jalon.stats.effects.before_after.laws import few_laws, laws
from jalon.stats.effects.before_after.placebos import Placebo, dates, placebos, proven, tried
from jalon.stats.effects.before_after.shapes import shape
from jalon.stats.effects.verdicts import verdict
from jalon.stats.forecast.panel import Floats

FEWEST_BEFORE = 24
SEASONS_BEFORE = 1.75
MOST_GAPS = 0.5
TRUST_IN_PLACEBOS = 0.3
"""Share of the weight of a way that its placebos decide; the rest is its evidence period after period."""
_SETTLED = 8
"""Periods that a measure needs after a break before an action can be told from it."""
_SELDOM = 0.01


def measured_effects(asked: Iterable[EffectQuestion]) -> list[MeasuredEffect | Refusal]:
    """All actions in one call."""
    return [measured_effect(one) for one in asked]


def measured_effect(asked: EffectQuestion) -> MeasuredEffect | Refusal:
    """What the action changed, or why nobody can say. Same inputs, same bits."""
    past = _past(asked)
    if isinstance(past, Refusal):
        return past
    whole, weights, record, bursts, kept = _foreseen(past)
    warnings = [] if np.isfinite(past.controls).all() else ["control_incomplete"]
    warnings += _warnings(whole.past, record)
    leaning = _leaning(whole, weights, kept, past.controls.shape[1])
    unspoilt = replace(past, controls=past.controls[:, list(kept)])
    if moved(unspoilt, tuple(leaning.controls[one] for one in kept)):
        warnings.append("control_moved")
    return _concluded(asked, whole, drawn(whole, weights, bursts), record, leaning, warnings)


def foreseen(asked: EffectQuestion) -> tuple[Floats, Floats, tuple[Placebo, ...]] | Refusal:
    """Paths without the action (draws, horizon), each period's weight, and the placebos: what a design asks for.

    The values after the start are never read.
    """
    past = _past(asked)
    if isinstance(past, Refusal):
        return past
    whole, weights, record, bursts, _ = _foreseen(past)
    return drawn(whole, weights, bursts), past.weights[past.start :], record


def _foreseen(past: Past) -> tuple[Fitted, Floats, tuple[Placebo, ...], Bursts, tuple[int, ...]]:
    """The past fitted, the weight of each way, the placebos, the bursts, and which controls were kept."""
    own, kept = chosen_controls(past)
    horizon = len(past.values) - past.start
    invented = dates(past.start, horizon)
    rough = disturbed(fitted(own, few_laws(), ()))
    whole = fitted(rough.past, laws(), invented)
    trials = tried(whole, horizon, invented)
    weights = proven(whole, trials, horizon, TRUST_IN_PLACEBOS)
    return whole, weights, placebos(trials), Bursts(rough.bursts, len(rough.bursts) / past.start), kept


def _past(asked: EffectQuestion) -> Past | Refusal:
    """The question as the fit reads it, or what stands in its way."""
    values = np.asarray(asked.values, float)
    weights = np.ones(len(values))
    if asked.below is not None:
        below = np.asarray(asked.below, float)
        known = np.isfinite(below) & (below > 0) & np.isfinite(values)
        if not known[: asked.start].any() or not known[asked.start :].any():
            return NoDenominator()
        values = np.where(known, values / np.where(known, below, 1.0), np.nan)
        weights = np.where(known, below, below[known].mean())
    seen = np.isfinite(values)
    have, horizon = int(seen[: asked.start].sum()), len(values) - asked.start
    needed = max(FEWEST_BEFORE, int(np.ceil(SEASONS_BEFORE * (asked.season or 0))))
    if have < needed:
        return TooLittleHistory(needed=needed, have=have)
    if horizon > asked.start:
        return HorizonTooLong(horizon=horizon, history=asked.start)
    for part in (seen[: asked.start], seen[asked.start :]):
        if len(part) == 0 or part.mean() < 1 - MOST_GAPS:
            return TooManyGaps(share=float(1 - part.mean()) if len(part) else 1.0)
    late = [at for at in asked.breaks if at > asked.start - _SETTLED and at < len(values)]
    if late:
        return BreakInside(period=late[0])
    before = values[: asked.start][seen[: asked.start]]
    if not before.std() > 1e-12 * max(abs(float(before.mean())), 1e-300):
        return NoVariation()
    controls = np.zeros((len(values), 0)) if asked.controls is None else np.asarray(asked.controls, float)
    steps = tuple(at for at in asked.breaks if 0 < at < asked.start)
    return Past(
        values,
        controls.reshape(len(values), -1),
        asked.start,
        asked.season,
        weights,
        asked.below is not None,
        np.zeros(len(values)),
        steps,
    )


def _warnings(past: Past, record: tuple[Placebo, ...]) -> list[str]:
    out = []
    recent = past.start - max(past.season or 0, len(past.values) - past.start)
    if any(at >= recent for at in past.steps):
        out.append("level_shift_before")
    if not np.isfinite(past.values).all():
        out.append("missing_periods")
    if not record:
        out.append("no_placebo")
    elif binom.sf(sum(not one.inside_95 for one in record) - 1, len(record), 0.05) < _SELDOM:
        out.append("placebo_failed")
    return out


def _leaning(whole: Fitted, weights: Floats, kept: tuple[int, ...], given: int) -> Leaning:
    """What the answer leans on; a control that was not kept is leant on by nothing."""
    worth = np.zeros(given)
    worth[list(kept)] = weights @ whole.models[whole.ways.model][:, whole.models.shape[1] - len(kept) :]
    of_way = np.array([kind.name for kind in whole.scales])[whole.ways.scale]
    names = [(name, float(weights[of_way == name].sum())) for name in dict.fromkeys(k.name for k in whole.scales)]
    wanders = (whole.laws.level[whole.ways.law] > 0) | (whole.laws.slope[whole.ways.law] > 0)
    return Leaning(tuple(float(one) for one in worth), tuple(names), float(weights[wanders].sum()))


def _concluded(
    asked: EffectQuestion,
    whole: Fitted,
    without: Floats,
    record: tuple[Placebo, ...],
    leaning: Leaning,
    warnings: list[str],
) -> MeasuredEffect:
    past = whole.past
    after = slice(past.start, None)
    came, counted = past.values[after], past.weights[after]
    seen = np.isfinite(came)
    total = float((came * counted)[seen].sum())
    sums = without[:, seen] @ counted[seen]
    low_95, low_80, middle, high_80, high_95 = (float(one) for one in np.quantile(sums, _LEVELS))
    interval = (total - high_95, total - low_95)
    below, count = int((sums <= total).sum()), len(sums)
    p = min(1.0, 2 * (1 + min(below, count - below)) / (1 + count))
    bands = np.quantile(without, _LEVELS, axis=0)
    effects = (came - bands[2])[seen]
    is_contradicted = "placebo_failed" in warnings or (
        "control_moved" in warnings and max(leaning.controls, default=0.0) > 0.5
    )
    relative = None if middle == 0 else (total - middle) / abs(middle)
    return MeasuredEffect(
        total=total - middle,
        interval_80=(total - high_80, total - low_80),
        interval_95=interval,
        average=(total - middle) / float(counted[seen].sum()),
        relative=relative,
        relative_95=None if middle == 0 else (interval[0] / abs(middle), interval[1] / abs(middle)),
        p=p,
        verdict=verdict(interval, asked.margin, is_contradicted),
        periods=int(seen.sum()),
        path=Path(came, bands[2], bands[1], bands[3], bands[0], bands[4]),
        shape=shape(effects, without[:, seen]),
        placebos=record,
        leaning=leaning,
        warnings=tuple(warnings),
    )


_LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)

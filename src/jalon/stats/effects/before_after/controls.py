"""Which controls are worth reading, and whether one of them moved by itself when the action started."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import stdtr

from jalon.stats.effects.before_after.fitting import Past, fitted, proven_by_past
from jalon.stats.effects.before_after.laws import few_laws
from jalon.stats.effects.before_after.placebos import dates, placebos, tried
from jalon.stats.effects.before_after.terms import MOST_CONTROLS

_SELDOM = 0.05
"""Chance of saying that a control moved when none did, all of them together."""
_WORTH_ASKING = 0.1
_BESIDE = 1
"""Other controls that tell what moved them all: one does, and each one more doubles the ways."""


def chosen_controls(past: Past) -> tuple[Past, tuple[int, ...]]:
    """At most four, by what each explains of the past alone, and which they are; one that lacks periods is left out."""
    whole = np.isfinite(past.controls).all(0)
    if past.controls.shape[1] == 0:
        return past, ()
    moves = np.nanstd(past.controls[: past.start], axis=0) > 0
    kept = np.flatnonzero(whole & moves)
    if len(kept) > MOST_CONTROLS:
        worth = [_evidence(replace(past, controls=past.controls[:, [one]])) for one in kept]
        kept = np.sort(kept[np.argsort(-np.array(worth), kind="stable")[:MOST_CONTROLS]])
    return replace(past, controls=past.controls[:, kept]), tuple(int(one) for one in kept)


def _evidence(past: Past) -> float:
    alone = fitted(past, few_laws(), ())
    return float(proven_by_past(alone, alone.ways).max())


def moved(past: Past, worth: tuple[float, ...]) -> bool:
    """Whether a control that is leant on left its own path, given the others, by more than chance would have it."""
    asked = [one for one, share in enumerate(worth) if share > _WORTH_ASKING]
    return any(_chance(past, one) < _SELDOM / len(asked) for one in asked)


def _chance(past: Past, which: int) -> float:
    """Two-sided chance that this control's mean after the start is only noise, as its own invented dates have it."""
    others = np.delete(past.controls, which, 1)[:, :_BESIDE]
    flat, even = np.zeros(len(past.values)), np.ones(len(past.values))
    own = replace(
        past, values=past.controls[:, which], controls=others, weights=even, is_ratio=False, masked=flat, steps=()
    )
    horizon = len(flat) - past.start
    invented = dates(past.start, horizon)
    alone = fitted(own, few_laws(), invented)
    record = [one.error for one in placebos(tried(alone, horizon, (*invented, past.start)))]
    usual = max(1.0, float(np.sqrt(np.mean(np.square(record[:-1]))))) if invented else 1.0
    return float(2 * stdtr(max(len(invented), 4), -abs(record[-1]) / usual))

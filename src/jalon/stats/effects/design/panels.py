"""Control groups of regions, pages or shops: which units to hold out, and what such a panel could see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoPeers, NoVariation, TooLittleHistory
from jalon.stats.effects.design.announced import ALPHA, POWER, Announced, Kind
from jalon.stats.effects.panels.measuring import (
    FEWEST_BEFORE,
    FEWEST_UNTOUCHED,
    PanelEffect,
    PanelQuestion,
    panel_effect,
)
from jalon.stats.effects.panels.weights import Method
from jalon.stats.forecast.panel import Floats, Ints

_SHUFFLES = 200
_LENGTHS = 8


@dataclass(frozen=True)
class PanelAsked:
    """A panel before launch, values (periods, units); units to touch, how long, and the method that will read it."""

    values: Floats
    touched: tuple[int, ...]
    length: int
    method: Method = "sdid"
    kind: Kind = "geo_holdout"


def panel_design(asked: PanelAsked, power: float = POWER, alpha: float = ALPHA) -> Announced | Refusal:
    """Smallest mean effect a period: the same estimator on untouched units over the last periods of the past."""
    lengths = sorted({int(one) for one in np.linspace(1, asked.length, min(_LENGTHS, asked.length)).round()})
    shares, last = [], None
    usual = float(np.nanmean(asked.values[-asked.length :][:, list(asked.touched)]))
    for length in lengths:
        start = len(asked.values) - length
        answer = panel_effect(PanelQuestion(asked.values, dict.fromkeys(asked.touched, start), asked.method))
        if isinstance(answer, Refusal):
            return answer
        last = (answer, _found(answer, asked, power, alpha))
        shares.append((length, last[1] / abs(usual) if usual else float("nan")))
    if last is None:
        return TooLittleHistory(needed=FEWEST_BEFORE, have=len(asked.values))
    answer, smallest = last
    half = (answer.interval_95[1] - answer.interval_95[0]) / 2
    wolves = float(np.mean(np.abs(answer.placebos) > half))
    return Announced(asked.kind, asked.length, smallest, shares[-1][1], tuple(shares), wolves)


def _found(answer: PanelEffect, asked: PanelAsked, power: float, alpha: float) -> float:
    freedom = asked.values.shape[1] - len(asked.touched) - 1
    half = (answer.interval_95[1] - answer.interval_95[0]) / 2
    spread = half / float(stdtrit(freedom, 0.975))
    return spread * float(stdtrit(freedom, 1 - alpha / 2) + ndtri(power))


def stepped_design(
    values: Floats, starts: Sequence[int], power: float = POWER, alpha: float = ALPHA
) -> Announced | Refusal:
    """A stepped roll-out: `starts` (units,), the period of the coming window from which each unit has the action.

    Two-way differences over the last window of the past, the order of the units drawn again and again.
    """
    begun = np.asarray(starts)
    length = int(begun.max()) + 1
    if len(values) < max(length, FEWEST_BEFORE):
        return TooLittleHistory(needed=max(length, FEWEST_BEFORE), have=len(values))
    if values.shape[1] < FEWEST_UNTOUCHED or len(begun) != values.shape[1]:
        return NoPeers()
    window = values[-length:]
    within = _within(window)
    if not within.std() > 0:
        return NoVariation()
    rng = np.random.default_rng(20260101)
    given = (np.arange(length)[:, None] >= begun[None, :]).astype(np.float64)
    orders = [rng.permutation(len(begun)) for _ in range(_SHUFFLES)]
    design = _within(given)
    weight = float((design**2).sum())
    if not weight > 0:
        return NoVariation()
    found = np.array([float((design[:, order] * within).sum()) / weight for order in orders])
    spread = float(found.std())
    smallest = spread * float(-ndtri(alpha / 2) + ndtri(power))
    share = smallest / abs(float(window.mean())) if window.mean() else float("nan")
    wolves = float(np.mean(np.abs(found) > -ndtri(alpha / 2) * spread))
    return Announced("stepped_rollout", length, smallest, share, ((length, share),), wolves)


def _within(values: Floats) -> Floats:
    """Each unit's own level and each period's own movement taken off."""
    return np.asarray(values - values.mean(0) - values.mean(1, keepdims=True) + values.mean())


@dataclass(frozen=True)
class Groups:
    """Units to touch and to hold out, alike in their past; `likeness` is the correlation of their moves."""

    touched: tuple[int, ...]
    held_out: tuple[int, ...]
    likeness: float


def matched_groups(values: Floats, seed: int = 0) -> Groups | Refusal:
    """Units paired by the nearest past, one of each pair drawn by lot to have the action; an odd one is left out.

    `values` (periods, units) without gaps; paths are compared on the logarithm where they can be.
    """
    count = values.shape[1]
    if count < 2 * 2:
        return NoPeers()
    paths = np.log(values) if (values > 0).all() else (values - values.mean(0)) / np.maximum(values.std(0), 1e-300)
    apart = ((paths[:, :, None] - paths[:, None, :]) ** 2).sum(0)
    rng = np.random.default_rng(seed)
    touched, held_out = [], []
    for pair in _pairs(apart):
        first = int(rng.integers(2))
        touched.append(pair[first])
        held_out.append(pair[1 - first])
    means = [np.diff(values[:, group].mean(1)) for group in (touched, held_out)]
    likeness = float(np.corrcoef(*means)[0, 1]) if min(one.std() for one in means) > 0 else float("nan")
    return Groups(tuple(sorted(touched)), tuple(sorted(held_out)), likeness)


def _pairs(apart: Floats) -> list[tuple[int, int]]:
    """Nearest first, each unit once."""
    rows, columns = np.triu_indices(len(apart), 1)
    order: Ints = np.argsort(apart[rows, columns], kind="stable")
    free, out = set(range(len(apart))), []
    for at in order:
        one, other = int(rows[at]), int(columns[at])
        if one in free and other in free:
            out.append((one, other))
            free -= {one, other}
    return out


def nearest_controls(values: Floats, touched: int, count: int) -> tuple[int, ...]:
    """The untouched units whose movements go best with those of one unit, best first."""
    moves = np.diff(values, axis=0)
    own = moves[:, touched] - moves[:, touched].mean()
    others = moves - moves.mean(0)
    size = np.sqrt((others**2).sum(0) * (own**2).sum())
    alike = np.where(size > 0, own @ others / np.where(size > 0, size, 1.0), -np.inf)
    alike[touched] = -np.inf
    return tuple(int(one) for one in np.argsort(-alike, kind="stable")[:count] if np.isfinite(alike[one]))

"""Lasting shifts: the last days against the level before them, less what moved the peers, weighed as evidence."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from jalon.stats.warning.baseline import Baseline
from jalon.stats.warning.robust import Array, Flags, median, moving_mean

WINDOWS = (10, 14, 21)
"""Days a shift is looked for over. Shorter ones meet heavy tails and cost more budget than they find (measured)."""

SLOW = 1 / 56
LAST_YEAR, YEAR, SEASON_DAYS = 0.75, 364, 21
"""Share of what the same days did a year before that is taken out: one year is a poor witness of a season."""

FEWEST_PEERS = 4
NOTHING = -9.0
"""The evidence where nothing can be said."""

_PEER_PRIOR, _PEER_WEIGHT = 0.3, 20.0
_YEAR = 1 / 365
_SPREAD_PRIOR, _SPREAD_STEP, _SPREAD_SHARE = (1.3, 0.08), 1 / 240, 0.2
_SPREAD_TRUST = 30
_LEAST_SPREAD = 0.05
_DRIFT_STEP = 1 / 200
_CLIP = 3.0


@dataclass(frozen=True, slots=True)
class Shifts:
    """Evidence of a lasting shift, (n, K): a log likelihood ratio, bigger is more alarming.

    `stray` is how many of its own spreads the strongest contrast lies off, `change` the shift it shows, on the series'
    own scale.
    """

    evidence: Array
    stray: Array
    change: Array


@dataclass(slots=True)
class _Learnt:
    """What (W, K) contrasts have shown so far: their drift, their spread, their share in what the peers do."""

    drift: Array
    spread: Array
    cross: Array
    square: Array
    seen: Array
    shares: Array = field(init=False)

    def __post_init__(self) -> None:
        self.shares = self.cross / self.square


def contrasts(base: Baseline, weights: Array | None = None) -> Array:
    """(W, n, K): window by window, the mean of the last days less the level that stood before the first of them."""
    slow = _slow(base)
    return np.stack([_contrast(base, slow, window, weights) for window in WINDOWS])


def shifts(base: Baseline, falls: Array, contrasts: Array, shared: Array | None = None) -> Shifts:
    """Evidence for `falls` (F, n, K), the sizes that matter on the series' scale, negative.

    From each contrast its drift is taken, and what it usually shares with what stands beside it (`shared`, W, n, K):
    its own past says how much that is, and how far such a contrast strays.
    """
    shared = np.zeros_like(contrasts) if shared is None else shared
    days, count = base.level.shape
    first = _SPREAD_PRIOR[0] / np.array(WINDOWS, float)[:, None] + _SPREAD_PRIOR[1]
    shape = (len(WINDOWS), count)
    learnt = _Learnt(
        np.zeros(shape),
        np.full(shape, np.nan),
        np.full(shape, _PEER_PRIOR * _PEER_WEIGHT),
        np.full(shape, _PEER_WEIGHT),
        np.zeros(shape),
    )
    evidence, change, stray = (
        np.full((days, count), NOTHING),
        np.full((days, count), np.nan),
        np.full((days, count), NOTHING),
    )
    second, more = _second_year(base), _noise_of_a_year_before()
    for day in range(days):
        learnt.seen = np.where(second == day, 0.0, learnt.seen)
        learnt.spread = np.where(second == day, learnt.spread * more[:, None], learnt.spread)
        rest = contrasts[:, day] - learnt.drift - learnt.shares * base.spread[day] * shared[:, day]
        ok = np.isfinite(rest)
        if not ok.any():
            continue
        prior = base.spread[day] ** 2 * first
        learnt.spread = np.where(np.isfinite(learnt.spread), learnt.spread, prior)
        variance = (1 - _SPREAD_SHARE) * learnt.spread + _SPREAD_SHARE * prior
        sure = variance + _LEAST_SPREAD**2
        ratio = np.where(ok, _likeliest(np.where(ok, rest, 0.0), falls[:, day], sure), NOTHING)
        best = ratio.argmax(0)
        evidence[day] = np.take_along_axis(ratio, best[None], 0)[0]
        change[day] = np.take_along_axis(rest, best[None], 0)[0]
        stray[day] = np.where(ok, -rest / np.sqrt(variance), NOTHING).max(0)
        _learn(learnt, rest, ok, base.spread[day], shared[:, day])
    return Shifts(evidence, stray, change)


def _slow(base: Baseline) -> Array:
    """The level that days are compared with: it follows at half the pace, so that a fall is not taken into it."""
    out = np.full_like(base.level, np.nan)
    level = np.full(base.level.shape[1], np.nan)
    for day, (fast, told) in enumerate(zip(base.level, base.days, strict=True)):
        move = np.where(np.isfinite(told), SLOW * (told - level), 0.0)
        # After a break the quicker level is found anew, and this one begins from it.
        level = np.where(np.isfinite(fast) & np.isfinite(level), level + move, fast)
        out[day] = level
    return out


def _contrast(base: Baseline, slow: Array, window: int, weights: Array | None) -> Array:
    before = np.full_like(slow, np.nan)
    before[window:] = slow[:-window]
    return moving_mean(base.days, window, weights) - before - LAST_YEAR * _year_before(base, slow, window)


def _year_before(base: Baseline, slow: Array, window: int) -> Array:
    """What the same days did a year before, read over three weeks; nothing where the past is shorter or broken."""
    days, around = len(slow), SEASON_DAYS // 2 - window // 2
    out = np.zeros_like(slow)
    if days <= YEAR + window:
        return out
    came, stood = np.full_like(slow, np.nan), np.full_like(slow, np.nan)
    came[YEAR - around :] = moving_mean(base.days, SEASON_DAYS)[: days - YEAR + around]
    stood[YEAR + window :] = slow[: days - YEAR - window]
    unknown = np.cumsum(~np.isfinite(slow), axis=0)
    crossed = np.zeros_like(slow)
    crossed[YEAR + window :] = unknown[window + around : days - YEAR + around] - unknown[: days - YEAR - window]
    return np.where(np.isfinite(came) & np.isfinite(stood) & (crossed == 0), came - stood, out)


def _second_year(base: Baseline) -> Array:
    """(W, K): the day from which a year before is known. What strays then is learnt anew, and quickly."""
    told = np.isfinite(base.level)
    first = np.where(told.any(0), told.argmax(0), len(told))
    return np.asarray(first[None] + YEAR + np.array(WINDOWS)[:, None], float)


def _noise_of_a_year_before() -> Array:
    """(W,) By how much the year before widens a contrast of days without memory: it has a mean and a level too."""
    windows = np.array(WINDOWS, float)
    return np.asarray(1 + LAST_YEAR**2 * (1 / SEASON_DAYS + SLOW / 2) / (1 / windows + SLOW / 2))


def of_controls(scaled: Array, count: int) -> Array:
    """What the controls (W, n, C) did, each in its own spreads: their median, the same for `count` series."""
    middle = np.nan_to_num(median(scaled, 2))
    return np.repeat(middle[:, :, None], count, axis=2)


def of_peers(scaled: Array, peers: Array) -> Array:
    """What the group of each series (K,) did, in spreads: its median; nothing in groups too small to tell."""
    out = np.zeros_like(scaled)
    for group in np.unique(peers):
        inside = peers == group
        if inside.sum() < FEWEST_PEERS:
            continue
        told = np.isfinite(scaled[:, :, inside]).sum(2) >= FEWEST_PEERS
        middle = np.where(told, np.nan_to_num(median(scaled[:, :, inside], 2)), 0.0)
        out[:, :, inside] = middle[:, :, None]
    return out


def _likeliest(rest: Array, falls: Array, variance: Array) -> Array:
    """Log likelihood of the likeliest fall against none."""
    each: list[Array] = [(fall * rest - fall * fall / 2) / variance for fall in falls]
    return np.asarray(np.maximum.reduce(each))


def _learn(learnt: _Learnt, rest: Array, ok: Flags, spread: Array, shared: Array) -> None:
    far = _CLIP * np.sqrt(learnt.spread)
    clipped = np.where(ok, np.clip(rest, -far, far), 0.0)
    learnt.seen = learnt.seen + ok
    step = np.maximum(_SPREAD_STEP, 1 / (learnt.seen + _SPREAD_TRUST))
    learnt.spread = learnt.spread + np.where(ok, step * (clipped**2 * 1.03 - learnt.spread), 0.0)
    learnt.drift = learnt.drift + np.where(ok, _DRIFT_STEP, 0.0) * clipped
    own = np.where(ok, clipped / spread + learnt.shares * shared, 0.0)
    prior = _PEER_WEIGHT * _YEAR
    learnt.square = learnt.square * (1 - _YEAR) + np.where(ok, shared**2, 0.0) + prior
    learnt.cross = learnt.cross * (1 - _YEAR) + own * shared + _PEER_PRIOR * prior
    learnt.shares = learnt.cross / learnt.square

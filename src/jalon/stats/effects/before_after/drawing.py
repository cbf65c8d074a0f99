"""What would have come without the action, drawn from every way in proportion to its weight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.effects.before_after.fitting import Fitted, state_of, weighed
from jalon.stats.forecast.panel import Floats, Ints

DRAWS = 4000


@dataclass(frozen=True)
class Bursts:
    """One-day bursts of the past: their sizes in standard units of the scale, and how often they come."""

    sizes: Floats
    rate: float


def drawn(whole: Fitted, weights: Floats, bursts: Bursts, draws: int = DRAWS) -> Floats:
    """Paths (draws, horizon) of the series without the action, in its own unit. Same inputs, same bits."""
    rng = np.random.default_rng(20260101)
    start, horizon = whole.past.start, len(whole.past.values) - whole.past.start
    picked = np.searchsorted(np.cumsum(weights), (np.arange(draws) + 0.5) / draws).clip(0, len(weights) - 1)
    unique, inverse = np.unique(picked, return_inverse=True)
    ways = whole.ways.only(unique)
    found = weighed(whole, ways, start)
    series, columns = state_of(whole, ways, found, start)
    scale = np.sqrt(found.misfit[inverse] / rng.chisquare(found.freedom, draws))
    root = _root(found.covariance)
    beta = found.coefficients[inverse] + scale[:, None] * _times(root[inverse], rng)
    law = ways.law[inverse]
    known = _root(whole.white.at[start].covariance)[law]
    state = series[inverse] - (columns[inverse] @ beta[:, :, None])[:, :, 0] + scale[:, None] * _times(known, rng)
    mine = np.array(whole.columns)[ways.scale][:, :-1]
    explained = np.empty((draws, horizon))
    for number in range(len(unique)):
        own = inverse == number
        explained[own] = beta[own] @ whole.table[start:, mine[number]].T
    paths = explained + _noise(whole, law, scale, state, rng)
    if len(bursts.sizes):
        hit = rng.random((draws, horizon)) < bursts.rate
        paths += np.where(hit, rng.choice(bursts.sizes, (draws, horizon)), 0.0)
    out = np.empty_like(paths)
    for number, kind in enumerate(whole.scales):
        own = ways.scale[inverse] == number
        out[own] = kind.back(paths[own])
    return out


def _root(covariance: Floats) -> Floats:
    """A square root of each matrix, whatever its rank."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :])


def _times(root: Floats, rng: np.random.Generator) -> Floats:
    return np.asarray((root @ rng.standard_normal((len(root), root.shape[2], 1)))[:, :, 0])


def _noise(whole: Fitted, law: Ints, scale: Floats, state: Floats, rng: np.random.Generator) -> Floats:
    """Level, slope and memory set free, with the white part, (draws, horizon)."""
    start, horizon = whole.past.start, len(whole.past.values) - whole.past.start
    given, memory, lasting = whole.laws, whole.laws.memory[law], whole.laws.lasting[law]
    steps, slopes = scale * np.sqrt(given.level[law]), scale * np.sqrt(given.slope[law])
    kept = scale * np.sqrt(given.remembering[law] * (1 - memory**2))
    white = scale * np.sqrt(given.white[law])
    loud = np.sqrt(np.where(np.isfinite(whole.past.noise[start:]), whole.past.noise[start:], 1.0))
    level, slope, own = state[:, 0], state[:, 1], state[:, 2]
    out = np.empty((len(law), horizon))
    for at in range(horizon):
        shocks = rng.standard_normal((4, len(law)))
        out[:, at] = level + own + white * loud[at] * shocks[0]
        level = level + slope + steps * shocks[1]
        slope = lasting * slope + slopes * shocks[2]
        own = memory * own + kept * shocks[3]
    return out

"""From what is believed to what the weeks teach, by tempered steps that can be watched and stopped.

Sequential Monte Carlo over the unknowns of every channel (Del Moral, Doucet and Jasra, 2006): the weight of the weeks
grows from nothing to all, draws that explain them badly give way, and each step moves the draws on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from jalon.quantities import Refusal
from jalon.stats.response.noise import noise_laws
from jalon.stats.response.particles import Channels, Model, Particles, channels, moved
from jalon.stats.response.prior import drawn
from jalon.stats.response.question import ResponseQuestion
from jalon.stats.warning.robust import Array, Indices

DRAWS = 400
_KEPT = 0.6
"""Part of the draws that still count after a step: what decides how long the step is."""
_SWEEPS, _LAST_SWEEPS = 3, 12
_MOST_STEPS = 60


class Stopped(Exception):
    """The fit was asked to stop between two steps; nothing is published."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Draws of the unknowns after all the weeks, and how well they moved."""

    channels: Channels
    particles: Particles
    accepted: float
    ancestors: int
    steps: int


def fitted(
    question: ResponseQuestion, seed: int = 0, draws: int = DRAWS, progress: Callable[[float], bool] | None = None
) -> Fit | Refusal:
    """The fit of one question. `progress` is told the part done after each step; False from it raises `Stopped`."""
    refusal = question.refusal()
    if refusal is not None:
        return refusal
    rng = np.random.default_rng(seed)
    model = _model(question)
    now = model.particles(drawn(rng, draws, question.spend.shape[1]), rng.integers(0, model.noise.count, draws))
    heat, accepted, ancestors, steps = 0.0, 0.0, np.arange(draws), 0
    while heat < 1.0 and steps < _MOST_STEPS:
        step = _step(now.likelihood, heat)
        kept = _resampled(step * now.likelihood, rng)
        now, ancestors, heat, steps = now.taken(kept), ancestors[kept], heat + step, steps + 1
        for _ in range(_SWEEPS if heat < 1.0 else _LAST_SWEEPS):
            now, accepted = moved(model, now, heat, rng)
        if progress is not None and not progress(heat):
            raise Stopped
    return Fit(model.channels, now, accepted, len(np.unique(ancestors)), steps)


def _model(question: ResponseQuestion) -> Model:
    known = np.isfinite(question.response)
    response = np.where(known, question.response, 0.0)
    background = question.background()
    # How far weeks lie from level, trend, season and spends in a straight line: the scale that noise may have.
    columns = np.column_stack([background.columns, question.spend / np.maximum(question.spend.mean(0), 1e-300)])[known]
    rest = response[known] - columns @ np.linalg.lstsq(columns, response[known], rcond=None)[0]
    return Model(channels(question), noise_laws(background, known, float(max(rest.std(), 1e-300))), response)


def _step(likelihood: Array, heat: float) -> float:
    """The longest step after which enough draws still count."""

    def kept(step: float) -> float:
        weight = np.exp(step * (likelihood - likelihood.max()))
        return float(weight.sum() ** 2 / (weight**2).sum() / len(weight)) - _KEPT

    return 1.0 - heat if kept(1.0 - heat) >= 0 else float(brentq(kept, 1e-12, 1.0 - heat, xtol=1e-10))


def _resampled(logs: Array, rng: np.random.Generator) -> Indices:
    """Systematic resampling."""
    weight = np.exp(logs - logs.max())
    places = (rng.uniform() + np.arange(len(weight))) / len(weight)
    return np.minimum(np.searchsorted(np.cumsum(weight / weight.sum()), places), len(weight) - 1)

"""Invented dates of the past: what the same estimator would have said there, where nothing was done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from jalon.stats.effects.before_after.fitting import Ahead, Fitted, ahead, weighed
from jalon.stats.forecast.panel import Floats

MOST = 8
_EARLIEST = 1 / 3
_FEWEST_BEFORE = 16
_NORMAL_95, _NORMAL_80 = float(ndtri(0.975)), float(ndtri(0.9))


@dataclass(frozen=True)
class Placebo:
    """One invented date: period, error in standard units (0.0 = foreseen), and inside the 80 and 95 % intervals."""

    at: int
    error: float

    @property
    def inside_80(self) -> bool:
        """Whether the 80 % interval held what came."""
        return abs(self.error) <= _NORMAL_80

    @property
    def inside_95(self) -> bool:
        """Whether the 95 % interval held what came."""
        return abs(self.error) <= _NORMAL_95


@dataclass(frozen=True)
class Trial:
    """What was foreseen at each invented date and what came: weights of the ways then, their law, what came."""

    at: int
    shares: Floats
    said: Ahead
    came: Floats


def dates(start: int, horizon: int) -> tuple[int, ...]:
    """Invented dates (at most eight), spread over the past after its first third, each a horizon before the action."""
    first, last = max(_FEWEST_BEFORE, int(start * _EARLIEST)), start - horizon
    if last < first:
        return ()
    count = min(MOST, last - first + 1)
    return tuple(int(at) for at in np.unique(np.linspace(first, last, count).round()))


def shares(log_odds: Floats) -> Floats:
    """Weights that sum to one."""
    out = np.exp(log_odds - log_odds.max())
    return np.asarray(out / out.sum())


def tried(whole: Fitted, horizon: int, origins: tuple[int, ...]) -> tuple[Trial, ...]:
    """Every way at every invented date, weighed by what was known on its eve."""
    out = []
    for origin in origins:
        window = slice(origin, origin + horizon)
        read = np.isfinite(whole.past.noise[window])
        if read.mean() < 0.5:
            continue
        counted = np.where(read, whole.past.weights[window], 0.0)
        counted = counted / counted.sum()
        found = weighed(whole, whole.ways, origin)
        said = ahead(whole, whole.ways, found, origin, counted)
        series = [int(columns[-1]) for columns in whole.columns]
        came = counted @ whole.table[window][:, series]
        out.append(Trial(origin, shares(found.log_evidence), said, came[whole.ways.scale]))
    return tuple(out)


def placebos(trials: tuple[Trial, ...]) -> tuple[Placebo, ...]:
    """The record kept beside the effect: each date's error, as the mixture of ways foresaw it."""
    out = []
    for trial in trials:
        below = float(trial.shares @ trial.said.chance_below(trial.came))
        out.append(Placebo(trial.at, float(ndtri(np.clip(below, 1e-9, 1 - 1e-9)))))
    return tuple(out)


def proven(whole: Fitted, trials: tuple[Trial, ...], horizon: int, trust: float) -> Floats:
    """Weights of the ways (ways,): evidence of the past, and how each foresaw the invented dates.

    Windows that overlap tell the same story: together they count as the number of horizons they cover.
    """
    odds = weighed(whole, whole.ways, whole.past.start).log_evidence
    if not trials:
        return shares(odds)
    scores = np.sum([trial.said.log_score(trial.came) for trial in trials], 0)
    covered = (trials[-1].at + horizon - trials[0].at) / horizon
    prior = whole.ways.prior
    told = scores * min(1.0, covered / len(trials))
    return shares(prior + (1 - trust) * (odds - prior) + trust * told)

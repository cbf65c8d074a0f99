"""What may be said of each channel: return, next unit's worth, saturation, and whether the weeks taught anything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.allocation.curves import HillCurves
from jalon.stats.response.fitting import Fit
from jalon.stats.response.prior import BEND, HALF, LIKENESS, LIKENESS_SPREAD, SHARE_SPREAD
from jalon.stats.response.shapes import bent
from jalon.stats.warning.robust import Array

CERTAINTY = 0.80
_TAUGHT = 0.75
"""Of the spread that a channel never seen would have beside the others: wider, its own weeks have taught nothing."""
_NINE_IN_TEN = (0.05, 0.95)
TODAY_WEEKS = 4
HALF_OF_AVERAGE = 0.5


@dataclass(frozen=True, slots=True)
class ChannelAnswer:
    """One channel; intervals hold nine times in ten. `saturated` is None where the draws cannot tell.

    `returned` is the KPI per unit of spend over the weeks, `marginal` what the next unit brings at the spend of the
    last four weeks, `share` its part of the KPI, `believed` the interval before the weeks were seen, `leaning` how far
    the return moves when the share believed of all channels is halved and doubled.
    """

    returned: float
    low: float
    high: float
    marginal: float
    marginal_low: float
    marginal_high: float
    share: float
    below_half: float
    saturated: bool | None
    believed: tuple[float, float]
    identified: bool
    leaning: tuple[float, float]


def answers(fit: Fit) -> tuple[ChannelAnswer, ...]:
    """One a channel, in the order of the question."""
    return tuple(_answer(fit, channel) for channel in range(len(fit.channels.stocks)))


def contributions(fit: Fit, multiplier: Array) -> Array:
    """Whole contribution of each channel in each draw (N, C) had its spends been so many times what they were."""
    unknowns = fit.particles.unknowns
    out = np.empty((len(unknowns.common), len(fit.channels.stocks)))
    for channel, ladder in enumerate(fit.channels.stocks):
        own = unknowns.channels[:, channel].copy()
        own[:, HALF] -= np.log(max(float(multiplier[channel]), 1e-9))
        out[:, channel] = ladder.works(own).sum(1) * fit.channels.factor(unknowns, channel)
    return out


def curves(fit: Fit) -> HillCurves:
    """What each spend a week would bring when it is kept up, in each draw: what a budget is split by."""
    unknowns = fit.particles.unknowns
    mean = np.array([ladder.unit for ladder in fit.channels.stocks])
    top = np.column_stack([fit.channels.factor(unknowns, channel) for channel in range(len(mean))])
    return HillCurves(top, np.exp(unknowns.channels[:, :, HALF]) * mean, np.exp(unknowns.channels[:, :, BEND]))


def _answer(fit: Fit, channel: int) -> ChannelAnswer:
    unknowns, question = fit.particles.unknowns, fit.channels.question
    spent = float(question.spend[:, channel].sum())
    centre = float(fit.channels.scale[channel]) / max(spent, 1e-300)
    returned = centre * np.exp(unknowns.log_return()[:, channel])
    low, high = np.quantile(returned, _NINE_IN_TEN)
    today = float(question.spend[-TODAY_WEEKS:, channel].mean())
    marginal, below = _marginal(fit, channel, today)
    floor, ceiling = np.quantile(marginal, _NINE_IN_TEN)
    flag = True if below >= CERTAINTY else False if below <= 1 - CERTAINTY else None
    wide = np.sqrt(SHARE_SPREAD**2 + LIKENESS**2 * np.exp(2 * LIKENESS_SPREAD**2))
    reach = float(np.exp(1.645 * wide))
    unseen = np.sqrt(unknowns.common.var() + np.exp(2 * unknowns.likeness).mean())
    taught = bool(unknowns.log_return()[:, channel].std() < _TAUGHT * unseen)
    whole = float(np.nansum(np.abs(question.response)))
    return ChannelAnswer(
        float(np.median(returned)), float(low), float(high), float(marginal.mean()), float(floor), float(ceiling),
        float(np.median(returned)) * spent / max(whole, 1e-300), below, flag, (centre / reach, centre * reach), taught,
        _leaning(fit, returned),
    )  # fmt: skip


def _marginal(fit: Fit, channel: int, today: float) -> tuple[Array, float]:
    """What one more unit a week, kept up, brings at today's spend, and the chance that it is under half the average."""
    unknowns = fit.particles.unknowns
    own, top = unknowns.channels[:, channel], fit.channels.factor(unknowns, channel)
    unit = fit.channels.stocks[channel].unit
    works = bent(np.full((len(own), 1), max(today / unit, 1e-6)), own)[:, 0]
    average = top * works / max(today, 1e-6 * unit)
    marginal = average * np.exp(own[:, BEND]) * (1 - works)
    return marginal, float((marginal < HALF_OF_AVERAGE * average).mean())


def _leaning(fit: Fit, returned: Array) -> tuple[float, float]:
    """Relative move of the mean return had half, or twice, the share of the KPI been believed at first."""
    common, base = fit.particles.unknowns.common, float(returned.mean())
    moves = []
    for shift in (np.log(0.5), np.log(2.0)):
        logs = (common * shift - 0.5 * shift**2) / SHARE_SPREAD**2
        weight = np.exp(logs - logs.max())
        moves.append(float(weight @ returned / weight.sum()) / base - 1)
    return moves[0], moves[1]

"""Odds of a figure that never adds: only periods of the same length say what the next one may be."""

from __future__ import annotations

import numpy as np
from scipy.stats import t as student

from jalon.quantities import Refusal
from jalon.quantities.refusals import NoVariation, TooLittleHistory
from jalon.stats.forecast.panel import Floats
from jalon.stats.odds.asked import PublishedAsked
from jalon.stats.odds.drawing import UNIFORM
from jalon.stats.odds.verdict import Verdict, safe_value, settled

PERIODS_NEEDED = 6
_PRIOR_OUTCOMES = 2.0


def judged_published(one: PublishedAsked) -> Verdict | Refusal:
    """The last figure or the same season's change carried on, whichever missed less, with its own errors as a t."""
    values = one.history[np.isfinite(one.history)]
    if one.ahead <= 0 and len(values):
        return settled(float(values[-1]), one.target)
    if len(values) < PERIODS_NEEDED + one.ahead - 1:
        return TooLittleHistory(needed=PERIODS_NEEDED + one.ahead - 1, have=len(values))
    if values.min() == values.max():
        return NoVariation()
    positive = bool((values > 0).all())
    scaled = np.log(values) if positive else values
    name, level, errors = _chosen(scaled, one.ahead, one.season)
    usual = float(np.mean(np.diff(scaled) ** 2)) * one.ahead
    count = len(errors) / one.ahead
    variance = (count * float(np.mean(errors**2)) + _PRIOR_OUTCOMES * usual) / (count + _PRIOR_OUTCOMES)
    away = student.ppf(UNIFORM, count + _PRIOR_OUTCOMES) * np.sqrt(variance * (1 + 1 / max(count, 1.0)))
    draws = np.exp(np.clip(level + away, -700, 700)) if positive else level + away
    aim, now = one.target.aim, float(values[-1])
    return Verdict(
        odds=one.target.share_met(draws),
        exact=False,
        draws=np.asarray(draws),
        needed_pace=None if aim is None else (aim - now) / one.ahead,
        recent_pace=now - float(values[-2]),
        safe_target=safe_value(draws, one.target),
        model=((name, 1.0),),
        outcomes=count,
    )


def _chosen(scaled: Floats, ahead: int, season: int) -> tuple[str, float, Floats]:
    """Name, level ahead and back-test errors of the better of three plain models; the plainest wins a tie."""
    origins = np.arange(max(2, ahead), len(scaled) - ahead + 1)
    actual = scaled[origins + ahead - 1]
    tried = {"last": (scaled[-1], actual - scaled[origins - 1])}
    means = np.array([scaled[max(0, origin - 3) : origin].mean() for origin in origins])
    tried["mean_3"] = (scaled[-3:].mean(), actual - means)
    if season > 1 and len(scaled) >= season + PERIODS_NEEDED:
        late = origins[origins > season]
        then = scaled[late - 1] + (scaled[late + ahead - 1 - season] - scaled[late - 1 - season]) / 2
        now = scaled[-1] + (scaled[len(scaled) + ahead - 1 - season] - scaled[-1 - season]) / 2
        tried["year"] = (float(now), scaled[late + ahead - 1] - then)
    name = min(tried, key=lambda each: float(np.mean(tried[each][1] ** 2)))
    level, errors = tried[name]
    return name, float(level), errors

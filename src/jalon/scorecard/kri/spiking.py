"""A reading too far out for its own history: robust z, or a rare count under a past rate."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from scipy.stats import nbinom, poisson

from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NotBound, NoVariation, TooLittleHistory, TooLittleVolume
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.reading import Read, plainly
from jalon.scorecard.kri.windows import days_of, is_within_a_day, window_of

HISTORY = "26w"
FEWEST = 12
DISPERSED = 1.5
"""Variance over mean from which a count is more than chance: negative binomial."""
MAD_TO_SIGMA = 1.4826
UNSERVED = ("item", "transform")


def spike(case: Case, day: date) -> Read:
    """The last window against those of the past, none of which holds it; hours are read by the day."""
    lacking = next((name for name in UNSERVED if name in case.params), None)
    if case.value().refusal is not None or lacking is not None:
        return case.value().refusal or NotBound(case.speaks, lacks=case.params[lacking or ""])
    window = window_of(case.params.get("window"), day, 1)
    if window is None:
        return NotBound("window", case.params.get("window", ""))
    if is_within_a_day(case.params.get("window")):
        case.evidence["read_over"] = "1d"
    now = case.value().over(window)
    if isinstance(now, Refusal):
        return now
    thin = _thin(case, window)
    if thin is not None:
        return thin
    past = _past(case, window)
    if len(past) < FEWEST:
        return TooLittleHistory(FEWEST, len(past))
    case.evidence["usual"] = Decimal(format(Decimal(f"{np.median(past):.4g}"), "f"))
    if case.params.get("model", "robust_z") == "robust_z":
        return _robust(float(now), past)
    return _rare(float(now), past)


def _thin(case: Case, window: Period) -> Refusal | None:
    """Too little volume to speak of a burst."""
    least = case.params.get("min_volume")
    if least is None or not case.has("volume"):
        return None
    volume = case.series("volume").over(window)
    have = 0.0 if isinstance(volume, Refusal) else float(volume)
    return TooLittleVolume(needed=float(least), have=have) if have < float(least) else None


def _past(case: Case, window: Period) -> np.ndarray:
    """Readings of the windows of the same length before this one, side by side."""
    series, length = case.value(), len(window)
    known = []
    for back in range(1, (days_of(case.params.get("history", HISTORY)) or 0) // length + 1):
        shift = timedelta(days=back * length)
        value = series.over(Period(window.start - shift, window.end - shift))
        if not isinstance(value, Refusal):
            known.append(float(value))
    return np.array(known)


def _robust(now: float, past: np.ndarray) -> Read:
    middle = float(np.median(past))
    spread = MAD_TO_SIGMA * float(np.median(np.abs(past - middle)))
    return NoVariation() if spread == 0 else plainly(Decimal(f"{(now - middle) / spread:.3f}"))


def _rare(now: float, past: np.ndarray) -> Read:
    """Chance of at most as many under the past rate; its own over-dispersion counts."""
    mean, variance = float(past.mean()), float(past.var(ddof=1))
    if mean <= 0:
        return NoVariation()
    if variance / mean > DISPERSED:
        share = mean / variance
        chance = nbinom.cdf(now, mean * share / (1 - share), share)
    else:
        chance = poisson.cdf(now, mean)
    return plainly(Decimal(f"{float(chance):.4f}"))

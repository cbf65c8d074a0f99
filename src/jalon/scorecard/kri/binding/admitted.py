"""False alarms that a plan admits: a year's worth for one risk, and the bounds they make where the plan states none."""

from __future__ import annotations

from decimal import Decimal
from statistics import NormalDist

from jalon.plan.model import Persistence
from jalon.scorecard.kri.binding.question import step_of
from jalon.scorecard.kri.case import Case

FEWEST_ALARMS, MOST_ALARMS = 0.1, 12.0
LOOSER = 4.0
"""Vigilance comes that many times as often as an alert."""
_YEAR = 365.25


def admitted(case: Case) -> float:
    """False alarms a year that the plan admits for one risk; its threshold is set for them."""
    told = min(max(float(case.plan.kri_defaults.alarms_per_year), FEWEST_ALARMS), MOST_ALARMS)
    case.evidence["alarms_per_year"] = Decimal(str(told))
    return told


def admitted_bounds(case: Case) -> tuple[float, float] | None:
    """Appetite and limit of a place in one's own past (a quantile, a z) that the plan left open; None where it spoke.

    A reading that far out comes by chance as often a year as the plan admits, its persistence counted (Rüger, 1978).
    """
    kri = case.kri
    if kri.appetite is not None or kri.limit is not None or kri.scale not in ("quantile", "zscore"):
        return None
    asked = kri.persistence or Persistence(2, 3)
    alert = admitted(case) * step_of(case) / _YEAR * asked.hits / asked.of
    vigilance, alert = min(LOOSER * alert, 0.4), min(alert, 0.1)
    low = kri.bad_direction == "down"
    places = [chance if low else 1 - chance for chance in (vigilance, alert)]
    if kri.scale == "zscore":
        places = [NormalDist().inv_cdf(place) for place in places]
    return places[0], places[1]

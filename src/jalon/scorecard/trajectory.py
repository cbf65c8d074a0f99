"""The planned way to a target: how much of it should be done by a day, for each shape."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import accumulate

from jalon.catalogue.calendars import FRANCE
from jalon.plan.model import TargetVersion
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NoProfile
from jalon.scorecard.calendar import same_day

STEEPNESS = 10.0
"""Of the logistic: a tenth of the way after 28 % of the time, nine tenths after 72 %."""
ENOUGH_DAYS = 0.95
YEARS_OF_PROFILE = 2


@dataclass(frozen=True, slots=True)
class Profile:
    """Past daily volumes that a seasonal shape is taken from; days without a row count nothing.

    Each day is read on the day of the past that trades like it in `country`.
    """

    daily: Mapping[date, Decimal] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None
    country: str = FRANCE
    _known: dict[Period, list[Decimal] | Refusal] = field(default_factory=dict)

    def cumulated(self, window: Period) -> list[Decimal] | Refusal:
        """Share of the window done by the end of each day, averaged over the past years that are whole."""
        if window not in self._known:
            self._known[window] = self._computed(window)
        return self._known[window]

    def _computed(self, window: Period) -> list[Decimal] | Refusal:
        years = [found for n in range(1, YEARS_OF_PROFILE + 1) if (found := _year(window, self, n)) is not None]
        if not years:
            have = (self.last_day - self.first_day).days + 1 if self.first_day and self.last_day else 0
            return NoProfile(needed_days=len(window), have_days=have)
        return [sum(day, Decimal(0)) / len(years) for day in zip(*years, strict=True)]


def share_done(version: TargetVersion, window: Period, day: date, profile: Profile) -> Decimal | Refusal:
    """The share of the way planned by the end of `day`: 0 before the window, 1 at its end."""
    if day >= window.end:
        return Decimal(1)
    if day < window.start:
        return Decimal(0)
    elapsed = Decimal((day - window.start).days + 1) / Decimal(len(window))
    if version.trajectory == "s_curve":
        return _logistic(float(elapsed))
    if version.trajectory == "seasonal":
        return _seasonal(window, day, profile)
    return elapsed


def step_value(version: TargetVersion, baseline: Decimal, day: date) -> Decimal:
    """Value of a `step` trajectory on a day: the last step reached, else the baseline."""
    reached = [step for step in version.steps if step.day <= day]
    return max(reached, key=lambda step: step.day).value if reached else baseline


def _logistic(elapsed: float) -> Decimal:
    def curve(x: float) -> float:
        return 1 / (1 + math.exp(-STEEPNESS * (x - 0.5)))

    low, high = curve(0.0), curve(1.0)
    return Decimal(str(round((curve(elapsed) - low) / (high - low), 9)))


def _seasonal(window: Period, day: date, profile: Profile) -> Decimal | Refusal:
    """Cumulated share of the last years' own profile, each day read on the day that trades like it."""
    shares = profile.cumulated(window)
    return shares if isinstance(shares, Refusal) else shares[(day - window.start).days]


def _year(window: Period, profile: Profile, years: int) -> list[Decimal] | None:
    """Cumulated shares by day in one past year; None when that year is not whole in the facts."""
    if profile.first_day is None or profile.last_day is None:
        return None
    matched = [same_day(current, years, profile.country) for current in window.days()]
    inside = sum(profile.first_day <= past <= profile.last_day for past in matched)
    if inside < ENOUGH_DAYS * len(window):
        return None
    cumulated = list(accumulate(profile.daily.get(past, Decimal(0)) for past in matched))
    return [done / cumulated[-1] for done in cumulated] if cumulated[-1] > 0 else None

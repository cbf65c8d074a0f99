"""The shape of the simulated company's days: weeks, months, holidays, soldes, Black Friday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from jalon.catalogue.calendars import public_holidays
from jalon.catalogue.events import calendar_fr

Series = NDArray[np.float64]

FIRST_DAY = date(2024, 1, 1)
LAST_DAY = date(2026, 10, 14)
DEMO_DAY = date(2026, 10, 15)
BASE_YEAR = 2025

SHOP_MONTHS = (0.082, 0.070, 0.076, 0.070, 0.068, 0.080, 0.066, 0.052, 0.098, 0.092, 0.140, 0.106)
OFFICE_MONTHS = (0.088, 0.086, 0.096, 0.086, 0.080, 0.088, 0.062, 0.040, 0.100, 0.102, 0.092, 0.080)
SHOP_WEEK = (1.14, 1.10, 1.06, 1.02, 0.96, 0.82, 0.90)
OFFICE_WEEK = (1.34, 1.36, 1.32, 1.26, 1.12, 0.30, 0.30)


@dataclass(frozen=True, slots=True)
class Days:
    """The days simulated, with what each one is."""

    days: tuple[date, ...]
    year: NDArray[np.int64]
    month: NDArray[np.int64]
    weekday: NDArray[np.int64]
    holiday: NDArray[np.bool_]
    soldes: NDArray[np.bool_]
    black_friday: Series

    def since(self, first: date, last: date | None = None) -> NDArray[np.bool_]:
        """Which days lie between two days, both included."""
        return np.array([first <= day <= (last or self.days[-1]) for day in self.days])

    def share_of_year(self, first: date) -> Series:
        """0 at the first day, growing by 1 a year: for what changes slowly."""
        return np.array([(day - first).days / 365.25 for day in self.days])


def days_simulated(last: date = date(2026, 12, 31)) -> Days:
    """Every day from 2024 to `last`; the exports stop at `LAST_DAY`, the scale needs whole years."""
    days = tuple(FIRST_DAY + timedelta(days=i) for i in range((last - FIRST_DAY).days + 1))
    soldes = [event.period for event in calendar_fr() if event.kind == "soldes"]
    fridays = [event.period.start for event in calendar_fr() if event.name.in_language("en") == "Black Friday"]
    return Days(
        days=days,
        year=np.array([day.year for day in days]),
        month=np.array([day.month for day in days]),
        weekday=np.array([day.weekday() for day in days]),
        holiday=np.array([day in public_holidays() for day in days]),
        soldes=np.array([any(day in period for period in soldes) for day in days]),
        black_friday=np.array([max((_friday_lift(day, friday) for friday in fridays), default=0.0) for day in days]),
    )


def _friday_lift(day: date, friday: date) -> float:
    """How much of the Black Friday rush falls on a day: the week before, the day, the Monday after."""
    distance = (day - friday).days
    return {-4: 0.25, -3: 0.3, -2: 0.4, -1: 0.6, 0: 1.0, 1: 0.6, 2: 0.5, 3: 0.8}.get(distance, 0.0)


def shape(days: Days, months: tuple[float, ...], week: tuple[float, ...], rush: float, soldes: float) -> Series:
    """Relative volume of each day, a year summing to 1; `rush` and `soldes` are what those days add."""
    monthly = np.array([months[m - 1] for m in days.month]) / 30.4
    weekly = np.array([week[w] for w in days.weekday])
    off = np.where(days.holiday, 0.6, 1.0)
    raw = monthly * weekly * off * (1 + rush * days.black_friday) * (1 + soldes * days.soldes)
    totals = {year: raw[days.year == year].sum() for year in np.unique(days.year)}
    return np.array([value / totals[year] for value, year in zip(raw, days.year, strict=True)])


def counts(expected: Series, random: np.random.Generator, days: Days, base_total: int | None) -> Series:
    """Whole numbers around what was expected; the base year sums to `base_total` exactly when one is given."""
    drawn = random.poisson(np.maximum(expected, 0)).astype(np.float64)
    if base_total is None:
        return drawn
    base = np.flatnonzero(days.year == BASE_YEAR)
    missing = int(base_total - drawn[base].sum())
    step = 1 if missing > 0 else -1
    weights = expected[base] / expected[base].sum()
    while missing != 0:
        chosen = random.choice(base, size=min(abs(missing), len(base)), p=weights)
        for index in chosen:
            if drawn[index] + step >= 0 and missing != 0:
                drawn[index] += step
                missing -= step
    return drawn


def portion(random: np.random.Generator, whole: Series, share: Series | float) -> Series:
    """A part of each day's count that keeps to its share over weeks, with the small change of days.

    Days are rounded one after another and what is left goes on to the next, so that a month of few
    cases still says the share that was planted.
    """
    # A good day is followed by a poorer one: days move, weeks hardly do.
    change = 1 + np.diff(random.normal(0, 0.04, len(whole)), prepend=0.0).clip(-0.3, 0.3)
    expected = whole * np.clip(share, 0, 1) * change
    taken, left = np.zeros(len(whole)), 0.0
    for index, count in enumerate(whole):
        left += expected[index]
        taken[index] = min(np.floor(left + 0.5), count)
        left -= taken[index]
    return taken

"""The simulated company, whole: one seed, one known truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from jalon.demo.advertising import (
    MARKETPLACE_FROM,
    MARKETPLACE_SPEND,
    Advertising,
    advertising_figures,
    simulate_advertising,
)
from jalon.demo.brand import SEMRUSH_LAST, brand_figures
from jalon.demo.customers import customer_figures
from jalon.demo.figures import Figures
from jalon.demo.rhythm import DEMO_DAY, Days, days_simulated
from jalon.demo.sales import PAYMENT_OUTAGE, Sales, sales_figures, simulate_sales
from jalon.demo.traffic import SPAM_EFFECT, SPAM_UPDATE, Traffic, ga4_figures, simulate_traffic

SEED = 20261015


@dataclass(frozen=True, slots=True)
class Truth:
    """What was planted, so that tests can ask whether it was found."""

    demo_day: date
    spam_update: tuple[date, date]
    spam_effect_on_nonbrand: float
    tracking_break: date
    payment_outage: tuple[date, date]
    working_action: tuple[str, date, float]
    idle_action: tuple[str, date]
    saturated_channel: str
    unclaimed_channel: tuple[str, date, float]
    stale_source: tuple[str, date]


TRUTH = Truth(
    demo_day=DEMO_DAY,
    spam_update=SPAM_UPDATE,
    spam_effect_on_nonbrand=SPAM_EFFECT,
    tracking_break=date(2026, 2, 20),
    payment_outage=PAYMENT_OUTAGE,
    working_action=("A01", date(2026, 3, 9), 0.12),
    idle_action=("A05", date(2026, 5, 4)),
    saturated_channel="sma",
    unclaimed_channel=("marketplace", MARKETPLACE_FROM, MARKETPLACE_SPEND),
    stale_source=("semrush", SEMRUSH_LAST),
)


@dataclass(frozen=True, slots=True)
class Company:
    """Everything that happened, day by day, from 2024 to the end of 2026 (exports stop at the demo day)."""

    days: Days
    traffic: Traffic
    advertising: Advertising
    sales: Sales
    figures: tuple[Figures, ...]


def simulate(seed: int = SEED) -> Company:
    """Draw the company: the same seed gives the same figures, to the last unit."""
    days, random = days_simulated(), np.random.default_rng(seed)
    traffic = simulate_traffic(days, random)
    advertising = simulate_advertising(days, random)
    sales = simulate_sales(days, traffic, random)
    figures = [
        *ga4_figures(days, traffic, random),
        *advertising_figures(advertising),
        *sales_figures(days, sales, traffic, random),
        *customer_figures(days, sales, traffic, random),
        *brand_figures(days, sales, traffic, random),
    ]
    return Company(days, traffic, advertising, sales, tuple(figures))

"""What the simulated company sells: orders with a payment outage and a marketplace, leads, deals, cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from jalon.demo.advertising import MARKETPLACE_FROM
from jalon.demo.figures import Figures
from jalon.demo.flights import answered
from jalon.demo.rhythm import OFFICE_MONTHS, OFFICE_WEEK, SHOP_MONTHS, SHOP_WEEK, Days, Series, counts, portion, shape
from jalon.demo.traffic import Traffic, growth, search_shock

PAYMENT_OUTAGE = (date(2026, 7, 13), date(2026, 7, 16))

ORDERS: dict[str, tuple[int, str, float]] = {
    "seo": (7_300, "Organic Search", 0.070),
    "sea": (5_900, "Paid Search", 0.100),
    "sma": (1_550, "Paid Social", 0.090),
    "display": (380, "Display", 0.05),
    "affiliation": (520, "Affiliates", 0.04),
    "email": (1_750, "Email", 0.10),
    "smo": (340, "Organic Social", 0.03),
    "shop": (2_260, "Direct", 0.08),
}
"""Channel of the plan → orders of 2025 (20,000 in all: 1.25 % of 1.6 million sessions), GA4's word, growth."""

LEADS: dict[str, tuple[int, float]] = {
    "seo": (900, 0.180),
    "sea": (800, 0.205),
    "sma": (300, -0.080),
    "content": (250, 0.420),
    "email": (100, 0.600),
    "partners": (35, 0.350),
    "parrainage": (15, 0.550),
}
"""CRM origin → B2B leads of 2025 (2,400 in all, the plan's baseline) and growth in 2026."""


BASKET_GROWTH = 0.012
"""The basket of 2026 against 2025: half of what the plan asks for, one of the two reasons why the revenue is late."""


@dataclass(frozen=True, slots=True)
class Sales:
    """Orders and money by channel; leads by origin."""

    orders: dict[str, Series]
    revenue: dict[str, Series]
    leads: dict[str, Series]


def simulate_sales(days: Days, traffic: Traffic, random: np.random.Generator) -> Sales:
    """Draw orders from visits, money from orders; 2025 gives 20,000 orders of 240 € and 2,400 leads."""
    shop = shape(days, SHOP_MONTHS, SHOP_WEEK, rush=2.2, soldes=0.16)
    office = shape(days, OFFICE_MONTHS, OFFICE_WEEK, rush=0.0, soldes=0.0)
    shock = search_shock(days)
    outage = np.where(days.since(*PAYMENT_OUTAGE), 0.30, 1.0)
    streams = iter(random.spawn(40))  # a channel that changes moves no other
    orders, revenue, leads = {}, {}, {}
    for channel, (total, _, rate) in ORDERS.items():
        own = next(streams)
        expected = (
            total
            * answered(days, channel, shop)
            * growth(days, rate)
            * (0.55 + 0.45 * shock if channel == "seo" else 1.0)
        )
        orders[channel] = counts(expected * own.lognormal(0, 0.07, len(shop)) * outage, own, days, total)
    market = 210 / 30.4 * days.since(MARKETPLACE_FROM) * outage
    orders["marketplace"] = next(streams).poisson(market).astype(float)
    for channel, count in orders.items():
        basket = 240 * (1 + BASKET_GROWTH * (days.year - 2025))
        basket = basket * (1 - 0.08 * days.black_friday) * (1 - 0.05 * days.soldes)
        spread = next(streams).normal(1, 0.25 / np.sqrt(np.maximum(count, 1))).clip(0.4)
        revenue[channel] = np.round(count * basket * spread, 2)
    _scale_base_year(days, revenue, 4_800_000.0)
    for origin, (total, rate) in LEADS.items():
        expected = total * office * growth(days, rate) * (shock if origin == "seo" else 1.0)
        leads[origin] = counts(expected, next(streams), days, total)
    return Sales(orders, revenue, leads)


def _scale_base_year(days: Days, amounts: dict[str, Series], total: float) -> None:
    base = days.year == 2025
    factor = total / sum(series[base].sum() for series in amounts.values())
    for name in amounts:
        amounts[name] = np.round(amounts[name] * factor, 2)


def sales_figures(days: Days, sales: Sales, traffic: Traffic, random: np.random.Generator) -> list[Figures]:
    """Shop orders, CRM leads and deals, cohorts, payments and what GA4 saw of the orders."""
    streams = iter(random.spawn(20))  # a figure that changes moves no other
    return [
        _orders(days, sales, next(streams)),
        _leads(days, sales, next(streams)),
        _pipeline(days, sales, next(streams)),
        _cohorts(days, next(streams)),
        _payments(days, sales, next(streams)),
        _orders_in_ga4(days, sales, next(streams)),
    ]


def _orders(days: Days, sales: Sales, random: np.random.Generator) -> Figures:
    cells: dict[tuple[str, ...], dict[str, Series]] = {}
    slow = np.clip(days.share_of_year(date(2026, 1, 1)), 0, 1)
    promo = 0.16 + 0.30 * (days.black_friday > 0) + 0.28 * days.soldes
    for channel, count in sales.orders.items():
        money = sales.revenue[channel]
        refused = portion(random, count, 0.074 - 0.016 * slow)
        fresh = random.binomial(count.astype(int), 0.71).astype(float)
        cells[(channel, "b2c")] = {
            "orders": count,
            "revenue": money,
            "new_customers": fresh,
            "refunded_orders": refused,
            "refunds": np.round(money * 0.048, 2),
            "cost_of_goods": np.round(money * (0.541 - 0.004 * (days.year == 2026)), 2),
            "shipping_cost": np.round(money * 0.087, 2),
            "payment_fees": np.round(money * 0.014, 2),
            "revenue_promo": np.round(money * promo, 2),
        }
    money_names = ("revenue", "refunds", "cost_of_goods", "shipping_cost", "payment_fees", "revenue_promo")
    places = dict.fromkeys(money_names, 2)
    return Figures("csv_orders", "csv_orders-boutique", ("channel", "by_business"), cells, currency=True, places=places)


def _leads(days: Days, sales: Sales, random: np.random.Generator) -> Figures:
    slow = np.clip(days.share_of_year(date(2026, 1, 1)), 0, 1)
    called = 0.35 + 0.37 * np.clip(np.array([(day - date(2026, 2, 16)).days / 90 for day in days.days]), 0, 1)
    cells: dict[tuple[str, ...], dict[str, Series]] = {}
    for origin, count in sales.leads.items():
        qualified = portion(random, count, 0.40 + 0.086 * slow)
        cells[(origin, "b2b")] = {
            "leads": count,
            "leads_qualified": qualified,
            "leads_sales_qualified": portion(random, qualified, 0.38 + 0.05 * slow),
            "leads_answered_1h": portion(random, count, called),
            "leads_invalid": portion(random, count, 0.06),
        }
    return Figures("csv_crm", "csv_crm-leads", ("channel", "by_business"), cells)


def _pipeline(days: Days, sales: Sales, random: np.random.Generator) -> Figures:
    """Deals close about a cycle (75 days) after their lead: 107 a year would make 1.5 M€."""
    leads = np.asarray(sum(sales.leads.values()))
    slow = np.clip(days.share_of_year(date(2026, 1, 1)), 0, 1)
    ripe = np.convolve(leads, np.ones(21) / 21, mode="full")[: len(leads)]
    ripe = np.concatenate([np.full(75, ripe[30:60].mean()), ripe[:-75]])
    closed = random.poisson(ripe * 0.152)
    won = portion(random, closed.astype(np.float64), 0.22 + 0.06 * slow)
    amount = np.array([random.normal(13_900, 2_600, int(n)).clip(4_000).sum() if n else 0.0 for n in won])
    base = days.year == 2025
    amount = np.round(amount * 1_120_000 / amount[base].sum(), 2)
    pipeline = 560_000 + 60_000 * days.share_of_year(date(2024, 1, 1)) + 150_000 * slow
    pipeline = np.round(pipeline * random.lognormal(0, 0.012, len(leads)), 2)
    idle = np.round(pipeline * (0.17 + 0.09 * slow), 2)
    nurtured = np.floor(1_150 + 260 * days.share_of_year(date(2025, 1, 1)).clip(0))
    moved = portion(random, nurtured, (0.12 + 0.074 * slow) / 28)
    cell = {
        "deals_closed": closed.astype(float),
        "deals_won": won.astype(float),
        "deals_amount_won": amount,
        "pipeline_open": pipeline,
        "pipeline_idle": idle,
        "leads_nurtured": nurtured,
        "leads_stage_up": moved,
    }
    places = {"deals_amount_won": 2, "pipeline_open": 2, "pipeline_idle": 2}
    stocks = frozenset({"pipeline_open", "pipeline_idle", "leads_nurtured"})
    cells: dict[tuple[str, ...], dict[str, Series]] = {("b2b",): cell}
    return Figures("csv_crm", "csv_crm-affaires", ("by_business",), cells, currency=True, places=places, stocks=stocks)


def _cohorts(days: Days, random: np.random.Generator) -> Figures:
    """Cohorts of buyers read at 12 months: A04 (accessories, from 16 March 2026) helps repeat purchase."""
    cells: dict[tuple[str, ...], dict[str, Series]] = {}
    empty = np.full(len(days.days), np.nan)
    firsts = [index for index, day in enumerate(days.days) if day.day == 1 and day.year >= 2025]
    for index in firsts:
        read_on = days.days[index]
        cohort = f"{read_on.year - 1}-{read_on.month:02d}"
        size = int(1_150 * SHOP_MONTHS[read_on.month - 1] * 12)
        lift = 0.021 * np.clip((read_on - date(2026, 3, 16)).days / 150, 0, 1)
        row = {name: empty.copy() for name in ("cohort_size", "cohort_repeat", "cohort_margin_cum")}
        row["cohort_size"][index] = size
        row["cohort_repeat"][index] = random.binomial(size, 0.12 + lift)
        row["cohort_margin_cum"][index] = round(size * (79 + 4.6 * (read_on.year - 2025) + random.normal(0, 0.8)), 2)
        cells[(cohort, "12", "b2c")] = row
    dimensions = ("cohort", "cohort_age", "by_business")
    places = {"cohort_margin_cum": 2}
    return Figures("csv_orders", "csv_orders-cohortes", dimensions, cells, currency=True, places=places)


def _payments(days: Days, sales: Sales, random: np.random.Generator) -> Figures:
    tried = np.floor(np.asarray(sum(sales.orders.values())) * 1.07) + 1
    outage = days.since(*PAYMENT_OUTAGE)
    tried = np.where(outage, tried * 3.2, tried)
    failed = random.binomial(tried.astype(int), np.where(outage, 0.70, 0.034)).astype(float)
    cells: dict[tuple[str, ...], dict[str, Series]] = {
        (): {"payments_attempted": np.floor(tried), "payments_failed": failed}
    }
    return Figures("csv_payments", "csv_payments-boutique", (), cells)


def _orders_in_ga4(days: Days, sales: Sales, random: np.random.Generator) -> Figures:
    own = np.asarray(sum(count for channel, count in sales.orders.items() if channel != "marketplace"))
    seen = np.where(days.since(date(2026, 2, 20)), 0.875, 0.84)
    cells: dict[tuple[str, ...], dict[str, Series]] = {
        ("/",): {"orders_ga4": random.binomial(own.astype(int), seen).astype(float)}
    }
    return Figures("ga4", "ga4-commandes", ("landing_page",), cells)

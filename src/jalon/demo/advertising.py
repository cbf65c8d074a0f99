"""Bought space of the simulated company: a channel that saturates, and one that nobody answers for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from jalon.demo.figures import Figures
from jalon.demo.flights import flights
from jalon.demo.rhythm import OFFICE_MONTHS, OFFICE_WEEK, SHOP_MONTHS, SHOP_WEEK, Days, Series, portion, shape
from jalon.demo.traffic import growth

MARKETPLACE_FROM = date(2026, 7, 1)
MARKETPLACE_SPEND = 41_200.0
"""Spent on a marketplace from July 2026 to the demo day: no area claims that channel."""

SMA_SATURATION = 0.55
"""By how much a paid-social lead costs more at the end of 2026 than at its start: a channel near its ceiling."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """One Google Ads campaign, day by day. `late` are conversions that reach the account two weeks after the click."""

    name: str
    business: str
    brand: bool
    impressions: Series
    clicks: Series
    cost: Series
    conversions: Series
    late: Series


@dataclass(frozen=True, slots=True)
class Advertising:
    """All bought space."""

    campaigns: tuple[Campaign, ...]
    meta: dict[tuple[str, str], dict[str, Series]]
    media: dict[tuple[str, str], Series]


CAMPAIGNS: dict[str, tuple[str, bool, float, float, float, float, float]] = {
    "B2B Search Aménagement": ("b2b", False, 74_000, 0.05, 2.10, 0.0141, 0.62),
    "B2B Search Mobilier pro": ("b2b", False, 46_000, 0.03, 1.95, 0.0130, 0.58),
    "Marque Kervoal": ("b2c", True, 26_000, 0.02, 0.38, 0.0310, 0.86),
    "Shopping Bureaux": ("b2c", False, 96_000, 0.03, 0.62, 0.0118, 0.48),
    "Search Sièges ergonomiques": ("b2c", False, 62_000, 0.06, 0.84, 0.0102, 0.52),
}
"""Name → business, brand, cost of 2025, growth, cost per click, conversions per click, impression share."""


def simulate_advertising(days: Days, random: np.random.Generator) -> Advertising:
    """Draw every campaign and invoice; B2B search brings 800 leads at 150 € in 2025, paid social 300 at 120 €."""
    shop = shape(days, SHOP_MONTHS, SHOP_WEEK, rush=0.7, soldes=0.12)
    office = shape(days, OFFICE_MONTHS, OFFICE_WEEK, rush=0.0, soldes=0.0)
    campaigns = tuple(_campaign(name, days, shop, office, random) for name in CAMPAIGNS)
    meta = {
        ("b2b", "B2B Leads bureaux"): _meta(days, office, random, 36_000, 0.17, leads=300),
        ("b2c", "Ventes catalogue"): _meta(days, shop, random, 92_000, 0.13, leads=None),
        ("b2c", "Engagement communauté"): _meta(days, shop, random, 33_000, 0.10, leads=None),
    }
    # Drawn first, flown after: what a flight changes moves no other figure.
    campaigns = tuple(one if one.business == "b2b" or one.brand else _flown(one, days) for one in campaigns)
    flight = flights(days, "sma")
    meta = {
        (business, name): _bought(cell, flight) if business == "b2c" else cell
        for (business, name), cell in meta.items()
    }
    return Advertising(campaigns, meta, _media(days, campaigns, meta, shop, office, random))


def _campaign(name: str, days: Days, shop: Series, office: Series, random: np.random.Generator) -> Campaign:
    business, brand, yearly, rate, click_price, yield_, _ = CAMPAIGNS[name]
    rhythm = office if business == "b2b" else shop
    spend = yearly * rhythm * growth(days, rate) * random.lognormal(0, 0.06, len(rhythm))
    price = (
        click_price * (1 + 0.04 * days.share_of_year(date(2025, 1, 1)).clip(-1)) * random.lognormal(0, 0.03, len(spend))
    )
    clicks = random.poisson(spend / price).astype(float)
    cost = np.round(clicks * price, 2)
    improving = 1 + (0.35 if business == "b2b" else 0.03) * np.clip(days.share_of_year(date(2026, 1, 1)) * 1.4, 0, 1)
    conversions = portion(random, clicks, yield_ * improving)
    late = random.binomial(conversions.astype(int), 0.22).astype(float)
    impressions = np.floor(clicks / (0.16 if brand else 0.045) * random.lognormal(0, 0.04, len(clicks)))
    return Campaign(name, business, brand, impressions, clicks, cost, conversions, late)


def _flown(one: Campaign, days: Days) -> Campaign:
    """The campaign bought by flights: fewer or more days' worth of everything, at the same prices."""
    flight = flights(days, "sea")
    clicks = np.round(one.clicks * flight)
    price = one.cost / np.maximum(one.clicks, 1)
    conversions = np.minimum(np.round(one.conversions * flight), clicks)
    return replace(
        one,
        impressions=np.maximum(np.floor(one.impressions * flight), clicks),
        clicks=clicks,
        cost=np.round(clicks * price, 2),
        conversions=conversions,
        late=np.minimum(np.round(one.late * flight), conversions),
    )


def _bought(cell: dict[str, Series], flight: Series) -> dict[str, Series]:
    """Paid social by flights."""
    return {name: np.round(values * flight, 2 if name == "sma_cost" else 0) for name, values in cell.items()}


def _meta(
    days: Days, rhythm: Series, random: np.random.Generator, yearly: float, rate: float, leads: int | None
) -> dict[str, Series]:
    spend = np.round(yearly * rhythm * growth(days, rate) * random.lognormal(0, 0.07, len(rhythm)), 2)
    impressions = np.floor(spend / 8.4 * 1000 * random.lognormal(0, 0.05, len(spend)))
    clicks = random.binomial(impressions.astype(int), 0.0098).astype(float)
    cell = {"sma_cost": spend, "sma_impressions": impressions, "sma_clicks": clicks}
    if leads is not None:
        # More money week after week meets people who have already answered: each lead costs more than the last.
        dearer = 1 + SMA_SATURATION * np.clip(days.share_of_year(date(2026, 1, 1)), 0, 1)
        cell["sma_leads"] = portion(random, leads * rhythm * growth(days, rate) / dearer * 30, 1 / 30)
    return cell


def _media(
    days: Days,
    campaigns: tuple[Campaign, ...],
    meta: dict[tuple[str, str], dict[str, Series]],
    shop: Series,
    office: Series,
    random: np.random.Generator,
) -> dict[tuple[str, str], Series]:
    """Every bought line by channel and business, as invoiced; 437,000 € of B2C media in 2025."""
    found: dict[tuple[str, str], Series] = {}
    for campaign in campaigns:
        _add(found, ("sea", campaign.business), campaign.cost)
    for (business, _), cell in meta.items():
        _add(found, ("sma", business), cell["sma_cost"])
    lines = (("display", "b2b", 12_000, office), ("display", "b2c", 12_500, shop), ("affiliation", "b2c", 19_500, shop))
    for channel, business, yearly, rhythm in (*lines, ("influence", "b2c", 96_000, shop)):
        spent = yearly * rhythm * growth(days, 0.03) * random.lognormal(0, 0.05, len(rhythm))
        _add(found, (channel, business), np.round(spent, 2))
    market = days.since(MARKETPLACE_FROM, date(2026, 10, 14)) * shop
    found[("marketplace", "b2c")] = np.round(MARKETPLACE_SPEND * market / market.sum(), 2)
    return found


def _add(found: dict[tuple[str, str], Series], key: tuple[str, str], amounts: Series) -> None:
    found[key] = found[key] + amounts if key in found else amounts


def advertising_figures(bought: Advertising) -> list[Figures]:
    """Meta by campaign, and every invoiced line by channel."""
    meta: dict[tuple[str, ...], dict[str, Series]] = {(name,): cell for (_, name), cell in bought.meta.items()}
    media: dict[tuple[str, ...], dict[str, Series]] = {
        (channel, business): {"media_cost": np.round(amounts, 2)}
        for (channel, business), amounts in bought.media.items()
    }
    money = {"sma_cost": 2}
    return [
        Figures("meta_ads", "meta-campagnes", ("campaign",), meta, currency=True, places=money),
        Figures(
            "csv_media", "csv_media-lignes", ("channel", "by_business"), media, currency=True, places={"media_cost": 2}
        ),
    ]

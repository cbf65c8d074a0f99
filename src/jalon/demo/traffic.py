"""Visits and searches of the simulated company: GA4 sessions, Search Console clicks, and what Google's update does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from jalon.demo.figures import Figures
from jalon.demo.rhythm import OFFICE_MONTHS, OFFICE_WEEK, SHOP_MONTHS, SHOP_WEEK, Days, Series, counts, portion, shape

SPAM_UPDATE = (date(2026, 9, 24), date(2026, 10, 8))
"""The September 2026 spam update of the catalogue: it hurts non-brand organic visits only."""
SPAM_EFFECT = -0.10
MAY_CORE_UPDATE = date(2026, 5, 21)
MAY_EFFECT = -0.04

SHOP_SESSIONS: dict[str, tuple[int, float]] = {
    "Organic Search": (620_000, 0.092),
    "Paid Search": (410_000, 0.092),
    "Paid Social": (150_000, 0.155),
    "Display": (58_000, 0.110),
    "Affiliates": (32_000, 0.075),
    "Direct": (170_000, 0.030),
    "Email": (82_000, 0.060),
    "Organic Social": (48_000, 0.020),
    "Referral": (30_000, 0.010),
}
"""GA4's own channel words → sessions of 2025 (1.6 million in all, the plan's baseline) and growth in 2026."""

OFFICE_SESSIONS: dict[str, tuple[int, float]] = {
    "Organic Search": (92_000, 0.05),
    "Paid Search": (58_000, 0.10),
    "Paid Social": (24_000, 0.14),
    "Direct": (41_000, 0.03),
    "Email": (16_000, 0.05),
    "Referral": (9_000, 0.02),
}
BRAND_SHARE_OF_SEO = 0.38
NONBRAND_CLICKS = (410_000, 0.112)
BRAND_CLICKS = (262_000, 0.035)
ANONYMISED_CLICKS = (318_000, 0.06)
"""Clicks of 2025: non-brand is the plan's baseline; a query filter leaves the anonymised ones out of both halves."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """Visits by channel, and clicks and impressions of the three Search Console downloads."""

    sessions: dict[tuple[str, str], Series]
    clicks: dict[str, Series]
    impressions: dict[str, Series]
    positions: dict[str, Series]


def growth(days: Days, rate: float) -> Series:
    """Level of each day against 2025: a year earlier smaller, 2026 larger by `rate`."""
    return np.array([(1 + rate) ** (year - 2025) for year in days.year])


def search_shock(days: Days) -> Series:
    """What Google's updates leave of non-brand organic visits."""
    rolled_out = np.clip(np.array([(day - SPAM_UPDATE[0]).days / 5 for day in days.days]), 0, 1)
    may = days.since(MAY_CORE_UPDATE)
    return np.asarray((1 + MAY_EFFECT * may) * (1 + SPAM_EFFECT * rolled_out), dtype=np.float64)


def simulate_traffic(days: Days, random: np.random.Generator) -> Traffic:
    """Draw visits and clicks; yearly totals of 2025 are the plan's baselines."""
    shop = shape(days, SHOP_MONTHS, SHOP_WEEK, rush=0.9, soldes=0.10)
    office = shape(days, OFFICE_MONTHS, OFFICE_WEEK, rush=0.0, soldes=0.0)
    shock = search_shock(days)
    seo_shock = BRAND_SHARE_OF_SEO + (1 - BRAND_SHARE_OF_SEO) * shock
    sessions: dict[tuple[str, str], Series] = {}
    for business, volumes, rhythm in (("b2c", SHOP_SESSIONS, shop), ("b2b", OFFICE_SESSIONS, office)):
        for channel, (total, rate) in volumes.items():
            expected = total * rhythm * growth(days, rate) * (seo_shock if channel == "Organic Search" else 1.0)
            noise = random.lognormal(0, 0.05, len(expected))
            sessions[(business, channel)] = counts(expected * noise, random, days, total)
    clicks, impressions, positions = _searches(days, random, shop, shock)
    return Traffic(sessions, clicks, impressions, positions)


def _searches(
    days: Days, random: np.random.Generator, rhythm: Series, shock: Series
) -> tuple[dict[str, Series], dict[str, Series], dict[str, Series]]:
    clicks, impressions, positions = {}, {}, {}
    for name, (total, rate), rate_of_clicks, hit in (
        ("not_brand", NONBRAND_CLICKS, 0.021, shock),
        ("brand", BRAND_CLICKS, 0.28, np.ones(len(rhythm))),
        ("anonymised", ANONYMISED_CLICKS, 0.017, shock),
    ):
        expected = total * rhythm * growth(days, rate) * hit * random.lognormal(0, 0.04, len(rhythm))
        clicks[name] = counts(expected, random, days, total)
        shown = clicks[name] / rate_of_clicks * random.lognormal(0, 0.03, len(rhythm))
        # From May 2025 to April 2026 Search Console counted too many impressions; clicks were right.
        shown = shown * np.where(days.since(date(2025, 5, 13), date(2026, 4, 27)), 1.12, 1.0)
        impressions[name] = np.floor(np.maximum(shown, clicks[name]))
        level = 2.1 if name == "brand" else 14.5
        positions[name] = np.round(level / np.sqrt(hit) * random.lognormal(0, 0.01, len(rhythm)), 1)
    everything = [sum(series.values()) for series in (clicks, impressions)]
    clicks["all"], impressions["all"] = np.asarray(everything[0]), np.asarray(everything[1])
    weighted = sum(positions[name] * impressions[name] for name in positions)
    positions["all"] = np.round(np.asarray(weighted) / np.maximum(impressions["all"], 1), 1)
    return clicks, impressions, positions


def ga4_figures(days: Days, traffic: Traffic, random: np.random.Generator) -> list[Figures]:
    """GA4 by channel and landing page, the quote page, contents, tagging and orders as GA4 saw them."""
    cells: dict[tuple[str, ...], dict[str, Series]] = {}
    for (business, channel), volume in traffic.sessions.items():
        page = "/" if business == "b2c" else "/pro/"
        engaged = np.floor(volume * 0.62)
        cells[(channel, page)] = {"sessions": volume, "engaged_sessions": engaged}
    streams = iter(random.spawn(20))  # a figure that changes moves no other
    return [
        Figures("ga4", "ga4-canaux", ("session_channel", "landing_page"), cells),
        _quote_page(days, traffic, next(streams)),
        _contents(days, traffic, next(streams)),
        _tagging(days, traffic, next(streams)),
    ]


def _quote_page(days: Days, traffic: Traffic, random: np.random.Generator) -> Figures:
    """Landing page /devis: A01 (three fields, 9 March to 5 April 2026) lifts its conversion by 12 %."""
    visits = np.floor(
        traffic.sessions[("b2b", "Paid Search")] * 0.55 + traffic.sessions[("b2b", "Organic Search")] * 0.30
    )
    rate = 0.041 * (1 + 0.12 * np.clip([(day - date(2026, 3, 9)).days / 28 for day in days.days], 0, 1))
    # The tracking plan of 20 February 2026 counts conversions that were lost before: the number moves, not the world.
    counted = np.where(days.since(date(2026, 2, 20)), 1.10, 1.0)
    conversions = portion(random, visits, rate * counted)
    return Figures("ga4", "ga4-pages", ("page",), {("/devis",): {"lp_sessions": visits, "lp_conversions": conversions}})


def _contents(days: Days, traffic: Traffic, random: np.random.Generator) -> Figures:
    visits = np.floor(traffic.sessions[("b2c", "Organic Search")] * 0.31)
    slow = np.clip(days.share_of_year(date(2026, 1, 1)), 0, 1)
    signups = portion(random, visits, 0.008 + 0.0051 * slow)
    scrolls = portion(random, visits, 0.34 + 0.092 * slow)
    cell = {"content_sessions": visits, "content_signups": signups, "scroll_sessions": scrolls}
    return Figures("ga4", "ga4-contenus", ("asset",), {("blog",): cell})


def _tagging(days: Days, traffic: Traffic, random: np.random.Generator) -> Figures:
    paid = [
        traffic.sessions[("b2c", name)] for name in ("Paid Search", "Paid Social", "Display", "Affiliates", "Email")
    ]
    campaign = np.asarray(sum(paid))
    share = 0.63 + 0.33 * np.clip(np.array([(day - date(2026, 1, 12)).days / 120 for day in days.days]), 0, 1)
    tagged = random.binomial(campaign.astype(int), share).astype(float)
    return Figures("ga4", "ga4-marquage", (), {(): {"sessions_campaign": campaign, "sessions_tagged_ok": tagged}})

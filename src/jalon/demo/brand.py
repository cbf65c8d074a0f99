"""How the simulated company is seen: social networks, partners, mentions, rankings, the market."""

from __future__ import annotations

from datetime import date

import numpy as np

from jalon.demo.figures import Figures
from jalon.demo.rhythm import OFFICE_MONTHS, SHOP_MONTHS, SHOP_WEEK, Days, Series, portion, shape
from jalon.demo.sales import Sales
from jalon.demo.traffic import Traffic, search_shock

SEMRUSH_LAST = date(2026, 9, 28)
"""Last crawl delivered: the source is out of date on the demo day."""

Cells = dict[tuple[str, ...], dict[str, Series]]


def brand_figures(days: Days, sales: Sales, traffic: Traffic, random: np.random.Generator) -> list[Figures]:
    """Every table about brand, rankings and market."""
    slow = np.clip(days.share_of_year(date(2026, 1, 1)), 0, 1)
    streams = iter(random.spawn(20))  # a figure that changes moves no other
    return [
        _social(days, slow, next(streams)),
        _messages(days, next(streams)),
        _influence(days, slow, next(streams)),
        _influence_money(days, slow, next(streams)),
        _influence_sales(days, slow, next(streams)),
        _mentions(days, next(streams)),
        _rankings(days, slow, next(streams)),
        _brand_searches(days, slow, next(streams)),
        _search_waste(days, slow),
        _contents(days, slow),
        _market(days, sales, next(streams)),
        _feeds(days, next(streams)),
        _accounts(days),
    ]


def _social(days: Days, slow: Series, random: np.random.Generator) -> Figures:
    """A05 (a video series, May to July 2026) changes nothing: engagement follows its own slow rise throughout."""
    cells: Cells = {}
    networks = (("instagram", 27_000, 1.1, 9_500), ("linkedin", 17_500, 0.7, 5_200), ("facebook", 12_500, 0.8, 3_900))
    for network, base, posts_a_day, reach_per_post in (*networks, ("youtube", 5_000, 0.12, 4_100)):
        posts = random.poisson(posts_a_day, len(days.days)).astype(np.float64)
        reach = np.floor(posts * reach_per_post * random.lognormal(0, 0.16, len(posts)))
        growth = np.clip(days.share_of_year(date(2025, 12, 31)), -2, 1)
        cells[(network,)] = {
            "social_posts": posts,
            "social_post_reach": reach,
            "social_engagements": portion(random, reach, 0.032 + 0.0071 * slow),
            "social_shares": portion(random, posts * 40, (4.2 + 1.9 * slow) / 40),
            "followers": np.floor(base * (1 + 0.225 * growth)),
        }
    return Figures("hootsuite", "hootsuite-publications", ("network",), cells, stocks=frozenset({"followers"}))


def _messages(days: Days, random: np.random.Generator) -> Figures:
    received = random.poisson(7_400 * shape(days, SHOP_MONTHS, SHOP_WEEK, 0.8, 0.2)).astype(np.float64)
    quick = 0.71 + 0.215 * np.clip(np.array([(day - date(2026, 1, 15)).days / 140 for day in days.days]), 0, 1)
    cells: Cells = {(): {"social_messages_in": received, "social_messages_sla": portion(random, received, quick)}}
    return Figures("sprout", "sprout-boite-de-reception", (), cells)


def _influence(days: Days, slow: Series, random: np.random.Generator) -> Figures:
    active = np.isin(days.weekday, (0, 2, 4))
    reach = np.where(active, np.floor(16_000 * random.lognormal(0, 0.3, len(slow)) * (1 + 0.25 * slow)), 0.0)
    due = np.where(active, 1.0, 0.0)
    cell = {
        "influencer_reach": reach,
        "influencer_engagements": portion(random, reach, 0.021 + 0.0075 * slow),
        "influencer_posts_due": due,
        "influencer_posts_unchecked": np.zeros(len(slow)),
        "influencer_posts": due,
        "influencer_posts_disclosed": due,
    }
    cells: Cells = {(): cell}
    stocks = frozenset({"influencer_posts_due", "influencer_posts_unchecked"})
    return Figures("csv_influence", "csv_influence-partenaires", (), cells, stocks=stocks)


def _influence_money(days: Days, slow: Series, random: np.random.Generator) -> Figures:
    cost = np.round(52_000 * shape(days, OFFICE_MONTHS, SHOP_WEEK, 0, 0) * random.lognormal(0, 0.1, len(slow)), 2)
    cells: Cells = {(): {"influencer_cost": cost}}
    return Figures("csv_media", "csv_media-partenaires", (), cells, True, {"influencer_cost": 2})


def _influence_sales(days: Days, slow: Series, random: np.random.Generator) -> Figures:
    money = 52_000 * (1.4 + 1.02 * slow) * shape(days, SHOP_MONTHS, SHOP_WEEK, 1.2, 0.1)
    cells: Cells = {(): {"influencer_revenue": np.round(money * random.lognormal(0, 0.15, len(slow)), 2)}}
    return Figures("csv_orders", "csv_orders-codes-partenaires", (), cells, True, {"influencer_revenue": 2})


def _mentions(days: Days, random: np.random.Generator) -> Figures:
    mentions = random.poisson(46, len(days.days)).astype(np.float64)
    cells: Cells = {(): {"mentions": mentions, "mentions_negative": portion(random, mentions, 0.07)}}
    return Figures("csv_mentions", "csv_mentions-veille", (), cells)


def _rankings(days: Days, slow: Series, random: np.random.Generator) -> Figures:
    tracked = np.full(len(slow), 420.0)
    top3 = np.round(420 * (0.18 + 0.052 * slow) * search_shock(days) + random.normal(0, 1.2, len(slow)))
    cell = {"keywords_tracked": tracked, "keywords_top3": top3}
    cells: Cells = {(): cell}
    return Figures(
        "semrush", "semrush-positions", (), cells, every="week", stocks=frozenset({"keywords_tracked", "keywords_top3"})
    )


def _brand_searches(days: Days, slow: Series, random: np.random.Generator) -> Figures:
    """A09 (partnerships) lifts brand searches; the category itself moves with the season only."""
    rhythm = shape(days, SHOP_MONTHS, SHOP_WEEK, 0.6, 0.1)
    category = np.floor(2_350_000 * rhythm * random.lognormal(0, 0.02, len(slow)))
    share = 0.085 + 0.0192 * slow
    cells: Cells = {(): {"category_brand_searches": category, "brand_searches": portion(random, category, share)}}
    return Figures("ahrefs", "ahrefs-recherches", (), cells)


def _search_waste(days: Days, slow: Series) -> Figures:
    """Spend of the last 90 days on search terms that bring nothing, beside the whole spend of those days."""
    spent = np.round(74_000 * (1 + 0.05 * days.share_of_year(date(2025, 1, 1))), 2)
    fixed = np.clip(np.array([(day - date(2026, 1, 5)).days / 150 for day in days.days]), 0, 1)
    cell = {"sea_cost_90d": spent, "sea_waste_cost_90d": np.round(spent * (0.17 - 0.075 * fixed), 2)}
    cells: Cells = {(): cell}
    places, stocks = {"sea_cost_90d": 2, "sea_waste_cost_90d": 2}, frozenset(cell)
    return Figures("google_ads", "google_ads-termes-90-jours", (), cells, True, places, stocks=stocks)


def _contents(days: Days, slow: Series) -> Figures:
    cells: Cells = {(): {"contents_live": np.floor(310 + 40 * slow)}}
    return Figures("csv_contents", "csv_contents-inventaire", (), cells, stocks=frozenset({"contents_live"}))


def _market(days: Days, sales: Sales, random: np.random.Generator) -> Figures:
    """A monthly panel, delivered about six weeks late: 228 million euros in 2025."""
    rhythm = shape(days, SHOP_MONTHS, SHOP_WEEK, 1.6, 0.1)
    daily = 228_500_000 * rhythm * np.power(1.012, days.year - 2025.0)
    cells: Cells = {("b2c",): {"market_revenue": np.round(daily, 2)}}
    return Figures(
        "csv_market", "csv_market-panel", ("by_business",), cells, True, {"market_revenue": 2}, every="month"
    )


def _feeds(days: Days, random: np.random.Generator) -> Figures:
    items = np.full(len(days.days), 640.0)
    cells: Cells = {(): {"feed_items_submitted": items, "feed_items_disapproved": portion(random, items, 0.008)}}
    stocks = frozenset({"feed_items_submitted", "feed_items_disapproved"})
    return Figures("merchant_center", "merchant_center-flux", (), cells, stocks=stocks)


def _accounts(days: Days) -> Figures:
    zero = np.zeros(len(days.days))
    cells: Cells = {(): {"ad_accounts_blocked": zero}}
    return Figures("csv_ad_accounts", "csv_ad_accounts-etat", (), cells, stocks=frozenset({"ad_accounts_blocked"}))

"""The simulated company keeps the plan's arithmetic, and what was planted is really in its figures."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from jalon.demo.company import TRUTH, Company, simulate
from jalon.demo.exports import write_exports
from jalon.demo.rhythm import Series


@pytest.fixture(scope="module")
def company() -> Company:
    return simulate()


def in_2025(company: Company, series: Series) -> float:
    return float(series[company.days.year == 2025].sum())


def between(company: Company, series: Series, first: date, last: date) -> float:
    return float(series[company.days.since(first, last)].mean())


def test_last_year_is_the_baseline_of_the_plan(company: Company) -> None:
    shop = sum(volume for (business, _), volume in company.traffic.sessions.items() if business == "b2c")
    assert in_2025(company, np.asarray(shop)) == 1_600_000
    assert in_2025(company, company.traffic.sessions[("b2c", "Organic Search")]) == 620_000
    assert in_2025(company, np.asarray(sum(company.sales.orders.values()))) == 20_000
    assert in_2025(company, np.asarray(sum(company.sales.revenue.values()))) == pytest.approx(4_800_000, abs=5)
    assert in_2025(company, company.traffic.clicks["not_brand"]) == 410_000
    assert {origin: in_2025(company, leads) for origin, leads in company.sales.leads.items()} == {
        "seo": 900, "sea": 800, "sma": 300, "content": 250, "email": 100, "partners": 35, "parrainage": 15
    }  # fmt: skip


def test_the_spam_update_hurts_non_brand_searches_only(company: Company) -> None:
    before, after = (date(2026, 9, 1), date(2026, 9, 23)), (date(2026, 9, 30), date(2026, 10, 12))
    year = 365
    moved = {}
    for kind in ("brand", "not_brand"):
        clicks = company.traffic.clicks[kind]
        now = between(company, clicks, *after) / between(company, clicks, *before)
        last_year = np.roll(clicks, year)
        moved[kind] = now / (between(company, last_year, *after) / between(company, last_year, *before))
    assert moved["not_brand"] < moved["brand"] - 0.06
    assert abs(moved["brand"] - 1) < 0.06


def test_paid_social_saturates(company: Company) -> None:
    cell = company.advertising.meta[("b2b", "B2B Leads bureaux")]
    cost = [cell["sma_cost"][company.days.year == year].sum() for year in (2025, 2026)]
    leads = [cell["sma_leads"][company.days.year == year].sum() for year in (2025, 2026)]
    assert cost[1] > cost[0] * 1.1
    assert leads[1] < leads[0]


def test_the_tracking_break_moves_the_number_not_the_world(company: Company) -> None:
    figures = {name: f for f in company.figures for name in f.measures}
    seen = next(iter(figures["orders_ga4"].cells.values()))["orders_ga4"]
    own = np.asarray(sum(count for channel, count in company.sales.orders.items() if channel != "marketplace"))
    before = (
        seen[company.days.since(date(2025, 1, 1), date(2026, 2, 19))].sum()
        / own[company.days.since(date(2025, 1, 1), date(2026, 2, 19))].sum()
    )
    after = seen[company.days.since(TRUTH.tracking_break)].sum() / own[company.days.since(TRUTH.tracking_break)].sum()
    assert after - before == pytest.approx(0.035, abs=0.01)


def test_money_goes_to_a_marketplace_since_july(company: Company) -> None:
    spent = company.advertising.media[("marketplace", "b2c")]
    assert float(spent.sum()) == pytest.approx(41_200, abs=5)
    assert spent[~company.days.since(date(2026, 7, 1))].sum() == 0
    assert company.sales.orders["marketplace"][company.days.since(date(2026, 7, 1), date(2026, 10, 14))].sum() > 400


def test_the_same_seed_gives_the_same_company_and_another_does_not(company: Company) -> None:
    again, other = simulate(), simulate(7)
    assert np.array_equal(again.traffic.clicks["all"], company.traffic.clicks["all"])
    assert not np.array_equal(other.traffic.clicks["all"], company.traffic.clicks["all"])


def test_deliveries_come_in_order_and_the_second_exports_days_again(company: Company, tmp_path: Path) -> None:
    deliveries = write_exports(company, tmp_path)
    assert [d.extracted_at for d in deliveries] == sorted(d.extracted_at for d in deliveries)
    assert all(delivery.path.stat().st_size > 0 for delivery in deliveries)
    twice = [d.path.name for d in deliveries if d.path.name == "csv_orders-boutique.csv"]
    assert len(twice) == 2
    assert max(d.last_day for d in deliveries if d.tool == "semrush") == TRUTH.stale_source[1]

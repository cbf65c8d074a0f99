"""What each campaign, budget line or unmapped name brings, asked of each report once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jalon.metrics.lines import Line, active_lines, recent_days
from jalon.plan.model import Mapping as Rule
from jalon.plan.model import Plan
from jalon.quantities import Period
from tests.metrics.conftest import CountingEngine, Loader, plan_of

AS_OF = date(2026, 10, 15)
RECENT, SINCE = recent_days(AS_OF, 28), Period(date(2026, 1, 1), AS_OF)


def lines(engine: CountingEngine, plan: Plan | None = None) -> dict[tuple[str, str], Line]:
    found = active_lines(plan or plan_of(), engine, engine.cuts(), RECENT, SINCE)
    return {(one.dimension, one.value): one for one in found}


def test_a_campaign_has_what_it_spent_lately_and_since_the_start(engine: CountingEngine, load: Loader) -> None:
    rows = [
        ("2026-03-01", "Brand", 10),
        ("2026-10-14", "Brand", 3),
        ("2026-10-14", "New", 7),
        ("2026-02-01", "Old", 99),
    ]
    load("google_ads/campaigns/day/campaign", rows, "sea_cost", unit={"sea_cost": "USD"})
    found = lines(engine)
    assert set(found) == {("campaign", "Brand"), ("campaign", "New")}, "a campaign that stopped is no question"
    brand = found["campaign", "Brand"]
    assert (brand.amounts, brand.since_start) == ({"media_cost": Decimal(3)}, {"media_cost": Decimal(13)})
    assert (brand.tool, brand.currency) == ("google_ads", "USD")


def test_two_reports_of_one_tool_are_never_added(engine: CountingEngine, load: Loader) -> None:
    load("google_ads/campaigns/day/campaign", [("2026-10-14", "Brand", 3)], "sea_cost")
    load("google_ads/keywords/day/campaign+keyword", [("2026-10-14", "Brand", "a", 1)], "sea_cost")
    load("google_ads/campaigns/range/campaign", [("2026-10-01..2026-10-14", "Brand", 40)], "sea_cost")
    assert lines(engine)["campaign", "Brand"].amounts == {"media_cost": Decimal(3)}


def test_what_mappings_read_a_channel_from_is_a_line_too(engine: CountingEngine, load: Loader) -> None:
    load("ga4/table/day/session_channel", [("2026-10-14", "Direct", 3)], "sessions")
    assert lines(engine) == {}
    mapped = plan_of(mappings=(Rule("ga4", "session_channel", "equals", "Paid Search", {"channel": "sea"}),))
    assert lines(engine, mapped)["session_channel", "Direct"].amounts == {"sessions": Decimal(3)}


def test_a_row_without_a_name_is_a_line_without_a_name(engine: CountingEngine, load: Loader) -> None:
    load("csv_media/table/day/budget", [("2026-10-14", None, 3), ("2026-10-14", "salons", 4)], "media_cost")
    assert set(lines(engine)) == {("budget", "(unmapped)"), ("budget", "salons")}

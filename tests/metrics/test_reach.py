"""What a series can answer for: the days its reports cover, whole rows where they cannot be cut."""

from __future__ import annotations

from tests.metrics.conftest import Asking, Loader, days

YEAR = days("2025-01-01", "2025-12-31")


def test_days_reach_from_the_first_to_the_last_one_told(load: Loader, asked: Asking) -> None:
    load("csv_crm/table/day/total", [("2025-03-01", 4), ("2025-03-31", 6)], "leads")
    assert asked("leads").reach(YEAR) == days("2025-03-01", "2025-03-31")


def test_a_range_that_cannot_be_cut_is_taken_whole_or_not_at_all(load: Loader, asked: Asking) -> None:
    rows = [("2025-07-08..2025-07-31", 15, 300)]
    load("google_ads/campaigns/range/total", rows, "sea_conversions", "sea_clicks")
    assert asked("sea_conversions / sea_clicks").reach(YEAR) == days("2025-07-08", "2025-07-31")
    assert asked("sea_conversions").reach(days("2025-07-10", "2025-12-31")) is None


def test_ranges_that_follow_each_other_reach_as_far_as_they_go(load: Loader, asked: Asking) -> None:
    rows = [("2025-01-05..2025-01-20", 5), ("2025-01-21..2025-02-10", 7), ("2025-06-01..2025-06-03", 1)]
    load("google_ads/campaigns/range/total", rows, "sea_conversions")
    assert asked("sea_conversions").reach(YEAR) == days("2025-01-05", "2025-02-10")


def test_a_report_without_a_row_does_not_answer_for_one_that_has_some(load: Loader, asked: Asking) -> None:
    load("ga4/overview/range/session_channel", [("2025-03-22..2025-04-18", "Direct", 10)], "sessions")
    load("ga4/overview/range/total", [], "sessions")
    assert asked("sessions").over(days("2025-03-22", "2025-04-18")) == 10

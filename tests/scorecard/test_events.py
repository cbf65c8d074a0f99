"""Dated events in force: who vouches for them, what they touch, which may move a risk, when a list is out of date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.scorecard.conftest import asked, kpi, kra, kri, measured, plan, series, steadily, target

from jalon.catalogue.events import DatedEvent, google_updates, platform_events
from jalon.metrics import MeasuredSeries
from jalon.plan.model import OwnEvent, Plan
from jalon.quantities import Text
from jalon.scorecard.calendar import calendar_in_force, countries_of, same_day
from jalon.scorecard.events import event_lists, stale_lists
from jalon.scorecard.kri.binding.dated import open_update
from jalon.scorecard.kri.judging import kri_row
from jalon.scorecard.publishing import scorecard
from jalon.scorecard.results import EventRow, KriRow, KriStanding, Scorecard

DEMO = date(2026, 10, 15)
CLICKS = series("kpi:clicks", "organic_clicks", {"organic_clicks": steadily(5)})
OUTAGE = OwnEvent(
    "outage", date(2026, 7, 13), date(2026, 7, 16), "incident", Text.of("Panne", "Outage"), ("orders",), ("shop",), ()
)


def company(**told: object) -> Plan:
    areas = (kra("K", kpi("clicks", asked("1", target("2")))), kra("S", kpi("orders", asked("1", target("2")))))
    return plan(*areas, grounds={"channel": {"seo": None, "sma": None, "shop": None}}, **told)


def card(of: Plan, *told: MeasuredSeries, on: date = DEMO) -> Scorecard:
    return scorecard(of, measured(*told), on, workspace="w", edition=1, plan_revision=1, code_version="1")


def rows(of: Plan, *told: MeasuredSeries, on: date = DEMO) -> dict[str, EventRow]:
    return {row.id: row for row in card(of, *told, on=on).events}


def test_an_update_says_its_days_its_age_what_it_touches_and_who_vouches_for_it() -> None:
    row = rows(company(), CLICKS)["google-september-2026-spam-update"]
    assert (row.first_day, row.last_day, row.phase) == (date(2026, 9, 24), date(2026, 10, 8), "past")
    assert (row.age_days, row.kind, row.confirmation) == (21, "ranking_change", "official")
    assert row.to_verify, "its row is a transcription that asks to be checked"
    assert "status.search.google.com" in row.source
    assert row.touches == ("kpi:clicks",)


def test_the_company_s_own_events_stand_beside_with_the_plan_as_their_source() -> None:
    sold = series("kpi:orders", "orders", {"orders": steadily(5)})
    row = rows(company(own_events=(OUTAGE,)), CLICKS, sold)["outage"]
    assert (row.origin, row.confirmation, row.source) == ("own", "own", "plan")
    assert (row.touches, row.channels) == (("kpi:orders",), ("shop",))


def test_a_break_stays_in_force_as_long_as_the_period_it_spoils() -> None:
    found = rows(company())
    assert found["plat-2025-05-13-20"].phase == "past"
    assert "plat-2021-04-26-03" not in found
    before = rows(company(), on=date(2026, 1, 20))
    assert before["plat-2025-05-13-20"].phase == "now"


def test_feasts_and_sales_ahead_are_listed_for_the_country_and_the_school_zone() -> None:
    found = rows(company()).values()
    ahead = {row.name.in_language("en"): row.first_day for row in found if row.phase == "ahead"}
    assert ahead["Black Friday"] == date(2026, 11, 27)
    assert ahead["Winter sales"] == date(2027, 1, 6)
    assert not any(row.kind == "vacances_scolaires" for row in found), "the plan names no school zone"
    assert rows(company(event_sources=("google_updates",))).keys() < {event.id for event in google_updates()}


def test_a_list_that_the_plan_leaves_out_says_nothing() -> None:
    assert rows(company(event_sources=())) == {}


@pytest.mark.parametrize("event", [e for e in google_updates() if not e.official], ids=lambda e: e.id)
def test_what_only_the_press_tells_opens_no_window_of_a_risk(event: DatedEvent) -> None:
    opened = open_update(event.period.start)
    assert opened is None or opened.official


def redefined(told: MeasuredSeries) -> KriRow:
    risk = kri(use="definition_change", method="event_window")
    return kri_row(kra("K"), risk, company(), measured(told), date(2026, 3, 1))


def test_a_break_that_only_the_press_tells_hides_days_and_drives_no_risk() -> None:
    told = next(event for event in platform_events() if event.id == "plat-2025-05-13-20")
    assert (told.confirmation, told.official) == ("press", False)
    shown = series("kpi:clicks", "organic_impressions", {"organic_impressions": steadily(5)})
    assert redefined(shown).standing is KriStanding.QUIET
    assert card(company(), shown).kpis[0].measured.masked[0].end == date(2026, 4, 27)


def test_a_break_that_the_platform_itself_announced_drives_its_risk() -> None:
    told = next(event for event in platform_events() if event.id == "plat-2026-01-12-29")
    assert told.confirmation == "official"
    bought = series("kpi:clicks", "sma_conversions", {"sma_conversions": steadily(5)})
    found = redefined(bought)
    assert (found.standing, found.evidence["event"]) == (KriStanding.RED, "plat-2026-01-12-29")


def test_a_list_without_anything_new_for_longer_than_ever_is_out_of_date() -> None:
    last = max(event.period.start for event in google_updates())
    fresh, old = event_lists(company(), last + timedelta(days=190)), event_lists(company(), last + timedelta(days=191))
    assert [one.is_stale for one in fresh if one.origin == "google_updates"] == [False]
    found = [one.details["list"] for one in stale_lists(old)]
    assert "google_updates" in found
    (finding,) = [one for one in card(company(), on=last + timedelta(days=191)).findings
                  if one.code == "data.stale_calendar" and one.details["list"] == "google_updates"]  # fmt: skip
    assert (finding.subject, finding.details["age_days"]) == ("event:google_updates", 191)


def test_a_calendar_that_ends_soon_is_out_of_date_while_it_still_speaks() -> None:
    (calendar,) = [one for one in event_lists(company(), date(2030, 8, 1)) if one.origin == "calendar_fr"]
    assert (calendar.last_day, calendar.is_stale) == (date(2030, 12, 25), True)
    assert [one.is_stale for one in event_lists(company(), DEMO) if one.origin == "calendar_fr"] == [False]


def test_another_country_of_europe_trades_by_its_own_calendar() -> None:
    """On Easter Monday, the first of May, and by the sales of Belgium."""
    of = company(company=replace(company().company, country="BE"))
    names = {event.name.in_language("en") for event in calendar_in_force(of)}
    assert {"Winter sales", "Mother's Day", "Black Friday"} <= names
    assert same_day(date(2026, 7, 21), 1, "BE") == date(2025, 7, 21), "the national day"
    assert same_day(date(2026, 7, 14), 1, "FR") == date(2025, 7, 14)
    assert same_day(date(2026, 1, 5), 1, "BE") == date(2025, 1, 5), "the third day of the sales"
    assert same_day(date(2026, 4, 6), 1, "DE") == date(2025, 4, 21), "Easter Monday"


def test_markets_that_are_countries_bring_their_calendars() -> None:
    of = company(dimensions={"market": {"de": None, "benelux": None, "gb": None}})
    assert countries_of(of) == ("FR", "DE", "GB")
    assert {event.scope for event in calendar_in_force(of)} >= {"FR", "DE", "GB"}


def test_a_country_without_a_calendar_is_said() -> None:
    of = company(company=replace(company().company, country="JP"))
    assert [one.details for one in card(of).findings if one.code == "data.no_calendar"] == [{"country": "JP"}]
    assert same_day(date(2026, 7, 14), 1, "JP").weekday() == date(2026, 7, 14).weekday()

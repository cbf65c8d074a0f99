"""When something that comes back was last due, where the company is, across changes of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.alerts.occasions import WEEKDAYS, last_due

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("every", "now", "due"),
    [
        ("day", "2026-10-15T06:59", "2026-10-14T08:00"),
        ("week", "2026-10-15T12:00", "2026-10-12T08:00"),
        ("week", "2026-10-12T07:00", "2026-10-05T08:00"),
        ("month", "2026-10-15T12:00", "2026-10-05T08:00"),
        ("month", "2026-10-04T12:00", "2026-09-07T08:00"),
        ("quarter", "2026-12-24T12:00", "2026-10-05T08:00"),
        ("quarter", "2026-10-01T12:00", "2026-07-06T08:00"),
    ],
)
def test_the_first_monday_at_eight_is_eight_where_the_company_is(every: str, now: str, due: str) -> None:
    asked = datetime.fromisoformat(now).replace(tzinfo=PARIS).astimezone(UTC)
    found = last_due(every, "monday", time(8), PARIS, asked)
    assert found.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M") == due


@given(
    st.sampled_from(["day", "week", "month", "quarter"]),
    st.sampled_from(WEEKDAYS),
    st.times(),
    st.sampled_from([PARIS, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia")]),
    st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001  # made aware below
)
def test_it_is_never_ahead_and_there_is_one_a_period(
    every: str, weekday: str, at: time, zone: ZoneInfo, when: datetime
) -> None:
    now, at = when.replace(tzinfo=UTC), at.replace(second=0, microsecond=0)
    found = last_due(every, weekday, at, zone, now)
    longest = {"day": 2, "week": 8, "month": 45, "quarter": 110}[every]
    assert timedelta(0) <= now - found <= timedelta(days=longest)
    assert last_due(every, weekday, at, zone, found) == found, "asked at that very moment, it is that moment"

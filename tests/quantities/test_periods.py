"""Days, weeks and durations behave as people count them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.quantities import Duration, Grain, Money, Period, Text, bucket_end, bucket_start
from jalon.quantities.refusals import BreakInWindow, TooLittleHistory

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(days, st.sampled_from([Grain.DAY, Grain.WEEK, Grain.MONTH]))
def test_a_day_lies_in_its_own_bucket(day: date, grain: Grain) -> None:
    start, end = bucket_start(day, grain), bucket_end(day, grain)
    assert start <= day <= end
    assert bucket_start(end, grain) == start
    assert bucket_start(end + timedelta(days=1), grain) == end + timedelta(days=1)


def test_the_first_days_of_2027_belong_to_the_last_iso_week_of_2026() -> None:
    assert bucket_start(date(2027, 1, 3), Grain.WEEK) == date(2026, 12, 28)


def test_the_year_before_a_leap_day_is_the_28th() -> None:
    assert Period(date(2024, 2, 29), date(2024, 2, 29)).year_before().start == date(2023, 2, 28)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 2, 1), date(2026, 1, 31))


def test_two_periods_meet_where_both_are() -> None:
    spring = Period(date(2026, 3, 1), date(2026, 5, 31))
    assert spring.meeting(Period(date(2026, 5, 20), date(2026, 7, 1))) == Period(date(2026, 5, 20), date(2026, 5, 31))
    assert spring.meeting(Period(date(2026, 6, 1), date(2026, 7, 1))) is None
    assert len(spring) == 92
    assert date(2026, 4, 1) in spring


@pytest.mark.parametrize(
    ("text", "whole_days"), [("P2D", 2), ("P1W", 7), ("PT6H", 1), ("P3M", 92), ("P1DT1H", 2), ("PT48H", 2)]
)
def test_a_duration_counts_in_days(text: str, whole_days: int) -> None:
    duration = Duration.parse(text)
    assert duration is not None
    assert duration.whole_days() == whole_days


@pytest.mark.parametrize("text", ["", "P", "2D", "PT", "P1Y", "P1D2", "p2d", "P-1D"])
def test_what_is_no_duration_is_none(text: str) -> None:
    assert Duration.parse(text) is None


def test_euros_and_dollars_do_not_add() -> None:
    assert Money(Decimal("1.10"), "EUR") + Money(Decimal("2.20"), "EUR") == Money(Decimal("3.30"), "EUR")
    with pytest.raises(ValueError, match="do not add"):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")


def test_a_refusal_says_its_code_and_its_facts() -> None:
    assert TooLittleHistory(needed=8, have=5).as_document() == {"code": "TooLittleHistory", "needed": 8, "have": 5}
    assert BreakInWindow(date(2026, 2, 20)).as_document()["day"] == "2026-02-20"


def test_a_text_falls_back_to_the_language_it_was_written_in() -> None:
    assert Text({"fr": "Cap"}).in_language("en") == "Cap"
    assert Text.of("Cap", "Course").in_language("en") == "Course"

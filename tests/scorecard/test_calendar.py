"""The day of another year that trades like this one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jalon.scorecard.calendar import same_day


@pytest.mark.parametrize(
    ("day", "twin", "why"),
    [
        (date(2026, 11, 27), date(2025, 11, 28), "Black Friday on Black Friday"),
        (date(2026, 11, 30), date(2025, 12, 1), "its Monday on its Monday"),
        (date(2026, 1, 7), date(2025, 1, 8), "first day of the winter soldes"),
        (date(2026, 7, 14), date(2025, 7, 14), "a holiday by its date"),
        (date(2026, 12, 25), date(2025, 12, 25), "Christmas by its date"),
        (date(2026, 4, 6), date(2025, 4, 21), "Easter Monday on Easter Monday"),
        (date(2026, 10, 14), date(2025, 10, 15), "an ordinary Wednesday on the nearest Wednesday"),
    ],
)
def test_a_day_is_read_on_the_day_that_trades_like_it(day: date, twin: date, why: str) -> None:
    assert same_day(day, 1) == twin, why


def test_ordinary_days_keep_their_weekday() -> None:
    ordinary = [date(2026, 3, 2) + timedelta(days=n) for n in range(28)]
    assert [same_day(day, 1).weekday() for day in ordinary] == [day.weekday() for day in ordinary]
    assert [same_day(day, 1).year for day in ordinary] == [2025] * 28


def test_the_29th_of_february_has_a_twin() -> None:
    assert same_day(date(2028, 2, 29), 1).year == 2027

"""Cells that look like a day or a number and are two: nothing of them is guessed."""

from __future__ import annotations

import pytest

from jalon.sources.reading.days import days_of
from jalon.sources.reading.numbers import numbers_of


@pytest.mark.parametrize("cell", ["2026-10-01 - 2026-10-02", "2026-10-01 demain", "2026-10-01T"])
def test_a_span_in_a_column_of_days_is_no_day(cell: str) -> None:
    days, (finding,) = days_of(["2026-10-01", cell], [2, 3], "day")
    assert (days, finding.code, finding.place.line) == ([], "date.invalid", 3)


@pytest.mark.parametrize("cell", ["2026-10-01T05:10:00+02:00", "2026-10-01 05:10", "2026-10-01 05", "2026-10-01"])
def test_a_day_with_its_hour_is_a_day(cell: str) -> None:
    (day,), findings = days_of([cell], [2], "day")
    assert (str(day), findings) == ("2026-10-01", [])


@pytest.mark.parametrize(("cell", "form"), [("1,2,3", "point"), (",5", "point"), ("1.2.3", "comma")])
def test_a_list_of_digits_is_no_number(cell: str, form: str) -> None:
    (finding,) = numbers_of(["3", cell], [2, 3], "orders", form).findings
    assert finding.code in ("number.invalid", "number.ambiguous")


@pytest.mark.parametrize(("cell", "value"), [("1,234,567.5", "1234567.5"), ("-1,234", "-1234"), ("12.5", "12.5")])
def test_thousands_are_read_where_they_stand(cell: str, value: str) -> None:
    read = numbers_of(["0.5", cell], [2, 3], "orders")
    assert (str(read.values[1]), read.findings) == (value, [])

"""What is foreseen as it is drawn: from the last value known, its band around it, and what would be needed."""

from __future__ import annotations

from datetime import date, timedelta

from jalon.web.steering.chart import Chart, chart
from jalon.web.steering.fan import ahead_of

START = date(2026, 1, 5)


def forecast(by_week: bool) -> dict[str, object]:
    days = [START + timedelta(weeks=n, days=6) for n in (2, 3)]
    rows = [
        {
            "day": day.isoformat(),
            "to_date": [str(v + 100 * n) for v in (60, 70, 80, 90, 100, 110, 120)],
            "week": [str(v + n) for v in (6, 7, 8, 9, 10, 11, 12)] if by_week else None,
            "needed": "14" if by_week else None,
        }
        for n, day in enumerate(days)
    ]
    last = {"day": "2026-02-04", "to_date": ["1", "2", "3", "4", "5", "6", "7"], "week": None, "needed": None}
    return {"fan": [*rows, last] if by_week else rows}


def drawn(by_week: bool) -> Chart:
    weeks = [
        {
            "start": (START + timedelta(weeks=n)).isoformat(),
            "end": (START + timedelta(weeks=n, days=6)).isoformat(),
            "value": 10 if n < 2 else None,
            "expected": 12,
            "year_before": 9,
        }
        for n in range(4)
    ]
    found = chart(weeks, "count", "en", START + timedelta(days=13), ahead=ahead_of(forecast(by_week)))
    assert found is not None
    return found


def test_a_total_is_drawn_week_by_week_with_its_band_and_what_it_takes() -> None:
    found = drawn(by_week=True)
    assert [row["value"] for row in found.ahead] == [9.0, 10.0]
    assert found.paths["fcst"].count("L") == 2, "from the last week known through two weeks to come"
    assert found.paths["b80"].endswith("z")
    assert found.paths["b80"].count("L") == 4
    assert found.paths["need"].count("M") == 1
    assert any(label["text"] == "Foreseen" for label in found.labels)


def test_a_level_is_drawn_where_it_will_stand() -> None:
    found = drawn(by_week=False)
    assert [row["value"] for row in found.ahead] == [90.0, 190.0]
    assert "need" not in found.paths


def test_a_refused_forecast_draws_nothing_ahead() -> None:
    assert ahead_of({"refused": "NoVariation"}) == []

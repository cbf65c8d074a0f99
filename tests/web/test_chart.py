"""The chart of a KPI as it is laid out: whole weeks, holes where nothing is known, round ticks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jalon.web.steering.chart import HEIGHT, LEFT, RIGHT, Chart, Mark, chart

START = date(2026, 1, 5)


def week(
    number: int, value: float | None, expected: float | None = 100, before: float | None = 90
) -> dict[str, object]:
    first = START + timedelta(weeks=number)
    return {
        "start": first.isoformat(),
        "end": (first + timedelta(days=6)).isoformat(),
        "value": value,
        "expected": expected,
        "year_before": before,
    }


def drawn(weeks: list[dict[str, object]], until: date | None = None, **told: object) -> Chart:
    last = START + timedelta(weeks=len(weeks)) - timedelta(days=1)
    found = chart(weeks, "count", "en", until or last, known_until=until, **told)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_week_that_is_not_over_is_not_drawn() -> None:
    weeks = [week(0, 100), week(1, 110), week(2, 12)]
    whole, cut = drawn(weeks), drawn(weeks, until=START + timedelta(days=15))
    assert whole.paths["actual"].count("L") == 2
    assert cut.paths["actual"].count("L") == 1
    assert [row["value"] for row in cut.rows] == [100, 110]


def test_a_part_of_a_week_at_the_edge_of_the_period_is_left_out() -> None:
    short = {**week(0, 3), "start": (START + timedelta(days=3)).isoformat()}
    assert drawn([short, week(1, 100), week(2, 101)]).paths["actual"].startswith("M")
    assert drawn([short, week(1, 100), week(2, 101)]).rows[0]["value"] == 100


def test_an_unknown_week_is_a_hole_in_the_line() -> None:
    line = drawn([week(0, 100), week(1, None), week(2, 90), week(3, 95)]).paths["actual"]
    assert (line.count("M"), line.count("L")) == (2, 1)


def test_nothing_known_draws_nothing() -> None:
    assert chart([week(0, None)], "count", "en", START) is None
    assert chart([], "count", "en", START) is None


@pytest.mark.parametrize("size", [0.003, 0.4, 7.0, 83.0, 12_345.0, 5_500_000.0])
def test_ticks_are_round_rise_and_hold_every_value(size: float) -> None:
    found = drawn([week(n, size * (1 + n / 50), size, size) for n in range(8)])
    heights = [float(str(tick["y"])) for tick in found.grid]
    assert heights == sorted(heights, reverse=True)
    assert 2 <= len(heights) <= 8
    inside = [float(point.split()[1]) for point in found.paths["actual"].replace("L", "M").split("M")[1:]]
    assert all(0 < y < HEIGHT for y in inside)
    assert len({str(tick["text"]) for tick in found.grid}) == len(found.grid), "two ticks must not read alike"


def test_events_are_numbered_and_stay_inside_the_drawing() -> None:
    later = START + timedelta(days=9)
    events = [Mark(START - timedelta(days=40), START + timedelta(days=2), "a"), Mark(later, later, "b")]
    found = drawn([week(n, 100) for n in range(6)], events=events)
    assert [event["number"] for event in found.events] == [1, 2]
    assert all(LEFT <= float(str(e["x"])) <= RIGHT and float(str(e["width"])) > 0 for e in found.events)


def test_the_day_known_is_a_line_between_the_months() -> None:
    found = drawn([week(n, 100) for n in range(12)], until=START + timedelta(weeks=6))
    assert LEFT < float(found.now) < RIGHT
    assert [month["name"] for month in found.months] == ["Feb", "Mar"]


def test_weeks_that_still_move_are_a_line_of_their_own_that_goes_on_from_the_last_settled_one() -> None:
    weeks = [
        week(0, 100),
        week(1, 110),
        {**week(2, 60), "moving": True, "share": "0.55"},
        {**week(3, 20), "moving": True},
    ]
    found = drawn(weeks, young_from=START + timedelta(days=15))
    assert (found.paths["actual"].count("L"), found.paths["moving"].count("L")) == (1, 2)
    assert found.young is not None
    assert [(row["moving"], row["share"]) for row in found.rows] == [
        (False, None),
        (False, None),
        (True, 0.55),
        (True, None),
    ]
    assert drawn([week(0, 100), week(1, 110)]).young is None

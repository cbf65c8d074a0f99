"""What the next result costs on a page: a sentence with its doubt, and a curve inside its frame."""

from __future__ import annotations

from jalon.web.steering.response_chart import shown_responses


def row(over: str, high: str | None = "209") -> dict[str, object]:
    curve = [{"spend": str(500 * n), "results": str(2 * n), "results80": [str(n), str(3 * n)]} for n in range(4)]
    weeks = [{"last_day": f"2026-09-{n + 1:02d}", "spend": "900", "results": "5"} for n in range(6)]
    one = {"kpi": "sma_cpl", "until": "2026-10-08", "unit": "EUR", "spend": "988", "average_cost": "165",
           "marginal_cost": "157", "marginal_cost80": ["125", high], "ceiling": "104", "over": over, "curve": curve,
           "weeks": weeks}  # fmt: skip
    return {"responses": [one]}


def test_the_sentence_says_next_cost_interval_and_what_is_admitted() -> None:
    (one,) = shown_responses(row("0.99"), {"sma_cpl": {"fr": "CPL SMA"}}, "en")
    assert "one more result costs about" in one.sentence
    assert "too much, with a certainty of 99%" in one.sentence


def test_doubt_is_said_and_an_unknown_upper_end_too() -> None:
    (one,) = shown_responses(row("0.5", None), {}, "fr")
    assert "ne disent pas si c’est trop" in one.sentence
    assert "sans borne haute connue" in one.sentence
    (under,) = shown_responses(row("0.05"), {}, "fr")
    assert "dans la limite" in under.sentence


def test_the_curve_stays_inside_and_the_last_weeks_stand_out() -> None:
    (one,) = shown_responses(row("0.99"), {}, "en")
    assert one.chart.path.startswith("M")
    assert [dot["tone"] for dot in one.chart.dots].count("d2") == 4
    assert all(0 <= float(dot["x"]) <= 100 and 0 <= float(dot["y"]) <= 240 for dot in one.chart.dots)


def test_a_scorecard_of_before_shows_none() -> None:
    assert shown_responses({}, {}, "en") == []

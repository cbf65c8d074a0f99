"""The chart of a risk: readings over the zones of its thresholds."""

from __future__ import annotations

from jalon.web.steering.risk_chart import risk_chart


def row(values: list[str | None], **told: object) -> dict[str, object]:
    readings = [{"day": f"2026-10-{n + 1:02d}", "value": value, "level": "quiet"} for n, value in enumerate(values)]
    return {
        "readings": readings, "appetite": "0.2", "limit": "0.35", "scale": "value", "bad_direction": "up",
        "unit": "ratio", **told,
    }  # fmt: skip


def test_zones_go_from_alert_down_to_all_clear_when_high_is_bad() -> None:
    found = risk_chart(row(["0.1", "0.22", "0.4"]), "en")
    assert found is not None
    assert [zone["tone"] for zone in found.zones] == ["z-off", "z-watch", "z-on"]
    assert [line["text"] for line in found.lines] == ["20%", "35%"]
    heights = [float(dot["y"]) for dot in found.dots]
    assert heights == sorted(heights, reverse=True), "a higher reading is drawn higher"


def test_zones_are_turned_over_when_low_is_bad() -> None:
    found = risk_chart(row(["1", "0.9"], bad_direction="down", appetite="0.95", limit="0.85"), "fr")
    assert found is not None
    assert [zone["tone"] for zone in found.zones] == ["z-on", "z-watch", "z-off"]


def test_a_reading_that_is_missing_is_left_out() -> None:
    found = risk_chart(row(["0.1", None, "0.3"]), "en")
    assert found is not None
    assert len(found.dots) == 2


def test_without_two_readings_or_two_numbers_there_is_no_chart() -> None:
    assert risk_chart(row(["0.1"]), "en") is None
    assert risk_chart(row(["0.1", "0.2"], appetite=None), "en") is None
    assert risk_chart(row(["0.1", "0.2"], scale="rule"), "en") is None

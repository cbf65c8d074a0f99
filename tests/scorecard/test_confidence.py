"""Confidence beside the odds: where they part, who is asked about what, how often a person was right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from jalon.quantities.refusals import TooLittleHistory
from jalon.scorecard.confidence import Forecast, Lesson, apart, asked_about, lessons, own_calibration
from jalon.stats.scoring import Calibration

DUE = date(2026, 12, 31)


def _row(name: str, kra: str = "K_seo", **more: object) -> dict[str, object]:
    known = {
        "id": name,
        "standing": "watch",
        "odds": {"refused": "x"},
        "closed": None,
        "target": "10",
        "due": "2026-12-31",
    }
    return {"kra": kra, "measured": {**known, **more}}


def _document(*rows: Mapping[str, object]) -> dict[str, object]:
    return {"kpis": list(rows)}


def test_a_check_in_is_about_the_open_target_that_is_least_likely() -> None:
    rows = (
        _row("other", kra="K_sea", odds="0.01"),
        _row("closed", odds="0.01", closed="missed"),
        _row("none", standing="no_target"),
        _row("stale", standing="stale"),
        _row("likely", odds="0.70"),
        _row("unlikely", odds="0.34"),
    )
    assert asked_about(_document(*rows), "K_seo") == "unlikely"
    assert asked_about(_document(*rows[:4]), "K_seo") == "stale"
    assert asked_about(_document(*rows[:3]), "K_seo") is None


@pytest.mark.parametrize(
    ("confidence", "odds", "gap"),
    [("0.6", "0.34", "0.26"), ("0.05", "0.34", "-0.29"), ("0.4", "0.34", None), ("0.8", None, None)],
)
def test_confidence_and_odds_part_by_more_than_one_answer(confidence: str, odds: str | None, gap: str | None) -> None:
    found = apart(Decimal(confidence), Decimal(odds) if odds else None)
    assert found == (Decimal(gap) if gap else None)


def test_a_target_that_moved_is_another_target() -> None:
    said = [Forecast("a", target, DUE, Decimal("0.8")) for target in ("10", "12")]
    found = lessons(said, _document(_row("a", closed="reached")))
    assert [(one.forecast.target, one.reached) for one in found] == [("10", True)]
    assert lessons(said, _document(_row("a"))) == [], "nothing is learned before the date"


def test_under_ten_forecasts_nobody_is_judged() -> None:
    nine = [Lesson(Forecast("a", "10", DUE, Decimal("0.8")), True)] * 9
    assert own_calibration(nine) == TooLittleHistory(needed=10, have=9)


def test_eight_times_out_of_ten_at_eighty_percent_is_well_said() -> None:
    ten = [Lesson(Forecast("a", "10", DUE, Decimal("0.8")), number < 8) for number in range(10)]
    found = own_calibration(ten)
    assert isinstance(found, Calibration)
    assert found.error == pytest.approx(0.0)
    assert found.brier == pytest.approx(0.16)

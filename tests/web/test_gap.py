"""The distance to the path, as it is written and drawn."""

from __future__ import annotations

import pytest

from jalon.web.gap import gap_to_path


def row(**told: object) -> dict[str, object]:
    return {"value": "95", "expected": "100", "target_range": None, "direction": "up", **told}


def test_it_is_the_value_s_own_distance() -> None:
    assert gap_to_path(row()) == pytest.approx(-0.05)
    assert gap_to_path(row(value="102.5")) == pytest.approx(0.025)


@pytest.mark.parametrize(
    "unknown",
    [
        {"value": None},
        {"expected": None},
        {"value": {"refused": "NoDenominator"}},
        {"expected": {"refused": "NoProfile"}},
        {"expected": "0"},
        {"target_range": ["1", "2"]},
    ],
)
def test_it_is_unknown_rather_than_guessed(unknown: dict[str, object]) -> None:
    assert gap_to_path(row(**unknown)) is None

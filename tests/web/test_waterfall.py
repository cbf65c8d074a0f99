"""A waterfall leads from the first value to the last, whatever stands between."""

from __future__ import annotations

import itertools

import pytest

from jalon.web.steering.waterfall import MOST, Waterfall, waterfall

ENDS = ("before", "after")


def change(effects: list[float], rest: float = 0.0, direction: str = "up") -> dict[str, object]:
    parts = [{"name": f"part {number}", "effect": str(effect)} for number, effect in enumerate(effects)]
    after = 100 + sum(effects) + rest
    return {
        "before": "100", "after": str(after), "change": str(after - 100), "unit": "count", "direction": direction,
        "parts": parts, "rest": str(rest),
    }  # fmt: skip


def drawn(document: dict[str, object]) -> Waterfall:
    found = waterfall(document, ENDS, "en", {})
    assert found is not None
    return found


def test_each_bar_begins_where_the_one_before_it_ended() -> None:
    steps = drawn(change([30.0, -12.0, 4.0], rest=2.0)).steps
    assert tuple(step.label for step in steps) == (
        "before", "part 0", "part 1", "part 2", "The rest, which nothing explains here", "after",
    )  # fmt: skip
    for before, step in itertools.pairwise(steps):
        sides = float(step.x), float(step.x) + float(step.width)
        assert min(abs(float(before.joint) - side) for side in sides) < 0.4
    assert abs(float(steps[-2].joint) - float(steps[-1].x)) < 0.01
    assert all(float(step.x) >= 0 and float(step.x) + float(step.width) <= 100.01 for step in steps)


@pytest.mark.parametrize(
    ("direction", "tones"), [("up", ["pos", "neg"]), ("down", ["neg", "pos"]), ("context", ["unk"] * 2)]
)
def test_the_tint_is_what_is_wanted(direction: str, tones: list[str]) -> None:
    assert [step.tone for step in drawn(change([5.0, -3.0], direction=direction)).steps[1:-1]] == tones


def test_too_many_parts_end_in_one_bar_and_nothing_moved_draws_nothing_between() -> None:
    many = drawn(change([float(20 - n) for n in range(15)])).steps
    assert len(many) == MOST + 3
    assert many[-2].label == "The others (7)"
    assert [step.is_end for step in drawn(change([0.0])).steps] == [True, True]
    assert waterfall({**change([]), "change": None}, ENDS, "en", {}) is None

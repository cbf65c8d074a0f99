"""A channel's curve drawn: its band, today and what is proposed on it, dashed where the weeks tell nothing."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jalon import wording
from jalon.web.rows import items

LEFT, RIGHT, TOP, BOTTOM, HEIGHT, WIDE = 10.0, 97.0, 24.0, 204.0, 236.0, 1000.0
_MOST_STEPS = 5
ROOM = 40.0
"""Percent of the width that a word to the left of its mark takes, the amounts of the scale included."""


@dataclass(slots=True)
class Mark:
    """A spend marked on the curve: where, and its word."""

    kind: str
    x: str
    y: str
    before: bool


@dataclass(slots=True)
class CurveChart:
    """Coordinates in percent across and pixels down; paths in a box 1000 wide."""

    band: str = ""
    known: str = ""
    guessed: str = ""
    lines: list[dict[str, str]] = field(default_factory=list)
    spends: list[dict[str, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def highest_of(channels: Sequence[Mapping[str, object]]) -> float:
    """The top of the scale that all curves of a result share, so that they can be compared."""
    ends = [_number(items(point["results90"])[1]) for row in channels for point in items(row["curve"])]
    return max(ends, default=1.0) * 1.05 or 1.0


def drawn(
    row: Mapping[str, object], highest: float, units: tuple[str, str], language: str, proposed: float | None = None
) -> CurveChart:
    """One channel; `units` of the result and of money."""
    points = [
        (
            _number(one["spend"]),
            _number(one["results"]),
            *(_number(end) for end in items(one["results90"])),
            one["beyond"],
        )
        for one in items(row["curve"])
    ]
    farthest = max((point[0] for point in points), default=1.0) or 1.0

    def across(spend: float) -> float:
        return LEFT + (RIGHT - LEFT) * min(spend / farthest, 1.0)

    def down(results: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * max(results, 0.0) / highest

    def path(side: Sequence[tuple[float, float]], start: str = "M") -> str:
        return " ".join(
            f"{start if n == 0 else 'L'}{across(x) * WIDE / 100:.1f} {down(y):.1f}" for n, (x, y) in enumerate(side)
        )

    middle = [(x, y) for x, y, _, _, _ in points]
    turn = next((at for at, point in enumerate(points) if point[4]), len(points))
    chart = CurveChart(
        band=f"{path([(x, high) for x, _, _, high, _ in points])} "
        f"{path([(x, low) for x, _, low, _, _ in reversed(points)], 'L')} Z",
        known=path(middle[:turn]),
        guessed=path(middle[max(turn - 1, 0) :]) if turn < len(points) else "",
    )
    for value in _round_steps(highest):
        text = wording.quantity(_plain(value), units[0], language, compact=True)
        chart.lines.append({"y": _n(down(value)), "text": text})
    for spend in [0.0, *_round_steps(farthest)]:
        text = wording.quantity(_plain(spend), units[1], language, compact=True)
        chart.spends.append({"x": _n(across(spend)), "text": text})
    today = _number(row["today"])
    placed = [("today", today)] + ([("proposed", proposed)] if proposed is not None else [])
    for kind, spend in placed:
        # Written on the side away from today, where there is room for the word.
        apart = kind == "proposed" and spend < today and across(spend) > ROOM
        chart.marks.append(Mark(kind, _n(across(spend)), _n(down(_at(middle, spend))), apart))
    return chart


def _at(points: Sequence[tuple[float, float]], spend: float) -> float:
    """The curve at a spend between two points."""
    for (left, low), (right, high) in itertools.pairwise(points):
        if left <= spend <= right and right > left:
            return low + (high - low) * (spend - left) / (right - left)
    return points[-1][1] if points else 0.0


def _round_steps(most: float) -> list[float]:
    """A few round values up to the most."""
    if most <= 0:
        return []
    power = 10.0 ** math.floor(math.log10(most / 3))
    step = next(power * one for one in (1, 2, 5, 10, 20) if most / (power * one) < _MOST_STEPS)
    return [step * n for n in range(1, int(most / step) + 1)]


def _plain(value: float) -> str:
    return str(round(value)) if value >= 10 else f"{value:.2f}"


def _number(value: object) -> float:
    return float(str(value))


def _n(value: float) -> str:
    return f"{value:.2f}"

"""The response of results to spend: the curve with its band, the weeks as they were, and where the spend is today."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from jalon import wording
from jalon.web.rows import items

LEFT, RIGHT, TOP, BOTTOM, HEIGHT, WIDE = 4.0, 98.0, 20.0, 204.0, 240.0, 1000.0
RECENT = 4
_MOST_STEPS = 6


@dataclass(slots=True)
class ResponseChart:
    """Coordinates in percent across and pixels down; paths in a box 1000 wide."""

    height: float = HEIGHT
    band: str = ""
    path: str = ""
    dots: list[dict[str, str]] = field(default_factory=list)
    lines: list[dict[str, str]] = field(default_factory=list)
    spends: list[dict[str, str]] = field(default_factory=list)
    today: str = ""


@dataclass(frozen=True, slots=True)
class ShownResponse:
    """One response as a page shows it."""

    kpi: str
    name: object
    sentence: str
    chart: ResponseChart
    curve: list[Mapping[str, object]]
    unit: str
    until: object


def shown_responses(row: Mapping[str, object], names: Mapping[str, object], language: str) -> list[ShownResponse]:
    """Every response of a risk; none of an older scorecard."""
    told = [one for one in items(row.get("responses")) if isinstance(one, Mapping)]
    return [
        ShownResponse(
            kpi=str(one["kpi"]),
            name=names.get(str(one["kpi"])),
            sentence=wording.response(one, language),
            chart=_drawn(one, language),
            curve=[point for point in items(one["curve"]) if isinstance(point, Mapping)],
            unit=str(one["unit"]),
            until=one["until"],
        )
        for one in told
    ]


def _drawn(told: Mapping[str, object], language: str) -> ResponseChart:
    points = [
        (_number(one["spend"]), _number(one["results"]), *(_number(end) for end in items(one["results80"])))
        for one in items(told["curve"])
        if isinstance(one, Mapping)
    ]
    weeks = [
        (_number(one["spend"]), _number(one["results"])) for one in items(told["weeks"]) if isinstance(one, Mapping)
    ]
    farthest = max([spend for spend, *_ in points] + [spend for spend, _ in weeks])
    highest = max([one[3] for one in points] + [results for _, results in weeks]) * 1.05 or 1.0

    def across(spend: float) -> float:
        return LEFT + (RIGHT - LEFT) * spend / farthest

    def down(results: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * max(results, 0.0) / highest

    def path(side: list[tuple[float, float]], start: str = "M") -> str:
        return " ".join(
            f"{start if n == 0 else 'L'}{across(x) * WIDE / 100:.1f} {down(y):.1f}" for n, (x, y) in enumerate(side)
        )

    upper, lower = [(x, high) for x, _, _, high in points], [(x, low) for x, _, low, _ in reversed(points)]
    drawn = ResponseChart(
        band=f"{path(upper)} {path(lower, 'L')} Z", path=path([(x, middle) for x, middle, _, _ in points])
    )
    drawn.dots = [
        {"x": _n(across(spend)), "y": _n(down(results)), "tone": "d2" if n >= len(weeks) - RECENT else "past"}
        for n, (spend, results) in enumerate(weeks)
    ]
    for value in _round_steps(highest):
        drawn.lines.append({"y": _n(down(value)), "text": wording.number(str(value), language, 0 if value >= 1 else 1)})
    unit = str(told["unit"])
    for spend in _round_steps(farthest):
        text = wording.quantity(str(round(spend)), unit, language, compact=True)
        drawn.spends.append({"x": _n(across(spend)), "text": text})
    drawn.today = _n(across(_number(told["spend"])))
    return drawn


def _round_steps(most: float) -> list[float]:
    """Three to six round values up to the most."""
    power = 10.0 ** math.floor(math.log10(most / 3)) if most > 0 else 1.0
    step = next(power * one for one in (1, 2, 5, 10) if most / (power * one) < _MOST_STEPS)
    return [step * n for n in range(1, int(most / step) + 1)]


def _number(value: object) -> float:
    return float(str(value))


def _n(value: float) -> str:
    return f"{value:.2f}"

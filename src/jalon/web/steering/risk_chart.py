"""The chart of a KRI: its readings in the unit people know, over the zones of its two thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jalon import wording

LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 6.0, 88.0, 24.0, 214.0, 240.0


@dataclass(frozen=True, slots=True)
class Band:
    """A dated event: a column behind the readings."""

    first: date
    last: date
    name: str


@dataclass(slots=True)
class RiskChart:
    """Coordinates in percent across and pixels down."""

    height: float = HEIGHT
    bands: list[dict[str, object]] = field(default_factory=list)
    zones: list[dict[str, str]] = field(default_factory=list)
    lines: list[dict[str, str]] = field(default_factory=list)
    path: str = ""
    dots: list[dict[str, str]] = field(default_factory=list)
    days: list[dict[str, str]] = field(default_factory=list)
    rows: list[dict[str, object]] = field(default_factory=list)


def risk_chart(row: Mapping[str, object], language: str, events: Sequence[Band] = ()) -> RiskChart | None:
    """Lay the readings out; None when fewer than two are known or the thresholds are not two numbers."""
    readings = row["readings"]
    known = [
        (date.fromisoformat(str(one["day"])), float(str(one["value"])), str(one["level"]))
        for one in (readings if isinstance(readings, list) else [])
        if one["value"] is not None and not isinstance(one["value"], Mapping)
    ]
    try:
        appetite, limit = float(str(row["appetite"])), float(str(row["limit"]))
    except ValueError:
        return None
    if len(known) < 2 or row["scale"] == "rule":
        return None
    values = [value for _, value, _ in known] + [appetite, limit]
    low, high = min(values), max(values)
    room = (high - low) or 1.0
    low, high = low - 0.12 * room, high + 0.12 * room
    if min(values) >= 0 and low < 0:
        low = 0.0

    def down(value: float) -> float:
        return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP)

    first, days = known[0][0], max((known[-1][0] - known[0][0]).days, 1)

    def across(day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - first).days / days

    unit = str(row["unit"])
    drawn = RiskChart()
    drawn.bands = [
        {
            "x": _n(across(max(one.first, first))),
            "width": _n(max(across(min(one.last, known[-1][0])) - across(max(one.first, first)), 0.6)),
            "number": number,
            "day": one.first,
            "last": one.last,
            "name": one.name,
        }
        for number, one in enumerate((one for one in events if one.last >= first and one.first <= known[-1][0]), 1)
    ]
    drawn.zones = _zones(down(appetite), down(limit), str(row["bad_direction"]) != "down", language)
    for value in (appetite, limit):
        drawn.lines.append({"y": _n(down(value)), "text": wording.quantity(str(value), unit, language, compact=True)})
    drawn.path = " ".join(
        f"{'M' if n == 0 else 'L'}{across(day) * 10:.1f} {down(value):.1f}" for n, (day, value, _) in enumerate(known)
    )
    drawn.dots = [
        {"x": _n(across(day)), "y": _n(down(value)), "tone": {"amber": "watch", "red": "off"}.get(level, "")}
        for day, value, level in known
    ]
    step = max(len(known) // 5, 1)
    drawn.days = [{"x": _n(across(day)), "text": wording.day(day, language, "short")} for day, _, _ in known[::step]]
    drawn.rows = [{"day": day, "value": str(value), "level": level} for day, value, level in reversed(known)]
    return drawn


def _zones(amber: float, red: float, up: bool, language: str) -> list[dict[str, str]]:
    """Three bands: what is tolerated, vigilance, alert; bad is up or down."""
    edges = [TOP, red, amber, BOTTOM] if up else [TOP, amber, red, BOTTOM]
    names = ["red", "amber", "quiet"] if up else ["quiet", "amber", "red"]
    tone = {"red": "z-off", "amber": "z-watch", "quiet": "z-on"}
    found = []
    for name, start, end in zip(names, edges, edges[1:], strict=False):
        height = max(end - start, 0.0)
        label = wording.standing(name, language) if height > 16 else ""
        found.append(
            {
                "tone": tone[name],
                "y": _n(start),
                "height": _n(height),
                "name": label,
                "middle": _n(start + height / 2 + 4),
            }
        )
    return found


def _n(value: float) -> str:
    return f"{value:.2f}"

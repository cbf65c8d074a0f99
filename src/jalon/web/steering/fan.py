"""The weeks to come on the chart of a KPI: the line foreseen, its bands at 50 and 80 %, and what would be needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

LOW80, LOW50, MIDDLE, HIGH50, HIGH80 = 1, 2, 3, 4, 5
"""Places among the seven chances .025 .1 .25 .5 .75 .9 .975."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """One week to come: its last day, its seven quantiles, what it must bring for the target to be met."""

    day: date
    quantiles: tuple[float, ...]
    needed: float | None


def ahead_of(forecast: object) -> list[Ahead]:
    """The weeks of a published forecast: of a total week by week, of a level where it will stand."""
    fan = forecast.get("fan") if isinstance(forecast, Mapping) else None
    rows = [row for row in fan if isinstance(row, Mapping)] if isinstance(fan, Sequence) else []
    by_week = any(row.get("week") for row in rows)
    return [
        Ahead(
            date.fromisoformat(str(row["day"])),
            tuple(float(str(value)) for value in (row["week"] if by_week else row["to_date"])),
            None if row.get("needed") is None else float(str(row["needed"])),
        )
        for row in rows
        if row["week"] or not by_week
    ]


def bounds(ahead: Sequence[Ahead]) -> list[float]:
    """What the drawing must have room for."""
    drawn = [one.quantiles[place] for one in ahead for place in (LOW80, HIGH80)]
    return drawn + [one.needed for one in ahead if one.needed is not None]


def paths(
    ahead: Sequence[Ahead], start: tuple[date, float] | None, x: Callable[[date], float], y: Callable[[float], float]
) -> dict[str, str]:
    """Bands and lines from the last value known; empty when nothing is foreseen."""
    if not ahead:
        return {}
    origin = [] if start is None else [(x(start[0]), y(start[1]))]
    found = {"fcst": _line(origin + [(x(one.day), y(one.quantiles[MIDDLE])) for one in ahead])}
    for name, low, high in (("b80", LOW80, HIGH80), ("b50", LOW50, HIGH50)):
        up = [(x(one.day), y(one.quantiles[high])) for one in ahead]
        down = [(x(one.day), y(one.quantiles[low])) for one in reversed(ahead)]
        found[name] = _line(origin + up + down) + "z"
    needed = [(x(one.day), y(one.needed)) for one in ahead if one.needed is not None]
    return {**found, "need": _line(needed)} if needed else found


def _line(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{'M' if n == 0 else 'L'}{x:.1f} {y:.1f}" for n, (x, y) in enumerate(points))

"""One's own areas on the opening page: a tile a KPI, its figure, its course, its odds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jalon.web.day.items import Mine
from jalon.web.here import Here
from jalon.web.rows import items
from jalon.web.rows import measured as measured_of

WEEKS = 26
HEIGHT, MARGIN = 44.0, 3.0


@dataclass(frozen=True, slots=True)
class Area:
    """An area and its KPIs."""

    row: Mapping[str, object]
    tiles: list[Mapping[str, object]]


def tiles(place: Here, mine: Mine) -> list[Area]:
    """The areas of whoever is signed in, the KPIs with a target first, six at most an area."""
    found = []
    for row in place.rows("kras"):
        if row["id"] in mine.areas:
            kpis = [measured_of(one) for one in place.rows("kpis") if one["kra"] == row["id"]]
            kpis.sort(key=lambda one: (one["standing"] == "no_target", bool(one["closed"])))
            found.append(Area(row, [{**one, "spark": spark(one)} for one in kpis[:6]]))
    return found


def spark(measured: Mapping[str, object]) -> dict[str, str] | None:
    """The last half year in a line, and its path, on a box of 100 by 44; None under three points."""
    points = items(measured["series"])[-WEEKS:]
    values = [_number(point["value"]) for point in points]
    paths = [_number(point["expected"]) for point in points]
    known = [one for one in (*values, *paths) if one is not None]
    if sum(one is not None for one in values) < 3:
        return None
    low, high = min(known), max(known)
    return {"actual": _line(values, low, high), "path": _line(paths, low, high)}


def _line(values: list[float | None], low: float, high: float) -> str:
    """A path that lifts the pen where nothing is known."""
    span, step = (high - low) or 1.0, 100 / max(len(values) - 1, 1)
    drawn, down = [], False
    for number, value in enumerate(values):
        if value is None:
            down = False
            continue
        y = HEIGHT - MARGIN - (value - low) / span * (HEIGHT - 2 * MARGIN)
        drawn.append(f"{'L' if down else 'M'}{number * step:.1f} {y:.1f}")
        down = True
    return "".join(drawn)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, str) else None

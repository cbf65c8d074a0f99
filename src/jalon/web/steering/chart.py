"""The chart of a KPI, laid out on the server: reality, path, last year, events and actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import floor, log10

from jalon import wording
from jalon.web.steering import fan
from jalon.web.steering.fan import Ahead

LEFT, RIGHT = 6.0, 89.0
"""Edges of the drawing in percent of the width: value labels at the left, names of lines at the right."""
TOP, FOOT, HEIGHT = 40.0, 28.0, 320.0
WEEK = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """A dated thing above the lines: an event (a column and a number) or an action (a tag)."""

    first: date
    last: date
    label: str


@dataclass(slots=True)
class Chart:
    """Coordinates, ready to be written: percents across, pixels down, thousandths inside the lines."""

    height: float = HEIGHT
    paths: dict[str, str] = field(default_factory=dict)
    grid: list[dict[str, object]] = field(default_factory=list)
    months: list[dict[str, object]] = field(default_factory=list)
    labels: list[dict[str, object]] = field(default_factory=list)
    events: list[dict[str, object]] = field(default_factory=list)
    actions: list[dict[str, object]] = field(default_factory=list)
    gaps: list[dict[str, object]] = field(default_factory=list)
    young: dict[str, object] | None = None
    dot: dict[str, object] | None = None
    now: str = ""
    bottom: float = HEIGHT - FOOT
    rows: list[dict[str, object]] = field(default_factory=list)
    ahead: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Point:
    start: date
    end: date
    value: float | None
    expected: float | None
    year_before: float | None
    moving: bool = False
    share: float | None = None

    @property
    def whole(self) -> bool:
        """Six days or fewer are not a week: a total of them would look like a fall."""
        return (self.end - self.start).days >= WEEK - 1


def chart(
    series: Sequence[Mapping[str, object]],
    unit: str,
    language: str,
    as_of: date,
    events: Iterable[Mark] = (),
    actions: Iterable[Mark] = (),
    masked: Iterable[Sequence[str]] = (),
    known_until: date | None = None,
    young_from: date | None = None,
    ahead: Sequence[Ahead] = (),
) -> Chart | None:
    """Lay a weekly series out; None when there is nothing to draw. Weeks that still move are a line of their own."""
    points = [_known(point, known_until or as_of) for point in map(_point, series) if point.whole]
    if not any(point.value is not None for point in points):
        return None
    first, last = points[0].start, points[-1].end
    across = _Across(first, last)
    seen = [v for p in points for v in (p.value, p.expected, p.year_before) if v is not None]
    down = _Down(seen + fan.bounds(ahead))
    drawn = Chart()
    for name, values in (
        ("last", [p.year_before for p in points]),
        ("path", [p.expected for p in points]),
        ("actual", [None if p.moving else p.value for p in points]),
        ("moving", _moving(points)),
    ):
        drawn.paths[name] = _path([(across.line(p.end), v) for p, v in zip(points, values, strict=True)], down)
    drawn.grid = [
        {
            "y": _n(down(tick)),
            "up": _n(down(tick) - 4),
            "text": wording.quantity(str(tick), unit, language, compact=True),
        }
        for tick in down.ticks
    ]  # fmt: skip
    drawn.months = across.months(language)
    drawn.now = across.percent(as_of)
    known = [p for p in points if p.value is not None]
    drawn.dot = {"x": across.percent(known[-1].end), "y": _n(down(known[-1].value or 0.0))}
    drawn.paths |= fan.paths(ahead, (known[-1].end, known[-1].value or 0.0), across.line, down)
    drawn.labels = _labels(points, down, across, language, ahead)
    drawn.events = [_column(mark, across, number) for number, mark in enumerate(events, 1)]
    drawn.actions = [
        {"x": across.percent(mark.first), "label": mark.label} for mark in actions if first <= mark.first <= last
    ]
    drawn.gaps = [_column(Mark(date.fromisoformat(m[0]), date.fromisoformat(m[1]), ""), across, 0) for m in masked]
    if young_from is not None and young_from <= (known_until or as_of):
        drawn.young = _column(Mark(young_from, known_until or as_of, ""), across, 0)
    drawn.rows = [
        {"week": p.start, "value": p.value, "expected": p.expected, "last": p.year_before, "moving": p.moving,
         "share": p.share}
        for p in known[-13:]
    ]  # fmt: skip
    drawn.ahead = [
        {"week": one.day, "value": one.quantiles[fan.MIDDLE], "low": one.quantiles[fan.LOW80],
         "high": one.quantiles[fan.HIGH80], "needed": one.needed}
        for one in ahead
    ]  # fmt: skip
    return drawn


def _point(row: Mapping[str, object]) -> _Point:
    value, expected, before = (
        None if row[k] is None else float(str(row[k])) for k in ("value", "expected", "year_before")
    )
    share = None if row.get("share") is None else float(str(row["share"]))
    first, last = (date.fromisoformat(str(row[end])) for end in ("start", "end"))
    return _Point(first, last, value, expected, before, bool(row.get("moving")), share)


def _moving(points: Sequence[_Point]) -> list[float | None]:
    """Weeks that still move, from the settled one before them, so that the line goes on without a hole."""
    after = [*points[1:], None]
    return [
        point.value if point.moving or (following is not None and following.moving) else None
        for point, following in zip(points, after, strict=True)
    ]


def _known(point: _Point, until: date) -> _Point:
    """A week that is not over yet has no value: a part of it would look like a fall."""
    return point if point.end <= until else replace(point, value=None)


class _Across:
    """Days to the width."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.days = max((last - first).days, 1)

    def share(self, day: date) -> float:
        return min(max((day - self.first).days / self.days, 0.0), 1.0)

    def percent(self, day: date) -> str:
        return _n(LEFT + (RIGHT - LEFT) * self.share(day))

    def line(self, day: date) -> float:
        return (LEFT + (RIGHT - LEFT) * self.share(day)) * 10

    def months(self, language: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = []
        day = self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first:
                name = wording.month_name(day.month, language)
                found.append({"x": self.percent(day), "name": name, "mid": day.month % 3 != 1})
            day = (day.replace(day=28) + timedelta(days=5)).replace(day=1)
        return found


class _Down:
    """Values to the height, on round ticks; from zero when the values come near it."""

    def __init__(self, values: Sequence[float]) -> None:
        low, high = min(values), max(values)
        if low > 0 and low < 0.4 * high:
            low = 0.0
        room = (high - low) or abs(high) or 1.0
        step = _round_step(room / 4)
        self.low = (low // step) * step
        self.ticks = [self.low]
        while self.ticks[-1] < high - step * 1e-9:
            self.ticks.append(self.ticks[-1] + step)
        self.ticks = [
            float(Decimal(repr(tick)).quantize(Decimal(repr(step)))) if step < 1 else tick for tick in self.ticks
        ]
        self.high = self.ticks[-1]

    def __call__(self, value: float) -> float:
        bottom = HEIGHT - FOOT
        return bottom - (value - self.low) / ((self.high - self.low) or 1.0) * (bottom - TOP)


def _round_step(rough: float) -> float:
    size = 10.0 ** floor(log10(rough))
    return next(n * size for n in (1, 2, 2.5, 5, 10) if n * size >= rough * 0.999)


def _path(points: Sequence[tuple[float, float | None]], down: _Down) -> str:
    """A line with a hole wherever a value is unknown; a lonely point becomes a dash one can see."""
    parts: list[str] = []
    for (_, before), (x, value) in pairwise([(0.0, None), *points]):
        if value is not None:
            parts.append(f"{'M' if before is None else 'L'}{x:.1f} {down(value):.1f}")
    return " ".join(parts)


def _labels(
    points: Sequence[_Point], down: _Down, across: _Across, language: str, ahead: Sequence[Ahead]
) -> list[dict[str, object]]:
    """Names at the ends of lines, moved apart where they would touch."""
    ends: list[tuple[float, str, str]] = []
    for key, style, values in (
        ("chart.path", "lab-2", [p.expected for p in points]),
        ("chart.last", "lab-2", [p.year_before for p in points]),
    ):
        known = [v for v in values if v is not None]
        if known:
            ends.append((down(known[-1]), key, style))
    if ahead:
        ends.append((down(ahead[-1].quantiles[fan.MIDDLE]), "chart.foreseen", "lab"))
    ends.sort()
    placed: list[dict[str, object]] = []
    floor = 0.0
    for y, key, style in ends:
        y = max(y + 4, floor)
        floor = y + 14
        year = {"year": str(across.first.year - 1)}
        placed.append({"x": _n(RIGHT + 0.6), "y": _n(y), "text": wording.phrase(key, language, year), "style": style})
    return placed


def _column(mark: Mark, across: _Across, number: int) -> dict[str, object]:
    left, right = float(across.percent(mark.first)), float(across.percent(mark.last + timedelta(days=1)))
    width = max(right - left, 0.35)
    return {"x": _n(left), "width": _n(width), "middle": _n(left + width / 2), "number": number, "label": mark.label}


def _n(value: float) -> str:
    return f"{value:.2f}"

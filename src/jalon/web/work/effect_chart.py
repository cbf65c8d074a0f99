"""An effect drawn: what came, what would have come with its band, the action's days; and where nothing was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from jalon import wording
from jalon.web.rows import items

TOP, BOTTOM, HEIGHT, WIDE = 20.0, 196.0, 228.0, 1000.0
STRIP_TOP, STRIP_BOTTOM, STRIP = 16.0, 84.0, 104.0
FARTHEST = 4.0
"""Standard errors shown: what lies beyond stands at the edge."""
_LABELS, _LINES = 5, 3
_LEAST_BETWEEN = timedelta(days=14)


@dataclass(slots=True)
class EffectChart:
    """Coordinates in percent across and pixels down; paths in a box 1000 wide."""

    height: float = HEIGHT
    came: list[str] = field(default_factory=list)
    expected: str = ""
    band: str = ""
    band80: str = ""
    start: str = ""
    window: dict[str, str] = field(default_factory=dict)
    lines: list[dict[str, str]] = field(default_factory=list)
    days: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Strip:
    """Placebos as dots: each one's error in its own doubt, inside the band when the method was right there."""

    height: float = STRIP
    low: str = ""
    high: str = ""
    middle: str = ""
    dots: list[dict[str, str]] = field(default_factory=list)


def drawn(effect: Mapping[str, object], language: str) -> EffectChart | None:
    """The path of a measured effect; None where there is none (a test)."""
    points = [one for one in items(effect.get("path")) if isinstance(one, Mapping)]
    if len(points) < 2:
        return None
    first, last = _day(points[0]["start"]), _day(points[-1]["end"])
    days = max((last - first).days, 1)
    values = [float(str(one[name])) for one in points for name in ("came", "expected") if one[name] is not None]
    values += [float(str(end)) for one in points for end in items(one["band95"])]
    low, high = min(values), max(values)
    low, high = low - 0.06 * (high - low or 1), high + 0.06 * (high - low or 1)
    if low < 0 <= min(values):
        low = 0.0

    def across(day: date) -> float:
        return 100 * (day - first).days / days

    def down(value: object) -> float:
        return BOTTOM - (BOTTOM - TOP) * (float(str(value)) - low) / (high - low)

    def middle(one: Mapping[str, object]) -> date:
        begin, end = _day(one["start"]), _day(one["end"])
        return begin + (end - begin) / 2

    def path(told: list[tuple[Mapping[str, object], object]], begin: str = "M") -> str:
        return " ".join(
            f"{begin if n == 0 else 'L'}{across(middle(one)) * WIDE / 100:.1f} {down(value):.1f}"
            for n, (one, value) in enumerate(told)
        )

    found = EffectChart()
    found.came = [path(run) for run in _runs(points)]
    after = [one for one in points if one["expected"] is not None]
    found.expected = path([(one, one["expected"]) for one in after])
    for name in ("band95", "band80"):
        ends = [(one, items(one[name])) for one in after if one[name] is not None]
        if ends:
            upper, lower = [(one, end[1]) for one, end in ends], [(one, end[0]) for one, end in reversed(ends)]
            shape = f"{path(upper)} {path(lower, 'L')} Z"
            found.band, found.band80 = (shape, found.band80) if name == "band95" else (found.band, shape)
    begin, end = (_day(one) for one in items(effect["window"]))
    found.start = _n(across(begin))
    found.window = {"x": _n(across(begin)), "width": _n(min(across(end + timedelta(days=1)), 100) - across(begin))}
    unit = str(effect["unit"])
    for n in range(1, _LINES + 1):
        value = low + (high - low) * n / (_LINES + 0.4)
        found.lines.append({"y": _n(down(value)), "text": _short(value, unit, language)})
    step = max(timedelta(days=days // _LABELS), _LEAST_BETWEEN)
    at = first + step / 2
    while at < last - step / 3:
        found.days.append({"x": _n(across(at)), "text": wording.day(at, language, "short")})
        at += step
    return found


def strip(effect: Mapping[str, object]) -> Strip | None:
    """The placebos of an effect; None where there are none."""
    rows = [one for one in items(effect.get("placebos")) if isinstance(one, Mapping)]
    if not rows:
        return None

    def down(score: float) -> float:
        return (STRIP_TOP + STRIP_BOTTOM) / 2 - (STRIP_BOTTOM - STRIP_TOP) / 2 * max(-1.0, min(score / FARTHEST, 1.0))

    found = Strip(low=_n(down(-1.96)), high=_n(down(1.96)), middle=_n(down(0.0)))
    for n, one in enumerate(rows):
        x = 100 * (n + 0.5) / len(rows)
        tone = "" if one["inside"] else "off"
        found.dots.append({"x": _n(x), "y": _n(down(float(str(one["error"])))), "tone": tone})
    return found


def _runs(points: list[Mapping[str, object]]) -> list[list[tuple[Mapping[str, object], object]]]:
    """What came, cut where a period is unknown."""
    runs: list[list[tuple[Mapping[str, object], object]]] = [[]]
    for one in points:
        if one["came"] is None:
            runs.append([])
        else:
            runs[-1].append((one, one["came"]))
    return [run for run in runs if len(run) > 1]


def _short(value: float, unit: str, language: str) -> str:
    if unit == "ratio":
        return wording.percent(str(value), language, 1)
    return wording.quantity(str(round(value, 2)), unit, language, compact=True)


def _day(value: object) -> date:
    return date.fromisoformat(str(value))


def _n(value: float) -> str:
    return f"{value:.2f}"

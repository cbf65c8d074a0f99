"""When a change of level may have begun: the chance of each day as a bar, over the windows of what was compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from jalon import wording
from jalon.web.rows import items

TOP, BOTTOM, HEIGHT = 18.0, 118.0, 140.0
AROUND = timedelta(days=10)
MOST_DAYS = 62
_LABELS = 5
LINKED = ("no_event", "coincides", "goes_with")


@dataclass(slots=True)
class ShiftChart:
    """Coordinates in percent across and pixels down; `windows` are named where they have room."""

    height: float = HEIGHT
    windows: list[dict[str, str]] = field(default_factory=list)
    bars: list[dict[str, str]] = field(default_factory=list)
    days: list[dict[str, str]] = field(default_factory=list)
    top: str = ""


@dataclass(frozen=True, slots=True)
class ShownShift:
    """A change of level as a page shows it: its sentence, and behind it dates, windows and controls."""

    link: str
    sentence: str
    chart: ShiftChart | None
    dated: list[Mapping[str, object]]
    candidates: list[Mapping[str, object]]
    witnesses: list[Mapping[str, object]]
    no_event: object
    chance: object
    span: list[object]
    season: bool

    @property
    def is_change(self) -> bool:
        """Whether there is something to explain."""
        return self.link in LINKED


def shown_shift(row: Mapping[str, object], language: str) -> ShownShift | None:
    """What a row of the scorecard says of its level; None where nothing was compared, or by an older scorecard."""
    told = row.get("shift")
    if not isinstance(told, Mapping) or "refused" in told:
        return None
    candidates = [one for one in items(told["candidates"]) if isinstance(one, Mapping)]
    dated = [one for one in items(told["dated"]) if isinstance(one, Mapping)]
    near = [one for one in candidates if float(str(one["weight"])) >= 0.01 or not dated]
    return ShownShift(
        link=str(told["link"]),
        sentence=wording.shift(told, language),
        chart=_drawn(dated, candidates, language) if dated else None,
        dated=dated,
        candidates=sorted(near or candidates, key=lambda one: -float(str(one["weight"]))),
        witnesses=[one for one in items(told["witnesses"]) if isinstance(one, Mapping)],
        no_event=told["no_event"],
        chance=told["chance"],
        span=items(told["span"]),
        season=bool(told["season"]),
    )


def _drawn(
    dated: list[Mapping[str, object]], candidates: list[Mapping[str, object]], language: str
) -> ShiftChart | None:
    """Bars from the first likely day to the last, with room around them."""
    chances = {date.fromisoformat(str(one["day"])): float(str(one["share"])) for one in dated}
    likeliest = max(chances, key=lambda day: chances[day])
    half = timedelta(days=MOST_DAYS // 2)
    first = max(min(chances) - AROUND, likeliest - half)
    last = min(max(chances) + AROUND, likeliest + half)
    days = (last - first).days + 1
    highest = max(chances.values())

    def across(day: date) -> float:
        return 100 * (day - first).days / days

    drawn = ShiftChart(top=wording.percent(str(round(highest, 3)), language, 0))
    for day, chance in chances.items():
        if first <= day <= last:
            height = (BOTTOM - TOP) * chance / highest
            place = {"x": _n(across(day)), "width": _n(72 / days)}
            drawn.bars.append({**place, "y": _n(BOTTOM - height), "height": _n(height)})
    for one in candidates:
        start, end = (date.fromisoformat(str(day)) for day in items(one["window"]))
        if end >= first and start <= last:
            left, right = across(max(start, first)), across(min(end, last)) + 100 / days
            drawn.windows.append({"x": _n(left), "width": _n(right - left)})
    step = max(days // _LABELS, 1)
    at = [first + timedelta(days=n) for n in range(step // 2, days, step)]
    drawn.days = [{"x": _n(across(day) + 50 / days), "text": wording.day(day, language, "short")} for day in at]
    return drawn


def _n(value: float) -> str:
    return f"{value:.2f}"

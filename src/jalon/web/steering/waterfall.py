"""From one value to the next, part by part: a waterfall laid out in rows, wide or narrow alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jalon import wording
from jalon.wording import moves

MOST = 8
"""Parts drawn one by one; the others are one bar."""
ROW, BAR, TOP = 40, 12, 4
LEFT, RIGHT = 1.0, 99.0


@dataclass(frozen=True, slots=True)
class Step:
    """One row: the words, the bar between two running totals (percent across), the tint of what is wanted."""

    label: str
    value: str
    y: int
    text_y: int
    x: str
    width: str
    tone: str
    joint: str
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Rows of a change; positions in percent across and pixels down."""

    height: int
    steps: tuple[Step, ...]


def waterfall(
    said: Mapping[str, object], ends: tuple[str, str], language: str, names: Mapping[str, str]
) -> Waterfall | None:
    """The start, what each part brings, the rest, the end (the JSON form of a change); None where nothing is split."""
    if said["change"] is None:
        return None
    before, after, unit = float(str(said["before"])), float(str(said["after"])), str(said["unit"])
    moving = _moving(said, language, names)
    low, high = _reach(before, after, [effect for _, effect in moving])

    def across(value: float) -> float:
        return LEFT + (RIGHT - LEFT) * (value - low) / ((high - low) or 1.0)

    down = said["direction"] == "down"
    steps = [_end(ends[0], wording.quantity(str(said["before"]), unit, language), 0, across(before))]
    running = before
    for number, (label, effect) in enumerate(moving, 1):
        start, running = running, running + effect
        tone = "unk" if said["direction"] not in ("up", "down") else "pos" if (effect > 0) != down else "neg"
        sides = sorted((across(start), across(running)))
        text = moves.signed(effect, unit, language)
        steps.append(_step(label, text, number, sides[0], sides[1] - sides[0], tone, across(running)))
    steps.append(_end(ends[1], wording.quantity(str(said["after"]), unit, language), len(steps), across(after)))
    return Waterfall(ROW * len(steps) + TOP, tuple(steps))


def _moving(said: Mapping[str, object], language: str, names: Mapping[str, str]) -> list[tuple[str, float]]:
    """The parts that move it, largest first, those too many as one, then the rest."""
    rows = said["parts"]
    parts = [
        (moves.part_name(str(one["name"]), language, names), float(str(one["effect"])))
        for one in (rows if isinstance(rows, list) else [])
    ]
    parts = [one for one in parts if one[1]]
    shown, others = (parts, []) if len(parts) <= MOST + 1 else (parts[:MOST], parts[MOST:])
    if others:
        label = wording.phrase("moving.others", language, {"count": str(len(others))})
        shown = [*shown, (label, sum(effect for _, effect in others))]
    rest = float(str(said["rest"] or 0))
    return [*shown, (wording.phrase("moving.rest", language), rest)] if rest else shown


def _reach(before: float, after: float, effects: Sequence[float]) -> tuple[float, float]:
    totals, running = [before, after], before
    for effect in effects:
        running += effect
        totals.append(running)
    room = (max(totals) - min(totals)) or abs(before) or 1.0
    return min(totals) - 0.04 * room, max(totals) + 0.04 * room


def _end(label: str, value: str, number: int, x: float) -> Step:
    """A value is a mark and not a bar: the scale does not begin at zero."""
    return _step(label, value, number, x, 0.0, "", x, is_end=True)


def _step(
    label: str, value: str, number: int, x: float, width: float, tone: str, joint: float, *, is_end: bool = False
) -> Step:
    y = TOP + number * ROW
    return Step(label, value, y + 18, y + 12, f"{x:.2f}", f"{max(width, 0.3):.2f}", tone, f"{joint:.2f}", is_end)

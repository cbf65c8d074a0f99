"""Channels of known response: is one whose next unit brings too little flagged, and only those."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jalon.quantities import Refusal
from jalon.stats.saturation import saturation

Array = NDArray[np.float64]
Curve = Callable[[Array], Array]

WEEKS = 104
AWAY = 1.8
"""The floor lies that many times above or below what the next unit truly brings."""
GOAL = 0.8
NOISES, VARIATIONS = (0.04, 0.10), (0.25, 0.5)

LAWS: dict[str, Curve] = {
    "power": lambda x: 300 * x**0.4,
    "logarithm": lambda x: 250 * np.log1p(2 * x),
    "Hill": lambda x: 600 * x / (x + 1),
    "bent Hill": lambda x: 600 * x**2 / (x**2 + 0.7),
    "straight": lambda x: 320 * x,
}


@dataclass(frozen=True)
class Case:
    """Two years of weeks, the floor, and what is true of it."""

    spend: Array
    response: Array
    floor: float
    slope: float
    saturated: bool


def cases(law: Curve, noise: float, variation: float, count: int, rng: np.random.Generator) -> Iterator[Case]:
    """Spend with a season and a carry-over of its own; every second channel lies under its floor."""
    for at in range(count):
        weeks = np.arange(WEEKS)
        season = 1 + 0.2 * np.sin(2 * np.pi * (weeks / 52.18 + rng.uniform()))
        spend = season * np.exp(rng.standard_normal(WEEKS) * variation)
        spend[-4:] = spend[-4:].mean()
        carried = rng.uniform(0, 0.5)
        stock = np.empty(WEEKS)
        level = spend[0]
        for week in weeks:
            level = carried * level + (1 - carried) * spend[week]
            stock[week] = level
        base = law(np.ones(1))[0]
        clean = 0.4 * base * season + law(stock)
        today, step = float(spend[-4:].mean()), 1e-4
        slope = float(law(np.array([today + step]))[0] - law(np.array([today]))[0]) / step
        saturated = at % 2 == 0
        response = np.maximum(clean + rng.standard_normal(WEEKS) * noise * clean.mean(), 0)
        yield Case(spend, response, slope * AWAY if saturated else slope / AWAY, slope, saturated)


def run(seed: int, count: int = 8) -> bool:
    """Every law, noise and variation; precision, recall and coverage over all, recall by law beside."""
    rng = np.random.default_rng(seed)
    flags = right = under = held = judged = 0
    for name, law in LAWS.items():
        found = caught = mine = 0
        for noise in NOISES:
            for variation in VARIATIONS:
                for case in cases(law, noise, variation, count, rng):
                    one = saturation(case.spend, case.response, case.floor)
                    mine += case.saturated
                    if isinstance(one, Refusal):
                        continue
                    judged += 1
                    held += one.low <= case.slope <= one.high
                    found += one.flag
                    caught += one.flag and case.saturated
        print(f"  saturation, {name:10s} flagged {found}, rightly {caught}, of {mine} saturated", flush=True)
        flags, right, under = flags + found, right + caught, under + mine
    precision, recall = right / max(flags, 1), right / under
    print(f"  saturation, all: precision {precision:.2f}  recall {recall:.2f} (goals {GOAL})  "
          f"80 % interval holds {held / judged:.2f}  n {judged}")  # fmt: skip
    reached = precision >= GOAL and recall >= GOAL
    print(f"    saturation {'reached' if reached else 'MISSED'}")
    return reached

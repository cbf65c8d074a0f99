"""Overlaps and holes of a plan of 200 areas and ten thousand cells, exactly, by set algebra."""

from __future__ import annotations

from itertools import product

from benchmarks.machine import seconds
from jalon.plan.document import read_plan
from jalon.plan.territory import Territory

GOAL = 1.0
AREAS, CHANNELS, MARKETS, GOALS = 200, 100, 20, 5


def run() -> bool:
    """The plan is read, then its overlaps and holes are timed beside a count of every cell one by one."""
    plan = read_plan(_document().encode(), "plan.yaml").plan
    if plan is None:
        print("  the plan of the benchmark cannot be read")
        return False
    found: list[tuple[int, int]] = []

    def algebra() -> None:
        territory = Territory(plan)
        found.append((sum(1 for _ in territory.overlaps()), sum(1 for _ in territory.holes())))

    spent = min(seconds(algebra) for _ in range(3))
    cells = CHANNELS * MARKETS * GOALS
    counted: list[int] = []
    by_cell = seconds(lambda: counted.append(_overlapping_cells()))
    print(f"  {AREAS} areas, {cells:,} cells: algebra {spent:.3f} s; cell by cell {by_cell:.3f} s; goal {GOAL} s")
    print(f"  pairs in conflict {found[-1][0]}, of which cells {counted[-1]:,}; holes {found[-1][1]}")
    return spent <= GOAL


def _claims() -> list[tuple[int, range, range]]:
    """Area → channel, markets, goals: neighbours on one channel share a market now and then."""
    found = []
    for number in range(AREAS):
        first = number // 2 % CHANNELS
        half = number % 2
        markets = range(11) if half == 0 else range(10 if number % 7 == 0 else 11, 20)
        found.append((first, markets, range(GOALS)))
    return found


def _document() -> str:
    areas = []
    for number, (channel, markets, _) in enumerate(_claims()):
        named = ", ".join(f"m{m}" for m in markets)
        areas.append(
            f"  - {{id: K{number}, name: Area {number}, owner: p{number}, mission: x, "
            f"territory: [{{channel: c{channel}, market: [{named}]}}], limits: [x], serves: []}}"
        )
    people = "\n".join(f"  - {{id: p{n}, name: P{n}}}" for n in range(AREAS))
    all_channels, all_markets, all_goals = (
        ", ".join(f"{letter}{n}" for n in range(size))
        for letter, size in (("c", CHANNELS), ("m", MARKETS), ("g", GOALS))
    )
    return (
        "version: jalon/1\nlanguages: [en]\ncompany: {id: c, name: C}\n"
        "period: {start: 2026-01-01, end: 2026-12-31}\n"
        f"people:\n{people}\ngrounds:\n  channel: [{all_channels}]\n"
        f'dimensions:\n  market: [{all_markets}]\n  goal: [{all_goals}]\nrequired:\n  - {{channel: "*"}}\n'
        "kras:\n" + "\n".join(areas) + "\n"
    )


def _overlapping_cells() -> int:
    """The same question asked of every cell: how many have two holders."""
    holders: dict[tuple[int, int, int], int] = {}
    for channel, markets, goals in _claims():
        for market, goal in product(markets, goals):
            holders[channel, market, goal] = holders.get((channel, market, goal), 0) + 1
    return sum(1 for count in holders.values() if count > 1)

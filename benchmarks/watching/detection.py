"""Lasting falls planted in real and simulated series: found within a fortnight, at one false alarm a year."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.adapters import alone_many, stat_many
from benchmarks.odds.tasks import Series, filled, given
from benchmarks.simulated import quiet
from benchmarks.watching.charts import CHARTS, many

Array = NDArray[np.float64]
Statistic = Callable[[Sequence[Array], Sequence[Array], int], list[Array]]

START, QUIET_DAYS, BUDGET, LONGEST = 200, 28, 1.0, 900
FALLS = (0.20, 0.30)
GOALS = (0.45, 0.70)
_SHORT = ("pageviews", "nab_adx")


@dataclass(frozen=True)
class Found:
    """Share of the falls found in 14 days, false alarms a year, share that the untouched series had anyway."""

    falls: tuple[float, ...]
    false: float
    chance: float


def statistics() -> dict[str, Statistic]:
    """Ours with and without sister series, and the charts."""
    charts: dict[str, Statistic] = {
        name: (lambda ys, _, start, name=name: many(name, ys, start))  # type: ignore[misc]
        for name in CHARTS
    }
    return {"Jalon, sister series known": stat_many, "Jalon, each series alone": alone_many, **charts}


def real() -> list[Series]:
    """The long series handed over beside the project, gaps filled; none where they are not there."""
    kept = [one for one in given("D") if one.source not in _SHORT and len(one.values) >= START + 150]
    return [
        Series(one.name, one.source, np.maximum(filled(one.values[-LONGEST:], 7), 0), one.days[-LONGEST:])
        for one in kept
    ]


def made(seed: int, count: int = 48, days: int = 700) -> list[Series]:
    """Simulated series of eight kinds on one calendar: a seed that nothing was chosen on."""
    values, kinds = quiet(count, days, seed)
    calendar = np.datetime64("2024-01-01") + np.arange(days)
    return [Series(f"{kind} {at}", kind, values[:, at], calendar) for at, kind in enumerate(kinds)]


def measured(name: Statistic, series: list[Series], draws: int, salt: int) -> Found:
    """Thresholds fixed on one half, reported on the other, then the other way round."""
    halves = [[one for one in series if _key(one.name, salt) % 2 == half] for half in (0, 1)]
    asked = [_planted(half, draws, salt) for half in halves]
    calm = [name([s.values for s in half], [s.days for s in half], START) for half in halves]
    hits: list[list[bool]] = [[] for _ in FALLS]
    alarms, years, chance = 0, 0.0, []
    for own, other in ((0, 1), (1, 0)):
        bound = _threshold(calm[other])
        alarms += sum(_alarms(one, bound) for one in calm[own])
        years += sum(len(one) - START for one in calm[own]) / 365.25
        for fall, told in enumerate(_after(name, halves[own], asked[own])):
            pairs = zip(told, asked[own], strict=True)
            hits[fall] += [bool((one[day : day + 15] > bound).any()) for one, (_, day) in pairs]
        chance += [bool((calm[own][at][day : day + 15] > bound).any()) for at, day in asked[own]]
    return Found(tuple(float(np.mean(one)) for one in hits), alarms / years, float(np.mean(chance)))


def _after(name: Statistic, series: list[Series], asked: list[tuple[int, int]]) -> list[list[Array]]:
    """The statistic of every planted fall: one series falls, its sisters go on."""
    found = []
    for fall in FALLS:
        values, days = [], []
        for at, day in asked:
            changed = series[at].values[: day + 20].copy()
            changed[day:] *= 1 - fall
            values.append(changed)
            days.append(series[at].days[: day + 20])
        found.append(name(values, days, START))
    return found


def _planted(series: list[Series], draws: int, salt: int) -> list[tuple[int, int]]:
    found = []
    for at, one in enumerate(series):
        rng = np.random.default_rng(_key(one.name, salt))
        found += [(at, int(rng.integers(START + 60, len(one.values) - 60))) for _ in range(draws)]
    return found


def _key(name: str, salt: int) -> int:
    return zlib.crc32(f"{name}:{salt}".encode())


def _threshold(calm: list[Array]) -> float:
    """The lowest bound that keeps the budget on these series as they are: their natural breaks count as false."""
    years = sum(len(one) - START for one in calm) / 365.25
    pool = np.unique(np.quantile(np.concatenate([one[START:] for one in calm]), np.linspace(0.9, 1, 400)))
    return next((float(q) for q in pool if sum(_alarms(one, q) for one in calm) / years <= BUDGET), float(pool[-1]))


def _alarms(told: Array, bound: float) -> int:
    count, quiet_until = 0, START
    for day in np.flatnonzero(told > bound):
        if day >= quiet_until:
            count, quiet_until = count + 1, int(day) + QUIET_DAYS
    return count


def run(seed: int, draws: int = 2) -> bool:
    """Every statistic on the same falls; the goals are for the given series."""
    held = True
    for title, series in (("given", real()), (f"simulated, seed {seed}", made(seed))):
        if not series:
            print(f"  {title}: the series are not here")
            continue
        print(f"  {title}: {len(series)} series, {draws} falls each, both halves", flush=True)
        for name, statistic in statistics().items():
            one = measured(statistic, series, draws, seed)
            shares = ", ".join(f"-{fall:.0%} {share:.2f}" for fall, share in zip(FALLS, one.falls, strict=True))
            print(f"    {name:28s} within 14 days {shares}  false/year {one.false:.2f}  by chance {one.chance:.2f}",
                  flush=True)  # fmt: skip
            if title == "given" and name.startswith("Jalon"):
                held &= all(share >= goal for share, goal in zip(one.falls, GOALS, strict=True)) or "alone" in name
    print(f"    goals {GOALS} with sister series: {'reached' if held else 'MISSED'}")
    return held

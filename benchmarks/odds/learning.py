"""The table of `stats/forecast/shipped.py`, learnt anew: `python -m benchmarks.odds.learning` prints its rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.odds import simulated
from benchmarks.odds.tasks import given, is_learned_from, tasks
from jalon.stats.forecast import HorizonForecast, forecast_mean, panel_of

SEEDS = (101, 102)
"""Not the seed that the benchmark scores on."""
LENGTHS, HORIZONS = (150, 400, 800), {7: (28, 91), 1: (13,)}
ORIGINS = 4
Floats = np.ndarray


def main() -> None:
    """One row a model: losses by day of short pasts and of long ones, then by week."""
    table: dict[str, list[float]] = {}
    for unit in (7, 1):
        for long in (0, 1):
            total: dict[str, tuple[float, float]] = {}
            for panel in _panels(unit):
                for horizon in HORIZONS[unit]:
                    if panel.width >= 3 * horizon:
                        _add(total, forecast_mean(panel, horizon), long)
            for name, (loss, count) in total.items():
                table.setdefault(name, [0.0] * 4)[(0 if unit == 7 else 2) + long] = loss / max(count, 1)
    for name, row in table.items():
        print(f'    "{name}": ({", ".join(f"{loss:.3f}" for loss in row)}),')


def _add(total: dict[str, tuple[float, float]], made: HorizonForecast, long: int) -> None:
    rows = made.long == long
    loss, count = (made.losses * made.seen)[rows].sum(0), made.seen[rows].sum(0)
    for place, name in enumerate(made.names):
        before = total.get(name, (0.0, 0.0))
        total[name] = (before[0] + float(loss[place]), before[1] + float(count[place]))


def _panels(unit: int):  # type: ignore[no-untyped-def]  # panels of the statistics
    for histories, day in _histories(unit):
        yield panel_of(histories, [day] * len(histories), unit, 156 * unit)


def _histories(unit: int) -> Iterator[tuple[list[Floats], int]]:
    freq = "D" if unit == 7 else "W"
    kept = [one for one in given(freq) if is_learned_from(one.name)]
    for batch in tasks(kept, freq, ORIGINS):
        by_day: dict[int, list[Floats]] = {}
        for task in batch:
            by_day.setdefault(int(task.days[-1].astype("datetime64[D]").astype(int)), []).append(task.past)
        yield from ((histories, day) for day, histories in by_day.items())
    for seed in SEEDS:
        for days in LENGTHS:
            made = [one.values for one in simulated.collection(seed, 12, days)]
            yield [one if unit == 7 else one[len(one) % 7 :].reshape(-1, 7).sum(1) for one in made], 20_000


if __name__ == "__main__":
    main()

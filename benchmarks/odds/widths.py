"""How wide bands must be by horizon, learnt anew: `python -m benchmarks.odds.widths` prints it for `shipped.py`.

Read on the half of the public series that no score reads and on simulated ones, origin after origin over a year. Run it
with `MIDDLE_WIDTH` 1 and `NARROWING` 0 to learn the law, as it is to see what is left.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import t as student

from benchmarks.odds import simulated
from benchmarks.odds.forecaster import forecaster_many
from benchmarks.odds.learning import SEEDS
from benchmarks.odds.tasks import LONGEST, SEASON, Series, given, is_learned_from, tasks
from jalon.stats.forecast.shipped import MIDDLE_WEEKS
from jalon.stats.forecast.spread import TAILS

WEEKS = (1, 2, 4, 8, 13, 26)
LENGTHS = (400, 800)
MOST_ORIGINS = 14
WIDTHS = np.arange(0.6, 1.6, 0.01)
Floats = np.ndarray


def main() -> None:
    """Each horizon and grain: shares inside the bands, and the width that would hold 80 and 95 %; then the law."""
    found = []
    for freq, unit in (("D", 7), ("W", 1)):
        for weeks in WEEKS:
            groups = [
                one for one in (_missed(s, freq, weeks * unit) for s in (_taught(freq), _made(freq))) if len(one) >= 60
            ]
            if not groups or weeks * unit < 2:
                continue
            width = _needed(groups)
            found.append((weeks, width, sum(len(one) for one in groups)))
            shares = "  ".join(f"{_inside(one, 0.8, 1):.3f}/{_inside(one, 0.95, 1):.3f} ({len(one)})" for one in groups)
            print(f"{freq} {weeks:2d} weeks: {shares}  width {width:.2f}", flush=True)
    weeks, widths, outcomes = np.array(found, float).T
    slope, middle = np.polyfit(np.log(weeks / MIDDLE_WEEKS), np.log(widths), 1, w=np.sqrt(outcomes))
    print(f"MIDDLE_WIDTH {np.exp(middle):.3f}  NARROWING {-slope:.3f}")


def _taught(freq: str) -> list[Series]:
    return [one for one in given(freq) if is_learned_from(one.name) and len(one.values) > 2 * 52]


def _made(freq: str) -> list[Series]:
    made = [one for seed in SEEDS for days in LENGTHS for one in simulated.collection(seed, 12, days)]
    if freq == "D":
        return made
    cut = [len(one.values) % 7 for one in made]
    return [
        Series(o.name, o.source, o.values[c:].reshape(-1, 7).sum(1), o.days[c:][6::7])
        for o, c in zip(made, cut, strict=True)
    ]


def _missed(series: list[Series], freq: str, horizon: int) -> Floats:
    """Errors of the totals in units of their spread: every series at each origin, all of an origin together."""
    origins = min(MOST_ORIGINS, max(2, 2 * (365 if freq == "D" else 52) // horizon))
    found = []
    for batch in tasks(series, freq, origins, horizon=horizon, every=max(1, horizon // 2)):
        pasts, days = [one.past[-LONGEST[freq] :] for one in batch], [one.days for one in batch]
        answers = forecaster_many(pasts, days, freq, horizon, [SEASON[freq]] * len(batch))
        for task, answer in zip(batch, answers, strict=True):
            if answer is not None:
                draws = np.sort(answer["total"])
                places = (np.arange(len(draws)) + 0.5) / len(draws)
                place = np.interp(task.future.sum(), draws, places, left=1e-4, right=1 - 1e-4)
                found.append(float(student.ppf(place, TAILS)))
    return np.array(found)


def _inside(missed: Floats, share: float, width: float) -> float:
    return float(np.mean(np.abs(missed) <= width * student.ppf(0.5 + share / 2, TAILS)))


def _needed(groups: list[Floats]) -> float:
    """The width at which both bands hold what they say, each group counting alike."""
    off = [
        sum((np.mean([_inside(one, p, width) for one in groups]) - p) ** 2 / (p * (1 - p)) for p in (0.8, 0.95))
        for width in WIDTHS
    ]
    return float(WIDTHS[int(np.argmin(off))])


if __name__ == "__main__":
    main()

"""Odds beside other methods in one run: given series and simulated ones, daily and weekly, ratios, speed."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks.odds import rivals, simulated
from benchmarks.odds.forecaster import forecaster_many
from benchmarks.odds.scores import Answer, Scores, scored
from benchmarks.odds.tasks import HORIZON, Series, Task, given, is_learned_from, tasks
from jalon.stats.odds import FlowAsked, RatioAsked, Target, Verdict, at_least, odds
from jalon.stats.scoring import Calibration, calibration

SEED = 11
BRIER, CALIBRATION, ACCURACY = 0.92, 0.6, 0.96
"""Goals, as shares of the best other method of the same run."""
COVERAGE = ((0.77, 0.83), (0.93, 0.97))
RATIO_GOAL = 0.035
SPEED_GOAL = 15.0
_FEWEST_OF_SOURCE = 40


def run() -> bool:
    """All parts; True when every goal holds."""
    if rivals.missing():
        print(
            f"  not installed here: {', '.join(rivals.missing())} (pip install --group bench); left out of the tables"
        )
    kept = [_compared(f"given, {name}", given(freq), freq, 1) for name, freq in (("daily", "D"), ("weekly", "W"))]
    several = [
        _covered(f"given, {name}, several origins", given(f), f, 4) for name, f in (("daily", "D"), ("weekly", "W"))
    ]
    for name, freq in (("daily", "D"), ("weekly", "W")):
        _both_sides(name, freq)
    made = simulated.collection(SEED, 20, 640)
    kept += [_compared("simulated, daily", made, "D", 1), *several, _ratios(), _fast()]
    return all(kept)


def _compared(title: str, series: list[Series], freq: str, origins: int) -> bool:
    """Every method on the same tasks; goals against the best of the others."""
    if not series:
        print(f"  {title}: the series are not here")
        return True
    batches = list(tasks(series, freq, origins))
    asked = [task for batch in batches for task in batch]
    ours, spent = _timed(lambda: [a for batch in batches for a in _ours(batch, freq)])
    print(f"  {title}, {HORIZON[freq]} steps ahead")
    mine = _shown("Jalon", asked, ours, spent)
    others = []
    for name, method in rivals.methods().items():
        answers, spent = _timed(lambda method=method: [method(task, freq) for task in asked])  # type: ignore[misc]
        others.append(_shown(name, asked, answers, spent))
    _by_source(asked, ours)
    goals = {
        "Brier": mine.brier / min(one.brier for one in others) <= BRIER,
        "ECE": mine.calibration / min(one.calibration for one in others) <= CALIBRATION,
        "OWA": mine.owa / min(one.owa for one in others) <= ACCURACY,
    }
    if freq == "W":
        goals.pop("ECE"), goals.pop("Brier")
    print("    " + ", ".join(f"{name} {'reached' if held else 'MISSED'}" for name, held in goals.items()))
    return all(goals.values())


def _covered(title: str, series: list[Series], freq: str, origins: int) -> bool:
    """Coverage needs more than one origin: on one calendar a single month strikes every series alike."""
    if not series:
        return True
    batches = list(tasks(series, freq, origins))
    asked = [task for batch in batches for task in batch]
    answers = [a for batch in batches for a in _ours(batch, freq)]
    whole = scored(asked, answers)
    print(f"  {title}: {whole.line()}")
    sources = _by_source(asked, answers)
    held = all(_inside(one) for one in (whole, *sources))
    said = "reached" if held else "MISSED"
    print(f"    coverage of 80 and 95 % in {COVERAGE[0]} and {COVERAGE[1]}, each source too: {said}")
    return held


def _both_sides(name: str, freq: str) -> None:
    """The half of the given series that shipped figures are learnt on, and the one kept aside; sisters and alone."""
    for learnt in (True, False):
        half = [one for one in given(freq) if is_learned_from(one.name) is learnt]
        batches = list(tasks(half, freq, 4))
        asked = [task for batch in batches for task in batch]
        if not asked:
            continue
        print(f"  given, {name}, {'learnt from' if learnt else 'kept aside'}, several origins")
        print(f"    together  {scored(asked, [a for batch in batches for a in _ours(batch, freq)]).line()}")
        print(f"    alone     {scored(asked, [_ours([task], freq)[0] for task in asked]).line()}", flush=True)


def _ours(batch: list[Task], freq: str) -> list[Answer | None]:
    return forecaster_many(
        [t.past for t in batch], [t.days for t in batch], freq, HORIZON[freq], [t.season for t in batch]
    )


def _timed(work: Callable[[], list[Answer | None]]) -> tuple[list[Answer | None], float]:
    start = time.process_time()
    answers = work()
    return answers, time.process_time() - start


def _shown(name: str, asked: list[Task], answers: list[Answer | None], spent: float) -> Scores:
    found = scored(asked, answers)
    print(f"    {name:42s} {found.line()}  {len(asked) / max(spent, 1e-9):,.0f} series/CPU-s", flush=True)
    return found


def _by_source(asked: list[Task], answers: list[Answer | None]) -> list[Scores]:
    found = []
    for source in sorted({task.source for task in asked}):
        places = [place for place, task in enumerate(asked) if task.source == source]
        if len(places) >= _FEWEST_OF_SOURCE:
            part = scored([asked[p] for p in places], [answers[p] for p in places])
            print(f"      Jalon on {source:31s} {part.line()}")
            found.append(part)
    return found


def _inside(one: Scores) -> bool:
    return all(low <= value <= high for value, (low, high) in zip((one.total80, one.total95), COVERAGE, strict=True))


def _ratios() -> bool:
    """Ratios in the middle of their period, each judged alone and all together."""
    cases = [case for kind in simulated.RATIOS for case in simulated.ratio_cases(kind, 120, SEED)]
    asked = [
        RatioAsked(c.top, c.bottom, 20_000, *_known(c), remaining=c.remaining, target=at_least(c.base)) for c in cases
    ]
    held = True
    for name, answers in (("together", odds(asked)), ("alone", [odds([one])[0] for one in asked])):
        said, came = [], []
        for case, answer in zip(cases, answers, strict=True):
            if isinstance(answer, Verdict):
                targets = case.base * simulated.RATIO_TARGETS
                said.append([Target(low=target).share_met(answer.draws) for target in targets])
                came.append(case.final >= targets)
        found = calibration(np.ravel(said), np.ravel(came).astype(float))
        assert isinstance(found, Calibration)
        held &= found.error <= RATIO_GOAL
        print(
            f"  ratios, {name}: ECE {found.error:.4f} (goal {RATIO_GOAL})  Brier {found.brier:.4f}  n {len(said)} x 7"
        )
    return held


def _known(case: simulated.RatioCase) -> tuple[float, float]:
    inside = slice(len(case.top) - case.elapsed, None)
    return float(case.top[inside].sum()), float(case.bottom[inside].sum())


def _fast() -> bool:
    """A thousand daily series of 800 points with odds, calibration, fan and needed pace."""
    values = simulated.counts("plain", 1000, 800, np.random.default_rng(SEED))
    asked = [FlowAsked(one, 20_000, 0.0, 28, at_least(float(one[-28:].sum()))) for one in values]
    start = time.process_time()
    answers = odds(asked)
    spent = time.process_time() - start
    judged = sum(isinstance(one, Verdict) for one in answers)
    print(f"  {judged:,} daily series of 800 points in {spent:.2f} CPU-s (goal {SPEED_GOAL:.0f})")
    return spent <= SPEED_GOAL and judged == 1000

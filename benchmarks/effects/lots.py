"""Tests that draw lots: looking every day, gbstats' own figures, what was known before."""

from __future__ import annotations

import numpy as np

from benchmarks.effects import adapter, rivals
from benchmarks.effects.reference import reference
from jalon.stats.effects.randomised import amounts, proportion, read_test

RUNS, SEED = 4000, 5
FALSE, SLACK, POWER, SAME = 0.050, 0.007, 0.93, 1e-9


def run() -> bool:
    """Both parts; True when every goal holds."""
    return all([_looking(), _same_as_formula(), _same_as_gbstats()])


def _looking() -> bool:
    shared = reference("bench_ab")
    if shared is None:
        print("  the shared tests are not here")
        return True
    found = shared.run(adapter, RUNS, seed=SEED)
    print("    " + ", ".join(f"{name} {value:.4f}" for name, value in found.items()))
    goals = {
        "false alarms under daily looks": max(found["fpr_open"], found["fpr_planned"]) <= FALSE + SLACK,
        "power of planned looks": found["power_planned"] >= POWER * found["power_fixed"],
    }
    print("    " + ", ".join(f"{name} {'reached' if held else 'MISSED'}" for name, held in goals.items()))
    return all(goals.values())


def _same_as_formula() -> bool:
    """The interval at any time, and the published formula written out (arXiv 2103.06476)."""
    rng, worst, alpha = np.random.default_rng(SEED), 0.0, 0.05
    for _ in range(400):
        units, tuned = rng.integers(200, 40000, 2), float(rng.integers(2000, 90000))
        sold = rng.binomial(units, rng.uniform(0.02, 0.3, 2))
        rates, n = sold / units, units.sum()
        v = (rates * (1 - rates) / units).sum()
        rho_2 = (-2 * np.log(alpha) + np.log(1 - 2 * np.log(alpha))) / tuned
        grown = n * rho_2 + 1
        half = np.sqrt(v * n) * np.sqrt(2 * grown / (n**2 * rho_2) * np.log(np.sqrt(grown) / alpha))
        answer = adapter.ab_binomial(units[0], sold[0], units[1], sold[1], alpha, True, tuned)
        worst = max(worst, abs((answer["hi"] - answer["lo"]) / 2 - half), abs(answer["diff"] - rates[1] + rates[0]))
    print(f"    farthest from the formula over 400 tests: {worst:.1e} ({'reached' if worst <= SAME else 'MISSED'})")
    return bool(worst <= SAME)


def _same_as_gbstats() -> bool:
    if not rivals.has("gbstats"):
        return True
    rng, worst = np.random.default_rng(SEED), 0.0
    for _ in range(200):
        units = rng.integers(200, 20000, 2)
        sold = rng.binomial(units, rng.uniform(0.02, 0.3, 2))
        ours = [proportion(float(n), float(x)) for n, x in zip(units, sold, strict=True)]
        worst = max(worst, _apart(ours, rivals.welch((units[0], sold[0]), (units[1], sold[1]), "proportion")()))
        paid = [rng.gamma(2, 10, n) for n in units]
        sums = [(float(len(one)), float(one.sum()), float((one**2).sum())) for one in paid]
        worst = max(worst, _apart([amounts(*one) for one in sums], rivals.welch(*sums, "mean")()))
    print(f"    farthest from gbstats over 400 tests: {worst:.1e} ({'reached' if worst <= SAME else 'MISSED'})")
    return worst <= SAME


def _apart(arms: list, theirs: tuple[float, float, float]) -> float:  # type: ignore[type-arg]
    ours = read_test(arms[0], arms[1])
    return max(abs(ours.interval[0] - theirs[0]), abs(ours.interval[1] - theirs[1]))  # type: ignore[union-attr]

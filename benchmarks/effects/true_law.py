"""What the shared laws themselves allow: intervals by whoever knows the law, its parameters and its season.

Nobody can do better but by luck; where such intervals miss an aim on these draws, the aim is missed by the draws.
"""

from __future__ import annotations

import numpy as np

Floats = np.ndarray
DRAWS = 4000
_WEEK = np.array([0.1, 0.12, 0.1, 0.05, 0, -0.25, -0.2])


def foreseen(name: str, seed: int, d: dict[str, object]) -> Floats:
    """Paths without the action (draws, horizon), of one draw `d` of a shared law, its past read and its law known."""
    y, x, t0 = np.asarray(d["y"], float), d["X"], int(d["t0"])  # type: ignore[call-overload]
    controls = np.zeros((len(y), 0)) if x is None else np.asarray(x, float)
    rng = np.random.default_rng(seed)
    if name == "vignette":
        return np.asarray(1.2 * controls[t0:, 0] + rng.normal(0, 1, (DRAWS, len(y) - t0)))
    if name == "rw0":
        return np.asarray(y[t0 - 1] * np.exp(np.cumsum(rng.normal(0, 0.02, (DRAWS, len(y) - t0)), 1)))
    if name == "dynreg":
        drift = sum(np.outer(one, one) * _walk(len(y), 0.01) for one in controls.T)
        whole = drift + _walk(len(y), 0.1) + 0.01 * np.eye(len(y))
        return _given(20 + controls.sum(1), whole, y[:t0], np.arange(t0, len(y)), rng)
    if name.startswith("weekly"):
        return np.exp(_weeks(name, seed, y, controls[:, 0], t0, rng))
    mean = np.log(400) + _WEEK[np.arange(len(y)) % 7]
    whole = _walk(len(y), 0.006) + _memory(len(y), 0.4, 0.05)
    seen = whole[:t0, :t0] + np.diag(1 / np.exp(mean[:t0]))
    whole = np.block([[seen, whole[:t0, t0:]], [whole[t0:, :t0], whole[t0:, t0:]]])
    rates = np.exp(_given(mean, whole, np.log(y[:t0]), np.arange(t0, len(y)), rng))
    return np.asarray(rng.poisson(rates), float)


def _weeks(name: str, seed: int, y: Floats, control: Floats, t0: int, rng: np.random.Generator) -> Floats:
    drawn, t = np.random.default_rng([seed, sum(map(ord, name))]), np.arange(len(y))
    season = 0.12 * np.sin(2 * np.pi * t / 52 + drawn.uniform(0, 6.28))
    season = season + 0.05 * np.sin(4 * np.pi * t / 52 + drawn.uniform(0, 6.28))
    trend, shared = drawn.normal(0, 0.002) * t, _memory(len(y), 0.8, 0.03)
    own, beside = shared + _memory(len(y), 0.5, 0.03), 0.81 * shared + 0.0009 * np.eye(len(y))
    both = np.block([[beside, 0.9 * shared], [0.9 * shared, own]])
    mean = np.r_[np.log(500) + 0.8 * season, np.log(1000) + season + trend]
    seen = np.r_[np.log(control), np.log(y[:t0])]
    return _given(mean, both, seen, np.arange(len(y) + t0, 2 * len(y)), rng)


def _memory(periods: int, keep: float, spread: float) -> Floats:
    at = np.arange(periods)
    return np.asarray(spread**2 / (1 - keep**2) * keep ** np.abs(at[:, None] - at))


def _walk(periods: int, step: float) -> Floats:
    at = np.arange(1.0, periods + 1)
    return np.asarray(step**2 * np.minimum(at[:, None], at))


def _given(mean: Floats, whole: Floats, seen: Floats, later: Floats, rng: np.random.Generator) -> Floats:
    """Normal paths of the periods `later`, the first ones being `seen`."""
    before = slice(0, len(seen))
    known = whole[before, before] + 1e-10 * np.trace(whole) / len(whole) * np.eye(len(seen))
    leaning = np.linalg.solve(known, whole[before, later]).T
    centre = mean[later] + leaning @ (seen - mean[before])
    doubt = whole[np.ix_(later, later)] - leaning @ whole[before, later]
    root = np.linalg.cholesky(doubt + 1e-9 * np.trace(doubt) / len(later) * np.eye(len(later)))
    return np.asarray(centre + rng.standard_normal((DRAWS, len(later))) @ root.T)


def estimate(name: str, seed: int, d: dict[str, object]) -> dict[str, object]:
    """The answer in the adapter's form."""
    y, t0 = np.asarray(d["y"], float), int(d["t0"])  # type: ignore[call-overload]
    sums, total = foreseen(name, seed, d).sum(1), float(y[t0:].sum())
    low, less, middle, more, high = (total - float(one) for one in np.quantile(sums, (0.975, 0.9, 0.5, 0.1, 0.025)))
    return {"cum": middle, "ci": {0.80: (less, more), 0.95: (low, high)}}

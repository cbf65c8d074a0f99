"""The effects room behind the contracts of the shared benchmarks: run them with `--adapter` on this file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jalon.quantities import Refusal
from jalon.stats.effects.before_after import EffectQuestion, measured_effect
from jalon.stats.effects.design import PastAsked, past_design
from jalon.stats.effects.panels import Method, PanelQuestion, panel_effect
from jalon.stats.effects.randomised import (
    Anytime,
    Arm,
    Fixed,
    Mode,
    Planned,
    Split,
    adjusted,
    paired_sums,
    proportion,
    read_test,
    split,
)

Floats = np.ndarray
Answer = dict[str, object]
_METHODS: dict[str, Method] = {"sdid": "sdid", "sc": "synthetic", "did": "did"}


def estimate_effect(
    y: Floats,
    X: Floats | None,
    t0: int,
    season: int | None = None,
    levels: Sequence[float] = (0.80, 0.95),
    seed: int = 0,
    weights: Floats | None = None,
    margin: float | None = None,
) -> Answer:
    """Before and after; `levels` and `seed` are the contract's, the room always gives 80 and 95 % and draws no lot."""
    values = np.asarray(y, float) if weights is None else np.asarray(y, float) * weights
    answer = measured_effect(EffectQuestion(values, t0, X, weights, season, margin))
    if isinstance(answer, Refusal):
        return {"refused": repr(answer)}
    return {
        "cum": answer.total,
        "ci": {0.80: answer.interval_80, 0.95: answer.interval_95},
        "p": answer.p,
        "verdict": answer.verdict,
        "warnings": list(answer.warnings),
    }


def design_effect(
    y: Floats,
    X: Floats | None,
    season: int | None,
    horizon: int,
    power: float = 0.8,
    alpha: float = 0.05,
    seed: int = 0,
) -> Answer:
    """The smallest total that would be found."""
    past = EffectQuestion(np.asarray(y, float), len(y), X, None, season)
    answer = past_design(PastAsked(past, horizon), power, alpha)
    return {"refused": repr(answer)} if isinstance(answer, Refusal) else {"smallest": answer.smallest}


def synth(
    Y: Floats,
    treated: int,
    t0: int,
    level: float = 0.95,
    seed: int = 0,
    method: str = "sdid",
) -> Answer:
    """One touched unit of a panel."""
    answer = panel_effect(PanelQuestion(Y, {treated: t0}, _METHODS[method]))
    if isinstance(answer, Refusal):
        return {"att": float("nan"), "lo": float("nan"), "hi": float("nan"), "p": 1.0}
    low, high = answer.interval_95
    return {"att": answer.effect, "lo": low, "hi": high, "p": answer.p}


def _read(first: Arm, second: Arm, mode: Mode, alpha: float) -> dict[str, float]:
    answer = read_test(first, second, mode, alpha)
    if isinstance(answer, Refusal):
        return {"diff": 0.0, "lo": -1.0, "hi": 1.0, "p": 1.0, "se": 1.0}
    return {
        "diff": answer.difference,
        "lo": answer.interval[0],
        "hi": answer.interval[1],
        "p": answer.p,
        "se": answer.error,
    }


def ab_binomial(
    n_a: float,
    x_a: float,
    n_b: float,
    x_b: float,
    alpha: float = 0.05,
    sequential: bool = False,
    planned_n: float | None = None,
) -> dict[str, float]:
    """Two rates, read once or at any time."""
    mode = Anytime(float(planned_n or n_a + n_b)) if sequential else Fixed()
    return _read(proportion(n_a, x_a), proportion(n_b, x_b), mode, alpha)


def ab_planned(
    n_a: float, x_a: float, n_b: float, x_b: float, looks: Sequence[float], alpha: float = 0.05
) -> dict[str, float]:
    """Two rates at planned looks."""
    return _read(proportion(n_a, x_a), proportion(n_b, x_b), Planned(tuple(looks)), alpha)


def cuped(y: Floats, x: Floats, arm: Floats) -> dict[str, float]:
    """Two means, what was known before taken off."""
    first, second = (paired_sums(y[arm == one], x[arm == one]) for one in (0, 1))
    one, other, _ = adjusted(first, second)
    return _read(one, other, Fixed(), 0.05)


def srm(n_a: float, n_b: float, ratio: float = 0.5) -> float:
    """Chance of such a split."""
    answer = split([n_a, n_b], [ratio, 1 - ratio])
    return answer.p if isinstance(answer, Split) else float("nan")

"""The other tools, where they are installed: bsts-causalimpact with R's defaults, gbstats, pysyncon."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence

import numpy as np

Floats = np.ndarray
Answer = dict[str, object]
PACKAGES = {"bsts-causalimpact": "causal_impact", "gbstats": "gbstats", "pysyncon": "pysyncon"}


def missing() -> list[str]:
    """Names of what is not installed here."""
    return [name for name, module in PACKAGES.items() if not importlib.util.find_spec(module)]


def has(name: str) -> bool:
    """Whether one of them can be asked."""
    return name not in missing()


def bsts(
    y: Floats,
    X: Floats | None,
    t0: int,
    season: int | None = None,
    levels: Sequence[float] = (0.80, 0.95),
    seed: int = 0,
    weights: Floats | None = None,
    margin: float | None = None,
) -> Answer:
    """Structural time series with the defaults of R's CausalImpact; a week's season is told to it, as its users do."""
    import pandas as pd
    from causal_impact import CausalImpact, ModelOptions

    table = pd.DataFrame({"y": y} | ({} if X is None else {f"x{k}": X[:, k] for k in range(X.shape[1])}))
    intervals, cum = {}, 0.0
    for level in levels:
        options = ModelOptions(seed=seed, nseasons=7 if season == 7 else None)
        found = CausalImpact(table, [0, t0 - 1], [t0, len(y) - 1], model_args=options, alpha=1 - level).inferences
        last = found.iloc[-1]
        intervals[level] = (float(last["cumulative_effect_lower"]), float(last["cumulative_effect_upper"]))
        cum = float(last["cumulative_effect"])
    return {"cum": cum, "ci": intervals}


def welch(first: Sequence[float], second: Sequence[float], kind: str) -> Callable[[], tuple[float, float, float]]:
    """gbstats' two-sided test on sums (units, total, squares): low, high and p of the difference."""
    from gbstats.frequentist.tests import FrequentistConfig, TwoSidedTTest
    from gbstats.models.statistics import ProportionStatistic, SampleMeanStatistic

    def statistic(sums: Sequence[float]) -> object:
        if kind == "proportion":
            return ProportionStatistic(n=int(sums[0]), sum=sums[1])
        return SampleMeanStatistic(n=int(sums[0]), sum=sums[1], sum_squares=sums[2])

    def read() -> tuple[float, float, float]:
        config = FrequentistConfig(difference_type="absolute")
        answer = TwoSidedTTest(statistic(first), statistic(second), config).compute_result()
        return float(answer.ci[0]), float(answer.ci[1]), float(answer.p_value)

    return read


def synthetic_control(before: Floats, touched: Floats) -> Floats:
    """pysyncon's weights (units,) for one touched series before the action, the past periods as predictors."""
    import pandas as pd
    from pysyncon import Synth

    synth = Synth()
    others, own = pd.DataFrame(before), pd.Series(touched, name="touched")
    synth.fit(X0=others, X1=own, Z0=others, Z1=own, custom_V=np.ones(len(before)))
    return np.asarray(synth.W)

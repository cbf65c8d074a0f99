"""The product's odds behind the contracts of the shared benchmark: one series, many together, a ratio.

python bench_forecast.py --module …/benchmarks/odds/forecaster.py --functions forecaster --freq W
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jalon.stats.odds import FlowAsked, RatioAsked, Target, Verdict, odds

Floats = np.ndarray
Answer = dict[str, Floats]


def forecaster_many(
    ys: Sequence[Floats], dates: Sequence[Floats], freq: str, h: int, seasons: Sequence[int]
) -> list[Answer | None]:
    """Every series of one origin in one call: pooling needs them together."""
    unit = 7 if freq == "D" else 1
    ends = [int(np.asarray(one)[-1].astype("datetime64[D]").astype(np.int64)) for one in dates]
    asked = [FlowAsked(np.asarray(y, float), end, 0.0, h, Target(), unit) for y, end in zip(ys, ends, strict=True)]
    return [_answer(one) if isinstance(one, Verdict) else None for one in odds(asked)]


def forecaster(y: Floats, dates: Floats, freq: str, h: int, season: int) -> Answer | None:
    """One series alone: only what is shipped stands in for the pool."""
    return forecaster_many([y], [dates], freq, h, [season])[0]


def _answer(verdict: Verdict) -> Answer:
    assert verdict.fan is not None
    low95, low80, _, middle, _, high80, high95 = verdict.fan.steps.T
    return {"mean": middle, "lo80": low80, "hi80": high80, "lo95": low95, "hi95": high95, "total": verdict.draws}


def odds_ratio(
    num: Floats, den: Floats, dates: Floats, elapsed: int, period: int, targets: Sequence[float]
) -> Floats | None:
    """P(ratio of the period's totals >= target) for each target; the last `elapsed` days known belong to the period."""
    known = slice(len(num) - elapsed, len(num))
    top, bottom = float(np.nansum(num[known])), float(np.nansum(den[known]))
    last = int(np.asarray(dates)[-1].astype("datetime64[D]").astype(np.int64))
    (found,) = odds(
        [RatioAsked(np.asarray(num, float), np.asarray(den, float), last, top, bottom, period - elapsed, Target())]
    )
    if not isinstance(found, Verdict):
        return None
    return np.array([Target(low=target).share_met(found.draws) for target in targets])

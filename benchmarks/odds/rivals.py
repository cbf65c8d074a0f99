"""The other methods, on the same tasks: two plain ones always, statsforecast and Prophet where they are installed."""

from __future__ import annotations

import importlib.util
import logging
import warnings
from collections.abc import Callable
from types import ModuleType

import numpy as np

from benchmarks.odds.tasks import Task

Floats = np.ndarray
Answer = dict[str, Floats]
Method = Callable[[Task, str], Answer | None]
Point = Callable[[Floats, int, int], Floats]


def naive(past: Floats, h: int, season: int) -> Floats:
    """The last season again."""
    return np.tile(past[-season:], h // season + 1)[:h]


def four_weeks(past: Floats, h: int, season: int) -> Floats:
    """The mean of the same day in the last four seasons."""
    count = max(1, min(4, len(past) // season))
    return np.tile(past[-count * season :].reshape(count, season).mean(0), h // season + 1)[:h]


def seasonal_naive(task: Task, freq: str) -> Answer:
    """The last season, with paths of its own residuals."""
    h, season = len(task.future), task.season
    mean, residuals = naive(task.past, h, season), task.past[season:] - task.past[:-season]
    draws = np.random.default_rng(1).choice(residuals, (400, h // season + 1, season))
    return {"mean": mean, "total": (mean + np.cumsum(draws, 1).reshape(400, -1)[:, :h]).sum(1)}


def calibrated(point: Point, most: int = 8) -> Method:
    """A point method, its total calibrated by rolling origins at the same horizon: log errors, a Student t, no bias."""

    def method(task: Task, freq: str) -> Answer | None:
        past, h, season = task.past, len(task.future), task.season
        mean, step = point(past, h, season), max(1, h // 2) if len(past) < 8 * h else h
        pairs = []
        for k in range(2 * most if step < h else most):
            cut = len(past) - h - k * step
            if cut < max(2 * season + 1, h, 10):
                break
            pairs.append((past[cut : cut + h].sum(), point(past[:cut], h, season).sum()))
        if len(pairs) < 2:
            return None
        got, said = np.array(pairs).T
        positive = bool((got > 0).all() and (said > 0).all() and mean.sum() > 0)
        errors = np.log(got / said) if positive else got - said
        spread = np.sqrt(np.mean(errors**2) * (1 + 1 / len(errors)))
        away = np.random.default_rng(1).standard_t(max(3, len(errors)), 1000) * spread
        return {"mean": mean, "total": mean.sum() * np.exp(np.clip(away, -5, 5)) if positive else mean.sum() + away}

    return method


def _models() -> ModuleType:
    import statsforecast.models as models

    return models


def _theta(past: Floats, h: int, season: int) -> Floats:
    return np.asarray(_models().DynamicOptimizedTheta(season_length=season).forecast(y=past, h=h)["mean"])


def _ensemble(past: Floats, h: int, season: int) -> Floats:
    """Median of Theta, the mean of the last weeks, and MSTL with exponential smoothing."""
    m = _models()
    if season > 1:
        window = m.SeasonalWindowAverage(season_length=season, window_size=4 if season == 7 else 2)
        smoothed = m.MSTL(season_length=[season], trend_forecaster=m.AutoETS(model="ZZN"))
        parts = [m.DynamicOptimizedTheta(season_length=season), window, smoothed]
    else:
        parts = [m.DynamicOptimizedTheta(season_length=1), m.Naive(), m.AutoETS(season_length=1)]
    found = []
    for part in parts:
        try:
            values = np.asarray(part.forecast(y=past, h=h)["mean"])
        except Exception:  # noqa: S112  one part may fail on a series, the others answer
            continue
        if np.isfinite(values).all():
            found.append(values)
    return np.median(found, 0)


def _theta_paths(task: Task, freq: str) -> Answer:
    model, h = _models().DynamicOptimizedTheta(season_length=task.season), len(task.future)
    mean = np.asarray(model.forecast(y=task.past, h=h)["mean"])
    paths = np.asarray(model.simulate(h=h, n_paths=400, y=task.past, seed=1))
    return {"mean": mean, "total": (paths if paths.shape[1] == h else paths.T).sum(1)}


def _prophet(task: Task, freq: str) -> Answer:
    import pandas as pd
    from prophet import Prophet

    for name in ("prophet", "cmdstanpy"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    model = Prophet(interval_width=0.8, uncertainty_samples=400)
    model.fit(pd.DataFrame({"ds": task.days, "y": task.past}))
    ahead = model.make_future_dataframe(len(task.future), freq="D" if freq == "D" else "7D", include_history=False)
    np.random.seed(1)  # Prophet draws from NumPy's global state
    samples = model.predictive_samples(ahead)["yhat"]
    return {"mean": model.predict(ahead).yhat.to_numpy(), "total": samples.sum(0)}


def methods() -> dict[str, Method]:
    """What can be run here."""
    found: dict[str, Method] = {
        "seasonal naive, own paths": seasonal_naive,
        "4-week mean, total calibrated": calibrated(four_weeks),
    }
    warnings.filterwarnings("ignore")
    if importlib.util.find_spec("statsforecast"):
        found["Theta, model paths"] = _theta_paths
        found["Theta, total calibrated"] = calibrated(_theta)
        found["statsforecast ensemble, total calibrated"] = calibrated(_ensemble, 6)
    if importlib.util.find_spec("prophet"):
        found["Prophet"] = _prophet
    return found


def missing() -> list[str]:
    """Libraries of the `bench` group that are not installed."""
    return [name for name in ("statsforecast", "prophet") if not importlib.util.find_spec(name)]

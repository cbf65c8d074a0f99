"""How good the answers were: accuracy against seasonal naive, coverage of the totals, odds of nine targets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.odds.tasks import Task
from jalon.stats.scoring import Calibration, calibration

Floats = np.ndarray
Answer = dict[str, Floats]
GROWTH = np.array([-0.3, -0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2, 0.3])
"""Targets, as growth over the seasonal-naive total."""


@dataclass(frozen=True)
class Scores:
    """Of one method over many tasks. `brier_error` resamples whole series."""

    count: int
    owa: float
    total80: float
    total95: float
    brier: float
    brier_error: float
    calibration: float

    def line(self) -> str:
        """Its figures in a row."""
        return (
            f"OWA {self.owa:.3f}  totals {self.total80:.3f}/{self.total95:.3f}  "
            f"Brier {self.brier:.4f} ({self.brier_error:.3f})  ECE {self.calibration:.3f}  n {self.count}"
        )


def walk(past: Floats, h: int) -> Answer:
    """The wide answer that stands in for a refusal."""
    mean, deviation = np.repeat(past[-1], h), np.std(np.diff(past[-60:])) * np.sqrt(np.arange(1, h + 1))
    return {"mean": mean, "total": mean.sum() + np.random.default_rng(0).normal(0, deviation.sum(), 400)}


def scored(asked: list[Task], answers: list[Answer | None]) -> Scores:
    """All scores of one method; a refusal counts as a wide random walk."""
    rows = [
        _measured(task, answer or walk(task.past, len(task.future)))
        for task, answer in zip(asked, answers, strict=True)
    ]
    mase, naive_mase, smape, naive_smape, in80, in95 = (np.array([row[k] for row in rows]) for k in range(6))
    said, came = (np.array([row[k] for row in rows]) for k in (6, 7))
    each = ((said - came) ** 2).mean(1)
    resampled = np.random.default_rng(0).integers(0, len(each), (300, len(each)))
    found = calibration(said.ravel(), came.ravel())
    assert isinstance(found, Calibration)
    owa = 0.5 * (mase.mean() / naive_mase.mean() + smape.mean() / naive_smape.mean())
    error = float(each[resampled].mean(1).std())
    return Scores(len(rows), owa, in80.mean(), in95.mean(), float(each.mean()), error, found.error)


def _measured(task: Task, answer: Answer) -> tuple[float, float, float, float, float, float, Floats, Floats]:
    past, actual, season = task.past, task.future, task.season
    naive = np.tile(past[-season:], len(actual) // season + 1)[: len(actual)]
    scale = np.mean(np.abs(past[season:] - past[:-season])) or np.mean(np.abs(np.diff(past))) or 1.0
    total, reached = answer["total"], actual.sum()
    bounds = np.quantile(total, [0.025, 0.1, 0.9, 0.975])
    targets = naive.sum() * (1 + GROWTH)
    return (
        float(np.mean(np.abs(answer["mean"] - actual)) / scale),
        float(np.mean(np.abs(naive - actual)) / scale),
        _smape(answer["mean"], actual),
        _smape(naive, actual),
        float(bounds[1] <= reached <= bounds[2]),
        float(bounds[0] <= reached <= bounds[3]),
        (total[None, :] >= targets[:, None]).mean(1),
        (reached >= targets).astype(float),
    )


def _smape(said: Floats, actual: Floats) -> float:
    size = np.abs(said) + np.abs(actual)
    return float(200 * np.mean(np.where(size > 0, np.abs(said - actual) / np.where(size > 0, size, 1), 0)))

"""Returns of several channels at once, on curves the fit does not contain: interval, error, saturation, time."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jalon.stats.response.answer import answers
from jalon.stats.response.fitting import Fit, fitted
from jalon.stats.response.question import LiftTest, ResponseQuestion

Array = NDArray[np.float64]

SEED = 4711
"""Kept for the last run: nothing was chosen on the draws of this seed."""
COMPANIES = 24
GOAL_COVER, GOAL_CPU, GOAL_FLAG = (0.85, 0.95), 5.0, 0.8
_STEP = 1e-3


@dataclass(frozen=True)
class Company:
    """Weeks of a KPI and of its channels, the true return of each and whether its next unit brings under half."""

    response: Array
    spend: Array
    returns: Array
    saturated: NDArray[np.bool_]


def _law(kind: int, rng: np.random.Generator) -> tuple[float, int]:
    return (float(rng.uniform(0.3, 2)) if kind != 1 else float(rng.uniform(0.3, 1))), kind


def _bent(stock: Array, law: tuple[float, int]) -> Array:
    """A logarithm, a power or an exponential approach: none of them is Hill's law."""
    at, kind = law
    return (np.log1p(stock / at), stock**at, 1 - np.exp(-stock * at))[kind]


def company(seed: int) -> Company:
    """Two to seven channels over two or three years, bought by season or in bursts, above a level that wanders."""
    r = np.random.default_rng([seed, 99])
    weeks, count = int(r.choice([104, 130, 156])), int(r.integers(2, 8))
    season = 0.12 * np.sin(2 * np.pi * (np.arange(weeks) / 52.18 + r.uniform()))
    spend = np.exp(r.normal(0, r.uniform(0.2, 0.6, count), (weeks, count)))
    spend = spend * (1 + 3 * r.uniform(0, 1, count) * season[:, None]) * r.lognormal(0, 0.7, count) * 300
    for channel in np.flatnonzero(r.uniform(size=count) < 0.4):
        spend[:, channel] *= np.repeat(r.uniform(size=weeks // 4 + 1) > 0.4, 4)[:weeks]
    returns = np.exp(r.normal(np.log(r.choice([0.7, 1.5, 3.0])), 0.6, count))
    brought, flags = np.zeros(weeks), np.zeros(count, dtype=bool)
    for channel in range(count):
        law, kept = _law(int(r.integers(3)), r), float(r.uniform(0, 0.7))
        mean = spend[:, channel].mean()
        stock = np.empty(weeks)
        level = mean
        for week in range(weeks):
            level = kept * level + (1 - kept) * spend[week, channel]
            stock[week] = level / mean
        works = _bent(stock, law)
        brought += works / works.sum() * returns[channel] * spend[:, channel].sum()
        today = np.array([max(spend[-4:, channel].mean() / mean, 0.05)])
        slope = (_bent(today + _STEP, law) - _bent(today, law)) / _STEP
        flags[channel] = bool((slope < 0.5 * _bent(today, law) / today)[0])
    shocks, noise = r.normal(0, 1, weeks), np.zeros(weeks)
    memory = float(r.choice([0.0, 0.5]))
    for week in range(weeks):
        noise[week] = memory * noise[week - 1] * (week > 0) + shocks[week]
    level = 1 + season + r.uniform(-0.1, 0.2) * np.arange(weeks) / weeks + np.cumsum(r.normal(0, 0.004, weeks))
    return Company(1e4 * level + brought + noise * 1e4 * r.uniform(0.02, 0.06), spend, returns, flags)


def _tested(one: Company, rng: np.random.Generator) -> LiftTest:
    """Twelve weeks without the largest channel, measured to 15 %."""
    channel = int(np.argmax(one.spend.sum(0)))
    true = float(one.returns[channel] * one.spend[:, channel].sum())
    return LiftTest(channel, true * (1 + 0.15 * rng.normal()), 0.15 * true, np.zeros(len(one.response)))


def measured(with_test: bool) -> bool:
    """Every company once; with a lift test on its largest channel or without."""
    inside, errors, wide, spent, said, right, under, told, total = [], [], [], [], 0, 0, 0, 0, 0
    for at in range(COMPANIES):
        one = company(SEED + at)
        tests = (_tested(one, np.random.default_rng([SEED, at])),) if with_test else ()
        begun = time.process_time()
        fit = fitted(ResponseQuestion(one.response, one.spend, tests=tests))
        spent.append(time.process_time() - begun)
        assert isinstance(fit, Fit)
        found = answers(fit)
        shares = one.spend.sum(0) / one.spend.sum()
        off = [abs(answer.returned / true - 1) for answer, true in zip(found, one.returns, strict=True)]
        errors.append(float(shares @ off))
        for answer, true, flag in zip(found, one.returns, one.saturated, strict=True):
            inside.append(answer.low <= true <= answer.high)
            wide.append((answer.high - answer.low) / true)
            total += 1
            told += answer.saturated is not None
            said += answer.saturated is True
            right += answer.saturated is True and flag
            under += answer.saturated is not None and flag
    precision, recall = right / max(said, 1), right / max(under, 1)
    held = GOAL_COVER[0] <= np.mean(inside) <= GOAL_COVER[1] and max(spent) <= GOAL_CPU
    print(
        f"  {'with one lift test' if with_test else 'weeks alone'}: 90 % interval holds {np.mean(inside):.2f} "
        f"(goal .85-.95) of {len(inside)} returns, median width {np.median(wide):.2f} of the return, "
        f"error by spend {np.mean(errors):.0%}; saturation told for {told / total:.0%}, precision {precision:.2f}, "
        f"recall {recall:.2f} (goals {GOAL_FLAG}); at most {max(spent):.1f} CPU-s (goal {GOAL_CPU:.0f})"
    )
    return bool(held and precision >= GOAL_FLAG and recall >= GOAL_FLAG)


def run() -> bool:
    """Weeks alone, then with a measured action; True when every goal holds."""
    return all([measured(with_test=False), measured(with_test=True)])

"""The odds replayed on the past: at days gone by, with what was known then, against what came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from jalon.quantities import Refusal
from jalon.scorecard.odds.asking import Question
from jalon.scorecard.odds.putting import Put, put
from jalon.scorecard.odds.record import Record
from jalon.stats.odds import FlowAsked, RatioAsked, StockAsked, Verdict, at_least, odds
from jalon.stats.scoring import Calibration, calibration, coverage

HORIZON_DAYS = 28
ORIGINS = 12
AIMS = (0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.25)
"""Targets tried at each origin, as multiples of the last weeks' own pace: none is chosen by what came."""
LEAST_PAST = 8 * 7
UNKNOWN = at_least(float(np.finfo(np.float64).max))
"""No target is settled before it is tried: the draws are asked once and every aim is read off them."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One day of the past: what was said of each target tried, whether it was reached, and where the bands lay."""

    key: str
    origin: date
    said: tuple[float, ...]
    reached: tuple[bool, ...]
    inside80: bool
    inside95: bool


@dataclass(frozen=True, slots=True)
class Backtest:
    """How good the odds were over all replays, and of each target alone (Brier score, replays, shares inside bands)."""

    horizon_days: int
    replays: tuple[Replayed, ...]
    whole: Calibration | Refusal
    inside80: float | None
    inside95: float | None

    def of_each(self) -> list[tuple[str, int, float, float]]:
        """Key, replays, Brier score, share inside the 80 % band."""
        found = []
        for key in dict.fromkeys(one.key for one in self.replays):
            mine = [one for one in self.replays if one.key == key]
            missed = [(s - r) ** 2 for one in mine for s, r in zip(one.said, one.reached, strict=True)]
            found.append((key, len(mine), float(np.mean(missed)), float(np.mean([one.inside80 for one in mine]))))
        return found


def replayed(questions: Iterable[Question], step: Callable[[int, int], None] = lambda done, of: None) -> Backtest:
    """Every target's past replayed at twelve days, four weeks apart, over the four weeks that followed each."""
    past = [(one, asked) for one in questions if isinstance(asked := put(one, Record()), Put) and asked.days == 1]
    found: list[Replayed] = []
    for back in range(1, ORIGINS + 1):
        found += _at(past, back * HORIZON_DAYS)
        step(back, ORIGINS)
    said = np.array([s for one in found for s in one.said])
    reached = np.array([float(r) for one in found for r in one.reached])
    ones = np.ones(len(found))
    return Backtest(
        HORIZON_DAYS,
        tuple(found),
        calibration(said, reached),
        coverage(ones, ones, np.array([float(one.inside80) for one in found])) if found else None,
        coverage(ones, ones, np.array([float(one.inside95) for one in found])) if found else None,
    )


def _at(past: Sequence[tuple[Question, Put]], days: int) -> list[Replayed]:
    """One day of the past for every target that had one: all are asked together, as they are every day."""
    then = [(one, _then(asked, days)) for one, asked in past]
    known = [(one, asked, actual) for one, found in then if found is not None for asked, actual in (found,)]
    answers = odds([asked for _, asked, _ in known], fan=False)
    return [
        _compared(one, asked, answer, actual, one.settled - timedelta(days=days))
        for (one, asked, actual), answer in zip(known, answers, strict=True)
        if isinstance(answer, Verdict)
    ]


def _then(asked: Put, days: int) -> tuple[FlowAsked | RatioAsked | StockAsked, float] | None:
    """The same question as it stood `days` ago over four weeks, and what came; None where the past does not reach."""
    was = asked.asked
    ahead = slice(-days, None if days == HORIZON_DAYS else -days + HORIZON_DAYS)
    if isinstance(was, FlowAsked | StockAsked):
        history, came = was.history[:-days], was.history[ahead]
        if np.isfinite(history).sum() < LEAST_PAST or not np.isfinite(came[-1:]).all():
            return None
        fresh = replace(
            was, history=history, last_day=was.last_day - days, remaining=HORIZON_DAYS, target=UNKNOWN, actions=()
        )
        if isinstance(fresh, StockAsked):
            return fresh, float(came[-1])
        whole = np.isfinite(came).all()
        return (replace(fresh, to_date=0.0, immature=None, extra_spread=0.0), float(came.sum())) if whole else None
    if isinstance(was, RatioAsked):
        top, bottom = was.top[ahead], was.bottom[ahead]
        if not np.isfinite(top).all() or bottom.sum() <= 0 or np.isfinite(was.top[:-days]).sum() < LEAST_PAST:
            return None
        fresh_ratio = replace(
            was,
            top=was.top[:-days],
            bottom=was.bottom[:-days],
            last_day=was.last_day - days,
            top_to_date=0.0,
            bottom_to_date=0.0,
            remaining=HORIZON_DAYS,
            target=UNKNOWN,
            actions=(),
            immature=None,
        )
        return fresh_ratio, float(top.sum() / bottom.sum())
    return None


def _compared(
    one: Question, asked: FlowAsked | RatioAsked | StockAsked, verdict: Verdict, actual: float, origin: date
) -> Replayed:
    usual = _usual(asked)
    aims = [at_least(usual * aim) for aim in AIMS]
    low80, high80 = verdict.band(80)
    low95, high95 = verdict.band(95)
    return Replayed(
        one.key,
        origin,
        tuple(aim.share_met(verdict.draws) for aim in aims),
        tuple(actual >= aim.low for aim in aims),
        bool(low80 <= actual <= high80),
        bool(low95 <= actual <= high95),
    )


def _usual(asked: FlowAsked | RatioAsked | StockAsked) -> float:
    """What the last four weeks gave: the middle of the targets tried."""
    if isinstance(asked, StockAsked):
        known = asked.history[np.isfinite(asked.history)]
        return float(known[-1])
    if isinstance(asked, FlowAsked):
        return float(np.nansum(asked.history[-HORIZON_DAYS:]))
    top, bottom = np.nansum(asked.top[-HORIZON_DAYS:]), np.nansum(asked.bottom[-HORIZON_DAYS:])
    return float(top / bottom) if bottom else 0.0

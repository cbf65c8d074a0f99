"""Published odds against what came: the last one of each week, once the target's date has passed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import TooLittleHistory
from jalon.stats.scoring import ENOUGH_OUTCOMES, Calibration, Recalibration, calibration, recalibration

ENOUGH = 10
"""Closed targets under which counts are shown and no percentage."""


@dataclass(frozen=True, slots=True)
class KeptOdds:
    """What was published for one target on one day, and whether it was reached at its due date."""

    key: str
    as_of: date
    due: date
    said: float
    reached: bool


def kept_odds(documents: Iterable[Mapping[str, object]]) -> list[KeptOdds]:
    """From published scorecards, oldest first. A target whose value or date was changed is another target."""
    said: dict[tuple[str, str, str], dict[tuple[int, int], tuple[date, float]]] = {}
    closed: dict[tuple[str, str, str], bool] = {}
    for document in documents:
        as_of = date.fromisoformat(str(document["as_of"]))
        for key, row in _rows(document):
            target = (key, str(row.get("due")), str(row.get("target") or row.get("target_range")))
            if row.get("closed"):
                closed[target] = row["closed"] == "reached"
            elif (odds := _said(row)) is not None:
                said.setdefault(target, {})[as_of.isocalendar()[:2]] = (as_of, odds)
    return [
        KeptOdds(target[0], day, date.fromisoformat(target[1]), odds, closed[target])
        for target, weeks in said.items()
        if target in closed
        for day, odds in weeks.values()
    ]


def kept_calibration(kept: Iterable[KeptOdds]) -> Calibration | Refusal:
    """How good the odds published so far were."""
    rows = list(kept)
    return calibration(np.array([one.said for one in rows]), np.array([float(one.reached) for one in rows]))


def kept_correction(kept: Iterable[KeptOdds]) -> Recalibration | Refusal:
    """How published odds are to be corrected; weeks of one target are one lesson, so closed targets are counted."""
    rows = list(kept)
    closed = closed_targets(rows)
    if closed < ENOUGH_OUTCOMES:
        return TooLittleHistory(needed=ENOUGH_OUTCOMES, have=closed)
    return recalibration(np.array([one.said for one in rows]), np.array([float(one.reached) for one in rows]))


def closed_targets(kept: Iterable[KeptOdds]) -> int:
    """How many targets stand behind: weeks of one target are one lesson, not many."""
    return len({(one.key, one.due) for one in kept})


def _rows(document: Mapping[str, object]) -> Iterable[tuple[str, Mapping[str, object]]]:
    for kind, name in (("kpi", "kpis"), ("objective", "objectives")):
        listed = document.get(name)
        for row in listed if isinstance(listed, list) else []:
            yield f"{kind}:{row['measured']['id']}", row["measured"]


def _said(row: Mapping[str, object]) -> float | None:
    """The odds as they were computed, before any correction: a curve learnt on corrected ones would undo itself."""
    ahead = row.get("forecast")
    raw = _number(ahead.get("raw_odds")) if isinstance(ahead, Mapping) else None
    return _number(row.get("odds")) if raw is None else raw


def _number(value: object) -> float | None:
    try:
        return float(Decimal(str(value))) if isinstance(value, str) else None
    except InvalidOperation:
        return None

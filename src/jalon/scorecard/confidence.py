"""What people believe, beside the odds: who is asked about what, where the two part, how often a person was right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from jalon.quantities import Refusal
from jalon.quantities.refusals import TooLittleHistory
from jalon.stats.scoring import Calibration, calibration

APART = Decimal("0.25")
"""A confidence is one of six answers, some twenty points apart: under a step and a little, the two agree."""
ENOUGH = 10
"""Forecasts under which a person's own record is not computed."""
_ORDER = ("off_course", "watch", "on_course", "stale", "no_data")


@dataclass(frozen=True, slots=True)
class Forecast:
    """What somebody said of one target, to be met by `due`."""

    kpi: str
    target: str
    due: date
    confidence: Decimal


@dataclass(frozen=True, slots=True)
class Lesson:
    """A forecast whose target is closed."""

    forecast: Forecast
    reached: bool


def asked_about(document: Mapping[str, object], kra: str) -> str | None:
    """The KPI of an area that a check-in is about: an open target, the least likely first; None without one."""
    listed = document.get("kpis")
    rows = [row["measured"] for row in (listed if isinstance(listed, list) else []) if row["kra"] == kra]
    open_ones = [row for row in rows if row["standing"] in _ORDER and not row["closed"]]
    chosen = min(open_ones, key=_doubt, default=None)
    return str(chosen["id"]) if chosen else None


def _doubt(row: Mapping[str, object]) -> tuple[int, Decimal, int]:
    odds = row["odds"]
    known = isinstance(odds, str)
    return (0 if known else 1, Decimal(str(odds)) if known else Decimal(0), _ORDER.index(str(row["standing"])))


def apart(confidence: Decimal, odds: Decimal | None) -> Decimal | None:
    """Confidence less odds, where they part; None where they agree or there are no odds."""
    if odds is None or abs(confidence - odds) < APART:
        return None
    return confidence - odds


def lessons(said: Iterable[Forecast], document: Mapping[str, object]) -> list[Lesson]:
    """What was said of targets that are closed by now, as they were then: a target that moved is another target."""
    listed = document.get("kpis")
    rows = {row["measured"]["id"]: row["measured"] for row in (listed if isinstance(listed, list) else [])}
    found = []
    for one in said:
        row = rows.get(one.kpi)
        if row is None or not row["closed"]:
            continue
        if str(row["due"]) == one.due.isoformat() and str(row["target"] or row["target_range"] or "") == one.target:
            found.append(Lesson(one, row["closed"] == "reached"))
    return found


def own_calibration(learned: Sequence[Lesson]) -> Calibration | Refusal:
    """How often a person was right, for that person alone; refused under ten forecasts."""
    if len(learned) < ENOUGH:
        return TooLittleHistory(needed=ENOUGH, have=len(learned))
    said = np.array([float(one.forecast.confidence) for one in learned])
    return calibration(said, np.array([float(one.reached) for one in learned]), bins=5)

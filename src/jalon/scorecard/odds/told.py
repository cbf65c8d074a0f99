"""A replay as a document: JSON contract 1 of `jalon backtest`, read by the page on trust."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jalon.quantities import Refusal
from jalon.scorecard.odds.backtest import Backtest
from jalon.scorecard.odds.kept import ENOUGH, KeptOdds, closed_targets, kept_calibration
from jalon.stats.scoring import Calibration

CONTRACT = 1
PLACES = 4


def backtest_document(as_of: date, found: Backtest, kept: Sequence[KeptOdds]) -> dict[str, object]:
    """Replays over the past, and the odds published for targets whose date has passed."""
    closed = closed_targets(kept)
    return {
        "contract": CONTRACT,
        "as_of": as_of.isoformat(),
        "horizon_days": found.horizon_days,
        "replays": len(found.replays),
        "inside80": _rounded(found.inside80),
        "inside95": _rounded(found.inside95),
        "calibration": _calibration(found.whole),
        "targets": [
            {"id": key, "replays": count, "brier": round(brier, PLACES), "inside80": round(inside, PLACES)}
            for key, count, brier, inside in found.of_each()
        ],
        "published": {
            "closed_targets": closed,
            "needed": ENOUGH,
            "odds": len(kept),
            "calibration": _calibration(kept_calibration(kept)) if closed >= ENOUGH else None,
            "targets": _closed(kept),
        },
    }


def _closed(kept: Sequence[KeptOdds]) -> list[dict[str, object]]:
    """The last odds published for each closed target."""
    last = {(one.key, one.due): one for one in sorted(kept, key=lambda one: one.as_of)}
    return [
        {"id": one.key, "due": one.due.isoformat(), "said": round(one.said, PLACES), "reached": one.reached}
        for one in last.values()
    ]


def _calibration(found: Calibration | Refusal) -> dict[str, object]:
    if isinstance(found, Refusal):
        facts = found.as_document()
        return {"refused": facts.pop("code"), **facts}
    return {
        "brier": round(found.brier, PLACES),
        "error": round(found.error, PLACES),
        "sharpness": round(found.sharpness, PLACES),
        "base_rate": round(found.base_rate, PLACES),
        "count": found.count,
        "bins": [
            {
                "low": round(row.low, PLACES),
                "high": round(row.high, PLACES),
                "said": round(row.said, PLACES),
                "reached": round(row.reached, PLACES),
                "count": row.count,
            }
            for row in found.bins
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)

"""A replay as a document: JSON contract 1 of `jalon backtest`, read by the page on trust."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

import numpy as np

from jalon.quantities import Refusal
from jalon.scorecard.odds.backtest import Backtest
from jalon.scorecard.odds.kept import ENOUGH, KeptOdds, closed_targets, kept_calibration, kept_correction
from jalon.scorecard.odds.proven import PROVEN
from jalon.stats.scoring import Calibration, Recalibration

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
        "benchmark": [asdict(one) for one in PROVEN],
        "published": {
            "closed_targets": closed,
            "needed": ENOUGH,
            "odds": len(kept),
            "calibration": _calibration(kept_calibration(kept)) if closed >= ENOUGH else None,
            "targets": _closed(kept),
            "correction": _correction(kept_correction(kept)),
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


def _correction(found: Recalibration | Refusal) -> dict[str, object]:
    """The curve that published odds are corrected by, or how many closed targets are missing for one."""
    if isinstance(found, Refusal):
        facts = found.as_document()
        return {"refused": facts.pop("code"), **facts}
    return {
        "said": [round(float(one), PLACES) for one in found.said],
        "corrected": [round(float(one), PLACES) for one in found.corrected],
    }


def correction_of(document: Mapping[str, object]) -> Recalibration | None:
    """The curve that a kept replay holds; None under enough closed targets, and in replays older than the curve."""
    published = document.get("published")
    found = published.get("correction") if isinstance(published, Mapping) else None
    if not isinstance(found, Mapping) or "said" not in found:
        return None
    return Recalibration(np.array(found["said"], dtype=np.float64), np.array(found["corrected"], dtype=np.float64))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)

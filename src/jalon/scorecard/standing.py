"""From what is known to a standing: what is missing outranks everything, then the odds, then the pace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jalon.quantities import Refusal
from jalon.scorecard.results import KpiStanding, Reason

ODDS_BOUNDS = (Decimal("0.60"), Decimal("0.30"))
PACE_BOUNDS = (Decimal("0.95"), Decimal("0.85"))
ORDER = (KpiStanding.OFF_COURSE, KpiStanding.STALE, KpiStanding.NO_DATA, KpiStanding.WATCH, KpiStanding.ON_COURSE)


@dataclass(frozen=True, slots=True)
class Judged:
    """A standing, which number decided, and why."""

    standing: KpiStanding
    decided_by: str | None
    reasons: tuple[Reason, ...]


def judged_by_odds(odds: Decimal, facts: Mapping[str, object]) -> Judged:
    """Odds come first; `facts` say what is aimed at and foreseen."""
    return Judged(_by(odds, ODDS_BOUNDS), "odds", (Reason("odds", {"odds": odds, **facts}),))


def judged_by_pace(pace: Decimal | Refusal) -> Judged:
    """Where the odds are refused, the pace; where both are, no data."""
    if isinstance(pace, Decimal):
        shown = {"pace": str(pace.quantize(Decimal("0.001")))}
        return Judged(_by(pace, PACE_BOUNDS), "pace", (Reason("pace", shown),))
    return missing(KpiStanding.NO_DATA, pace)


def missing(standing: KpiStanding, why: Refusal) -> Judged:
    """A standing that says what is missing, with its reason."""
    details = {name: value for name, value in why.as_document().items() if name != "code"}
    return Judged(standing, None, (Reason(f"refused.{why.code}", details),))


def _by(value: Decimal, bounds: tuple[Decimal, Decimal]) -> KpiStanding:
    if value >= bounds[0]:
        return KpiStanding.ON_COURSE
    return KpiStanding.WATCH if value >= bounds[1] else KpiStanding.OFF_COURSE


def worst(standings: Sequence[tuple[str, KpiStanding]]) -> tuple[KpiStanding, str | None]:
    """Standing of an area and the KPI it comes from; without a targeted KPI it has no target."""
    counted = [(name, standing) for name, standing in standings if standing is not KpiStanding.NO_TARGET]
    if not counted:
        return KpiStanding.NO_TARGET, None
    name, standing = min(counted, key=lambda pair: ORDER.index(pair[1]))
    return standing, name

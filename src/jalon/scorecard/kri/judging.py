"""Every KRI of the plan on a day: its readings, its state, its evidence and its prepared response."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jalon import catalogue
from jalon.metrics import Measurements
from jalon.plan.model import Kra, Kri, Persistence, Plan
from jalon.quantities import Refusal, Text
from jalon.quantities.refusals import NotComputedYet
from jalon.scorecard.kri.bands import level, state
from jalon.scorecard.kri.events import break_recorded, drop_in_window
from jalon.scorecard.kri.methods import METHODS, Case, Reading
from jalon.scorecard.kri.windows import reading_days
from jalon.scorecard.results import KriRow, KriStanding


def kri_row(kra: Kra, kri: Kri, plan: Plan, measurements: Measurements, as_of: date) -> KriRow:
    """One risk judged."""
    row = catalogue.kris().get(kri.use or "")
    params = dict(row.params) if row else {"window": "7d"}
    if kri.method == "event_window":
        return _event_row(kra, kri, plan, measurements, as_of, params)
    compute = METHODS.get(kri.method or "")
    case = Case(kri, plan, measurements, params)
    last = _last_day(case, as_of)
    days = reading_days(last, kri.cadence)
    if compute is None:
        refusal: Reading = NotComputedYet(kri.method or "method")
        return _row(kra, kri, KriStanding.UNKNOWN, refusal, None, [], {}, case)
    if kri.method in ("freshness", "slack"):
        days = days[-1:]
    readings: list[tuple[date, Reading]] = []
    for day in days:
        case.evidence.clear()
        readings.append((day, compute(case, day)))
    levels = [level(kri, value) if isinstance(value, Decimal) else None for _, value in readings]
    persistence = kri.persistence or Persistence(2, 3)
    if kri.method in ("freshness", "slack"):
        persistence = Persistence(1, 1)
    standing = state(levels, persistence.hits, persistence.of) if levels else KriStanding.UNKNOWN
    if isinstance(readings[-1][1], Decimal) and levels[-1] is None:
        standing = KriStanding.UNKNOWN
    shown: list[dict[str, object]] = [
        {"day": day, "value": value, "level": one} for (day, value), one in zip(readings, levels, strict=True)
    ]
    return _row(kra, kri, standing, readings[-1][1], readings[-1][0], shown, dict(case.evidence), case)


def _last_day(case: Case, as_of: date) -> date:
    """The last mature day of what is watched, and never after the day asked."""
    series = case.value()
    known = [day for day in (series.last_day, as_of) if day is not None]
    return min(known)


def _event_row(
    kra: Kra, kri: Kri, plan: Plan, measurements: Measurements, as_of: date, params: dict[str, str]
) -> KriRow:
    case = Case(kri, plan, measurements, params)
    if params.get("test") == "break_recorded":
        standing, evidence = break_recorded(plan, measurements, as_of)
        return _row(kra, kri, standing, Decimal(0), as_of, [], evidence, case)
    standing, refusal, evidence = drop_in_window(as_of)
    return _row(kra, kri, standing, refusal or Decimal(0), as_of, [], evidence, case)


def _row(
    kra: Kra,
    kri: Kri,
    standing: KriStanding,
    reading: Decimal | Refusal,
    day: date | None,
    readings: list[dict[str, object]],
    evidence: dict[str, object],
    case: Case,
) -> KriRow:
    row = catalogue.kris().get(kri.use or "")
    persistence = kri.persistence or Persistence(2, 3)
    fallback = Text({"fr": kri.id})
    return KriRow(
        id=kri.id,
        kra=kra.id,
        name=kri.name or fallback,
        risk=kri.risk or fallback,
        category=row.category if row else "own",
        owner=kri.owner,
        standing=standing,
        reading=reading,
        unit=_unit(case),
        reading_day=day,
        appetite=kri.appetite,
        limit=kri.limit,
        scale=kri.scale or "value",
        bad_direction=kri.bad_direction or "up",
        method=kri.method or "",
        hits=persistence.hits,
        of=persistence.of,
        readings=tuple(readings),
        evidence=evidence,
        threatens=kri.threatens,
        response_owner=kri.response.owner,
        response_amber=kri.response.amber,
        response_red=kri.response.red,
        response_within=kri.response.within.text if kri.response.within else None,
        escalate_to=kri.escalate_to,
        threshold_basis=row.threshold_basis if row else "suggested",
        lead_days=kri.lead_days,
    )


def _unit(case: Case) -> str:
    """The unit of the bounds: of the formula for a level or a difference, a plain share or number otherwise."""
    method, params = case.kri.method, case.params
    if method == "concentration":
        return "score" if params.get("index", "hhi") == "hhi" else "ratio"
    if method == "against_reference":
        return {"difference": case.value().unit}.get(params.get("form", "ratio"), "ratio")
    return {"freshness": "score", "slack": "day"}.get(method or "", case.value().unit)

"""Every KRI of the plan on a day: its readings, its state, its evidence and its prepared response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from jalon import catalogue
from jalon.metrics import Measurements
from jalon.plan.model import Kra, Kri, Persistence, Plan
from jalon.quantities import Refusal, Text
from jalon.quantities.refusals import NotComputedYet
from jalon.scorecard.kri.bands import level, state
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.confirming import weighed
from jalon.scorecard.kri.events import break_recorded, drop_in_window
from jalon.scorecard.kri.methods import METHODS
from jalon.scorecard.kri.reading import Read, Reading
from jalon.scorecard.kri.windows import READINGS, reading_days
from jalon.scorecard.results import KriRow, KriStanding

NOW_ONLY = ("freshness", "slack")
"""Methods that know today only: their past readings would need the sources and the plan as they were."""


def kri_row(kra: Kra, kri: Kri, plan: Plan, measurements: Measurements, as_of: date) -> KriRow:
    """One risk judged."""
    row = catalogue.kris().get(kri.use or "")
    params = dict(row.params) if row else {"window": "7d"}
    case = Case(kri, plan, measurements, params)
    if kri.method == "event_window":
        return _event_row(kra, case, as_of)
    compute = METHODS.get(kri.method or "")
    if compute is None:
        return _row(kra, case, KriStanding.UNKNOWN, NotComputedYet(kri.method or "method"), None, [])
    now_only = kri.method in NOW_ONLY
    late = None if now_only else case.stale()
    if late is not None:
        return _row(kra, case, KriStanding.UNKNOWN, late, None, [])
    last = as_of if now_only else case.last_mature_day(as_of)
    days = reading_days(last, kri.cadence, 1 if now_only else READINGS)
    readings: list[tuple[date, Read, KriStanding | None]] = []
    for day in days:
        case.evidence.clear()
        value = compute(case, day)
        one = level(kri, value.sure) if isinstance(value, Reading) else None
        readings.append((day, value, weighed(case, one, day)))
    standing = _state(kri, params, [one for _, _, one in readings])
    shown = [{"day": day, "value": _told(value), "level": one} for day, value, one in readings]
    return _row(kra, case, standing, _told(readings[-1][1]), last, shown)


def _state(kri: Kri, params: Mapping[str, str], levels: list[KriStanding | None]) -> KriStanding:
    """The state by the KRI's persistence; what is read once, today, persists by itself."""
    if kri.method in NOW_ONLY:
        return state(levels, 1, 1)
    persistence = kri.persistence or Persistence(2, 3)
    red = (int(params["red_hits"]), int(params["red_of"])) if {"red_hits", "red_of"} <= params.keys() else None
    return state(levels, persistence.hits, persistence.of, red)


def _told(value: Read) -> Decimal | Refusal:
    return value.value if isinstance(value, Reading) else value


def _event_row(kra: Kra, case: Case, as_of: date) -> KriRow:
    if case.params.get("test") == "break_recorded":
        standing, evidence = break_recorded(case.plan, case.measurements, as_of)
        reading: Decimal | Refusal = Decimal(0)
    else:
        standing, reading, evidence = drop_in_window(case, as_of)
    case.evidence.update(evidence)
    return _row(kra, case, standing, reading, as_of, [])


def _row(
    kra: Kra,
    case: Case,
    standing: KriStanding,
    reading: Decimal | Refusal,
    day: date | None,
    readings: Sequence[Mapping[str, object]],
) -> KriRow:
    kri = case.kri
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
        evidence=dict(case.evidence),
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
    if method in ("residual_shift", "event_window"):
        return "ratio"
    if method == "spike":
        return "ratio" if case.kri.scale == "quantile" else "score"
    if method == "against_reference":
        return {"difference": case.value().unit}.get(params.get("form", "ratio"), "ratio")
    return {"freshness": "score", "slack": "day"}.get(method or "", case.value().unit)

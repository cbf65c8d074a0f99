"""Every KRI of the plan on a day: its readings, its state, its evidence and its prepared response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from jalon import catalogue
from jalon.metrics import Measurements
from jalon.plan.model import Kra, Kri, Persistence, Plan
from jalon.quantities import Refusal, Text
from jalon.quantities.refusals import NotComputedYet
from jalon.scorecard.curves.reading import Fitted
from jalon.scorecard.kri import evidence
from jalon.scorecard.kri.answering import LEVELS, NOW_ONLY, Answer, Reading, answers
from jalon.scorecard.kri.binding.question import step_of
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.confirming import weighed
from jalon.scorecard.kri.control import controlled
from jalon.scorecard.results import KriRow, KriStanding
from jalon.stats.warning.alarms import persistent

READINGS = {1: 60, 7: 26}
"""Readings shown and judged, by the days between two of them: two months of days, half a year of weeks."""
FEWEST = 13


def kri_rows(plan: Plan, measurements: Measurements, as_of: date, fits: tuple[Fitted, ...] = ()) -> tuple[KriRow, ...]:
    """Every risk of the plan judged: the statistics asked once for all, chance weighed over all of them."""
    pairs = list(plan.kris())
    cases = [case_of(kri, plan, measurements, fits) for _, kri in pairs]
    found = answers(cases, as_of, shown)
    rows = [_judged(kra, case, one) for (kra, _), case, one in zip(pairs, cases, found, strict=True)]
    return controlled(rows)


def kri_row(kra: Kra, kri: Kri, plan: Plan, measurements: Measurements, as_of: date) -> KriRow:
    """One risk judged alone."""
    case = case_of(kri, plan, measurements)
    (found,) = answers([case], as_of, shown)
    return _judged(kra, case, found)


def shown(case: Case) -> int:
    """How many readings of a risk are shown."""
    return READINGS.get(step_of(case), FEWEST)


def case_of(kri: Kri, plan: Plan, measurements: Measurements, fits: tuple[Fitted, ...] = ()) -> Case:
    """A risk with its inputs and the parameters of its row."""
    row = catalogue.kris().get(kri.use or "")
    return Case(kri, plan, measurements, dict(row.params) if row else {"window": "7d"}, fits=fits)


def _judged(kra: Kra, case: Case, found: Answer | Refusal) -> KriRow:
    why = found if isinstance(found, Refusal) else evidence.refused_by(case, found)
    if why is not None or isinstance(found, Refusal):
        return _row(kra, case, KriStanding.UNKNOWN, why or NotComputedYet("kri"), None, [])
    case.evidence.update(evidence.told(case, found))
    readings = [_heard(case, one) for one in found.readings]
    shown = [{"day": one.day, "value": one.value, "level": one.level} for one in readings]
    return _row(kra, case, state(case, readings), readings[-1].value, readings[-1].day, shown)


def _heard(case: Case, one: Reading) -> Reading:
    """The reading once the second conditions are heard."""
    return Reading(one.day, one.value, weighed(case, one.level, one.day))


def state(case: Case, readings: Sequence[Reading]) -> KriStanding:
    """The state by the KRI's persistence; what is read once, today, persists by itself."""
    return held([one.level for one in readings], *persistence(case.kri, case.params))


def held(told: Sequence[KriStanding | None], hits: int, of: int, red: tuple[int, int] | None = None) -> KriStanding:
    """The state after these levels, oldest first; `red` asks other numbers of red."""
    if not told:
        return KriStanding.UNKNOWN
    numbers = np.array([[np.nan if one is None else float(LEVELS.index(one))] for one in told])
    last = persistent(numbers, hits, of, red)[-1, 0]
    return LEVELS[int(last)] if np.isfinite(last) else KriStanding.UNKNOWN


def persistence(kri: Kri, params: Mapping[str, str]) -> tuple[int, int, tuple[int, int] | None]:
    """Bad readings among the last ones that make a state, and those that make it red when the row says others."""
    if kri.method in NOW_ONLY or len({"red_hits", "red_of"} & params.keys()) == 0:
        red = None
    else:
        red = (int(params["red_hits"]), int(params["red_of"]))
    asked = Persistence(1, 1) if kri.method in NOW_ONLY else kri.persistence or Persistence(2, 3)
    return asked.hits, asked.of, red


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
    asked = kri.persistence or Persistence(2, 3)
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
        hits=asked.hits,
        of=asked.of,
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
    if method in ("residual_shift", "event_window", "marginal_response"):
        return "ratio"
    if method == "spike":
        return "ratio" if case.kri.scale == "quantile" else "score"
    if method == "against_reference":
        return {"difference": case.value().unit}.get(params.get("form", "ratio"), "ratio")
    fixed = {"freshness": "score", "slack": "day", "count_rule": "count", "joint_rule": "count", "zero_run": "count"}
    return fixed.get(method or "") or (case.value().unit if case.has("value") else "count")

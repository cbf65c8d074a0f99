"""Each KRI replayed on its own past: its alarms, what became of what it guards, and what chance alone would give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from jalon.metrics import MeasuredSeries, Measurements, daily
from jalon.plan.model import Plan
from jalon.quantities import Period, Refusal
from jalon.quantities.refusals import NotComputedYet
from jalon.scorecard.kri.answering import LEVELS, NOW_ONLY, Reading, answers
from jalon.scorecard.kri.binding.question import step_of
from jalon.scorecard.kri.case import Case
from jalon.scorecard.kri.confirming import weighed
from jalon.scorecard.kri.judging import case_of, persistence
from jalon.scorecard.kri.windows import window_ending
from jalon.stats.signals import Observed
from jalon.stats.signals.windows import over
from jalon.stats.warning.alarms import QUIET_DAYS, persistent
from jalon.stats.warning.hindsight import FEWEST_EVENTS, Hindsight, copies, departures, hindsight, onsets
from jalon.stats.warning.robust import Array

LOOKED_BACK = 730
FOUR_WEEKS, WEEK = 28, 7
LEAST_HORIZON, LONGEST_HORIZON = 14, 90
YEAR = 365.25
TWELVE_MONTHS = 365


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm of the past; `followed` is None while it is too young to be judged."""

    day: date
    level: str
    followed: bool | None


@dataclass(frozen=True, slots=True)
class Fall:
    """A day on which what the KRI guards came to stand a tenth worse than usual, and the days won before it."""

    day: date
    subject: str
    lead: int | None


@dataclass(frozen=True, slots=True)
class LastYear:
    """Shares of the readings of the last twelve months that stood in vigilance and in alert."""

    amber: float
    red: float


@dataclass(frozen=True, slots=True)
class ReplayedRisk:
    """One KRI in hindsight, or why it has none."""

    id: str
    refusal: Refusal | None = None
    first: date | None = None
    last: date | None = None
    readings: int = 0
    alarms: tuple[Alarm, ...] = ()
    falls: tuple[Fall, ...] = ()
    chance: float = 0.0
    lucky: float = 0.0
    copied: str | None = None
    year: LastYear | None = None

    @property
    def judged(self) -> list[Alarm]:
        """Alarms old enough to be judged."""
        return [one for one in self.alarms if one.followed is not None]

    @property
    def hits(self) -> int:
        """Alarms that a fall followed."""
        return sum(one.followed is True for one in self.alarms)

    @property
    def leads(self) -> list[int]:
        """Days won before each fall seen."""
        return sorted(one.lead for one in self.falls if one.lead is not None)

    @property
    def years(self) -> float:
        """How long the past replayed lasts."""
        return 0.0 if self.first is None or self.last is None else ((self.last - self.first).days + 1) / YEAR

    @property
    def has_enough(self) -> bool:
        """Whether percentages mean something."""
        return len(self.falls) >= FEWEST_EVENTS and len(self.judged) >= FEWEST_EVENTS

    @property
    def verdict(self) -> str:
        """What its past proves: a lead, none, or nothing yet."""
        if self.refusal is not None:
            return "refused"
        if not self.alarms:
            return "never_fired"
        if not self.has_enough:
            return "too_few"
        return "proven" if self.hits / len(self.judged) > self.lucky and self.leads else "no_lead"


def replayed_risks(
    plan: Plan, measurements: Measurements, as_of: date, step: Callable[[int, int], None] = lambda done, of: None
) -> list[ReplayedRisk]:
    """Every KRI of the plan over two years at most, each reading made of the days before it alone."""
    pairs = list(plan.kris())
    found = []
    guarded: dict[str, tuple[date, Array]] = {}
    for number, (_, kri) in enumerate(pairs, 1):
        found.append(_replayed(case_of(kri, plan, measurements), as_of, guarded))
        step(number, len(pairs))
    return found


def _replayed(case: Case, as_of: date, guarded: dict[str, tuple[date, Array]]) -> ReplayedRisk:
    if case.kri.method in NOW_ONLY:
        return ReplayedRisk(case.kri.id, NotComputedYet("past"))
    (answer,) = answers([case], as_of, lambda one: LOOKED_BACK // step_of(one))
    if isinstance(answer, Refusal):
        return ReplayedRisk(case.kri.id, answer)
    heard = [Reading(one.day, one.value, weighed(case, one.level, one.day)) for one in answer.readings]
    told = [one for one in heard if one.level is not None]
    if not told:
        last = answer.readings[-1].value
        return ReplayedRisk(case.kri.id, last if isinstance(last, Refusal) else None)
    return _in_hindsight(case, told, as_of, guarded)


def _in_hindsight(
    case: Case, told: Sequence[Reading], as_of: date, guarded: dict[str, tuple[date, Array]]
) -> ReplayedRisk:
    levels = np.array([[float(LEVELS.index(one.level))] for one in told if one.level is not None])
    states = persistent(levels, *persistence(case.kri, case.params))[:, 0]
    steps = onsets(states, max(1, QUIET_DAYS // step_of(case)))
    first, last = told[0].day, told[-1].day
    horizon = min(max(case.kri.lead_days[1] if case.kri.lead_days else 0, LEAST_HORIZON), LONGEST_HORIZON)
    falls = _falls(case, Period(first, last), guarded)
    at = [(told[step].day - first).days for step in steps]
    seen = hindsight(at, [(day - first).days for day, _ in falls], 0, (last - first).days, horizon)
    return ReplayedRisk(
        case.kri.id,
        None,
        first,
        last,
        len(told),
        tuple(_alarm(told[step], seen, number) for number, step in enumerate(steps)),
        tuple(Fall(day, name, lead) for (day, name), lead in zip(falls, seen.seen, strict=True)),
        seen.chance,
        seen.lucky,
        _copied(case, told, guarded),
        _last_year(told, states),
    )


def _last_year(told: Sequence[Reading], states: Array) -> LastYear | None:
    """How its last twelve months went; None where its past is shorter."""
    since = told[-1].day - timedelta(days=TWELVE_MONTHS - 1)
    if told[0].day > since:
        return None
    lately = states[[at for at, one in enumerate(told) if one.day >= since]]
    known = lately[np.isfinite(lately)]
    return LastYear(float(np.mean(known == 1)), float(np.mean(known == 2))) if len(known) else None


def _alarm(one: Reading, seen: Hindsight, number: int) -> Alarm:
    return Alarm(one.day, str(one.level), seen.followed[number])


def _falls(case: Case, span: Period, guarded: dict[str, tuple[date, Array]]) -> list[tuple[date, str]]:
    """Falls of everything it threatens inside the span; those of one day are one."""
    found: dict[date, str] = {}
    for name in case.kri.threatens:
        series, good = _guarded(case, name)
        if series is None:
            continue
        start, read = _read_over_weeks(series, span, guarded)
        for day in departures(read, good):
            on = start + timedelta(days=day)
            if on in span:
                found.setdefault(on, name)
    return sorted(found.items())


def _guarded(case: Case, name: str) -> tuple[MeasuredSeries | None, int]:
    """The series of a KPI or objective, and the way that is good."""
    for key in (f"kpi:{name}", f"objective:{name}"):
        if key in case.measurements.series:
            one = case.measurements.series[key]
            return (None if one.refusal is not None else one), _good(case.plan, key)
    return None, 1


def _good(plan: Plan, key: str) -> int:
    kind, _, name = key.partition(":")
    asked = (
        next((kpi.measured for _, kpi in plan.kpis() if kpi.id == name), None)
        if kind == "kpi"
        else next((one.result for one in plan.objectives if one.id == name), None)
    )
    return -1 if asked is not None and asked.direction == "down" else 1


def _read_over_weeks(
    series: MeasuredSeries, span: Period, guarded: dict[str, tuple[date, Array]]
) -> tuple[date, Array]:
    """The series over the four weeks that end with each day, from as early as it is known; kept for the next KRI."""
    known = guarded.get(series.key)
    if known is not None:
        return known
    last = min(day for day in (span.end, series.last_day, series.mature_until) if day is not None)
    first = max(series.first_day or last, last - timedelta(days=2 * LOOKED_BACK))
    guarded[series.key] = first, _rolled(series, Period(min(first, last), last))
    return guarded[series.key]


def _rolled(series: MeasuredSeries, whole: Period) -> Array:
    """Totals of four weeks that end with each day; where days do not add, one exact reading a week."""
    told = daily(series, whole)
    if not isinstance(told, Refusal):
        adding = any(component.accumulates for component in series.components.values())
        return over(Observed(told.top, told.bottom, level=not adding), FOUR_WEEKS)
    read = np.full(len(whole), np.nan)
    for day in range(FOUR_WEEKS - 1, len(whole), WEEK):
        read[day] = _number(series.over(window_ending(whole.start + timedelta(days=day), FOUR_WEEKS)))
    return read


def _copied(case: Case, told: Sequence[Reading], guarded: Mapping[str, tuple[date, Array]]) -> str | None:
    """The KPI that its readings repeat, from one to the next and on the same days."""
    own = np.array([_number(one.value) for one in told])
    for name in case.kri.threatens:
        known = guarded.get(f"kpi:{name}") or guarded.get(f"objective:{name}")
        if known is None:
            continue
        start, read = known
        at = [(one.day - start).days for one in told]
        other = np.array([read[day] if 0 <= day < len(read) else np.nan for day in at])
        if copies(own, other):
            return name
    return None


def _number(value: object) -> float:
    return float("nan") if isinstance(value, Refusal) else float(str(value))


def risks_document(found: Sequence[ReplayedRisk]) -> list[dict[str, object]]:
    """The replay of each KRI as JSON; percentages only where there are enough alarms and falls."""
    return [_row(one) for one in found]


def _row(one: ReplayedRisk) -> dict[str, object]:
    enough, leads = one.has_enough, one.leads
    refused = None
    if one.refusal is not None:
        facts = one.refusal.as_document()
        refused = {"refused": facts.pop("code"), **facts}
    return {
        "id": one.id,
        "verdict": one.verdict,
        "refused": refused,
        "first": one.first.isoformat() if one.first else None,
        "last": one.last.isoformat() if one.last else None,
        "readings": one.readings,
        "alarms": [{"day": a.day.isoformat(), "level": a.level, "followed": a.followed} for a in one.alarms],
        "falls": [{"day": f.day.isoformat(), "subject": f.subject, "lead": f.lead} for f in one.falls],
        "hits": one.hits,
        "judged": len(one.judged),
        "precision": round(one.hits / len(one.judged), 4) if enough else None,
        "recall": round(len(leads) / len(one.falls), 4) if enough else None,
        "median_lead": float(np.median(leads)) if leads else None,
        "false_a_year": round((len(one.judged) - one.hits) / one.years, 2) if one.years >= 0.5 else None,
        "chance": round(one.chance, 4) if enough else None,
        "copies": one.copied,
        "year": {"amber": round(one.year.amber, 4), "red": round(one.year.red, 4)} if one.year else None,
    }

"""What a check-in asks: the figures already filled in, six confidences and what each says beside the odds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.http import Http404

from jalon import wording
from jalon.records import check_ins, scorecards
from jalon.scorecard.confidence import apart, asked_about
from jalon.web.here import Here
from jalon.web.rows import measured as measured_of
from jalon.web.rows import said

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One KPI of the area, as it was published: nothing is typed."""

    id: str
    name: str
    standing: str
    value: str
    words: str
    beside: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One confidence, and what it says where it parts from the odds."""

    share: str
    label: str
    gap: str


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A whole check-in to fill in; `kept` is what the person already said this week."""

    kpi: str
    kra: str
    area: str
    week: date
    until: date
    figures: list[Figure]
    goal: str
    choices: list[Choice]
    steps: list[Step]
    before: str
    odds: Decimal | None
    kept: check_ins.CheckIn | None


@dataclass(frozen=True, slots=True)
class Owed:
    """An area a person answers for, the KPI asked about this week, and her word when she gave it."""

    kra: dict[str, object]
    kpi: str
    done: check_ins.CheckIn | None


def owed(place: Here) -> list[Owed]:
    """The check-ins of the person signed in for the week of the day known: one an area, whichever KPI she spoke of."""
    if place.as_of is None or not place.member.person or not place.may("comment"):
        return []
    spoken = check_ins.of_week(place.workspace, check_ins.week_of(place.as_of))
    found = []
    for row in place.rows("kras"):
        kpi = asked_about(place.card, str(row["id"])) if row["owner"] == place.member.person else None
        if kpi is not None:
            mine = (one for one in spoken if one.person == place.member.person and one.kra == row["id"])
            found.append(Owed(row, kpi, next(mine, None)))
    return found


def asked(place: Here, kpi: str, week: date) -> Asked:
    """A check-in on a KPI for the person who stands here; not hers, or not there: 404."""
    row = place.row("kpis", kpi)
    kra = place.plan.kra(str(row["kra"])) if place.plan else None
    person, day = place.member.person, place.as_of
    if place.plan is None or kra is None or day is None or not place.plan.speaks_for(kra, person, day):
        raise Http404
    measured = measured_of(row)
    odds = Decimal(str(measured["odds"])) if isinstance(measured["odds"], str) else None
    spoken = check_ins.of_week(place.workspace, week)
    last = check_ins.of_person_before(place.workspace, person, kpi, week)
    return Asked(
        kpi=kpi,
        kra=kra.id,
        area=kra.name.in_language(place.language) if kra.name else kra.id,
        week=week,
        until=week + 6 * _DAY,
        figures=_figures(place, kra.id, kpi, week),
        goal=_goal(place, measured),
        choices=[_choice(share, odds, place.language) for share in check_ins.CONFIDENCES],
        steps=_steps(place, row),
        before=wording.percent(last.confidence, place.language, 0) if last else "",
        odds=odds,
        kept=next((one for one in spoken if one.person == person and one.kpi == kpi), None),
    )


def _figures(place: Here, kra: str, kpi: str, week: date) -> list[Figure]:
    """The KPIs of the area, the one asked about first; beside each what its odds were before this week."""
    earlier = scorecards.known_on(place.workspace, week - _DAY)
    before = _odds_of(earlier.document) if earlier else {}
    on = wording.day(earlier.as_of, place.language, "short") if earlier else ""
    rows = [row for row in place.rows("kpis") if row["kra"] == kra]
    rows.sort(key=lambda row: measured_of(row)["id"] != kpi)
    return [_figure(place, measured_of(row), before, on) for row in rows]


def _odds_of(document: Mapping[str, object]) -> dict[str, str]:
    listed = document.get("kpis")
    rows = [measured_of(row) for row in (listed if isinstance(listed, list) else [])]
    return {str(row["id"]): str(row["odds"]) for row in rows if isinstance(row["odds"], str)}


def _figure(place: Here, measured: Mapping[str, object], before: Mapping[str, str], on: str) -> Figure:
    name, unit, language = str(measured["id"]), str(measured["unit"]), place.language
    known = isinstance(measured["value"], str)
    aim = _target(place, measured)
    if isinstance(measured["odds"], str) and aim:
        words = _t("odds", language, odds=wording.odds(str(measured["odds"]), language), target=aim)
        beside = (
            _t("before", language, odds=wording.odds(before[name], language, short=True), day=on)
            if name in before
            else ""
        )
    else:
        words = wording.refusal(measured["odds"], language) if isinstance(measured["odds"], Mapping) and aim else ""
        beside = _t("aim", language, target=aim) if aim else ""
    return Figure(
        name,
        said(measured["name"], language),
        str(measured["standing"]),
        wording.quantity(str(measured["value"]), unit, language) if known else "–",
        words,
        beside,
    )


def _goal(place: Here, measured: Mapping[str, object]) -> str:
    """What is believed or not: the target by name, value and date."""
    due = wording.day(str(measured["due"]), place.language) if measured["due"] else "–"
    name = said(measured["name"], place.language)
    return _t("goal", place.language, name=name, target=_target(place, measured) or "–", due=due)


def _target(place: Here, measured: Mapping[str, object]) -> str:
    unit, ends = str(measured["unit"]), measured["target_range"]
    if measured["target"] is not None:
        return wording.quantity(str(measured["target"]), unit, place.language)
    bounds = ends if isinstance(ends, list) else []
    return " – ".join(wording.quantity(str(end), unit, place.language) for end in bounds)


def _choice(share: Decimal, odds: Decimal | None, language: str) -> Choice:
    gap = apart(share, odds)
    return Choice(str(share), wording.percent(share, language, 0), gap_words(share, odds, language) if gap else "")


def gap_words(confidence: Decimal, odds: Decimal | None, language: str, to: str = "asked") -> str:
    """Where a confidence parts from the odds, in a sentence to whoever is `asked` or `told`; empty where they agree."""
    gap = apart(confidence, odds)
    if gap is None or odds is None:
        return ""
    facts = {
        "confidence": wording.percent(confidence, language, 0),
        "odds": wording.odds(odds, language),
        "points": wording.number(abs(gap) * 100, language, 0),
    }
    return _t(f"{to}.{'above' if gap > 0 else 'below'}", language, **facts)


def _steps(place: Here, row: Mapping[str, object]) -> list[Step]:
    """Hold, act, ask: acting names the action that already waits on this KPI."""
    actions = place.plan.actions if place.plan else ()
    waiting = next((one for one in actions if one.id == row["next_action"]), None)
    steps = []
    for code in check_ins.NEXT_STEPS:
        text = _t(f"step.{code}.text", place.language)
        if code == "act" and waiting is not None:
            text = f"{waiting.id} · {said(waiting.name, place.language)}"
        steps.append(Step(code, _t(f"step.{code}", place.language), text))
    return steps


def _t(key: str, language: str, **values: str) -> str:
    return wording.phrase(f"check_in.{key}", language, values)

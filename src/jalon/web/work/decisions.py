"""Decisions: those awaited first, those to review, and one with the rule that decides, its options and its outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jalon import wording
from jalon.plan.model import Decision
from jalon.routines.arbitrating import state_of
from jalon.scorecard.reviewing import tally
from jalon.web.frame import framed
from jalon.web.here import Here, here
from jalon.web.plan.deciding import today
from jalon.web.rows import said
from jalon.web.work import arbitrated, conflicting
from jalon.web.work.deciding import REVIEWED_AFTER, VERDICTS, decision_of, review_of
from jalon.web.work.naming import all_named, named
from jalon.wording.arbitrated import between, change


@dataclass(frozen=True, slots=True)
class Option:
    """One option, and whether it was chosen."""

    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A decision as a list shows it; `due` while it is awaited. `state`: `awaited`, `to_review`, `coming`, `judged`."""

    decision: Decision
    question: str
    options: list[Option]
    due: date | None
    late: bool
    state: str = "awaited"
    lead: str = ""
    rule: str = ""
    came: str = ""


def line(place: Here, decision: Decision) -> Line:
    """One decision in words."""
    due = place.plan.deadline_of(decision) if place.plan and decision.chosen is None else None
    options = [
        Option(said(decision.option_name(option), place.language), option == decision.chosen)
        for option in decision.options
    ]
    late = bool(due and place.as_of and due < place.as_of)
    return Line(
        decision,
        said(decision.question, place.language),
        options,
        due,
        late,
        state_of(decision, place.as_of or date.min),
    )


def _told(place: Here, decision: Decision) -> Line:
    """The same with what the rules make of it, or what came of it."""
    found, plain = arbitrated.ruled(place, decision), line(place, decision)
    row = review_of(place, decision.id)
    came = wording.phrase(f"arbitrated.came.{row['came']}", place.language) if row else ""
    lead = arbitrated.lead(place, decision, found) if found else ""
    return replace(plain, lead=lead, rule=rule_name(place, decision), came=came)


def rule_name(place: Here, decision: Decision) -> str:
    """The rule under which a decision was taken, with its number."""
    plan = place.plan
    rules = plan.arbitration.rules if plan and plan.arbitration else ()
    for number, rule in enumerate(rules, 1):
        if rule.id == decision.rule:
            return f"{number} · {said(rule.name, place.language) or rule.id}"
    shared = next((rule.rule for rule in plan.overlap_rules if rule.id == decision.rule), None) if plan else None
    return said(shared, place.language)


@here("see")
def listed(request: HttpRequest, place: Here) -> HttpResponse:
    """Decisions awaited, those to review, conflicts nobody asked about, then the journal, newest first."""
    plan = place.plan
    lines = [_told(place, one) for one in (plan.decisions if plan else ())]
    taken = sorted((one for one in lines if one.decision.chosen), key=lambda one: str(one.decision.day), reverse=True)
    reviews = [row for one in lines if (row := review_of(place, one.decision.id))]
    awaited = sorted((one for one in lines if one.state == "awaited"), key=lambda one: str(one.due or ""))
    context = framed(
        place,
        "decision",
        [(_("Arbitration"), "")],
        awaited=awaited,
        to_review=[one for one in taken if one.state == "to_review"],
        taken=taken,
        conflicts=conflicting.shown(place),
        may_propose=place.may("propose"),
        tally=tally(reviews),
        rules=plan.arbitration.rules if plan and plan.arbitration else (),
        decider=plan.arbitration.decider if plan and plan.arbitration else None,
    )
    return render(request, "work/decisions.html", context)


@here("see")
def one(request: HttpRequest, place: Here, name: str) -> HttpResponse:
    """A decision that can be replayed: the rule that decides and why, the options compared, evidence, who is told."""
    found, plan = decision_of(place, name), place.plan
    assert plan is not None  # noqa: S101  # it holds the decision
    ruling, effect = arbitrated.ruled(place, found), found.effect
    options = arbitrated.options(place, found, ruling)
    context = framed(
        place,
        "decision",
        [(_("Arbitration"), "/decision"), (found.id, "")],
        line=line(place, found),
        decision=found,
        lead=arbitrated.lead(place, found, ruling) if ruling else "",
        ruling=ruling,
        steps=arbitrated.steps(place, found, ruling) if ruling else [],
        options=options,
        aim=arbitrated.common_aim(options),
        touched=arbitrated.touched(place, found, ruling),
        costs=arbitrated.costs(place, found),
        told=arbitrated.told_people(plan, found, ruling),
        rule=rule_name(place, found),
        decider=plan.arbitration.decider if plan.arbitration else None,
        evidence=all_named(place, found.evidence),
        moved_from=named(place, effect.source) if effect else None,
        moved_to=named(place, effect.to) if effect else None,
        touches=all_named(place, [effect.kpi, *effect.kras]) if effect else [],
        review=_review(place, found),
        may_propose=place.may("propose") and place.newest,
        decides=place.may("decide"),
        review_on=(today(place) + REVIEWED_AFTER).isoformat(),
        first_day=today(place).isoformat(),
    )
    return render(request, "work/decision.html", context)


def _review(place: Here, decision: Decision) -> dict[str, object] | None:
    """What was announced and what was measured, in words and on one scale."""
    row = review_of(place, decision.id)
    if row is None:
        return None
    language, unit, measure = place.language, str(row["unit"]), row["measure"]
    known = measure if isinstance(measure, dict) and "refused" not in measure else None
    unit = "ratio" if known and known["share"] else unit
    told: dict[str, object] = {
        "kpi": named(place, str(row["kpi"])), "start": row["start"], "end": row["end"],
        "expected": change(row["expected"], unit, language),
        "announced": between(row["low"], row["high"], unit, language),
        "came": str(row["came"]), "word": wording.phrase(f"arbitrated.came.{row['came']}", language),
        "place": wording.phrase(f"arbitrated.place.{row['place']}", language) if row["place"] else "",
        "verdict": VERDICTS[str(row["came"])] if known else "",
    }  # fmt: skip
    if known is None:
        assert isinstance(measure, dict)  # noqa: S101  # refused otherwise
        return {**told, "refusal": wording.refusal(measure, language)}
    low, high = known["interval95"]
    ends = [
        float(str(value)) for value in (low, high, row["low"], row["high"], row["expected"], 0) if value is not None
    ]
    first, width = min(ends), (max(ends) - min(ends)) or 1

    def at(value: object) -> float:
        return round(4 + 92 * (float(str(value)) - first) / width, 2)

    bars = {"measured": [at(low), at(high), at(known["value"])], "zero": at(0)}
    if row["low"] is not None and row["high"] is not None:
        bars["announced"] = [at(row["low"]), at(row["high"]), at(row["expected"])]
    return {
        **told, "measured": change(known["value"], unit, language), "interval": between(low, high, unit, language),
        "days": known["days"], "placebos": known["placebos"], "misled": known["misled"], "bars": bars,
    }  # fmt: skip
